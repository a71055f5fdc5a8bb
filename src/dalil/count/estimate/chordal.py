"""All decomposable (chordal) graphs on a few lists, each as its cliques and separators.

A graph is the bits of its edges. It is chordal iff a maximum cardinality search meets each vertex with earlier
neighbours that are all joined to one another (Tarjan and Yannakakis 1984); the same walk gives the cliques and
separators (Blair and Peyton 1993). There are 8, 61, 822, 18,154 and 617,675 on 3 to 7 lists (OEIS A058862).
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dalil.kernels import Ints, kernel

__all__ = ["MOST_LISTS", "Graphs", "decomposable_graphs"]

MOST_LISTS = 7  # on eight lists 268 million graphs would have to be looked at


class Graphs(NamedTuple):
    """Decomposable graphs; rows are graphs, padded with 0 (the empty set of lists).

    `edges`: int64, (graphs,), bit e is the e-th pair of lists in lexicographic order. `cliques`: uint8,
    (graphs, lists), sets of lists as bits. `separators`: uint8, (graphs, lists - 1), empty ones included: the
    number of cliques less the separators that are not empty is the number of unconnected parts.
    """

    edges: Ints
    cliques: npt.NDArray[np.uint8]
    separators: npt.NDArray[np.uint8]

    def take(self, which: npt.NDArray[np.intp]) -> Graphs:
        """Some of the graphs."""
        return Graphs(self.edges[which], self.cliques[which], self.separators[which])


@cache
def decomposable_graphs(lists: int) -> Graphs:
    """All decomposable graphs on `lists` lists, 1 to 7.

    >>> [len(decomposable_graphs(lists).edges) for lists in (3, 4, 5)]
    [8, 61, 822]
    """
    pairs = np.array(list(combinations(range(lists), 2)), np.int64).reshape(-1, 2)
    chordal = _chordal(lists, pairs)
    cliques = np.zeros((len(chordal), lists), np.uint8)
    separators = np.zeros((len(chordal), max(lists - 1, 1)), np.uint8)
    _fill(lists, pairs, chordal, cliques, separators)
    return Graphs(chordal, cliques, separators)


@kernel
def _neighbours(lists: int, pairs: Ints, edges: int, out: Ints) -> None:
    out[:] = 0
    for e in range(len(pairs)):
        if edges >> e & 1:
            u, v = pairs[e]
            out[u] |= 1 << v
            out[v] |= 1 << u


@kernel
def _size(members: int) -> int:
    size = 0
    while members:
        members &= members - 1
        size += 1
    return size


@kernel
def _next_vertex(lists: int, near: Ints, done: int) -> int:
    best, most = -1, -1
    for v in range(lists):
        if not done >> v & 1 and _size(near[v] & done) > most:
            best, most = v, _size(near[v] & done)
    return best


@kernel
def _is_chordal(lists: int, near: Ints) -> bool:
    done = 0
    for _ in range(lists):
        v = _next_vertex(lists, near, done)
        earlier = near[v] & done
        for u in range(lists):
            if earlier >> u & 1 and (earlier & ~near[u]) != (1 << u):
                return False
        done |= 1 << v
    return True


@kernel
def _chordal(lists: int, pairs: Ints) -> Ints:
    near = np.zeros(lists, np.int64)
    total = 1 << len(pairs)
    keep = np.zeros(total, np.bool_)
    for edges in range(total):
        _neighbours(lists, pairs, edges, near)
        keep[edges] = _is_chordal(lists, near)
    return np.flatnonzero(keep).astype(np.int64)


@kernel
def _fill(
    lists: int,
    pairs: Ints,
    chordal: Ints,
    cliques: npt.NDArray[np.uint8],
    separators: npt.NDArray[np.uint8],
) -> None:
    near = np.zeros(lists, np.int64)
    for g in range(len(chordal)):
        _neighbours(lists, pairs, chordal[g], near)
        done, last = 0, -1
        for _ in range(lists):
            v = _next_vertex(lists, near, done)
            earlier = near[v] & done
            # a vertex that sees all of the current clique enlarges it; any other starts the next clique
            if last < 0 or earlier != cliques[g, last]:
                if last >= 0:
                    separators[g, last] = earlier
                last += 1
            cliques[g, last] = earlier | 1 << v
            done |= 1 << v
