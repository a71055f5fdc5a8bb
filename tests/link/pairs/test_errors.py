"""Which errors of time and place probable pairs show, by hand."""

import numpy as np
import pytest

from dalil.link.pairs.closed_form import joint_figures
from dalil.link.pairs.errors import PLACE_MASS, TIME_MASS, error_counts
from dalil.link.reports.classes import PLACE_CLASSES, TIME_CLASSES
from dalil.link.reports.likelihood import PLACE_WIDTHS, TIME_BOXES

ZERO, ONE = np.array([0]), np.array([1])


def counts(world, one, other, p=1.0, **given):
    e = world.evidence(world.reports({"id": "a/1", **one}, {"id": "b/1", **other}), **given)
    return e, error_counts(e, joint_figures(e), ZERO, ONE, np.array([p]))


def test_where_training_begins_every_kind_of_statement_has_shares():
    assert TIME_MASS.shape == (len(TIME_CLASSES), len(TIME_BOXES) + 2)
    assert PLACE_MASS.shape == (len(PLACE_CLASSES), len(PLACE_WIDTHS))
    assert TIME_MASS.sum(axis=1) == pytest.approx(1.0) and PLACE_MASS.sum(axis=1) == pytest.approx(1.0)


def test_a_day_apart_one_of_the_two_is_wrong(world):
    boxes, mass = ((0.0, 1 / 48), (1.0, 1 / 48)), (0.9, 0.1)
    _, (time, _, _) = counts(world, {"hour": 0}, {"hour": 24}, boxes=boxes, mass=mass)
    # The earlier is a day late in its report and the later right: the one way there is. Each class gets its own.
    assert time.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_a_pair_counts_as_much_as_it_is_probable(world):
    _, (time, place, _) = counts(world, {"hour": 0, "latitude": 10.0}, {"hour": 0, "latitude": 10.0}, p=0.4)
    assert time.sum() == pytest.approx(2 * 0.4) and place.sum() == pytest.approx(2 * 0.4)


def test_an_improbable_pair_teaches_nothing(world):
    _, (time, place, exact) = counts(world, {"hour": 0, "latitude": 10.0}, {"hour": 0, "latitude": 10.0}, p=0.01)
    assert time.sum() == place.sum() == exact.sum() == 0.0


def test_near_points_are_better_than_they_say_and_far_ones_worse(world):
    near = counts(world, {"latitude": 10.0, "radius_m": 3000.0}, {"latitude": 10.0, "radius_m": 3000.0})[1][1]
    far = counts(world, {"latitude": 10.0, "radius_m": 3000.0}, {"latitude": 10.15, "radius_m": 3000.0})[1][1]
    assert near[0, 0] > far[0, 0] and far[0, -1] > near[0, -1]


def test_what_only_one_states_is_not_counted(world):
    _, (time, place, exact) = counts(world, {"hour": 0, "killed": 3}, {"latitude": 10.0})
    assert time.sum() == place.sum() == exact.sum() == 0.0


def test_of_two_equal_figures_each_is_right_as_bayes_says(world):
    e, (_, _, exact) = counts(world, {"killed": 40}, {"killed": 40})
    true, prior, alpha = e.stated[0][40], e.prior[0], e.exact[0]
    # One is right (alpha) where the truth is 40, and the other says 40 then, over both saying 40 whatever is true.
    assert exact[0, 0] == pytest.approx(alpha * prior[40] * true[40] / (prior * true**2).sum())
    assert exact[0, 1] == 1.0, "one pair that both state it"


def test_of_two_different_figures_at_most_one_is_right(world):
    _, (_, _, exact) = counts(world, {"killed": 4}, {"killed": 40})
    assert 0.0 < exact[0, 0] <= 0.5
