"""The loops over incidents, compiled. Indices: incident n, group g (one origin on one line), draw s, hypothesis h.

They hold no lock of the interpreter, so that chunks of incidents run side by side (numba's own parallel loops take
a minute to compile). The last draw is the mean of the code book. `weights` are (patterns, S + 1, H) log likelihoods of
groups; an incident owns the groups `start[n]:start[n + 1]`. `whole` (lines, S + 1) is the reliability of a line as a
whole, 1 where it has none of its own. Sets of hypotheses are masks (N, H).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["judge", "posteriors"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@njit(nogil=True, cache=True)
def _lines(weights: Floats, start: Ints, pattern: Ints, line: Ints, whole: Floats, n: int, used: Mask) -> Floats:
    """(lines, S + 1, H) log likelihood of each line; `used` says which lines speak at all."""
    lines, draws = whole.shape
    parties = weights.shape[2]
    by_line = np.zeros((lines, draws, parties))
    used[:] = False
    for g in range(start[n], start[n + 1]):
        k, p = line[g], pattern[g]
        used[k] = True
        for s in range(draws):
            for h in range(parties):
                by_line[k, s, h] += weights[p, s, h]
    for k in range(lines):
        if used[k] and whole[k, draws - 1] < 1.0:
            for s in range(draws):
                sure = whole[k, s]
                for h in range(parties):
                    by_line[k, s, h] = math.log(sure * math.exp(by_line[k, s, h]) + 1.0 - sure)
    return by_line


@njit(nogil=True, cache=True)
def _ends(column: Floats, size: int, beyond: int) -> tuple[float, float]:
    """The values with `beyond` of the first `size` entries below, and above them."""
    low, high = np.full(beyond + 1, np.inf), np.full(beyond + 1, -np.inf)
    for i in range(size):
        value = column[i]
        if value < low[beyond]:
            j = beyond
            while j > 0 and low[j - 1] > value:
                low[j] = low[j - 1]
                j -= 1
            low[j] = value
        if value > high[beyond]:
            j = beyond
            while j > 0 and high[j - 1] < value:
                high[j] = high[j - 1]
                j -= 1
            high[j] = value
    return low[beyond], high[beyond]


@njit(nogil=True, cache=True)
def posteriors(
    weights: Floats, log_prior: Floats, start: Ints, pattern: Ints, line: Ints, whole: Floats, beyond: int
) -> Floats:
    """(N, H, 3): mean over the draws, and the values with `beyond` draws below and above."""
    incidents = start.size - 1
    draws, parties = log_prior.shape
    out = np.zeros((incidents, parties, 3))
    used = np.zeros(whole.shape[0], dtype=np.bool_)
    for n in range(incidents):
        total = log_prior.copy()
        by_line = _lines(weights, start, pattern, line, whole, n, used)
        for k in range(used.size):
            if used[k]:
                total += by_line[k]
        for s in range(draws - 1):
            top = total[s].max()
            mass = 0.0
            for h in range(parties):
                total[s, h] = math.exp(total[s, h] - top)
                mass += total[s, h]
            for h in range(parties):
                total[s, h] /= mass
                out[n, h, 0] += total[s, h] / (draws - 1)
        for h in range(parties):
            out[n, h, 1], out[n, h, 2] = _ends(total[:, h], draws - 1, beyond)
    return out


@njit(nogil=True, cache=True)
def _set_log(row: Floats, log_prior: Floats, member: Mask) -> float:
    """log likelihood of a set: its members weighted by their priors."""
    top, size = -1e300, 0
    for h in range(row.size):
        if member[h]:
            size += 1
            top = max(top, row[h])
    if size == 1:
        return top
    inside, mass = 0.0, 0.0
    for h in range(row.size):
        if member[h]:
            weight = math.exp(log_prior[h])
            inside += weight * math.exp(row[h] - top)
            mass += weight
    return top + math.log(inside / mass)


@njit(nogil=True, cache=True)
def _reduced(own: Floats, rivals: Floats, used: Mask, member: Mask, prior: Floats, lowest: float, cut: float) -> float:
    """Posterior of the set at its lowest prior: of every line a supporting log ratio is reduced by `cut` (not below
    nothing), a contradicting one enlarged by it. `own` (lines), `rivals` (lines, H)."""
    rest = 0.0
    for h in range(prior.size):
        if not member[h]:
            rest += prior[h]
    odds = 0.0
    for h in range(prior.size):
        if not member[h]:
            gap = 0.0
            for k in range(own.size):
                if used[k]:
                    each = own[k] - rivals[k, h]
                    if each > 0:
                        gap += max(each - cut, 0.0)
                    elif each < 0:
                        gap += each - cut
            odds += prior[h] / rest * (1 - lowest) / lowest * math.exp(-gap)
    return 1 / (1 + odds)


@njit(nogil=True, cache=True)
def _without(by_line: Floats, log_prior: Floats, used: Mask, member: Mask) -> float:
    """Posterior of the set from one draw's lines (lines, H)."""
    row = log_prior.copy()
    for k in range(used.size):
        if used[k]:
            row += by_line[k]
    top = row.max()
    inside, mass = 0.0, 0.0
    for h in range(row.size):
        each = math.exp(row[h] - top)
        mass += each
        if member[h]:
            inside += each
    return inside / mass


