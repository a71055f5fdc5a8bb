"""The loops over incidents, compiled. Indices: incident n, group g (one origin on one line), hypothesis h, draw s.

They hold no lock of the interpreter, so that chunks of incidents run side by side (numba's own parallel loops take
a minute to compile). Draws stand innermost, so that the inner loops run on several draws at once; the last draw is
the mean of the code book. Likelihood ratios are ratios, not logs, so that no loop takes an exponential. Sets of
hypotheses are masks (H).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dalil.attribute.weigh.reduce import reduced
from dalil.kernels import Floats, Ints, Mask, unchecked_kernel

__all__ = ["Belief", "Judgement", "Rules", "Said", "falls", "judge"]

CANDIDATES = 2  # the best party, then the best two as a set
LEAST = 1e-40  # what a line is worth lies between this and one over it: seven lines multiply within doubles


class Said(NamedTuple):
    """What the groups of a chunk say. An incident owns the groups `start[n]:start[n + 1]`.

    `likelihood_ratio` (patterns, H, S + 1): how much likelier what a group says is under each hypothesis than from an
    origin that knows nothing. `pattern`, `line`, `owner` (groups): its pattern, its line, the number of its origin.
    """

    likelihood_ratio: Floats
    start: Ints
    pattern: Ints
    line: Ints
    owner: Ints


class Belief(NamedTuple):
    """What holds for all incidents: `prior` (H, S + 1), the `lowest` prior of each hypothesis (H), and `whole`
    (lines, S + 1), the reliability of a line as a whole, 1 where it has none of its own."""

    prior: Floats
    lowest: Floats
    whole: Floats


class Rules(NamedTuple):
    """How grades are made. `cuts` are the f for which the weakened posterior is averaged over the draws.

    `inverse_temperature`, at most 1, is the exponent of all that is judged; `boldness`, at least 1, that of posteriors
    alone. `beyond_posterior`, `beyond_ratio`: draws beyond each end of a range. Where a line of the best party reaches
    `supports` and its weakened posterior `likely`, the set of two is not worked out.
    """

    cuts: Floats
    inverse_temperature: float
    boldness: float
    beyond_posterior: int
    beyond_ratio: int
    supports: float
    likely: float


class Judgement(NamedTuple):
    """The posteriors of each incident, and what the grades of its two candidates need: best party, best two.

    `posteriors` (N, H, 3: mean and range), `members` (N, 2, H), `ratios` (N, 2, lines, 3: at the mean of the book, and
    the range, against the best named rival; NaN for a line that says nothing), `weakened` (N, 2, cuts), and `apart`
    (groups, 2): the posterior without the origin of each group, at the mean.
    """

    posteriors: Floats
    members: Mask
    ratios: Floats
    weakened: Floats
    apart: Floats


class _Room(NamedTuple):
    """Room to work in, made once for many incidents. What stands there is of the incident at hand: `by_line`
    (lines, H, S + 1) what each line is worth, `own` (lines, S + 1) the same of a candidate, `mass` (S + 1) its prior,
    `share` (H + 1, S), `left` (H) and `left_lines` (lines, H) without an origin."""

    by_line: Floats
    spoke: Ints
    own: Floats
    mass: Floats
    share: Floats
    left: Floats
    left_lines: Floats


@unchecked_kernel
def _room(lines: int, parties: int, draws: int) -> _Room:
    return _Room(
        np.zeros((lines, parties, draws)), np.zeros(lines, dtype=np.int64), np.zeros((lines, draws)), np.zeros(draws),
        np.zeros((parties + 1, draws - 1)), np.zeros(parties), np.zeros((lines, parties)),
    )  # fmt: skip


@unchecked_kernel
def _lines(said: Said, n: int, whole: Floats, exponent: float, by_line: Floats, heard: Ints) -> int:
    """Fill `by_line` (lines, H, S + 1) with what each line is worth; the first entries of `heard` are the lines that
    speak, their number is returned."""
    count = 0
    parties, draws = by_line.shape[1:]
    ratios, pattern, line = said.likelihood_ratio, said.pattern, said.line
    for g in range(said.start[n], said.start[n + 1]):
        k = line[g]
        known = False
        for i in range(count):
            known = known or heard[i] == k
        if not known:
            heard[count] = k
            count += 1
        for h in range(parties):
            into, ratio = by_line[k, h], ratios[pattern[g], h]
            # Bounded as it grows: forty origins of e^18 each would leave doubles.
            if known:
                for s in range(draws):
                    into[s] = min(max(into[s] * ratio[s], LEAST), 1 / LEAST)
            else:
                for s in range(draws):
                    into[s] = ratio[s]
    for i in range(count):
        share = whole[heard[i]]
        for h in range(parties):
            into = by_line[heard[i], h]
            for s in range(draws):
                into[s] = share[s] * into[s] + 1.0 - share[s]
            if exponent != 1.0:
                for s in range(draws):
                    into[s] = into[s] ** exponent
    return count


@unchecked_kernel
def _ends(column: Floats, beyond: int) -> tuple[float, float]:
    """The values with `beyond` entries below, and above them."""
    # Only the few smallest and largest are kept sorted: a range needs no order of the rest.
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


@unchecked_kernel
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


@unchecked_kernel
def _own_ratios(by_line: Floats, heard: Ints, belief: Belief, member: Mask, own: Floats, mass: Floats) -> float:
    """Fill `own` (lines, S + 1) with what a set is worth, its members weighted by priors; give its lowest prior."""
    prior, draws, least = belief.prior, mass.size, 0.0
    mass[:] = 0.0
    for k in heard:
        own[k] = 0.0
    for h in range(member.size):
        if member[h]:
            least += belief.lowest[h]
            mass += prior[h]
            for k in heard:
                into, said, before = own[k], by_line[k, h], prior[h]
                for s in range(draws):
                    into[s] += before[s] * said[s]
    for k in heard:
        own[k] /= mass
    # Of a set of all parties nothing would be left for rivals.
    return min(least, 1 - 1e-9)


@unchecked_kernel
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


@unchecked_kernel
def _candidates(room: _Room, heard: Ints, belief: Belief, rules: Rules, n: int, out: Judgement) -> None:
    """The best party of incident n, then the best two unless the first is settled: see `Rules`."""
    by_line, own, mean = room.by_line, room.own, room.mass.size - 1
    for c in range(CANDIDATES):
        member, ratios, weakened = out.members[n, c], out.ratios[n, c], out.weakened[n, c]
        rival = _choose(out.posteriors[n, :, 0], c + 1, member)
        least = _own_ratios(by_line, heard, belief, member, own, room.mass)
        for k in heard:
            gaps = own[k] / by_line[k, rival]
            ratios[k, 0] = gaps[mean]
            ratios[k, 1], ratios[k, 2] = _ends(gaps[:mean], rules.beyond_ratio)
        reduced(own, by_line, heard, member, belief.prior, least, rules.cuts, weakened)
        # Who is likely alone is not offered in a set, so that of the second nothing is needed.
        if weakened[0] >= rules.likely and np.any(ratios[:, 1] >= rules.supports):
            break


@unchecked_kernel
def _without(said: Said, n: int, left_out: int, heard: Ints, belief: Belief, exponent: float, room: _Room) -> None:
    """Fill `room.left` (H) with the posterior at the mean of the book, all that one origin says left out."""
    ratios, pattern, line, owner = said.likelihood_ratio, said.pattern, said.line, said.owner
    whole, prior, by_line, row = belief.whole, belief.prior, room.left_lines, room.left
    # At the mean of the book alone: this is done again for every origin.
    mean, parties = ratios.shape[2] - 1, row.size
    by_line[:] = 1.0
    for g in range(said.start[n], said.start[n + 1]):
        if owner[g] != left_out:
            for h in range(parties):
                by_line[line[g], h] *= ratios[pattern[g], h, mean]
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


@unchecked_kernel
def _apart(said: Said, n: int, heard: Ints, belief: Belief, exponent: float, room: _Room, out: Judgement) -> None:
    """Fill `out.apart` of incident n: the posterior of each candidate without the origin of each group."""
    members, apart = out.members[n], out.apart
    for g in range(said.start[n], said.start[n + 1]):
        _without(said, n, said.owner[g], heard, belief, exponent, room)
        for c in range(CANDIDATES):
            for h in range(room.left.size):
                if members[c, h]:
                    apart[g, c] += room.left[h]


@unchecked_kernel
def _unjudged(incidents: int, groups: int, lines: int, parties: int, cuts: int) -> Judgement:
    return Judgement(
        np.zeros((incidents, parties, 3)), np.zeros((incidents, CANDIDATES, parties), dtype=np.bool_),
        np.full((incidents, CANDIDATES, lines, 3), np.nan), np.zeros((incidents, CANDIDATES, cuts)),
        np.zeros((groups, CANDIDATES)),
    )  # fmt: skip


@unchecked_kernel
def judge(said: Said, belief: Belief, rules: Rules) -> Judgement:
    """Weigh each incident of a chunk."""
    lines, (parties, draws) = belief.whole.shape[0], belief.prior.shape
    out = _unjudged(said.start.size - 1, said.pattern.size, lines, parties, rules.cuts.size)
    room = _room(lines, parties, draws)
    for n in range(said.start.size - 1):
        heard = room.spoke[: _lines(said, n, belief.whole, rules.inverse_temperature, room.by_line, room.spoke)]
        _posterior(
            room.by_line, heard, belief.prior, rules.boldness, rules.beyond_posterior, room.share, out.posteriors[n]
        )
        _candidates(room, heard, belief, rules, n, out)
        _apart(said, n, heard, belief, rules.inverse_temperature * rules.boldness, room, out)
    return out


@unchecked_kernel
def falls(said: Said, belief: Belief, exponent: float, member: Mask, needed: Floats, grid: Floats) -> Floats:
    """(N,) the least f of the rising `grid` at which the weakened posterior of the candidate `member` (N, H) lies below
    `needed` (N,). NaN where nothing is needed, or no f of the grid is enough."""
    found = np.full(said.start.size - 1, np.nan)
    lines, (parties, draws) = belief.whole.shape[0], belief.prior.shape
    room, out = _room(lines, parties, draws), np.zeros(1)
    for n in range(found.size):
        if not needed[n] > 0:
            continue
        heard = room.spoke[: _lines(said, n, belief.whole, exponent, room.by_line, room.spoke)]
        least = _own_ratios(room.by_line, heard, belief, member[n], room.own, room.mass)
        low, high = 0, grid.size  # the first f that is enough lies in low … high
        while low < high:
            middle = (low + high) // 2
            cut = grid[middle : middle + 1]
            reduced(room.own, room.by_line, heard, member[n], belief.prior, least, cut, out)
            if out[0] < needed[n]:
                high = middle
            else:
                low = middle + 1
        if low < grid.size:
            found[n] = grid[low]
    return found
