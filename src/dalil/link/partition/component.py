"""One component of reports that could belong together: its partitions, all of them or a sample.

Up to `ENUMERATED` units every partition is weighed: the sum over partitions of the units in a set S is
Z(S) = Σ over the clusters C that hold the first of S of w(C)·Z(S∖C), which takes 3ⁿ steps and not the Bell number,
and draws are exact. Larger components are sampled: Gibbs moves of one unit, warm at first, so that what a move of one
cannot undo is not settled at once. A unit is one report, or the reports that a person merged.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np

from dalil.kernels import Bits, Float32s, Floats, Int32s, Ints, Mask, kernel
from dalil.link.partition.score import Target, cluster_score

Known = Any  # a numba dictionary from the sign of a set of units to its score

__all__ = ["ENUMERATED", "Component", "enumerate_partitions", "sample_partitions"]

ENUMERATED = 11  # units: 3¹¹ = 177,147 steps; each more takes three times as long
_IMPOSSIBLE = -1e30  # log score of what a person forbade, below any evidence, and finite so that sums stay numbers
_STEP = 2  # sweeps between two draws


class Component(NamedTuple):
    """`reports` are their numbers; report r belongs to unit `unit[r]`. Matrices are over reports (pair: score of the
    two alone; compared: its part that is not integrated; linked: an edge) and units (cannot_link: a person keeps them
    apart). `sign` (units) are random numbers by whose sum a set of units is known, so that each is scored once."""

    reports: Ints
    unit: Ints
    units: int
    sign: Ints
    pair: Float32s
    compared: Float32s
    linked: Mask
    cannot_link: Mask


@kernel
def _next(state: Bits) -> float:
    """splitmix64 as a number in [0, 1): the same on every machine and thread."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) / 9007199254740992.0


@kernel
def score_units(t: Target, c: Component, known: Known, chosen: Mask) -> float:
    """The score of the cluster of the chosen units; impossible where a person keeps two of them apart."""
    rows = np.flatnonzero(chosen[c.unit])
    if rows.size < 2:
        return 0.0
    sign = np.int64(0)
    for unit in range(c.units):
        if chosen[unit]:
            sign += c.sign[unit]
    if sign in known:
        return float(known[sign])
    possible = True
    for i in range(rows.size):
        for j in range(i):
            possible &= not c.cannot_link[c.unit[rows[i]], c.unit[rows[j]]]
    if not possible:
        score = _IMPOSSIBLE
    elif rows.size == 2 and c.pair[rows[0], rows[1]] != 0.0:  # training has it in closed form, place and all
        score = float(c.pair[rows[0], rows[1]])
    else:
        score = cluster_score(t, c.reports[rows], _compared(t, c, rows))
    known[sign] = score
    return score


@kernel
def _compared(t: Target, c: Component, rows: Ints) -> float:
    """(2/n)·Σ over the pairs of the n reports that state anew, and for each repeat its pair with what it repeats."""
    anew, count, total, repeats = np.empty(rows.size, np.int64), 0, 0.0, 0.0
    for row in rows:
        before = -1
        for place in range(count):
            if t.statement[c.reports[anew[place]]] == t.statement[c.reports[row]]:
                before = anew[place]
        if before >= 0:
            repeats += c.compared[row, before]
            continue
        for place in range(count):
            total += c.compared[row, anew[place]]
        anew[count] = row
        count += 1
    return repeats + 2.0 / count * total


@kernel
def _nothing_known() -> Known:
    return numba.typed.Dict.empty(numba.int64, numba.float64)


@kernel
def _connected(c: Component, chosen: Mask) -> bool:
    rows = np.flatnonzero(chosen[c.unit])
    seen = np.zeros(c.units, np.bool_)
    seen[c.unit[rows[0]]] = True
    grown = True
    while grown:
        grown = False
        for i in rows:
            if seen[c.unit[i]]:
                continue
            for j in rows:
                if seen[c.unit[j]] and c.linked[i, j]:
                    seen[c.unit[i]] = True
                    grown = True
                    break
    return bool(np.all(seen[c.unit[rows]]))


@kernel
def _subset_scores(t: Target, c: Component) -> Floats:
    known = _nothing_known()
    scores = np.full(1 << c.units, _IMPOSSIBLE)
    chosen = np.zeros(c.units, np.bool_)
    for mask in range(1, 1 << c.units):
        for unit in range(c.units):
            chosen[unit] = (mask >> unit) & 1
        if _connected(c, chosen):
            scores[mask] = score_units(t, c, known, chosen)
    return scores


@kernel
def _summed(scores: Floats) -> tuple[Floats, Ints]:
    """(masks) log Z of each set of units, and the cluster that holds the set's first unit in its best partition."""
    log_z, best = np.zeros(scores.size), np.zeros(scores.size)
    best_first = np.zeros(scores.size, np.int64)
    for mask in range(1, scores.size):
        low = mask & -mask
        rest = mask ^ low
        top, total, sub = _IMPOSSIBLE, 0.0, rest
        best[mask] = 2 * _IMPOSSIBLE
        while True:
            cluster = sub | low
            value = scores[cluster] + log_z[mask ^ cluster]
            # Σ exp(value) relative to the largest so far: nothing overflows.
            if value > top:
                total = total * math.exp(top - value) + 1.0
                top = value
            else:
                total += math.exp(value - top)
            if scores[cluster] + best[mask ^ cluster] > best[mask]:
                best[mask] = scores[cluster] + best[mask ^ cluster]
                best_first[mask] = cluster
            if sub == 0:
                break
            sub = (sub - 1) & rest  # the next smaller subset of the rest
        log_z[mask] = top + math.log(total)
    return log_z, best_first


