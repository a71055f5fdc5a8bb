"""The loops over incidents, compiled. Indices: incident n, group g (one origin on one line), hypothesis h, draw s.

They hold no lock of the interpreter, so that chunks of incidents run side by side (numba's own parallel loops take
a minute to compile). Draws stand innermost, so that the inner loops run on several draws at once; the last draw is
the mean of the code book. `worth` is (patterns, H, S + 1): how much likelier what a group says is under each
hypothesis than from an origin that knows nothing; ratios, not logs, so that no loop takes an exponential. An incident
owns the groups `start[n]:start[n + 1]`. `whole` (lines, S + 1) is the reliability of a line as a whole, 1 where it has
none of its own. `tempers` is (temper, boldness), both exponents of what lines are worth: the first, at most 1, of all
that is judged; the second, at least 1, of posteriors alone. Sets of hypotheses are masks (H).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from dalil.attribute.weigh.reduce import reduced

__all__ = ["falls", "judge"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
CANDIDATES = 2  # the best party, then the best two as a set
LEAST = 1e-40  # what a line is worth lies between this and one over it: seven lines multiply within doubles


@njit(nogil=True, cache=True, error_model="numpy")
def _lines(
    worth: Floats, first: int, last: int, pattern: Ints, line: Ints, whole: Floats, temper: float, by_line: Floats,
    heard: Ints,
) -> int:  # fmt: skip
    """Fill `by_line` (lines, H, S + 1) with what each line is worth; the first entries of `heard` are the lines that
    speak, their number is returned."""
    count = 0
    parties, draws = by_line.shape[1:]
    for g in range(first, last):
        k = line[g]
        known = False
        for i in range(count):
            known = known or heard[i] == k
        if not known:
            heard[count] = k
            count += 1
        for h in range(parties):
            into, said = by_line[k, h], worth[pattern[g], h]
            if known:
                for s in range(draws):
                    into[s] = min(max(into[s] * said[s], LEAST), 1 / LEAST)
            else:
                for s in range(draws):
                    into[s] = said[s]
    for i in range(count):
        share = whole[heard[i]]
        for h in range(parties):
            into = by_line[heard[i], h]
            for s in range(draws):
                into[s] = share[s] * into[s] + 1.0 - share[s]
            if temper != 1.0:
                for s in range(draws):
                    into[s] = into[s] ** temper
    return count


@njit(nogil=True, cache=True, error_model="numpy")
def _ends(column: Floats, beyond: int) -> tuple[float, float]:
    """The values with `beyond` entries below, and above them."""
    low, high = np.full(beyond + 1, np.inf), np.full(beyond + 1, -np.inf)
    for value in column:
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
def _posterior(
    by_line: Floats, heard: Ints, prior: Floats, boldness: float, beyond: int, share: Floats, out: Floats
) -> None:
    """`out` (H, 3): mean over the draws, and the values with `beyond` draws below and above. `share` (H + 1, S)."""
    parties, draws = share.shape[0] - 1, share.shape[1]
    mass = share[parties]
    mass[:] = 0.0
    for h in range(parties):
        row, before = share[h], prior[h]
        for s in range(draws):
            row[s] = 1.0
        for k in heard:
            said = by_line[k, h]
            for s in range(draws):
                row[s] *= said[s]
        if boldness != 1.0:
            for s in range(draws):
                row[s] = min(max(row[s], LEAST), 1 / LEAST) ** boldness
        for s in range(draws):
            row[s] *= before[s]
            mass[s] += row[s]
    for h in range(parties):
        row = share[h]
        for s in range(draws):
            row[s] /= mass[s]
        out[h, 0] = row.mean()
        out[h, 1], out[h, 2] = _ends(row, beyond)


@njit(nogil=True, cache=True, error_model="numpy")
def _own_worth(
    by_line: Floats, heard: Ints, prior: Floats, lowest: Floats, member: Mask, own: Floats, mass: Floats
) -> float:
    """Fill `own` (lines, S + 1) with what a set is worth, its members weighted by priors; give its lowest prior."""
    draws, least = mass.size, 0.0
    mass[:] = 0.0
    for k in heard:
        own[k] = 0.0
    for h in range(member.size):
        if member[h]:
            least += lowest[h]
            mass += prior[h]
            for k in heard:
                into, said, before = own[k], by_line[k, h], prior[h]
                for s in range(draws):
                    into[s] += before[s] * said[s]
    for k in heard:
        own[k] /= mass
    return min(least, 1 - 1e-9)


@njit(nogil=True, cache=True, error_model="numpy")
def _candidate(
    by_line: Floats, heard: Ints, prior: Floats, lowest: Floats, member: Mask, rival: int, cuts: Floats, beyond: int,
    own: Floats, mass: Floats, ratios: Floats, weakened: Floats,
) -> None:  # fmt: skip
    """Fill what the grade of one candidate needs: see `judge`."""
    least = _own_worth(by_line, heard, prior, lowest, member, own, mass)
    mean = mass.size - 1
    for k in heard:
        gaps = own[k] / by_line[k, rival]
        ratios[k, 0] = gaps[mean]
        ratios[k, 1], ratios[k, 2] = _ends(gaps[:mean], beyond)
    reduced(own, by_line, heard, member, prior, least, cuts, weakened)


@njit(nogil=True, cache=True, error_model="numpy")
def _without(
    worth: Floats, first: int, last: int, pattern: Ints, line: Ints, owner: Ints, left_out: int, heard: Ints,
    whole: Floats, prior: Floats, exponent: float, by_line: Floats, row: Floats,
) -> None:  # fmt: skip
    """Fill `row` (H) with the posterior at the mean of the book, all that one origin says left out."""
    mean, parties = worth.shape[2] - 1, row.size
    by_line[:] = 1.0
    for g in range(first, last):
        if owner[g] != left_out:
            for h in range(parties):
                by_line[line[g], h] *= worth[pattern[g], h, mean]
    mass = 0.0
    for h in range(parties):
        row[h] = 1.0
        for k in heard:
            row[h] *= whole[k, mean] * min(max(by_line[k, h], LEAST), 1 / LEAST) + 1.0 - whole[k, mean]
        if exponent != 1.0:
            row[h] = row[h] ** exponent
        row[h] *= prior[h, mean]
        mass += row[h]
    row /= mass


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
def _apart(
    worth: Floats, first: int, last: int, pattern: Ints, line: Ints, owner: Ints, heard: Ints, whole: Floats,
    prior: Floats, exponent: float, members: Mask, by_line: Floats, row: Floats, apart: Floats,
) -> None:  # fmt: skip
    """Fill `apart` (groups, 2) of one incident: the posterior of each candidate without the origin of each group."""
    for g in range(first, last):
        _without(worth, first, last, pattern, line, owner, owner[g], heard, whole, prior, exponent, by_line, row)
        for c in range(CANDIDATES):
            for h in range(row.size):
                if members[c, h]:
                    apart[g, c] += row[h]


@njit(nogil=True, cache=True, error_model="numpy")
def _candidates(
    by_line: Floats, heard: Ints, prior: Floats, lowest: Floats, means: Floats, cuts: Floats, beyond: int,
    settled: tuple[float, float], own: Floats, mass: Floats, members: Mask, ratios: Floats, weakened: Floats,
) -> None:  # fmt: skip
    """The best party of one incident, then the best two unless the first is settled: see `judge`."""
    for c in range(CANDIDATES):
        rival = _choose(means, c + 1, members[c])
        _candidate(by_line, heard, prior, lowest, members[c], rival, cuts, beyond, own, mass, ratios[c], weakened[c])
        if weakened[c, 0] >= settled[1] and np.any(ratios[c, :, 1] >= settled[0]):
            break


@njit(nogil=True, cache=True, error_model="numpy")
def judge(
    worth: Floats, prior: Floats, lowest: Floats, start: Ints, pattern: Ints, line: Ints, owner: Ints, whole: Floats,
    cuts: Floats, tempers: tuple[float, float], beyond: tuple[int, int], settled: tuple[float, float],
) -> tuple[Floats, Mask, Floats, Floats, Floats]:  # fmt: skip
    """The posteriors of each incident, and what the grades of its two candidates need: best party, best two.

    `prior` is (H, S + 1). `cuts` are f for which the weakened posterior is averaged over the draws. `owner` numbers the
    origins. `beyond` are draws beyond the ends of ranges, of posteriors and of ratios. `settled` (ratio, posterior):
    where a line of the best party and its weakened posterior reach them, the set is not worked out.

    Gives posteriors (N, H, 3: mean and range), members (N, 2, H), ratios (N, 2, lines, 3: at the mean of the book,
    and the range, against the best named rival; NaN for a line that says nothing), weakened (N, 2, cuts), and apart
    (groups, 2): the posterior without the origin of each group, at the mean.
    """
    incidents, lines = start.size - 1, whole.shape[0]
    parties, draws = prior.shape
    posteriors, members = np.zeros((incidents, parties, 3)), np.zeros((incidents, CANDIDATES, parties), dtype=np.bool_)
    ratios = np.full((incidents, CANDIDATES, lines, 3), np.nan)
    weakened, apart = np.zeros((incidents, CANDIDATES, cuts.size)), np.zeros((pattern.size, CANDIDATES))
    own, mass = np.zeros((lines, draws)), np.zeros(draws)
    by_line, spoke = np.zeros((lines, parties, draws)), np.zeros(lines, dtype=np.int64)
    share, left, left_lines = np.zeros((parties + 1, draws - 1)), np.zeros(parties), np.zeros((lines, parties))
    for n in range(incidents):
        first, last = start[n], start[n + 1]
        heard = spoke[: _lines(worth, first, last, pattern, line, whole, tempers[0], by_line, spoke)]
        _posterior(by_line, heard, prior, tempers[1], beyond[0], share, posteriors[n])
        _candidates(by_line, heard, prior, lowest, posteriors[n, :, 0], cuts, beyond[1], settled, own, mass,
                    members[n], ratios[n], weakened[n])  # fmt: skip
        _apart(worth, first, last, pattern, line, owner, heard, whole, prior, tempers[0] * tempers[1], members[n],
               left_lines, left, apart)  # fmt: skip
    return posteriors, members, ratios, weakened, apart


@njit(nogil=True, cache=True, error_model="numpy")
def falls(
    worth: Floats, prior: Floats, lowest: Floats, start: Ints, pattern: Ints, line: Ints, whole: Floats, temper: float,
    member: Mask, needed: Floats, grid: Floats,
) -> Floats:  # fmt: skip
    """(N,) the least f of the rising `grid` at which the weakened posterior of the candidate `member` (N, H) lies below
    `needed` (N,). NaN where nothing is needed, or no f of the grid is enough."""
    found = np.full(start.size - 1, np.nan)
    lines, (parties, draws) = whole.shape[0], prior.shape
    by_line, spoke = np.zeros((lines, parties, draws)), np.zeros(lines, dtype=np.int64)
    own, mass, out = np.zeros((lines, draws)), np.zeros(draws), np.zeros(1)
    for n in range(found.size):
        if not needed[n] > 0:
            continue
        heard = spoke[: _lines(worth, start[n], start[n + 1], pattern, line, whole, temper, by_line, spoke)]
        least = _own_worth(by_line, heard, prior, lowest, member[n], own, mass)
        low, high = 0, grid.size  # the first f that is enough lies in low … high
        while low < high:
            middle = (low + high) // 2
            reduced(own, by_line, heard, member[n], prior, least, grid[middle : middle + 1], out)
            if out[0] < needed[n]:
                high = middle
            else:
                low = middle + 1
        if low < grid.size:
            found[n] = grid[low]
    return found
