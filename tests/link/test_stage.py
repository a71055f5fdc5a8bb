"""The stage on bad and unusual input, and what it says of it."""

from datetime import date

import pytest

from dalil.casefile.settings import Settings
from dalil.link import link

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))
SEEN = {"hour": 0, "latitude": 10.0, "killed": 9, "kind": "airstrike", "objects_hit": ["hospital"], "place": "Qafira"}


def clusters(facts):
    rows = facts.rows("SELECT list(report_id ORDER BY report_id) AS reports FROM incident_report GROUP BY incident_id")
    return sorted(row["reports"] for row in rows)


@pytest.mark.parametrize("missing", [("hour",), ("latitude",), ("killed", "kind", "objects_hit")])
def test_what_one_report_leaves_out_the_rest_makes_up(world, missing):
    less = {key: value for key, value in SEEN.items() if key not in missing}
    far = {**SEEN, "hour": 400, "latitude": 12.0, "killed": 2, "place": "Tel Amber"}
    facts = world.facts({"id": "a/1", **SEEN}, {"id": "b/1", **less}, {"id": "b/2", **far})
    link(facts, SETTINGS)
    assert clusters(facts) == [["a/1", "b/1"], ["b/2"]]


def test_two_attacks_on_one_site_on_one_day_stay_two(world):
    first, second = {**SEEN, "hour": 0, "killed": 3}, {**SEEN, "hour": 2, "killed": 8}
    facts = world.facts(
        {"id": "a/1", **first}, {"id": "b/1", **first}, {"id": "a/2", **second}, {"id": "b/2", **second}
    )
    link(facts, SETTINGS)
    assert clusters(facts) == [["a/1", "b/1"], ["a/2", "b/2"]]


def test_the_summary_counts_what_is_missing(world):
    facts = world.facts({"id": "a/1", **SEEN}, {"id": "b/1", "latitude": 11.0}, {"id": "c/1", "hour": 5}, {"id": "d/1"})
    summary = link(facts, SETTINGS)
    assert (summary.reports, summary.without_time, summary.without_place) == (4, 2, 2)
    assert summary.without_anything == ("d/1",)


def test_draws_are_kept_for_reports_whose_cluster_is_not_sure(world):
    facts = world.facts(
        {"id": "a/1", **SEEN}, {"id": "b/1", **SEEN, "hour": 1.2, "killed": 7}, {"id": "c/1", "hour": 600}
    )
    link(facts, SETTINGS)
    drawn = {row[0] for row in facts.query("SELECT DISTINCT report_id FROM partition_draw").fetchall()}
    assert "c/1" not in drawn
    (stability,) = facts.query("SELECT min(stability) FROM incident").fetchall()[0]
    assert 0.0 <= stability <= 1.0


def test_each_sources_own_value_stays_visible_beside_the_reconciled_one(world):
    facts = world.facts({"id": "a/1", **SEEN, "killed": 9}, {"id": "b/1", **SEEN, "killed": 11})
    link(facts, SETTINGS)
    (incident,) = facts.rows("SELECT killed_total_min, killed_total_max, reports FROM incident")
    assert incident == {"killed_total_min": 9, "killed_total_max": 11, "reports": 2}
    assert facts.query("SELECT killed_total_min FROM report ORDER BY report_id").fetchall() == [(9,), (11,)]


def test_contradicting_judgements_of_two_organisations_both_fall_and_are_said(world):
    facts = world.facts({"id": "a/1", **SEEN}, {"id": "b/1", **SEEN})
    facts.replace("decision", [
        {"decision_id": "x-1", "kind": "merge", "a": ["a/1"], "b": ["b/1"]},
        {"decision_id": "y-1", "kind": "apart", "a": ["a/1"], "b": ["b/1"]},
    ])  # fmt: skip
    assert link(facts, SETTINGS).conflicting_decisions == ("x-1", "y-1")
