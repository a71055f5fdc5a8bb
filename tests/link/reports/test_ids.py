"""Ids of clusters."""

from hypothesis import given
from hypothesis import strategies as st

from dalil.link.reports.ids import incident_id, person_id

NAMES = st.lists(st.text(min_size=1), min_size=1, unique=True)


@given(NAMES, st.randoms())
def test_neither_order_nor_repetition_changes_an_id(reports, chance):
    shuffled = reports * 2
    chance.shuffle(shuffled)
    assert incident_id(shuffled) == incident_id(reports)


def test_a_cluster_keeps_its_id_while_its_first_report_stays():
    assert incident_id(["a/1", "b/1"]) == incident_id(["c/9", "a/1"]) != incident_id(["b/1"])


def test_incidents_and_persons_have_ids_of_their_own():
    # sha256("a/1") begins with these twelve digits.
    import hashlib

    digits = hashlib.sha256(b"a/1").hexdigest()[:12]
    assert (incident_id(["a/1"]), person_id(["a/1"])) == ("I" + digits, "P" + digits)
