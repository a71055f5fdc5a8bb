"""Time, place and figures integrated out: by hand for one box, and a cluster of two as the closed form of pairs."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.link.pairs.closed_form import joint_figures, score_pairs
from dalil.link.reports.likelihood import PLACE_WIDTHS, boxes_in, figure_score, order_of, place_score, time_score


def members(*numbers):
    return np.array(numbers, dtype=np.int64)


def test_one_report_says_nothing_about_itself(world):
    e = world.evidence(world.reports({"id": "a/1", "hour": 0, "latitude": 10.0}))
    assert time_score(e, members(0)) == place_score(e, members(0)) == 0.0


@pytest.mark.parametrize(("hour", "expected"), [(0.0, 24.0), (0.5, 12.0)])
def test_two_times_by_hand(world, hour, expected):
    # Boxes of an hour each: they overlap by an hour (or half of one), ∫ g·g = overlap / (1/24 · 1/24) per day.
    e = world.evidence(world.reports({"id": "a/1", "hour": 0}, {"id": "b/1", "hour": hour}))
    assert time_score(e, members(0, 1)) == pytest.approx(math.log(expected))


def test_times_that_no_error_explains(world):
    e = world.evidence(world.reports({"id": "a/1", "hour": 0}, {"id": "b/1", "hour": 5}))
    assert time_score(e, members(0, 1)) == -60.0


def test_three_that_agree_are_one_coincidence_and_not_three(world):
    e = world.evidence(world.reports(*({"id": f"{o}/1", "hour": 0} for o in "abc")))
    assert time_score(e, members(0, 1, 2)) == pytest.approx(2 * math.log(24.0))


def test_who_states_no_time_does_not_count(world):
    e = world.evidence(world.reports({"id": "a/1", "hour": 0}, {"id": "b/1"}, {"id": "c/1", "hour": 0}))
    assert time_score(e, members(0, 1, 2)) == pytest.approx(math.log(24.0))
    assert time_score(e, members(0, 1)) == 0.0


def test_near_places_fit_better_than_far_ones_and_the_order_does_not_matter(world):
    told = (("a", 10.0, 100.0), ("b", 10.001, 300.0), ("c", 10.2, 700.0))
    reports = world.reports(*({"id": f"{o}/1", "latitude": y, "radius_m": r} for o, y, r in told))
    e = world.evidence(reports)
    assert place_score(e, members(0, 1)) > 0 > place_score(e, members(0, 2))
    assert place_score(e, members(0, 1, 2)) == pytest.approx(place_score(e, members(2, 1, 0)))


def test_a_pair_is_a_cluster_of_two(world):
    reports = world.reports(
        {"id": "a/1", "hour": 0, "latitude": 10.0, "killed": 3},
        {"id": "b/1", "hour": 0.3, "hours": 2, "latitude": 10.002, "killed": 4},
    )
    e = world.evidence(reports)
    (parts,) = score_pairs(e, joint_figures(e), members(0), members(1))
    assert parts[0] == pytest.approx(time_score(e, members(0, 1)))
    assert parts[1] == pytest.approx(place_score(e, members(0, 1)), abs=0.02)
    for figure in range(len(parts) - 2):
        assert parts[2 + figure] == pytest.approx(figure_score(e, members(0, 1), members(0, 1), figure))


def test_figures_that_agree_speak_for_one_attack_and_a_rare_one_louder(world):
    usual = [{"id": f"z/{n}", "killed": 1} for n in range(40)]
    reports = world.reports(
        *({"id": f"{o}/1", "killed": k} for o, k in zip("abcd", (1, 1, 36, 36), strict=True)), *usual
    )
    e = world.evidence(reports)
    one, thirty_six, mixed = (figure_score(e, members(*m), members(0, 1), 0) for m in ((0, 1), (2, 3), (0, 2)))
    assert thirty_six > one > 0 > mixed


def test_a_repeat_counts_once(world):
    e = world.evidence(world.reports(*({"id": f"{o}/1", "killed": 5} for o in "abc")))
    assert figure_score(e, members(0, 1, 2), members(0, 1, 1), 0) == pytest.approx(
        figure_score(e, members(0, 1), members(0, 1), 0)
    )


def test_the_zone_gives_the_errors_of_local_time_taken_for_utc():
    from zoneinfo import ZoneInfo

    shifted = boxes_in(ZoneInfo("Asia/Damascus"), 2016)[-2:]
    # Two hours in winter, three in summer: two and a half, give or take half an hour and a quarter.
    assert 24 * shifted[:, 0] == pytest.approx([2.5, -2.5])
    assert 24 * shifted[:, 1] == pytest.approx([0.5 + 16 / 60] * 2)


def test_boxes_of_two_errors_by_hand(world):
    # Right (.8, an hour) or anywhere in a day either way (.2): both right 24, one of the two wrong, both wrong.
    e = world.evidence(
        world.reports({"id": "a/1", "hour": 0}, {"id": "b/1", "hour": 0}),
        boxes=((0.0, 1 / 48), (0.0, 1.0)),
        mass=(0.8, 0.2),
    )
    expected = 0.64 * 24 + 2 * 0.16 * 0.5 + 0.04 * 0.5
    assert time_score(e, members(0, 1)) == pytest.approx(math.log(expected))


def test_a_day_and_an_hour_within_it_meet_over_the_day(world):
    # A box of 25 hours around one of an hour: the hour's overlap over the product, which is one in 25 hours.
    e = world.evidence(world.reports({"id": "a/1", "hour": 0, "hours": 24}, {"id": "b/1", "hour": 9}))
    assert time_score(e, members(0, 1)) == pytest.approx(math.log(24 / 25))


def test_places_that_no_error_explains(world):
    e = world.evidence(world.reports({"id": "a/1", "latitude": 10.0}, {"id": "b/1", "latitude": 20.0}))
    assert place_score(e, members(0, 1)) == -60.0


def test_two_places_by_moments_are_the_closed_form(world):
    reports = world.reports(*({"id": f"{o}/1", "latitude": 10.0, "radius_m": 1000.0} for o in "ab"))
    e = world.evidence(reports)
    mass = e.place_mass[e.place_class[0]]
    variance = PLACE_WIDTHS[:, 0] ** 2 + PLACE_WIDTHS[:, 1] ** 2
    expected = (mass[:, None] * mass[None, :] / (2 * math.pi * (variance[:, None] + variance[None, :]))).sum()
    assert place_score(e, members(0, 1)) == pytest.approx(math.log(expected))


def test_one_who_says_otherwise_pulls_the_place_less_the_vaguer_it_is(world):
    def joined(radius_m):
        told = ((10.0, 100.0), (10.0, 100.0), (10.05, radius_m))
        reports = world.reports(
            *({"id": f"{o}/1", "latitude": y, "radius_m": r} for o, (y, r) in zip("abc", told, strict=True))
        )
        e = world.evidence(reports)
        return place_score(e, members(0, 1, 2)) - place_score(e, members(0, 1))

    assert joined(7000.0) > joined(300.0)


def test_who_states_no_figure_does_not_count(world):
    e = world.evidence(world.reports({"id": "a/1", "killed": 5}, {"id": "b/1"}, {"id": "c/1", "killed": 5}))
    assert figure_score(e, members(0, 1, 2), members(0, 1, 2), 0) == figure_score(e, members(0, 2), members(0, 1), 0)
    assert figure_score(e, members(0, 1), members(0, 1), 0) == 0.0


def test_two_equal_figures_by_hand(world):
    e = world.evidence(world.reports({"id": "a/1", "killed": 2}, {"id": "b/1", "killed": 2}))
    true = e.stated[0][2]
    expected = (e.prior[0] * true**2).sum() / (e.prior[0] * true).sum() ** 2
    assert figure_score(e, members(0, 1), members(0, 1), 0) == pytest.approx(math.log(expected))


HOUR = st.floats(0.0, 6.0).map(lambda hour: round(hour, 2))
TOLD = st.tuples(HOUR, st.floats(10.0, 10.1), st.sampled_from([100.0, 700.0, 3000.0]), st.integers(0, 9))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TOLD, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_a_cluster_changes_nothing(world, told, chance):
    reports = world.reports(*(
        {"id": f"{o}/1", "hour": hour, "latitude": y, "radius_m": r, "killed": killed}
        for o, (hour, y, r, killed) in zip("abcde", told, strict=False)
    ))  # fmt: skip
    e = world.evidence(reports, boxes=((0.0, 1 / 48), (0.0, 1.0)), mass=(0.8, 0.2))
    order = list(range(len(told)))
    chance.shuffle(order)
    plain, turned = members(*range(len(told))), members(*order)
    assert time_score(e, plain) == pytest.approx(time_score(e, turned))
    alone = np.arange(len(told))
    assert figure_score(e, plain, alone, 0) == pytest.approx(figure_score(e, turned, alone, 0))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOUR, HOUR)
def test_the_further_apart_two_times_are_the_less_they_fit(world, one, other):
    near, far = sorted((one, other))
    hours = {"a/1": 0.0, "b/1": near, "c/1": far}
    reports = world.reports(*({"id": key, "hour": hour} for key, hour in hours.items()))
    e = world.evidence(reports, boxes=((0.0, 1 / 48), (0.0, 0.5)), mass=(0.8, 0.2))
    assert time_score(e, members(0, 1)) >= time_score(e, members(0, 2)) - 1e-9


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.integers(-5, 5), max_size=60))
def test_the_order_of_values_is_that_of_a_stable_sort(values):
    column = np.array(values, dtype=np.float64)
    assert order_of(column).tolist() == np.argsort(column, kind="stable").tolist()
