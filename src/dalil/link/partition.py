"""Partitions of all reports, component by component: the best one and draws.

Reports that no pair of some probability joins are apart in every draw. A component of more than `LARGEST` units
is cut where its pairs are weakest, so that a siege of thousands of like reports stays bounded.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dalil.link.component import ENUMERATED, Component, enumerate_partitions, sample_partitions
from dalil.link.reports import Floats, Ints
from dalil.link.score import Target

__all__ = ["LARGEST", "Edges", "Partition", "components", "partition"]

LARGEST = 80
_THREADS = 2
_SWEEPS = 30
_CUTS = (0.02, 0.05, 0.1, 0.25, 0.5, 0.8)


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs with their competing probability, their score (see `score`) and its part that is not integrated."""

    a: Ints
    b: Ints
    probability: Floats
    score: Floats
    compared: Floats


@dataclass(frozen=True, slots=True)
class Partition:
    """`best` (n) and `draws` (draws, n): for each report the number of the smallest report of its cluster."""

    best: Ints
    draws: NDArray[np.int32]


def components(edges: Edges, unit: Ints) -> Ints:
    """(n) the component of each report, joined by pairs of some probability and by a person's merging (`unit`)."""
    n = len(unit)
    label = np.zeros(n, dtype=np.int64)
    oversized = np.ones(n, dtype=np.bool_)
    for cut in _CUTS:
        kept = (edges.probability >= cut) & oversized[edges.a] & oversized[edges.b]
        kept &= label[edges.a] == label[edges.b]
        rows = np.concatenate([edges.a[kept], np.flatnonzero(unit != np.arange(n))])
        columns = np.concatenate([edges.b[kept], unit[unit != np.arange(n)]])
        graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(n, n))
        fresh = connected_components(graph, directed=False)[1].astype(np.int64)
        label = np.where(oversized, fresh + label.max(initial=-1) + 1, label)
        oversized &= np.bincount(label)[label] > LARGEST
        if not oversized.any():
            break
    return np.asarray(np.unique(label, return_inverse=True)[1], dtype=np.int64)


def partition(
    target: Target, edges: Edges, label: Ints, unit: Ints, apart: set[tuple[int, int]], *, temperature: float,
    draws: int, seed: int,
) -> Partition:  # fmt: skip
    """Weigh the partitions of each component; `apart` are pairs of units (as numbers in `unit`) kept apart."""
    n = len(label)
    best = np.arange(n)
    drawn = np.broadcast_to(np.arange(n, dtype=np.int32), (draws, n)).copy()
    order = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[order], np.arange(label.max(initial=-1) + 2))
    inside = np.flatnonzero(label[edges.a] == label[edges.b])
    inside = inside[np.argsort(label[edges.a[inside]], kind="stable")]
    edge_starts = np.searchsorted(label[edges.a[inside]], np.arange(label.max(initial=-1) + 2))
    many = np.flatnonzero(np.diff(starts) > 1)

    def solve(number: int) -> None:
        reports = order[starts[number] : starts[number + 1]]
        mine = inside[edge_starts[number] : edge_starts[number + 1]]
        c = _component(reports, edges, mine, unit, apart)
        own = (seed * 1_000_003 + int(reports[0])) % (1 << 62)
        if c.units <= ENUMERATED:
            top, found = enumerate_partitions(target, c, temperature, draws, own)
        else:
            top, found = sample_partitions(target, c, temperature, draws, own, _SWEEPS)
        best[reports] = _smallest(top[None, c.unit], reports)[0]
        drawn[:, reports] = _smallest(found[:, c.unit], reports)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(solve, many.tolist()))
    return Partition(best, drawn)


def _component(reports: Ints, edges: Edges, mine: Ints, unit: Ints, apart: set[tuple[int, int]]) -> Component:
    size = len(reports)
    compared = np.zeros((size, size), dtype=np.float32)
    pair = np.zeros((size, size), dtype=np.float32)
    linked = np.zeros((size, size), dtype=np.bool_)
    a, b = np.searchsorted(reports, edges.a[mine]), np.searchsorted(reports, edges.b[mine])
    compared[a, b] = compared[b, a] = edges.compared[mine]
    pair[a, b] = pair[b, a] = edges.score[mine]
    likely = edges.probability[mine] >= _CUTS[0]
    linked[a[likely], b[likely]] = linked[b[likely], a[likely]] = True
    firsts, local = np.unique(unit[reports], return_inverse=True)
    linked |= local[:, None] == local[None, :]
    kept = np.zeros((len(firsts), len(firsts)), dtype=np.bool_)
    where = {int(first): place for place, first in enumerate(firsts)}
    for one, other in apart:
        if one in where and other in where:
            kept[where[one], where[other]] = kept[where[other], where[one]] = True
    sign = np.random.default_rng(len(firsts)).integers(-(1 << 62), 1 << 62, len(firsts))
    return Component(reports, local.astype(np.int64), len(firsts), sign, pair, compared, linked, kept)


def _smallest(labels: NDArray[np.int32], reports: Ints) -> Ints:
    """(draws, reports) the number of the smallest report of each one's cluster; `reports` ascend."""
    named = np.empty(labels.shape, dtype=np.int64)
    for row, found in enumerate(labels):
        _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
        named[row] = reports[first][inverse]
    return named
