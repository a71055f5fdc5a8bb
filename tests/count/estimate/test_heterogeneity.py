"""The curve over what lists cannot show, and Chao's bound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.count.estimate.heterogeneity import NODES, chao_lower, curve
from dalil.count.estimate.result import Sample
from dalil.count.estimate.table import table_from_counts

COUNTS = {(1, 0, 0): 60, (0, 1, 0): 50, (0, 0, 1): 40, (1, 1, 0): 12, (1, 0, 1): 10, (0, 1, 1): 8, (1, 1, 1): 3}
TABLE = table_from_counts("ABC", COUNTS)
SAMPLE = Sample(np.arange(400, 601), np.full(201, 1 / 201))


def test_chao_by_hand():
    # 150 on one list, 30 on two: 183 + 2/3 * 150 * 149 / (2 * 31)
    assert chao_lower(TABLE) == pytest.approx(183 + 2 / 3 * 150 * 149 / 62)


def test_no_case_on_two_lists_leaves_the_bound_finite():
    assert np.isfinite(chao_lower(table_from_counts("ABC", {(1, 0, 0): 5})))


def test_without_spread_the_curve_is_the_estimate():
    first = curve(TABLE, SAMPLE, 183)[0]
    assert (first.spread, first.odds_ratio, first.factor) == (0.0, 1.0, 1.0)
    assert [first.low, first.median, first.high] == SAMPLE.quantiles(0.025, 0.5, 0.975)


def test_the_curve_only_rises():
    points = curve(TABLE, SAMPLE, 183)
    for column in ("factor", "odds_ratio", "median", "low", "high"):
        values = [getattr(point, column) for point in points]
        assert values == sorted(values)
    assert points[-1].factor > 2


def test_the_factor_is_that_of_a_population_with_this_spread():
    """Cells of 100,000 cases with spread 1: the fit at 0 misses most, the fit at 1 finds them."""
    level, spread = -2.0, 1.0
    weights = np.polynomial.hermite_e.hermegauss(41)[1]
    present = 1 / (1 + np.exp(-(level + spread * NODES)))
    by_size = [100_000 * weights @ (present**k * (1 - present) ** (4 - k)) / weights.sum() for k in range(5)]
    cells = [(a, b, c, d) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)][1:]
    table = table_from_counts("ABCD", {cell: round(by_size[sum(cell)]) for cell in cells})
    shared = np.array([1 / 1]), np.array([table.observed])
    points = {p.spread: p for p in curve(table, Sample(shared[1] * 2, shared[0]), table.observed, (0.0, 1.0))}
    unseen_at = {s: points[s].factor for s in points}
    equal = missed_if_equal(table)
    assert equal * unseen_at[1.0] == pytest.approx(by_size[0], rel=0.01)


def missed_if_equal(table):
    """Unseen cases if all lists hold the same part of all cases: solve n = N (1 - q^4), captures = 4 N (1 - q)."""
    captures, n = int(table.on_list().sum()), table.observed
    low, high = 1e-6, 1 - 1e-6
    for _ in range(200):
        q = (low + high) / 2
        low, high = (q, high) if n / (1 - q**4) * 4 * (1 - q) > captures else (low, q)
    return n / (1 - q**4) - n


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 500), min_size=7, max_size=7))
def test_any_table_has_a_curve(counts):
    table = table_from_counts("ABC", dict(zip(COUNTS, counts, strict=True)))
    points = curve(table, SAMPLE, 100, (0.0, 1.0))
    assert np.isfinite(points[1].factor)
    assert points[1].factor > 1
