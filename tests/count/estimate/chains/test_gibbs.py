"""The Gibbs sweep: exact where one class makes it so, and true to the joint distribution."""

import numpy as np
import pytest
from scipy.special import betaln, gammaln

from dalil.count.estimate.chains.gibbs import Cells, Prior, State, combination_odds, start, sweep
from dalil.count.estimate.table import table_from_counts

TABLE = table_from_counts("ABC", {(1, 0, 0): 12, (0, 1, 0): 9, (0, 0, 1): 7, (1, 1, 0): 4, (0, 1, 1): 3, (1, 1, 1): 2})
CELLS = Cells(TABLE.combinations, TABLE.counts, TABLE.observed)


def test_odds_of_each_combination():
    out = np.empty(3)
    marks = np.array([[1, 0], [0, 1], [1, 1]], np.uint8)
    assert combination_odds(marks, np.array([0.2, 0.5]), out) == pytest.approx(0.4)
    assert out == pytest.approx([0.1, 0.4, 0.1])


def test_one_class_is_the_exact_posterior():
    """With one class, inclusion sums out: p(N) is N! / (N - n)! / N times one Beta function a list."""
    unseen = np.arange(3000)
    totals = TABLE.observed + unseen
    exact = gammaln(totals + 1) - gammaln(unseen + 1) - np.log(totals)
    exact += sum(betaln(1 + on, 1 + totals - on) for on in TABLE.on_list())
    exact = np.exp(exact - exact.max())
    cumulative = np.cumsum(exact / exact.sum())
    rng, state, prior = np.random.default_rng(3), start(np.random.default_rng(3), 1, 3), Prior()
    drawn = np.array([sweep(rng, CELLS, state, prior) for _ in range(20_000)])
    for level in (0.025, 0.25, 0.5, 0.75, 0.975):
        place = np.searchsorted(cumulative, level)
        assert (drawn <= totals[place]).mean() == pytest.approx(cumulative[place], abs=0.02)


def test_starts_differ():
    first, second = (start(np.random.default_rng(seed), 4, 3) for seed in (1, 2))
    assert first.inclusion.shape == (4, 3)
    assert not np.allclose(first.inclusion, second.inclusion)
    assert np.exp(first.log_share).sum() == pytest.approx(1)


def test_a_sweep_keeps_shares_a_distribution_and_counts_the_seen():
    rng, state = np.random.default_rng(1), start(np.random.default_rng(2), 5, 3)
    for _ in range(200):
        assert sweep(rng, CELLS, state, Prior()) >= TABLE.observed
        assert np.exp(state.log_share).sum() == pytest.approx(1)
        assert ((state.inclusion > 0) & (state.inclusion < 1)).all()


def test_a_nearly_certain_miss_does_not_overflow():
    state = State(np.full((2, 3), 1e-9), np.log(np.array([0.5, 0.5])), np.ones(1))
    assert sweep(np.random.default_rng(1), CELLS, state, Prior()) > 10**6


def test_same_stream_same_draws():
    runs = []
    for _ in range(2):
        rng, state = np.random.default_rng(9), start(np.random.default_rng(8), 3, 3)
        runs.append([sweep(rng, CELLS, state, Prior()) for _ in range(20)])
    assert runs[0] == runs[1]
