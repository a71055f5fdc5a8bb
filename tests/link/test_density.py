"""How crowded it is: rates by hand."""

import math

import numpy as np
import pytest

from dalil.link.density import at_point_per_day, exact_to, log_rates, own_volume
from dalil.link.repeats import LOG_ANEW, repeats, with_repeats


def spread(world, *days):
    return world.reports(*({"id": f"a/{n:02}", "hour": 24 * day, "latitude": 10.0} for n, day in enumerate(days)))


def test_without_time_and_place_all_reports_of_the_largest_list_could_be_meant(world):
    reports = world.reports({"id": "a/1"}, {"id": "a/2"}, {"id": "b/1"})
    assert log_rates(reports, np.zeros(3), [0.0, 0.0]) == pytest.approx([math.log(2)] * 3)


def test_without_a_place_the_rate_is_by_day(world):
    reports = world.reports({"id": "a/1", "hour": 0}, {"id": "a/2", "hour": 240})
    assert log_rates(reports, np.zeros(2), [0.0, 0.0]) == pytest.approx([math.log(2 / 10)] * 2)


def test_more_reports_nearby_make_it_crowded(world):
    reports = spread(world, 0, 10, 20)
    quiet, crowded = (log_rates(reports, np.full(3, near), [0.0, 0.0]) for near in (0.0, 6.0))
    assert (crowded > quiet).all()


def test_where_raids_come_in_strikes_exact_reports_know_it(world):
    reports = spread(world, 0, 10, 20)
    assert (log_rates(reports, np.zeros(3), [30.0, 0.0]) > log_rates(reports, np.zeros(3), [0.0, 0.0])).all()


def test_the_volume_of_a_report_is_its_radius_and_a_day_more_on_either_side(world):
    reports = world.reports({"id": "a/1", "hour": 0, "hours": 24, "latitude": 10.0, "radius_m": 5000.0})
    assert own_volume(reports, np.array([0])) == pytest.approx([math.pi * 25 * 3])


def test_which_are_as_exact_as_a_raid(world):
    reports = world.reports(
        {"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "a/2", "hour": 0, "hours": 5, "latitude": 10.0},
        {"id": "a/3", "hour": 0, "latitude": 10.0, "radius_m": 3000.0},
    )  # fmt: skip
    assert exact_to(reports, np.arange(3), 1.5, 1.5 / 24).tolist() == [True, False, False]


def test_other_attacks_at_the_very_point_within_a_fortnight(world):
    found = at_point_per_day(spread(world, 0, 5, 40), np.arange(3))
    assert found == pytest.approx([1 / 30, 1 / 30, 0.0])


def test_an_equal_second_report_is_a_repeat_and_says_as_much_as_it_is_rare(world):
    same = {"hour": 0, "latitude": 10.0}
    reports = world.reports({"id": "a/1", **same}, {"id": "a/2", **same}, {"id": "b/1", **same})
    said = repeats(reports, np.zeros(3))
    assert said.statement.tolist() == [0, 0, 2]
    # Expected by chance: one attack in 2,000 days, in a quarter of an hour.
    assert said.log_repeat[0] == pytest.approx(math.log(0.75) - math.log(1 / 2000 * 15 / 1440))


def test_the_parts_of_a_repeat_are_what_repeating_is_worth(world):
    same = {"hour": 0, "latitude": 10.0}
    reports = world.reports({"id": "a/1", **same}, {"id": "a/2", **same}, {"id": "a/3", "hour": 9, "latitude": 10.0})
    said = repeats(reports, np.zeros(3))
    parts = with_repeats(np.ones((2, 4)), said, np.ones(2, dtype=np.bool_), np.array([0, 0]), np.array([1, 2]))
    assert parts[0].tolist() == [said.log_repeat[0], 0.0, 0.0, 0.0]
    assert parts[1] == pytest.approx([1 + LOG_ANEW, 1, 1, 1])


def test_without_time_or_place_nothing_is_repeated(world):
    said = repeats(world.reports({"id": "a/1"}, {"id": "a/2", "hour": 0}), np.zeros(2))
    assert said.statement.tolist() == [0, 1] and said.log_repeat.tolist() == [0.0, 0.0]
