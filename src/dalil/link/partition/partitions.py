"""Partitions of all reports, component by component: the best one and draws.

Reports that no pair of some probability joins are apart in every draw.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from dalil.kernels import Floats, Int32s, Ints, kernel
from dalil.link.partition.component import ENUMERATED, Component, enumerate_partitions, sample_partitions
from dalil.link.partition.score import Target
from dalil.link.reports.decisions import Constraints
from dalil.unions import find

__all__ = ["LARGEST", "Edges", "Partition", "components", "pairs_within", "partition"]

LARGEST = 60  # reports in a component: a siege's thousands of like reports must not be one; larger is slower to search
_THREADS = 2  # kernels let go of the interpreter; two is what a small machine has, and draws do not depend on it
_SWEEPS, _MOVES = 300, 4500  # to settle: sweeps at most, and moves of units
_LEAST = 0.02  # probability under which a pair joins nothing
_CHOICES = 12  # a report's likeliest fellows: the clusters that it may move to


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
    draws: Int32s


def components(edges: Edges, must_link: Ints) -> Ints:
    """(n) the component of each report: joined by a person's merging (`must_link`), then by pairs, the likeliest first.

    No pair joins what would be larger than `LARGEST`: so a siege of thousands of like reports stays bounded.
    """
    likely = np.flatnonzero(edges.probability >= _LEAST)
    order = likely[np.lexsort((edges.b[likely], edges.a[likely], -edges.probability[likely]))]
    label = _join(must_link.copy(), edges.a[order], edges.b[order], LARGEST)
    return np.asarray(np.unique(label, return_inverse=True)[1], dtype=np.int64)


def pairs_within(label: Ints) -> Ints:
    """The pairs a < b of reports of one component, as a·n + b; of components of three reports and more: two are a pair
    already."""
    order = np.argsort(label, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    keys = [
        group[first] * len(label) + group[second]
        for group in groups
        if len(group) > 2
        for first, second in (np.triu_indices(len(group), 1),)
    ]
    return np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64)


_find = kernel(find)


@kernel
def _join(parent: Ints, a: Ints, b: Ints, largest: int) -> Ints:
    """Union-find over the pairs in order, within the size; returns the root of each."""
    size = np.zeros(parent.size, np.int64)
    for n in range(parent.size):
        size[parent[n]] += 1
    for pair in range(a.size):
        first, second = _find(parent, a[pair]), _find(parent, b[pair])
        low, high = min(first, second), max(first, second)
        if low != high and size[low] + size[high] <= largest:
            parent[high] = low
            size[low] += size[high]
    for n in range(parent.size):
        parent[n] = _find(parent, n)
    return parent


def partition(
    target: Target, edges: Edges, label: Ints, constraints: Constraints, *, temperature: float, draws: int, seed: int,
) -> Partition:  # fmt: skip
    """Weigh the partitions of each component: `label` (n) numbers them."""
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
        c = _component(reports, edges, mine, constraints)
        # A component draws the same whichever thread solves it, and when.
        own = (seed * 1_000_003 + int(reports[0])) % (1 << 62)
        if c.units <= ENUMERATED:
            top, found = enumerate_partitions(target, c, temperature, draws, own)
        else:
            top, found = sample_partitions(target, c, temperature, draws, own, min(_SWEEPS, _MOVES // c.units))
        best[reports] = _smallest(top[None, c.unit], reports)[0]
        drawn[:, reports] = _smallest(found[:, c.unit], reports)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(solve, many.tolist()))
    return Partition(best, drawn)


def _component(reports: Ints, edges: Edges, mine: Ints, constraints: Constraints) -> Component:
    size = len(reports)
    compared = np.zeros((size, size), dtype=np.float32)
    pair = np.zeros((size, size), dtype=np.float32)
    a, b = np.searchsorted(reports, edges.a[mine]), np.searchsorted(reports, edges.b[mine])
    compared[a, b] = compared[b, a] = edges.compared[mine]
    pair[a, b] = pair[b, a] = edges.score[mine]
    chance = np.zeros((size, size))
    chance[a, b] = chance[b, a] = edges.probability[mine]
    usual = np.sort(chance, axis=1)[:, -min(size, _CHOICES)]
    linked = (chance >= _LEAST) & (chance >= np.minimum(usual[:, None], usual[None, :]))
    firsts, local = np.unique(constraints.must_link[reports], return_inverse=True)
    linked |= local[:, None] == local[None, :]
    kept = np.zeros((len(firsts), len(firsts)), dtype=np.bool_)
    where = {int(first): place for place, first in enumerate(firsts)}
    for one, other in constraints.cannot_link:
        if one in where and other in where:
            kept[where[one], where[other]] = kept[where[other], where[one]] = True
    sign = np.random.default_rng(len(firsts)).integers(-(1 << 62), 1 << 62, len(firsts))
    return Component(reports, local.astype(np.int64), len(firsts), sign, pair, compared, linked, kept)


def _smallest(labels: Int32s, reports: Ints) -> Ints:
    """(draws, reports) the number of the smallest report of each one's cluster; `reports` ascend."""
    named = np.empty(labels.shape, dtype=np.int64)
    for row, found in enumerate(labels):
        _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
        named[row] = reports[first][inverse]
    return named