@njit(nogil=True, cache=True)
def _apart(
    weights: Floats,
    log_prior: Floats,
    start: Ints,
    pattern: Ints,
    line: Ints,
    owner: Ints,
    whole: Floats,
    n: int,
    left_out: int,
    member: Mask,
) -> float:
    """Posterior of the set at the mean of the book, with all that one origin says left out."""
    last = log_prior.shape[0] - 1
    by_line = np.zeros((whole.shape[0], log_prior.shape[1]))
    used = np.zeros(whole.shape[0], dtype=np.bool_)
    for g in range(start[n], start[n + 1]):
        if owner[g] != left_out:
            by_line[line[g]] += weights[pattern[g], last]
            used[line[g]] = True
    for k in range(used.size):
        if used[k] and whole[k, last] < 1.0:
            by_line[k] = np.log(whole[k, last] * np.exp(by_line[k]) + 1.0 - whole[k, last])
    return _without(by_line, log_prior[last], used, member)


@njit(nogil=True, cache=True)
def judge(
    weights: Floats,
    log_prior: Floats,
    lowest: Floats,
    start: Ints,
    pattern: Ints,
    line: Ints,
    owner: Ints,
    whole: Floats,
    member: Mask,
    rival: Ints,
    cuts: Floats,
    falls: Floats,
    beyond: int,
) -> tuple[Floats, Floats, Floats, Floats]:
    """What the grade of each incident's candidate set needs.

    `cuts` are log f for which the weakened posterior is averaged over the draws; `falls` a rising grid of log f at
    the mean of the book. `owner` numbers the origins. Gives ratios (N, lines, 3: mean and range of the log ratio
    against the rival, NaN for a line that says nothing), weakened (N, cuts), grid (N, falls), and apart (groups):
    the posterior without the origin of each group, at the mean.
    """
    incidents, lines = start.size - 1, whole.shape[0]
    draws, parties = log_prior.shape
    ratios = np.full((incidents, lines, 3), np.nan)
    weakened, grid = np.zeros((incidents, cuts.size)), np.zeros((incidents, falls.size))
    apart = np.zeros(pattern.size)
    prior = np.exp(log_prior)
    used = np.zeros(lines, dtype=np.bool_)
    gaps, own = np.zeros((lines, draws)), np.zeros(lines)
    for n in range(incidents):
        mask = member[n]
        by_line = _lines(weights, start, pattern, line, whole, n, used)
        least = 0.0
        for h in range(parties):
            if mask[h]:
                least += lowest[h]
        least = min(least, 1 - 1e-9)
        for s in range(draws):
            for k in range(lines):
                if used[k]:
                    own[k] = _set_log(by_line[k, s], log_prior[s], mask)
                    gaps[k, s] = own[k] - by_line[k, s, rival[n]]
            if s < draws - 1:
                for c in range(cuts.size):
                    weakened[n, c] += _reduced(own, by_line[:, s], used, mask, prior[s], least, cuts[c]) / (draws - 1)
            else:
                for c in range(falls.size):
                    grid[n, c] = _reduced(own, by_line[:, s], used, mask, prior[s], least, falls[c])
        for k in range(lines):
            if used[k]:
                ratios[n, k, 0] = gaps[k, : draws - 1].mean()
                ratios[n, k, 1], ratios[n, k, 2] = _ends(gaps[k], draws - 1, beyond)
        for g in range(start[n], start[n + 1]):
            apart[g] = _apart(weights, log_prior, start, pattern, line, owner, whole, n, owner[g], mask)
    return ratios, weakened, grid, apart
