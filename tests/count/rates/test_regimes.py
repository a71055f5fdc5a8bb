"""PELT and the exact Bayesian regimes: against brute force on a few raids, and on a plain change."""

from itertools import pairwise, product

import numpy as np
import pytest
from scipy.special import gammaln

from dalil.count.rates.regimes import bayesian_regimes, one_change, pelt_changes
from dalil.count.rates.renewal import Raids


def raids(gaps, sizes=None):
    gaps = np.asarray(gaps, dtype=float)
    at = np.cumsum(gaps) - gaps
    return Raids(at, np.asarray(sizes if sizes is not None else np.ones(len(gaps)), dtype=float), float(gaps.sum()))


def by_enumeration(series, dispersion):
    """P(new rate at raid i) and mean rates, over all 2ⁿ⁻¹ ways to cut the series."""
    n, prior = len(series.at), series.length / series.size.sum()
    change, rate, total = np.zeros(n), np.zeros(n), 0.0
    for cuts in product([0, 1], repeat=n - 1):
        bounds = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), n]
        log_p, rates = sum(np.log(1 / n) if cut else np.log1p(-1 / n) for cut in cuts), np.zeros(n)
        for a, b in pairwise(bounds):
            events, days = series.size[a:b].sum() / dispersion, series.gaps[a:b].sum() / dispersion
            log_p += gammaln(1 + events) + np.log(prior) - (1 + events) * np.log(prior + days)
            rates[a:b] = (1 + events) / (prior + days)
        weight = np.exp(log_p)
        change[1:] += weight * np.array(cuts)
        rate, total = rate + weight * rates, total + weight
    return change / total, rate / total


@pytest.mark.parametrize("dispersion", [0.5, 1.0, 3.0])
def test_posterior_is_that_of_all_ways_to_cut(dispersion):
    series = raids([4, 3, 5, 4, 1, 0.5, 1.5, 1], [1, 1, 2, 1, 1, 3, 1, 1])
    found = bayesian_regimes(series, dispersion)
    change, rate = by_enumeration(series, dispersion)
    assert found.change == pytest.approx(change)
    assert found.rate == pytest.approx(rate)


def test_one_change_is_placed_where_the_gaps_change():
    at, share = one_change(raids([4.0] * 20 + [0.5] * 30), 1.0)
    assert share.sum() == pytest.approx(1)
    assert at[np.argmax(share)] == pytest.approx(80)


def test_both_find_a_plain_change():
    series = raids([4.0] * 20 + [0.5] * 30)
    assert pelt_changes(series, 1.0) == [80.0]
    assert bayesian_regimes(series, 1.0).at[np.argmax(bayesian_regimes(series, 1.0).change)] == pytest.approx(80, abs=1)


def test_large_raids_are_no_new_rate():
    sizes = [1] * 20 + [6] + [1] * 20
    assert pelt_changes(raids([2.0] * 41, sizes), 3.0) == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_raids_have_no_change(count):
    series = raids([2.0] * count)
    assert pelt_changes(series, 1.0) == []
    assert len(bayesian_regimes(series, 1.0).at) == count
    assert len(one_change(series, 1.0)[0]) == max(count - 1, 0)
