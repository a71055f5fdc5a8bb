"""One sweep of the Gibbs sampler for the latent-class mixture.

Model (Manrique-Vallier 2016): a case belongs to class k with probability share[k], and is then on list j with
probability inclusion[k, j], lists independent within a class. Shares are broken off a stick, V_k ~ Beta(1, alpha),
alpha ~ Gamma(a, rate b); inclusion ~ Beta(capture, capture); the total N has prior 1/N. All cases of one
combination are split among the classes at once: a sweep costs cells x classes, whatever the number of cases.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dalil.kernels import Floats, Ints, kernel

__all__ = ["Cells", "Prior", "State", "combination_odds", "start", "sweep"]


SMALLEST_ALPHA = 1e-12  # a gamma draw of small shape can come out as 0, which would close the stick for good
EDGE = 1e-15  # inclusion stays this far from 0 and 1, so that its logit is finite
MOST_UNSEEN = 1e15  # beyond what a draw of a Poisson can hold; never near where a table is not refused


class Cells(NamedTuple):
    """The capture table for the sampler: `capture_histories` uint8 (cells, lists), `counts` (cells,), their sum."""

    capture_histories: npt.NDArray[np.uint8]
    counts: Ints
    observed: int


class Prior(NamedTuple):
    """`a`, `b`: of the stick's concentration; `capture`: both parameters of the Beta on inclusion."""

    a: float = 0.25
    b: float = 0.25
    capture: float = 1.0


class State(NamedTuple):
    """`inclusion` (classes, lists), `log_share` (classes,), `alpha` (1,); changed in place."""

    inclusion: Floats
    log_share: Floats
    alpha: Floats


@kernel
def start(rng: np.random.Generator, classes: int, lists: int) -> State:
    """A start drawn at random, so that chains begin apart."""
    return State(rng.random((classes, lists)), np.full(classes, -np.log(classes)), np.ones(1))


@kernel
def combination_odds(histories: npt.NDArray[np.uint8], inclusion: Floats, out: Floats) -> float:
    """Probability of each combination in one class into `out` (cells,); returns that of being on no list."""
    none = 1.0
    for j in range(len(inclusion)):
        none *= 1.0 - inclusion[j]
    for m in range(len(histories)):
        odds = 1.0
        for j in range(len(inclusion)):
            odds *= inclusion[j] if histories[m, j] else 1.0 - inclusion[j]
        out[m] = odds
    return none


@kernel
def _split(rng: np.random.Generator, cases: int, weights: Floats, out: Ints) -> None:
    """`cases` shared out among classes: a multinomial as a row of binomials."""
    rest = weights.sum()
    last = len(weights) - 1
    out[:] = 0
    for k in range(last):
        if cases == 0:
            return
        if weights[k] > 0.0:
            drawn = cases if weights[k] >= rest else rng.binomial(cases, weights[k] / rest)
            out[k] = drawn
            cases -= drawn
            rest -= weights[k]
    out[last] = cases


@kernel
def _log_gamma(rng: np.random.Generator, shape: float) -> float:
    """Log of a standard gamma draw; in logs because shapes near 0 underflow."""
    return float(np.log(rng.standard_gamma(shape + 1.0)) + np.log(1.0 - rng.random()) / shape)


@kernel
def _allocate(
    rng: np.random.Generator,
    cells: Cells,
    state: State,
    members: Ints,
    listed: Ints,
) -> int:
    """Every case, seen and unseen, to a class. Fills members (classes,) and listed (classes, lists); returns N."""
    classes, lists = state.inclusion.shape
    share = np.exp(state.log_share)
    odds, none = np.empty((classes, len(cells.counts))), np.empty(classes)
    for k in range(classes):
        none[k] = combination_odds(cells.capture_histories, state.inclusion[k], odds[k])
    drawn = np.zeros(classes, np.int64)
    weights = np.empty(classes)
    for m in range(len(cells.counts)):
        for k in range(classes):
            weights[k] = share[k] * odds[k, m]
        _split(rng, cells.counts[m], weights, drawn)
        for k in range(classes):
            if drawn[k]:
                members[k] += drawn[k]
                for j in range(lists):
                    listed[k, j] += drawn[k] * cells.capture_histories[m, j]
    missed, seen = (share * none).sum(), (share * (1.0 - none)).sum()
    # negative binomial (observed, seen), as a gamma mixture of Poissons; it is what the prior 1/N gives
    unseen = rng.poisson(min(rng.standard_gamma(cells.observed) * missed / seen, MOST_UNSEEN))
    _split(rng, unseen, share * none, drawn)
    members += drawn
    return int(cells.observed + unseen)


@kernel
def _draw_shares(rng: np.random.Generator, state: State, members: Ints, prior: Prior) -> None:
    """The stick, given the classes' members, then its concentration, given the stick."""
    classes = len(members)
    rest, left = members.sum(), 0.0
    for k in range(classes - 1):
        rest -= members[k]
        taken, kept = _log_gamma(rng, 1.0 + members[k]), _log_gamma(rng, state.alpha[0] + rest)
        both = np.logaddexp(taken, kept)
        state.log_share[k] = left + taken - both
        left += kept - both
    state.log_share[classes - 1] = left
    drawn = rng.standard_gamma(prior.a + classes - 1.0) / (prior.b - left)
    state.alpha[0] = max(drawn, SMALLEST_ALPHA)


@kernel
def sweep(rng: np.random.Generator, cells: Cells, state: State, prior: Prior) -> int:
    """One draw of all unknowns given the rest, in place. Returns the total N."""
    classes, lists = state.inclusion.shape
    members, listed = np.zeros(classes, np.int64), np.zeros((classes, lists), np.int64)
    total = _allocate(rng, cells, state, members, listed)
    for k in range(classes):
        for j in range(lists):
            drawn = rng.beta(prior.capture + listed[k, j], prior.capture + members[k] - listed[k, j])
            state.inclusion[k, j] = min(max(drawn, EDGE), 1.0 - EDGE)
    _draw_shares(rng, state, members, prior)
    return total
