"""The loops over incidents, compiled. Indices: incident n, group g (one origin on one line), draw s, hypothesis h.

They hold no lock of the interpreter, so that chunks of incidents run side by side (numba's own parallel loops take
a minute to compile). The last draw is the mean of the code book. `worth` is (patterns, S + 1, H): how much likelier
what a group says is under each hypothesis than from an origin that knows nothing; ratios, not logs, so that no loop
takes an exponential. An incident owns the groups `start[n]:start[n + 1]`. `whole` (lines, S + 1) is the reliability of
a line as a whole, 1 where it has none of its own. Sets of hypotheses are masks (H).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["judge"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
CANDIDATES = 2  # the best party, then the best two as a set
LEAST = 1e-40  # what a line is worth lies between this and one over it: seven lines multiply within doubles


@njit(nogil=True, cache=True, error_model="numpy")
def _lines(
    worth: Floats, first: int, last: int, pattern: Ints, line: Ints, whole: Floats, by_line: Floats, heard: Ints
) -> int:
    """Fill `by_line` (lines, S + 1, H) with what each line is worth; the first entries of `heard` are the lines that
    speak, their number is returned."""
    count = 0
    draws, parties = by_line.shape[1:]
    for g in range(first, last):
        k, p = line[g], pattern[g]
        known = False
        for i in range(count):
            known = known or heard[i] == k
        if not known:
            by_line[k] = worth[p]
            heard[count] = k
            count += 1
            continue
        for s in range(draws):
            for h in range(parties):
                by_line[k, s, h] = min(max(by_line[k, s, h] * worth[p, s, h], LEAST), 1 / LEAST)
    for i in range(count):
        k = heard[i]
        for s in range(draws):
            for h in range(parties):
                by_line[k, s, h] = whole[k, s] * by_line[k, s, h] + 1.0 - whole[k, s]
    return count


@njit(nogil=True, cache=True, error_model="numpy")
def _ends(column: Floats, beyond: int) -> tuple[float, float]:
    """The values with `beyond` entries below, and above them."""
    low, high = np.full(beyond + 1, np.inf), np.full(beyond + 1, -np.inf)
    for i in range(column.size):
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


@njit(nogil=True, cache=True, error_model="numpy")
def _posterior(by_line: Floats, heard: Ints, prior: Floats, beyond: int, out: Floats) -> None:
    """`out` (H, 3): mean over the draws, and the values with `beyond` draws below and above."""
    draws, parties = prior.shape
    share = np.empty((parties, draws - 1))
    for s in range(draws - 1):
        mass = 0.0
        for h in range(parties):
            share[h, s] = prior[s, h]
            for k in heard:
                share[h, s] *= by_line[k, s, h]
            mass += share[h, s]
        for h in range(parties):
            share[h, s] /= mass
    for h in range(parties):
        out[h, 0] = share[h].mean()
        out[h, 1], out[h, 2] = _ends(share[h], beyond)


@njit(nogil=True, cache=True, error_model="numpy")
def _worth_of_set(row: Floats, prior: Floats, member: Mask) -> float:
    """Of its members weighted by their priors."""
    inside, mass = 0.0, 0.0
    for h in range(row.size):
        if member[h]:
            inside += prior[h] * row[h]
            mass += prior[h]
    return inside / mass


@njit(nogil=True, cache=True, error_model="numpy")
def _reduced(
    inverse: Floats, rivals: Floats, heard: Ints, member: Mask, prior: Floats, lowest: float, cuts: Floats, out: Floats,
    odds: Floats, share: float,
) -> None:  # fmt: skip
    """Add to `out`, by cut, `share` of the posterior of the set at its lowest prior: of every line a supporting ratio
    is divided by the cut (not below 1), a contradicting one as well. `inverse` (lines) of
    what the set is worth, `rivals` (lines, H)."""
    rest = 0.0
    odds[:] = 0.0
    for h in range(prior.size):
        if not member[h]:
            rest += prior[h]
            for c in range(cuts.size):
                against = prior[h]
                for k in heard:
                    against_line = cuts[c] * rivals[k, h] * inverse[k]
                    if against_line < 1 or against_line > cuts[c]:
                        against *= against_line
                odds[c] += against
    for c in range(cuts.size):
        out[c] += share * lowest / (lowest + (1 - lowest) * odds[c] / rest)


@njit(nogil=True, cache=True, error_model="numpy")
def _candidate(
    by_line: Floats,
    heard: Ints,
    prior: Floats,
    lowest: Floats,
    member: Mask,
    rival: int,
    cuts: Floats,
    falls: Floats,
    beyond: int,
    ratios: Floats,
    weakened: Floats,
    grid: Floats,
) -> None:
    """Fill what the grade of one candidate needs: see `judge`."""
    lines, draws, parties = by_line.shape
    least = 0.0
    for h in range(parties):
        if member[h]:
            least += lowest[h]
    least = min(least, 1 - 1e-9)
    gaps, inverse = np.empty((lines, draws)), np.empty(lines)
    odds, odds_fall = np.empty(cuts.size), np.empty(falls.size)
    for s in range(draws):
        at = by_line[:, s]
        for k in heard:
            own = _worth_of_set(at[k], prior[s], member)
            inverse[k] = 1 / own
            gaps[k, s] = own / at[k, rival]
        if s < draws - 1:
            _reduced(inverse, at, heard, member, prior[s], least, cuts, weakened, odds, 1 / (draws - 1))
        else:
            _reduced(inverse, at, heard, member, prior[s], least, falls, grid, odds_fall, 1.0)
    for k in heard:
        ratios[k, 0] = gaps[k, draws - 1]
        ratios[k, 1], ratios[k, 2] = _ends(gaps[k, : draws - 1], beyond)


@njit(nogil=True, cache=True, error_model="numpy")
def _without(
    worth: Floats,
    first: int,
    last: int,
    pattern: Ints,
    line: Ints,
    owner: Ints,
    left_out: int,
    whole: Floats,
    prior: Floats,
) -> Floats:
    """(H,) posterior at the mean of the book, with all that one origin says left out."""
    mean = worth.shape[1] - 1
    by_line = np.ones((whole.shape[0], prior.size))
    row = prior.copy()
    for g in range(first, last):
        if owner[g] != left_out:
            by_line[line[g]] *= worth[pattern[g], mean]
    for k in range(by_line.shape[0]):
        row *= whole[k, mean] * by_line[k] + 1.0 - whole[k, mean]
    row /= row.sum()
    return row


@njit(nogil=True, cache=True, error_model="numpy")
def _choose(means: Floats, size: int, member: Mask) -> int:
    """Mark the `size` likeliest named hypotheses (`other`, the last, is never one), and give their best named rival:
    "other" looks like the average of all, so it is a rival only where no named one is left."""
    member[:] = False
    for _ in range(size):
        best = -1
        for h in range(means.size - 1):
            if not member[h] and (best < 0 or means[h] > means[best]):
                best = h
        if best >= 0:
            member[best] = True
    rival = means.size - 1
    for h in range(means.size - 1):
        if not member[h] and (rival == means.size - 1 or means[h] > means[rival]):
            rival = h
    return rival


@njit(nogil=True, cache=True, error_model="numpy")
def judge(
    worth: Floats,
    prior: Floats,
    lowest: Floats,
    start: Ints,
    pattern: Ints,
    line: Ints,
    owner: Ints,
    whole: Floats,
    cuts: Floats,
    falls: Floats,
    beyond: tuple[int, int],
    settled: tuple[float, float],
) -> tuple[Floats, Mask, Floats, Floats, Floats, Floats]:
    """The posteriors of each incident, and what the grades of its two candidates need: best party, best two.

    `cuts` are f for which the weakened posterior is averaged over the draws; `falls` a rising grid of f at the mean
    of the book. `owner` numbers the origins. `beyond` are draws beyond the ends of ranges, of posteriors
    and of ratios. `settled` (ratio, posterior): where a line of the best party and its weakened posterior reach
    them, the set is not worked out.

    Gives posteriors (N, H, 3: mean and range), members (N, 2, H), ratios (N, 2, lines, 3: at the mean of the book,
    and the range, against the best named rival; NaN for a line that says nothing), weakened (N, 2, cuts), grid
    (N, 2, falls), and apart (groups, 2): the posterior without the origin of each group, at the mean.
    """
    incidents, lines = start.size - 1, whole.shape[0]
    draws, parties = prior.shape
    posteriors, members = np.zeros((incidents, parties, 3)), np.zeros((incidents, CANDIDATES, parties), dtype=np.bool_)
    ratios = np.full((incidents, CANDIDATES, lines, 3), np.nan)
    weakened, grid = np.zeros((incidents, CANDIDATES, cuts.size)), np.zeros((incidents, CANDIDATES, falls.size))
    apart = np.zeros((pattern.size, CANDIDATES))
    by_line, spoke = np.zeros((lines, draws, parties)), np.zeros(lines, dtype=np.int64)
    for n in range(incidents):
        first, last = start[n], start[n + 1]
        heard = spoke[: _lines(worth, first, last, pattern, line, whole, by_line, spoke)]
        _posterior(by_line, heard, prior, beyond[0], posteriors[n])
        for c in range(CANDIDATES):
            rival = _choose(posteriors[n, :, 0], c + 1, members[n, c])
            _candidate(by_line, heard, prior, lowest, members[n, c], rival, cuts, falls, beyond[1],
                       ratios[n, c], weakened[n, c], grid[n, c])  # fmt: skip
            if weakened[n, c, 0] >= settled[1] and np.any(ratios[n, c, :, 1] >= settled[0]):
                break
        for g in range(first, last):
            left = _without(worth, first, last, pattern, line, owner, owner[g], whole, prior[draws - 1])
            for c in range(CANDIDATES):
                apart[g, c] = left[members[n, c]].sum()
    return posteriors, members, ratios, weakened, grid, apart
