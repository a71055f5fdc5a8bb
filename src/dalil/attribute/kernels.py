"""The loops over incidents, compiled. Indices: incident n, group g (one origin on one line), draw s, hypothesis h.

They hold no lock of the interpreter, so that chunks of incidents run side by side (numba's own parallel loops take
a minute to compile). The last draw is the mean of the code book. `weights` are (patterns, S + 1, H) log likelihoods of
groups; an incident owns the groups `start[n]:start[n + 1]`. Sets of hypotheses are masks (N, H).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["judge", "posteriors"]

LOW, HIGH = 0.025, 0.975

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@njit(cache=True)
def _totals(weights: Floats, log_prior: Floats, start: Ints, pattern: Ints, n: int) -> Floats:
    draws, parties = log_prior.shape
    total = log_prior.copy()
    for g in range(start[n], start[n + 1]):
        for s in range(draws):
            for h in range(parties):
                total[s, h] += weights[pattern[g], s, h]
    return total


@njit(cache=True)
def _share(row: Floats, member: Mask) -> float:
    """Posterior of the set `member` from unnormalised logs."""
    top = row.max()
    inside, whole = 0.0, 0.0
    for h in range(row.size):
        mass = math.exp(row[h] - top)
        whole += mass
        if member[h]:
            inside += mass
    return inside / whole


@njit(nogil=True, cache=True)
def posteriors(weights: Floats, log_prior: Floats, start: Ints, pattern: Ints) -> Floats:
    """(N, H, 3): mean over the draws, and the 2.5 % and 97.5 % points."""
    incidents = start.size - 1
    draws, parties = log_prior.shape
    out = np.zeros((incidents, parties, 3))
    for n in range(incidents):
        total = _totals(weights, log_prior, start, pattern, n)
        for s in range(draws):
            top = total[s].max()
            whole = 0.0
            for h in range(parties):
                total[s, h] = math.exp(total[s, h] - top)
                whole += total[s, h]
            for h in range(parties):
                total[s, h] /= whole
        for h in range(parties):
            column = np.sort(total[: draws - 1, h])
            out[n, h, 0] = column.mean()
            out[n, h, 1] = column[int(LOW * (column.size - 1))]
            out[n, h, 2] = column[math.ceil(HIGH * (column.size - 1))]
    return out


@njit(cache=True)
def _set_log(row: Floats, log_prior: Floats, member: Mask) -> float:
    """log likelihood of a set: its members weighted by their priors."""
    top = -1e300
    for h in range(row.size):
        if member[h] and row[h] > top:
            top = row[h]
    inside, mass = 0.0, 0.0
    for h in range(row.size):
        if member[h]:
            weight = math.exp(log_prior[h])
            inside += weight * math.exp(row[h] - top)
            mass += weight
    return top + math.log(inside / mass)


@njit(cache=True)
def _weakened(gap: float, cut: float) -> float:
    """A supporting log ratio reduced by `cut` (not below nothing), a contradicting one enlarged by it."""
    if gap > 0:
        return max(gap - cut, 0.0)
    return gap - cut if gap < 0 else 0.0


@njit(cache=True)
def _reduced(own: Floats, rivals: Floats, member: Mask, prior: Floats, prior_of_set: float, cut: float) -> float:
    """Posterior of the set at its lowest prior, every line weakened. `own` (lines), `rivals` (lines, H)."""
    rest = 0.0
    for h in range(prior.size):
        if not member[h]:
            rest += prior[h]
    odds = 0.0
    for h in range(prior.size):
        if not member[h]:
            gap = 0.0
            for k in range(own.size):
                gap += _weakened(own[k] - rivals[k, h], cut)
            odds += prior[h] / rest * (1 - prior_of_set) / prior_of_set * math.exp(-gap)
    return 1 / (1 + odds)


@njit(nogil=True, cache=True)
def judge(
    weights: Floats,
    log_prior: Floats,
    lowest: Floats,
    start: Ints,
    pattern: Ints,
    line: Ints,
    lines: int,
    member: Mask,
    rival: Ints,
    cuts: Floats,
    falls: Floats,
) -> tuple[Floats, Floats, Floats, Floats]:
    """What the grade of each incident's candidate set needs.

    `cuts` are log f for which the weakened posterior is averaged over the draws; `falls` a rising grid of log f at
    the mean of the book. Gives ratios (N, lines, 3: mean and 95 % of the log ratio against the rival), weakened
    (N, cuts), grid (N, falls), and apart (N, groups at most): the posterior without each group, at the mean.
    """
    incidents = start.size - 1
    draws, parties = log_prior.shape
    most = 1
    for n in range(incidents):
        most = max(most, start[n + 1] - start[n])
    ratios = np.zeros((incidents, lines, 3))
    weakened = np.zeros((incidents, cuts.size))
    grid = np.zeros((incidents, falls.size))
    apart = np.full((incidents, most), np.nan)
    for n in range(incidents):
        mask = member[n]
        by_line = np.zeros((lines, draws, parties))
        for g in range(start[n], start[n + 1]):
            by_line[line[g]] += weights[pattern[g]]
        prior_of_set = 0.0
        for h in range(parties):
            if mask[h]:
                prior_of_set += lowest[h]
        prior_of_set = min(prior_of_set, 1 - 1e-9)
        gaps = np.zeros((lines, draws))
        own = np.zeros(lines)
        for s in range(draws):
            prior = np.exp(log_prior[s])
            for k in range(lines):
                own[k] = _set_log(by_line[k, s], log_prior[s], mask)
                gaps[k, s] = own[k] - by_line[k, s, rival[n]]
            if s < draws - 1:
                for c in range(cuts.size):
                    weakened[n, c] += _reduced(own, by_line[:, s], mask, prior, prior_of_set, cuts[c]) / (draws - 1)
            else:
                for c in range(falls.size):
                    grid[n, c] = _reduced(own, by_line[:, s], mask, prior, prior_of_set, falls[c])
        for k in range(lines):
            column = np.sort(gaps[k, : draws - 1])
            ratios[n, k, 0] = column.mean()
            ratios[n, k, 1] = column[int(LOW * (column.size - 1))]
            ratios[n, k, 2] = column[math.ceil(HIGH * (column.size - 1))]
        whole = by_line[:, draws - 1].sum(axis=0) + log_prior[draws - 1]
        for g in range(start[n], start[n + 1]):
            without = whole - weights[pattern[g], draws - 1]
            apart[n, g - start[n]] = _share(without, mask)
    return ratios, weakened, grid, apart