@kernel
def enumerate_partitions(t: Target, c: Component, temperature: float, draws: int, seed: int) -> tuple[Int32s, Int32s]:
    """The best partition (units) and `draws` exact draws (draws, units): for each unit the first of its cluster."""
    scores = _subset_scores(t, c) / temperature
    log_z, best_first = _summed(scores)
    full = (1 << c.units) - 1
    labels = np.zeros((draws + 1, c.units), np.int32)
    mask = full
    while mask:
        _label(labels[0], best_first[mask])
        mask ^= best_first[mask]
    state = np.array([seed], np.uint64)
    for draw in range(1, draws + 1):
        mask = full
        while mask:
            cluster = _draw_cluster(scores, log_z, mask, _next(state))
            _label(labels[draw], cluster)
            mask ^= cluster
    return labels[0], labels[1:]


@kernel
def _label(labels: Int32s, cluster: int) -> None:
    first = -1
    for unit in range(labels.size):
        if (cluster >> unit) & 1:
            if first < 0:
                first = unit
            labels[unit] = first


@kernel
def _draw_cluster(scores: Floats, log_z: Floats, mask: int, uniform: float) -> int:
    low = mask & -mask
    rest = mask ^ low
    sub, gone = rest, 0.0
    while True:
        cluster = sub | low
        gone += math.exp(scores[cluster] + log_z[mask ^ cluster] - log_z[mask])
        if gone >= uniform or sub == 0:
            return cluster
        sub = (sub - 1) & rest


@kernel
def _adjacent(c: Component, labels: Int32s, unit: int) -> Ints:
    """The clusters of the units that an edge joins to `unit`."""
    near = np.zeros(c.units, np.bool_)
    for i in np.flatnonzero(c.unit == unit):
        for j in range(c.unit.size):
            if c.linked[i, j] and c.unit[j] != unit:
                near[labels[c.unit[j]]] = True
    return np.flatnonzero(near)


@kernel
def _drawn(gains: Floats, uniform: float) -> int:
    """The place that `uniform` in [0, 1) falls on, each place as wide as e to its gain."""
    chances = np.exp(gains - gains.max())
    place, gone = 0, chances[0]
    total = chances.sum()
    while gone < uniform * total and place < gains.size - 1:
        place += 1
        gone += chances[place]
    return place


@kernel
def _free(labels: Int32s, unit: int) -> int:
    """The smallest label that no unit but `unit` has: a cluster's label is any number that no other cluster has."""
    label = 0
    while (labels == label).sum() - (labels[unit] == label) > 0:
        label += 1
    return label


@kernel
def _move(
    t: Target, c: Component, known: Known, labels: Int32s, scores: Floats, unit: int, cold: float, uniform: float
) -> None:
    """Take `unit` out and put it where the conditional posterior says: an adjacent cluster, or alone."""
    old = labels[unit]
    chosen = labels == old
    chosen[unit] = False
    without = score_units(t, c, known, chosen) if chosen.any() else 0.0
    options = _adjacent(c, labels, unit)
    gains = np.empty(options.size + 1)
    fresh = np.zeros(options.size + 1)
    alone = np.zeros(c.units, np.bool_)
    alone[unit] = True
    own = score_units(t, c, known, alone)
    for place in range(options.size):
        target = labels == options[place]
        target[unit] = True
        before = without if options[place] == old else scores[options[place]]
        fresh[place] = score_units(t, c, known, target)
        gains[place] = (fresh[place] - before - own) * cold
    gains[options.size] = 0.0  # alone
    place = _drawn(gains, uniform)
    scores[old] = without
    label = options[place] if place < options.size else _free(labels, unit)
    labels[unit] = label
    scores[label] = fresh[place] if place < options.size else own


@kernel
def _total(labels: Int32s, scores: Floats) -> float:
    total = 0.0
    for cluster in range(scores.size):
        if np.any(labels == cluster):
            total += scores[cluster]
    return total


@kernel
def sample_partitions(
    t: Target, c: Component, temperature: float, draws: int, seed: int, sweeps: int
) -> tuple[Int32s, Int32s]:
    """As `enumerate_partitions`, by Gibbs sampling: `sweeps` to settle, then `_STEP` a draw."""
    known = _nothing_known()
    labels = np.arange(c.units).astype(np.int32)
    scores = np.zeros(c.units)
    for unit in range(c.units):
        scores[unit] = score_units(t, c, known, labels == unit)
    state = np.array([seed], np.uint64)
    best, best_score = labels.copy(), -1e300
    found = np.zeros((draws, c.units), np.int32)
    step = _STEP
    for sweep in range(sweeps + step * draws):
        warm = min(1.0, (sweep + 1) / (0.5 * sweeps))  # cools while it settles, so that it does not stick at once
        for unit in range(c.units):
            _move(t, c, known, labels, scores, unit, warm / temperature, _next(state))
        total = _total(labels, scores)
        if total > best_score:
            best, best_score = labels.copy(), total
        if sweep >= sweeps and (sweep - sweeps) % step == step - 1:
            found[(sweep - sweeps) // step] = labels
    # The best of the sweeps may still gain by single moves: cold, and the likelier side of every choice.
    for _ in range(5):
        labels = best.copy()
        for unit in range(c.units):
            scores[unit] = score_units(t, c, known, labels == unit) if (labels == unit).any() else 0.0
        for unit in range(c.units):
            _move(t, c, known, best, scores, unit, 1e6, 0.5)
        if np.all(labels == best):
            break
    return best, found
