"""Figures of dead and injured."""

import numpy as np
import pytest

from dalil.link.reports.figures import BINS, FIGURES, OPTIONS, figure_bins, figure_model, figure_value


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (100, 100), (101, 101), (np.nan, -1), (-3, -1)])
def test_bins_are_single_counts_up_to_a_hundred(count, expected):
    assert figure_bins(np.array([float(count)]))[0] == expected


def test_bins_above_are_wide_and_ascend():
    bins = figure_bins(np.array([150.0, 160.0, 1000.0, 20_000.0, 1e7]))
    assert (np.diff(bins) >= 0).all() and bins[-1] == BINS - 1
    assert figure_value(int(bins[2])) == pytest.approx(1000, rel=0.15)


def model(stated):
    figures = np.full((len(stated), 1, OPTIONS), -1, dtype=np.int16)
    figures[:, 0, 0] = stated
    return figure_model(figures, np.array([0.6]))


def test_what_is_stated_sums_to_one_for_each_true_value():
    assert model([1, 2, 3]).stated[0].sum(axis=0) == pytest.approx(1.0)


def test_the_prior_is_what_the_case_holds():
    prior = model([1] * 50 + [36]).prior[0]
    assert prior[1] > 10 * prior[36] > 0
    assert prior.sum() == pytest.approx(1.0)


def test_a_wrong_figure_is_rather_near():
    stated = model([3, 4, 30])
    assert stated.stated[0][4, 3] > stated.stated[0][30, 3]


def test_every_figure_has_at_most_the_options_there_is_room_for():
    assert max(len(options) for options in FIGURES.values()) <= OPTIONS


@pytest.mark.parametrize("count", [0, 1, 36, 100])
def test_a_bin_of_one_count_stands_for_it(count):
    assert figure_value(int(figure_bins(np.array([float(count)]))[0])) == count


def test_without_any_figure_the_prior_is_a_power_law():
    prior = model([-1]).prior[0]
    assert prior[1] / prior[3] == pytest.approx((4 / 2) ** 1.5)


def test_who_is_always_right_states_the_true_figure():
    figures = np.full((2, 1, OPTIONS), -1, dtype=np.int16)
    assert figure_model(figures, np.array([1.0])).stated[0] == pytest.approx(np.eye(BINS))
