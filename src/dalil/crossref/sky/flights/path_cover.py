"""Minimum-cost path cover: each sighting has at most one before and one after it, and the sum of scores is greatest.

A path cover of a graph in time is a matching of "before" to "after" ends (Dilworth by Fulkerson 1956), which is an
assignment problem, solved for each connected part on its own. Beside the best cover, each join gets the odds
against its rivals, and the nearest rival itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from dalil.crossref.sky.flights.candidate_links import CandidateLinks
from dalil.kernels import Floats, Ints, Mask, kernel

__all__ = ["PathCover", "path_cover", "rivals"]


_DENSE = 300  # ends in a part up to which a table of all pairs is solved: it grows with their square
_EXACT = 30_000  # and up to which it is solved exactly at all: beyond, the best go first, and are counted as `greedy`


@dataclass(frozen=True)
class PathCover:
    """For each sighting the next one (-1: none), the confidence of that join, its nearest rival and the margin.

    `greedy` counts joins that were taken best first, because their part was too large to solve exactly.
    """

    successor: Ints
    confidence: Floats
    rival: Ints
    margin: Floats
    greedy: int


def path_cover(count: int, joins: CandidateLinks) -> PathCover:
    """The best set of joins of positive score among `count` sightings."""
    successor = np.full(count, -1, dtype=np.int64)
    good = joins.score > 0
    first, then, score = joins.first[good], joins.then[good], joins.score[good]
    # The two ends of a sighting are apart: i as "before" is node i, j as "after" is node count + j.
    graph = coo_matrix((np.ones(len(first)), (first, then + count)), shape=(2 * count, 2 * count))
    part = connected_components(graph, directed=False)[1][first] if len(first) else np.empty(0, dtype=np.int64)
    order = np.lexsort((then, first, part))
    greedy = 0
    for block in np.split(order, np.flatnonzero(np.diff(part[order])) + 1) if len(order) else []:
        f, t, s = first[block], then[block], score[block]
        chosen = _solve(f, t, s)
        greedy += len(chosen) if len(set(f.tolist())) > _EXACT else 0
        successor[f[chosen]] = t[chosen]
    return rivals(count, joins, successor, greedy)


def _solve(first: Ints, then: Ints, score: Floats) -> Ints:
    """Numbers of the chosen joins of one part."""
    if len(first) == 1:
        return np.array([0])
    rows, row = np.unique(first, return_inverse=True)
    columns, column = np.unique(then, return_inverse=True)
    if len(rows) > _EXACT:
        return _best_first(first, then, score)
    if max(len(rows), len(columns)) <= _DENSE:
        cost = np.zeros((len(rows), len(columns)))
        cost[row, column] = -score
        picked = linear_sum_assignment(cost)
        number = np.full(cost.shape, -1, dtype=np.int64)
        number[row, column] = np.arange(len(row))
        found = number[picked]
        return np.asarray(found[found >= 0])
    return _sparse(row, column, score, len(rows), len(columns))


def _sparse(row: Ints, column: Ints, score: Floats, rows: int, columns: int) -> Ints:
    """Each row may also take a column of its own at no gain; weights are kept above zero as the solver asks."""
    top = float(score.max()) + 1.0
    own = np.arange(rows)
    weight = np.concatenate([top - score, np.full(rows, top)])
    matrix = coo_matrix(
        (weight, (np.concatenate([row, own]), np.concatenate([column, columns + own]))), shape=(rows, columns + rows)
    ).tocsr()
    picked_row, picked_column = min_weight_full_bipartite_matching(matrix)
    taken = np.full(rows, -1, dtype=np.int64)
    taken[picked_row] = picked_column
    return np.flatnonzero(taken[row] == column)


@kernel
def _taken_in_order(first: Ints, then: Ints, count: int) -> Mask:
    """Of joins in falling order of score: those whose two ends are still free when their turn comes."""
    free = np.ones((2, count), dtype=np.bool_)
    taken = np.zeros(len(first), dtype=np.bool_)
    for k in range(len(first)):
        if free[0, first[k]] and free[1, then[k]]:
            free[0, first[k]] = free[1, then[k]] = False
            taken[k] = True
    return taken


def _best_first(first: Ints, then: Ints, score: Floats) -> Ints:
    order = np.lexsort((then, first, -score))
    count = int(max(first.max(), then.max())) + 1
    return np.sort(order[_taken_in_order(first[order], then[order], count)])


def rivals(count: int, joins: CandidateLinks, successor: Ints, greedy: int = 0) -> PathCover:
    """Confidence of each join of `successor`: its weight over that of all joins at either of its ends, and of none.

    A join that only the flight as a whole speaks for is no candidate; its confidence is that of a score of 0.
    """
    confidence = np.where(successor >= 0, 0.5, 0.0)
    rival, margin = np.full(count, -1, dtype=np.int64), np.full(count, np.nan)
    weight = np.exp(np.minimum(joins.score, 60.0))
    out = np.bincount(joins.first, weight, minlength=count)
    into = np.bincount(joins.then, weight, minlength=count)
    chosen = successor[joins.first] == joins.then
    at, own = joins.first[chosen], weight[chosen]
    confidence[at] = own / (1.0 + out[at] + into[joins.then[chosen]] - own)
    taken = np.zeros(count)
    taken[at] = joins.score[chosen]
    others = np.flatnonzero(~chosen & (successor[joins.first] >= 0))
    # Best rival last, so that it is the one that stays.
    ranked = others[np.lexsort((-joins.then[others], joins.score[others]))]
    rival[joins.first[ranked]] = joins.then[ranked]
    margin[joins.first[ranked]] = taken[joins.first[ranked]] - joins.score[ranked]
    return PathCover(successor, confidence, rival, margin, greedy)
