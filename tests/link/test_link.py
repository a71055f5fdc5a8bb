"""The stage from end to end on cases small enough to see what is right."""

from datetime import date, datetime, timedelta

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link import link

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))


def facts_of(*reports):
    """Reports as (id, hour since 1 July, latitude, longitude, killed), one hour long and exact to 100 m."""
    facts = Facts.in_memory()
    start = datetime(2016, 7, 1)
    facts.replace("report", [
        {"report_id": key, "organisation": key.split("/")[0], "earliest": start + timedelta(hours=hour),
         "latest": start + timedelta(hours=hour + 1), "killed_total_min": killed, "killed_total_max": killed}
        for key, hour, _, _, killed in reports
    ])  # fmt: skip
    facts.replace("location", [
        {"report_id": key, "latitude": latitude, "longitude": longitude, "radius_m": 100.0, "located_by": "point",
         "in_scope": True} for key, _, latitude, longitude, _ in reports if latitude is not None
    ])  # fmt: skip
    return facts


def clusters(facts):
    rows = facts.rows("SELECT list(report_id ORDER BY report_id) AS reports FROM incident_report GROUP BY incident_id")
    return sorted(row["reports"] for row in rows)


def test_nothing_at_all():
    assert link(Facts.in_memory(), SETTINGS).incidents == 0


def test_one_report_is_one_incident():
    facts = facts_of(("a/1", 10, 10.0, 40.0, 3))
    assert link(facts, SETTINGS).incidents == 1
    assert facts.value("SELECT stability FROM incident") == 1.0


def test_same_place_same_hour_is_one_attack_and_another_day_another():
    facts = facts_of(("a/1", 10, 10.0, 40.0, 3), ("b/1", 10, 10.0005, 40.0, 3), ("b/2", 200, 10.0, 40.0, 3))
    link(facts, SETTINGS)
    assert clusters(facts) == [["a/1", "b/1"], ["b/2"]]


def test_a_report_with_every_field_empty_is_its_own_incident_and_named():
    facts = facts_of(("a/1", 10, 10.0, 40.0, 3))
    facts.append("report", [{"report_id": "b/9", "organisation": "b"}])
    summary = link(facts, SETTINGS)
    assert summary.without_anything == ("b/9",)
    assert clusters(facts) == [["a/1"], ["b/9"]]


@pytest.mark.parametrize("kind", ["merge", "apart"])
def test_a_judgement_stands_against_every_score(kind):
    far, near = ("b/1", 300, 11.0, 41.0, 9), ("b/1", 10, 10.0, 40.0, 3)
    facts = facts_of(("a/1", 10, 10.0, 40.0, 3), far if kind == "merge" else near)
    facts.replace("decision", [{"decision_id": "k-1", "kind": kind, "a": ["a/1"], "b": ["b/1"]}])
    link(facts, SETTINGS)
    assert clusters(facts) == ([["a/1", "b/1"]] if kind == "merge" else [["a/1"], ["b/1"]])


def test_the_same_facts_give_the_same_bytes():
    reports = [(f"{o}/{n}", 7 * n, 10.0 + 0.01 * (n % 3), 40.0, n % 4) for o in "abc" for n in range(12)]
    one, other = facts_of(*reports), facts_of(*reversed(reports))
    link(one, SETTINGS), link(other, SETTINGS)
    for table in ("incident", "incident_report", "pair", "partition_draw", "origin", "link_parameter"):
        assert one.table_hash(table) == other.table_hash(table), table
