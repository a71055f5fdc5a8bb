"""Two reports in closed form, by hand."""

import math

import numpy as np
import pytest

from dalil.link.pairs.closed_form import PARTS, gaps, joint_figures, score_pairs
from dalil.link.reports.figures import FIGURES
from dalil.link.reports.likelihood import PLACE_WIDTHS

ZERO, ONE = np.array([0]), np.array([1])


def parts(world, one, other, **given):
    e = world.evidence(world.reports({"id": "a/1", **one}, {"id": "b/1", **other}), **given)
    return score_pairs(e, joint_figures(e), ZERO, ONE)[0]


def test_a_part_for_time_place_and_each_figure(world):
    assert PARTS == 2 + len(FIGURES) == len(parts(world, {}, {}))


def test_what_one_of_two_leaves_open_says_nothing(world):
    assert parts(world, {"hour": 0, "latitude": 10.0, "killed": 3}, {}).tolist() == [0.0] * PARTS


@pytest.mark.parametrize(("hour", "overlap_h"), [(0.0, 1.0), (0.25, 0.75), (0.9, 0.1)])
def test_two_times_of_one_error(world, hour, overlap_h):
    # Half an hour either way: boxes of an hour; overlap over the product of the two lengths, in days.
    found = parts(world, {"hour": 0}, {"hour": hour})[0]
    assert found == pytest.approx(math.log((overlap_h / 24) / (1 / 24) ** 2))


def test_two_times_of_two_errors(world):
    # Right (.9, an hour's box) or a day late (.1): a day apart the one or the other is wrong, .9*.1 each way.
    boxes, mass = ((0.0, 1 / 48), (1.0, 1 / 48)), (0.9, 0.1)
    found = parts(world, {"hour": 0}, {"hour": 24}, boxes=boxes, mass=mass)[0]
    assert found == pytest.approx(math.log(0.09 * 24))


def test_times_too_far_apart(world):
    assert parts(world, {"hour": 0}, {"hour": 30})[0] == -60.0


def test_two_places_are_a_mixture_of_gaussians(world):
    # One degree of latitude is 111.195 km; both of 1 km radius, all pairs of widths by hand.
    far = 0.02 * 111.195
    e = world.evidence(world.reports(*(
        {"id": f"{o}/1", "latitude": y, "radius_m": 1000.0} for o, y in (("a", 10.0), ("b", 10.02))
    )))  # fmt: skip
    mass = e.place_mass[e.place_class[0]]
    expected = 0.0
    for (wide, more), share in zip(PLACE_WIDTHS, mass, strict=True):
        for (other_wide, other_more), other_share in zip(PLACE_WIDTHS, mass, strict=True):
            variance = wide**2 + more**2 + other_wide**2 + other_more**2
            expected += share * other_share * math.exp(-0.5 * far**2 / variance) / (2 * math.pi * variance)
    assert score_pairs(e, joint_figures(e), ZERO, ONE)[0, 1] == pytest.approx(math.log(expected))


def test_one_figure_by_hand(world):
    e = world.evidence(world.reports({"id": "a/1", "killed": 2}, {"id": "b/1", "killed": 2}))
    true = e.stated[0][2]  # P(states 2 | n)
    together, alone = (true**2 * e.prior[0]).sum(), (true * e.prior[0]).sum()
    # Killed have three readings in each of the two that are all 2: nine pairs over three times three.
    assert score_pairs(e, joint_figures(e), ZERO, ONE)[0, 2] == pytest.approx(math.log(together / alone**2))


@pytest.mark.parametrize(("hour", "hours", "days"), [(0.0, 0, 0.0), (12.0, 0, 0.5), (-12.0, 24, 0.0), (-36.0, 12, 1.0)])
def test_days_between(world, hour, hours, days):
    e = world.evidence(world.reports({"id": "a/1", "hour": 0}, {"id": "b/1", "hour": hour, "hours": hours}))
    assert gaps(e, ZERO, ONE)[0] == pytest.approx([days])


def test_kilometres_between_and_what_is_unknown(world):
    e = world.evidence(world.reports({"id": "a/1", "latitude": 10.0}, {"id": "b/1", "latitude": 10.1}, {"id": "c/1"}))
    days, kilometres = gaps(e, np.array([0, 0]), np.array([1, 2]))
    assert kilometres[0] == pytest.approx(11.1195)
    assert np.isnan(days).all() and np.isnan(kilometres[1])


def test_a_pair_is_the_same_from_either_side(world):
    one, other = {"hour": 0, "latitude": 10.0, "killed": 3}, {"hour": 0.4, "latitude": 10.001, "killed": 5}
    assert parts(world, one, other) == pytest.approx(parts(world, other, one))
