"""Intervals: by hand where there is a formula, by simulation where the claim is about coverage."""

import numpy as np
import pytest
from scipy.stats import chi2

from dalil.count.rates.intervals import Counted, day_spread, pooled_interval, ratio_interval

FEW = (2.570582 / 1.959964) ** 2  # Student's t with 5 degrees of freedom against the normal, at 97.5 %


def counted(counts):
    counts = np.asarray(counts, dtype=float)
    spread = day_spread(counts, np.ones(len(counts)))
    return Counted(np.array([counts.sum()]), np.array([spread]), float(len(counts)))


@pytest.mark.parametrize(
    ("counts", "spread"),
    [
        ([1, 1, 1, 1], 4),  # as even as can be: Poisson is the least
        ([3, 0, 0, 0, 0, 0], FEW * 9),  # 6/5 · (2.5² + 5 · 0.5²); the neighbours would lower it and are not used
        ([3, 3, 0, 0, 0, 0], FEW * (6 / 5 * 12 + (2 * 2 - 2 * 1 + 1 + 1 + 1))),
        ([5], 25),
    ],
)
def test_spread_of_days(counts, spread):
    assert day_spread(np.array(counts, dtype=float), np.ones(len(counts))) == pytest.approx(spread)


def test_single_attacks_give_the_exact_poisson_interval():
    low, high = pooled_interval(Counted(np.array([10.0]), np.array([10.0]), 1.0))
    assert low == pytest.approx(chi2.ppf(0.025, 20) / 2, rel=1e-6)
    assert high == pytest.approx(chi2.ppf(0.975, 22) / 2, rel=1e-6)


def test_nothing_seen_has_an_upper_limit():
    low, high = pooled_interval(Counted(np.array([0.0]), np.array([0.0]), 30.0))
    assert low == 0
    assert high == pytest.approx(3 * 3.6889 / 30, rel=1e-4)  # three attacks at once might have been missed


def raids(rng, rate, days, size):
    starts = rng.uniform(0, days, rng.poisson(rate * days / size))
    return np.bincount(np.minimum(np.repeat(starts, size), days - 1e-9).astype(int), minlength=days)


@pytest.mark.parametrize(("rate", "days"), [(0.25, 128), (0.5, 44), (8 / 3, 10), (3, 60)])
def test_intervals_cover_raids_of_three(rate, days):
    rng = np.random.default_rng(7)
    limits = [pooled_interval(counted(raids(rng, rate, days, 3))) for _ in range(300)]
    assert np.mean([low <= rate <= high for low, high in limits]) >= 0.92


def test_ratios_of_raids_are_covered():
    rng, hits = np.random.default_rng(8), 0
    for number in range(200):
        low, high = ratio_interval(counted(raids(rng, 2.0, 30, 3)), counted(raids(rng, 0.5, 60, 3)), number)
        hits += low <= 4 <= high
    assert hits >= 0.92 * 200


def test_draws_that_differ_widen_the_interval():
    one = Counted(np.array([20.0, 20.0]), np.array([20.0, 20.0]), 10.0)
    two = Counted(np.array([14.0, 26.0]), np.array([14.0, 26.0]), 10.0)
    assert pooled_interval(two)[0] < pooled_interval(one)[0]
    assert pooled_interval(two)[1] > pooled_interval(one)[1]
