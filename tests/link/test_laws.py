"""Laws that hold for any case: order, repetition, addition."""

from datetime import date

import pytest

from dalil.casefile.settings import Settings
from dalil.link import link

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))
NEAR = {"hour": 0, "latitude": 10.0, "killed": 3}
CASES = {
    "places without times": [("a", {"latitude": 10.0}), ("b", {"latitude": 10.0}), ("b", {"latitude": 10.4})],
    "times without places": [("a", {"hour": 3}), ("b", {"hour": 3}), ("c", {"hour": 40})],
    "all kinds": [("a", NEAR), ("b", {**NEAR, "latitude": None}), ("c", {"killed": 3}), ("a", {"hour": 0}), ("b", {})],
}


def named(case):
    return [{"id": f"{o}/{n}", **report} for n, (o, report) in enumerate(case)]


def partition(facts):
    link(facts, SETTINGS)
    rows = facts.rows("SELECT list(report_id ORDER BY report_id) AS reports FROM incident_report GROUP BY incident_id")
    return sorted(row["reports"] for row in rows)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_report_stands_in_one_incident_and_the_order_of_rows_does_not_matter(world, case):
    reports = named(case)
    found = partition(world.facts(*reports))
    assert sorted(key for group in found for key in group) == sorted(report["id"] for report in reports)
    assert found == partition(world.facts(*reversed(reports)))


def test_linking_again_changes_nothing(world):
    facts = world.facts({"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "b/1", "hour": 0, "latitude": 10.0})
    first = partition(facts)
    before = {table: facts.table_hash(table) for table in ("incident", "pair", "origin", "link_parameter")}
    assert partition(facts) == first
    assert {table: facts.table_hash(table) for table in before} == before


@pytest.mark.parametrize("extra", [{"id": "c/9"}, {"id": "c/9", "hour": 2000, "latitude": 40.0}])
def test_a_report_of_something_else_changes_nobody_elses_incident(world, extra):
    told = [{"id": f"{o}/{n}", "hour": 200 * n, "latitude": 10.0, "killed": n + 2} for o in "ab" for n in range(3)]
    before = partition(world.facts(*told))
    assert before == [["a/0", "b/0"], ["a/1", "b/1"], ["a/2", "b/2"]]
    assert partition(world.facts(*told, extra)) == sorted([*before, ["c/9"]])
