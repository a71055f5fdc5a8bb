"""Two more answers to whether a rate changed: PELT, and an exact Bayesian one.

A new rate begins with a raid. Both use the likelihood of a compound Poisson process tempered by its dispersion φ
(φ > 1: raids; φ < 1: attacks at regular distances), so that a large raid is not taken for a new rate.

PELT: Killick, Fearnhead, Eckley (2012), as in ruptures, with this cost. Bayesian: Fearnhead (2006), Statistics and
Computing 16, 203–213: regimes of geometric length, gamma rates, exact by recursion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import ruptures
from ruptures.base import BaseCost
from scipy.special import gammaln, logsumexp

from dalil.count.rates.renewal import Raids
from dalil.kernels import Floats

__all__ = ["MOST_CELLS", "Regimes", "bayesian_regimes", "one_change", "pelt_changes"]


MOST_CELLS = 300  # raids, or blocks of raids: both methods take time in their square
_LEAST = 3  # raids of a regime, for PELT


class _RaidCost(BaseCost):  # type: ignore[misc]
    """−2 log-likelihood of one rate for raids start … end, over φ."""

    model = "raids"
    min_size = _LEAST

    def __init__(self, dispersion: float) -> None:
        self.dispersion = dispersion

    def fit(self, signal: Floats) -> _RaidCost:
        self.signal = signal
        self.events = np.concatenate([[0.0], np.cumsum(signal[:, 0])])
        self.days = np.concatenate([[0.0], np.cumsum(signal[:, 1])])
        return self

    def error(self, start: int, end: int) -> float:
        events, days = self.events[end] - self.events[start], self.days[end] - self.days[start]
        return float(-2 * events * np.log(events / max(days, 1e-9)) / self.dispersion)


def pelt_changes(raids: Raids, dispersion: float) -> list[float]:
    """Days at which a new rate begins; penalty 2 log n: a rate and a moment, as in BIC."""
    raids = raids.blocks(MOST_CELLS)
    cells = len(raids.at)
    if cells < 2 * _LEAST:
        return []
    search = ruptures.Pelt(custom_cost=_RaidCost(dispersion), min_size=_LEAST, jump=1)
    ends = search.fit(np.column_stack([raids.size, raids.gaps])).predict(pen=2 * np.log(cells))
    return [float(raids.at[end]) for end in ends[:-1]]


@dataclass(frozen=True)
class Regimes:
    """Posterior by raid: its day, the probability that a new rate begins with it, the mean rate after it (a day)."""

    at: Floats
    change: Floats
    rate: Floats


def bayesian_regimes(raids: Raids, dispersion: float) -> Regimes:
    """Exact posterior. A raid begins a new rate with probability 1 / raids; rates are gamma(1) about the mean."""
    raids = raids.blocks(MOST_CELLS)
    cells = len(raids.at)
    if cells == 0:
        return Regimes(raids.at, raids.at, raids.at)
    hazard = (float(-np.log(cells)), float(np.log1p(-1 / cells)) if cells > 1 else 0.0)
    model = _Model(raids, dispersion)
    forward = _boundaries(model.evidence, hazard)
    backward = _boundaries(model.evidence[::-1, ::-1].T, hazard)[::-1]
    start = np.arange(cells)
    change = np.exp(forward[start] + hazard[0] + backward[start] - forward[cells])
    change[0] = 0.0
    return Regimes(raids.at, np.clip(change, 0, 1), _mean_rate(model, forward, backward, hazard))


def one_change(raids: Raids, dispersion: float) -> tuple[Floats, Floats]:
    """Where the rate changed if it changed once: days at which a raid begins it, and their probabilities."""
    raids = raids.blocks(MOST_CELLS)
    at = raids.at[1:]
    if not len(at):
        return at, at
    left = np.cumsum(raids.size)[:-1]
    right = raids.size.sum() - left
    prior = raids.length / max(raids.size.sum(), 1e-9)
    weight = _evidence(left / dispersion, at / dispersion, prior)
    weight = weight + _evidence(right / dispersion, (raids.length - at) / dispersion, prior)
    return at, np.exp(weight - logsumexp(weight))


def _evidence(events: Floats, days: Floats, prior: float) -> Floats:
    """Log marginal likelihood of so many events in so many days, the rate exponential with mean 1 / prior."""
    return np.asarray(gammaln(1 + events) + np.log(prior) - (1 + events) * np.log(prior + days))


class _Model:
    """[s, e]: raids s … e as one regime: log marginal likelihood and mean rate; −inf below the diagonal."""

    def __init__(self, raids: Raids, dispersion: float) -> None:
        prior = raids.length / max(raids.size.sum(), 1e-9)
        events, days = _between(raids.size) / dispersion, _between(raids.gaps) / dispersion
        inside = np.triu(np.ones_like(events, dtype=bool))
        events, days = np.where(inside, events, 0.0), np.where(inside, days, 0.0)
        self.evidence = np.where(inside, _evidence(events, days, prior), -np.inf)
        self.rate = (1 + events) / (prior + days)


def _between(values: Floats) -> Floats:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(sums[None, 1:] - sums[:-1, None])


def _boundaries(evidence: Floats, hazard: tuple[float, float]) -> Floats:
    """[c]: log-probability of the first c raids when a regime ends there (the ending itself is not counted)."""
    cells = evidence.shape[0]
    found = np.full(cells + 1, -np.inf)
    found[0] = 0.0
    for end in range(1, cells + 1):
        start = np.arange(end)
        begun = np.where(start > 0, hazard[0], 0.0)
        found[end] = logsumexp(found[:end] + begun + evidence[:end, end - 1] + (end - start - 1) * hazard[1])
    return found


def _mean_rate(model: _Model, forward: Floats, backward: Floats, hazard: tuple[float, float]) -> Floats:
    """Posterior mean rate after each raid, over all regimes that may hold it."""
    cells = len(forward) - 1
    first, last = np.arange(cells)[:, None], np.arange(cells)[None, :]
    before = forward[:-1][:, None] + np.where(first > 0, hazard[0], 0.0)
    after = backward[1:][None, :] + np.where(last + 1 < cells, hazard[0], 0.0)
    weight = np.exp(np.minimum(before + model.evidence + (last - first) * hazard[1] + after - forward[cells], 0.0))
    share = weight * model.rate
    steps = np.zeros(cells + 1)
    steps[:-1] += share.sum(axis=1)
    steps[1:] -= share.sum(axis=0)
    return np.asarray(np.cumsum(steps)[:-1])
