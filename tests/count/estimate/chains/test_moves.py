"""Moves and sweeps together keep the joint distribution: Geweke's test, and each move alone."""

import numpy as np
import pytest

import dalil.count.estimate.chains.moves as moves
from dalil.count.estimate.chains.gibbs import Cells, Prior, State, sweep
from dalil.count.estimate.chains.moves import KINDS, START_SCALES, Tally, move

CLASSES, LISTS, CASES = 3, 3, 12
MARKS = np.array([[code >> j & 1 for j in range(LISTS)] for code in range(1, 8)], np.uint8)
PRIOR = Prior(a=2.0, b=2.0)


def from_prior(rng):
    """Shares, inclusion and concentration as the model has them."""
    alpha = rng.gamma(PRIOR.a, 1 / PRIOR.b)
    broken = np.minimum(rng.beta(1, alpha, CLASSES - 1), 1 - 1e-12)
    left = np.concatenate([[0.0], np.cumsum(np.log1p(-broken))])
    log_share = np.concatenate([np.log(broken), [0.0]]) + left
    return State(rng.random((CLASSES, LISTS)), log_share, np.array([alpha]))


def table_given(state, rng):
    """Observed cases given the parameters: with prior 1/N their number says nothing about them."""
    present = state.inclusion[:, None, :]
    odds = (np.exp(state.log_share)[:, None] * np.prod(np.where(MARKS, present, 1 - present), axis=2)).sum(axis=0)
    return Cells(MARKS, rng.multinomial(CASES, odds / odds.sum()), CASES)


def statistics(state):
    share = np.exp(state.log_share)
    missed = np.prod(1 - state.inclusion, axis=1)
    mean = share @ state.inclusion
    spread = (state.inclusion**2).mean()
    return [state.alpha[0], share[0], share[1], state.inclusion[0, 0], spread, mean[0], share @ missed]


def still():
    return Tally(START_SCALES.copy(), np.zeros(len(KINDS), np.int64), np.zeros(len(KINDS), np.int64))


def worst_z(steps, kernel, rounds=12_000, seed=4):
    """Largest standardised difference between the prior and a chain that redraws table and parameters in turn."""
    rng = np.random.default_rng(seed)
    prior = np.array([statistics(from_prior(rng)) for _ in range(rounds)])
    state = from_prior(rng)
    chain = np.empty_like(prior)
    for i in range(rounds):
        kernel(rng, table_given(state, rng), state)
        chain[i] = statistics(state)
    batches = chain.reshape(steps, -1, chain.shape[1]).mean(axis=1)
    error = np.sqrt(prior.var(axis=0) / rounds + batches.var(axis=0, ddof=1) / steps)
    return np.abs((chain.mean(axis=0) - prior.mean(axis=0)) / error).max()


def test_sweeps_and_moves_keep_the_joint_distribution():
    def kernel(rng, cells, state):
        sweep(rng, cells, state, PRIOR)
        move(rng, cells, state, PRIOR, still())

    assert worst_z(40, kernel) < 4


def test_the_check_sees_a_wrong_prior():
    """The same test with a kernel of another prior fails: it can fail."""

    def kernel(rng, cells, state):
        sweep(rng, cells, state, PRIOR)
        move(rng, cells, state, PRIOR._replace(capture=3.0), still())

    assert worst_z(40, kernel) > 6


def test_every_kind_is_tried_and_some_are_taken():
    rng, tally = np.random.default_rng(1), still()
    state = from_prior(rng)
    cells = table_given(state, rng)
    for _ in range(300):
        sweep(rng, cells, state, PRIOR)
        move(rng, cells, state, PRIOR, tally)
    assert (tally.taken > 0).all()
    assert (tally.taken < tally.tried).all()


def test_moves_keep_shares_a_distribution():
    rng = np.random.default_rng(2)
    state = from_prior(rng)
    cells = table_given(state, rng)
    move(rng, cells, state, PRIOR, still())
    assert np.exp(state.log_share).sum() == pytest.approx(1)
    assert ((state.inclusion > 0) & (state.inclusion < 1)).all()


def test_a_share_below_the_smallest_float_is_left_to_the_sweep():
    state = State(np.full((3, LISTS), 0.3), np.array([0.0, -2000.0, -2100.0]), np.ones(1))
    move(np.random.default_rng(1), table_given(state, np.random.default_rng(1)), state, PRIOR, still())
    assert state.log_share.tolist() == [0.0, -2000.0, -2100.0]


def test_transfer_never_empties_a_class_beyond_return():
    new = np.zeros((2, 20))
    new[0, moves.WEIGHT], new[1, moves.WEIGHT] = 0.5, 0.5
    ratios = [moves.transfer(np.random.default_rng(seed), new.copy(), LISTS, CASES, 50.0) for seed in range(20)]
    assert -np.inf in ratios
