"""How crowded it is: rates by hand."""

import math

import numpy as np
import pytest

from dalil.link.pairs.local_density import (
    LocalDensity,
    at_point_per_day,
    exact_to,
    log_rates,
    own_volume,
    pair_log_rates,
)


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


CELL_KM = 0.25 * 111.195


def test_a_lone_report_has_the_rate_of_its_neighbourhood_and_of_the_whole(world):
    # One report: itself in nine cells and 24 days, and the whole case, which is one cell and one day.
    reports = world.reports({"id": "a/1", "hour": 0, "latitude": 0.125})
    cell = CELL_KM**2 * math.cos(math.radians(0.125))
    expected = 1 / (9 * cell * 24) + 1 / (cell * 1.0)
    assert np.exp(log_rates(reports, np.zeros(1), [0.0, 0.0])) == pytest.approx([expected])


def test_the_organisation_with_the_most_reports_around_counts_and_not_the_sum(world):
    def rate(*keys):
        return log_rates(
            world.reports(*({"id": k, "hour": 0, "latitude": 10.1} for k in keys)), np.zeros(3), [0.0, 0.0]
        )

    assert rate("a/1", "a/2", "a/3")[0] > rate("a/1", "a/2", "b/3")[0] > rate("a/1", "b/2", "c/3")[0]


def test_reports_nearby_count_half_over_what_a_report_covers(world):
    reports = spread(world, 0, 10, 20)
    more = np.exp(log_rates(reports, np.full(3, 4.0), [0.0, 0.0])) - np.exp(log_rates(reports, np.zeros(3), [0.0, 0.0]))
    assert more == pytest.approx(np.full(3, 0.5 * 4 / (math.pi * 9 * 2)))


def test_a_place_without_time_has_the_rate_by_area(world):
    reports = world.reports({"id": "a/1", "latitude": 0.125}, {"id": "a/2", "latitude": 0.125})
    expected = 2 / (CELL_KM**2 * math.cos(math.radians(0.125)))
    assert np.exp(log_rates(reports, np.zeros(2), [0.0, 0.0])) == pytest.approx([expected] * 2)


def test_the_rate_of_bursts_is_pairs_over_exact_reports_in_their_volume(world):
    reports = spread(world, 0, 10, 20)
    # Thirty pairs within 400 m and three hours of three reports: twenty a report, in a cylinder of six hours.
    found = log_rates(reports, np.zeros(3), [0.0, 30.0])
    assert np.exp(found) == pytest.approx([2 * 30 / 3 / (math.pi * 0.16 * 6 / 24)] * 3)


def test_an_update_of_the_very_point_and_time_counts_once(world):
    same = {"hour": 0, "latitude": 10.0}
    reports = world.reports({"id": "a/1", **same}, {"id": "a/2", **same}, {"id": "a/3", "hour": 48, "latitude": 10.0})
    assert at_point_per_day(reports, np.arange(3)) == pytest.approx([1 / 30] * 3)


def test_another_organisation_at_the_very_point_does_not_count(world):
    reports = world.reports({"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "b/1", "hour": 48, "latitude": 10.0})
    assert at_point_per_day(reports, np.arange(2)).tolist() == [0.0, 0.0]


def test_rates_of_pairs_by_what_each_states(world):
    reports = world.reports(
        {"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "b/1", "hour": 0}, {"id": "c/1", "latitude": 10.0}
    )
    density = LocalDensity(np.array([-3.0, -1.0, -2.0]), np.array([3, 1, 2]), math.log(7))
    found = pair_log_rates(density, np.array([0, 1]), np.array([1, 2]))
    # The fuller one's rate stands for both; time alone and place alone are independent within the whole case.
    assert found == pytest.approx([-3.0 - (-3.0 - 1.0), (-1.0 - 2.0 - math.log(7)) - (-1.0 - 2.0)])
    assert LocalDensity.of(reports, np.zeros(3)).dimensions.tolist() == [3, 1, 2]
