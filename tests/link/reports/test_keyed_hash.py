"""Names as numbers."""

from dalil.link.reports.ids import incident_id, person_id
from dalil.link.reports.keyed_hash import blind


def test_equal_for_equal_and_not_the_text():
    assert blind("qamar") == blind("qamar") != blind("qamas")
    assert "qamar" not in blind("qamar")


def test_ids_come_from_the_smallest_and_tell_incidents_from_persons():
    assert incident_id(["b/2", "a/1"]) == incident_id(["a/1", "c/3"])
    assert incident_id(["a/1"])[0] == "I" and person_id(["a/1"])[0] == "P"
    assert incident_id(["a/1"])[1:] == person_id(["a/1"])[1:]
