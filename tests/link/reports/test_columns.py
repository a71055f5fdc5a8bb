"""Reports as columns."""

from zoneinfo import ZoneInfo

import pytest

from dalil.link.reports.columns import read_reports


def test_sorted_by_id_with_what_is_missing_as_nan(world):
    found = world.reports({"id": "b/1", "hour": 0, "latitude": 10.0}, {"id": "a/1"})
    assert found.ids == ["a/1", "b/1"] and found.organisations == ["a", "b"]
    assert found.timed.tolist() == found.placed.tolist() == [False, True]
    assert len(found) == 2


def test_times_are_days_and_radii_kilometres(world):
    found = world.reports({"id": "a/1", "hour": 0, "hours": 12, "latitude": 10.0, "radius_m": 1500.0})
    assert found.latest[0] - found.earliest[0] == pytest.approx(0.5)
    assert found.radius_km.tolist() == [1.5]


def test_a_place_name_with_several_meanings_shares_its_weight(world):
    facts = world.facts({"id": "a/1", "hour": 0, "latitude": 10.0, "place": "Qafira"})
    facts.query("UPDATE location SET located_by = 'gazetteer'")
    facts.replace("place_candidate", [
        {"report_id": "a/1", "place_id": f"p{n}", "rank": n, "latitude": 10.0 + n, "longitude": 40.0,
         "radius_m": 3000.0, "score": score} for n, score in ((1, 0.6), (2, 0.2))
    ])  # fmt: skip
    found = read_reports(facts, ZoneInfo("UTC"))
    assert found.share.tolist() == pytest.approx([0.75, 0.25])
    assert found.first.tolist() == [0, 2] and found.named.tolist() == [True]


def test_a_point_that_attacks_of_several_days_share_is_a_names(world):
    days = [{"id": f"a/{n}", "hour": 24 * n, "latitude": 10.0} for n in range(3)]
    own = {"id": "a/9", "hour": 0, "latitude": 11.0}
    assert world.reports(*days, own).named.tolist() == [True, True, True, False]


def test_each_reading_of_a_figure_once(world):
    found = world.reports({"id": "a/1", "killed": 4, "killed_civilians_min": 3, "killed_civilians_max": 4})
    killed = found.figures[0, 0]
    assert sorted(killed[killed >= 0].tolist()) == [3, 4]


def test_where_nobody_was_killed_no_child_was_says_nothing(world):
    none, one = (
        world.reports({"id": "a/1", "killed": n, "killed_civilians_max": n, "killed_children_min": 0}) for n in (0, 1)
    )
    assert none.figures[0, 3].max() == -1 and one.figures[0, 3].max() == 0


def test_a_later_end_that_lies_before_the_beginning_is_the_beginning(world):
    facts = world.facts({"id": "a/1", "hour": 5})
    facts.query("UPDATE report SET latest = earliest - INTERVAL 2 HOUR")
    found = read_reports(facts, ZoneInfo("UTC"))
    assert found.latest[0] == found.earliest[0]


def test_nobody_is_more_exact_than_ten_metres(world):
    found = world.reports({"id": "a/1", "latitude": 10.0, "radius_m": 0.0})
    assert found.radius_km.tolist() == [0.01]


def test_without_a_report_every_column_is_empty(world):
    found = world.reports()
    assert len(found) == 0 and found.first.tolist() == [0] and found.figures.shape[0] == 0
