"""The undocumented by decomposable graphical models, averaged.

For each decomposable graph on the lists the marginal likelihood of the table with n0 undocumented cases is a
ratio of products over cliques and separators (Dawid and Lauritzen 1993) under the hyper-Dirichlet prior with
`delta` a cell; graphs have equal prior weight, the total N has prior 1/N (Madigan and York 1997). Defaults follow
the R package dga (Johndrow, Lum, Ball 2015): delta = 1 / 2^lists. Nothing is sampled: the posterior is summed over all
graphs and all n0 up to a limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import gammaln, logsumexp

from dalil.count.estimate.chordal import Graphs, decomposable_graphs
from dalil.count.estimate.table import CaptureTable
from dalil.kernels import Floats, Ints

__all__ = ["GraphPosterior", "graph_posterior", "grid", "log_weights"]


EXACT_UP_TO = 20_000  # every n0 up to here
STEP = 1 / 2_000  # beyond, n0 grows by this part of itself, and each stands for its step
NEGLIGIBLE = 1e-8  # graphs with less than this part of the likeliest one's weight are left out
BLOCK = 4_000  # totals, or graphs, looked at in one go


@dataclass(frozen=True)
class GraphPosterior:
    """The posterior of the total.

    `totals`: rising, (grid,); `weights`: probabilities that add up to 1, (grid,); `graphs`: and `graph_weights`:
    the graphs kept and their posterior, averaged over the totals.
    """

    totals: Ints
    weights: Floats
    graphs: Graphs
    graph_weights: Floats

    def quantiles(self, levels: Floats) -> Ints:
        """The smallest total whose cumulative probability reaches each level."""
        cumulative = np.cumsum(self.weights)
        return self.totals[np.minimum(np.searchsorted(cumulative, levels), len(self.totals) - 1)]

    def joined(self, lists: tuple[str, ...]) -> list[tuple[str, str, float]]:
        """Each pair of lists with the posterior probability that an edge joins them."""
        return [
            (first, second, float(self.graph_weights[(self.graphs.edges >> position & 1) == 1].sum()))
            for position, (first, second) in enumerate(combinations(lists, 2))
        ]


def graph_posterior(table: CaptureTable, largest: int, delta: float | None = None) -> GraphPosterior:
    """The posterior over totals up to `largest` (cases). 3 to 7 lists."""
    lists = len(table.lists)
    delta = 2.0**-lists if delta is None else delta
    unseen, steps = grid(max(largest - table.observed, 1))
    graphs = decomposable_graphs(lists)
    # Seven lists have 617,675 graphs: two hundred totals are enough to see which of them never count.
    scores, top = _coarse_scores(table, graphs, unseen, steps, delta)
    graphs = graphs.take(np.flatnonzero(scores > scores.max() + np.log(NEGLIGIBLE)))
    by_total, by_graph = np.empty(len(unseen)), np.zeros(len(graphs.edges))
    for block in np.array_split(np.arange(len(unseen)), len(unseen) // BLOCK + 1):
        # Less the largest value, or every weight of a long table would be zero.
        weights = np.exp(log_weights(table, graphs, unseen[block], delta) - top) * steps[block]
        by_total[block] = weights.sum(axis=0)
        by_graph += weights.sum(axis=1)
    whole = by_total.sum()
    return GraphPosterior(table.observed + unseen, by_total / whole, graphs, by_graph / whole)


def grid(largest: int) -> tuple[Ints, Ints]:
    """Numbers of undocumented cases from 0 to `largest`, and how many integers each stands for."""
    unseen = np.arange(min(largest, EXACT_UP_TO) + 1, dtype=np.int64)
    if largest > EXACT_UP_TO:
        count = int(np.log(largest / EXACT_UP_TO) / STEP) + 2
        beyond = np.unique(np.geomspace(EXACT_UP_TO + 1, largest, count).round().astype(np.int64))
        unseen = np.concatenate([unseen, beyond])
    # Each total stands for the integers nearer to it than to its neighbours, so that no mass is lost between them.
    edges = np.concatenate([[-1], (unseen[1:] + unseen[:-1]) // 2, [unseen[-1]]])
    return unseen, np.diff(edges)


def log_weights(table: CaptureTable, graphs: Graphs, unseen: Ints, delta: float) -> Floats:
    """Log of likelihood times prior for each graph and n0, up to a constant, (graphs, grid)."""
    subsets = _subset_terms(table, unseen, delta)
    total = table.observed + unseen
    orders = gammaln(total + 1.0) - gammaln(unseen + 1.0) - np.log(total)
    return np.asarray(_signs(graphs, len(subsets)) @ subsets + orders)


def _signs(graphs: Graphs, subsets: int) -> Floats:
    """How often each set of lists is a clique, less how often it is a separator, (graphs, subsets)."""
    out = np.zeros((len(graphs.edges), subsets))
    rows = np.arange(len(out))
    for column in graphs.cliques.T:
        out[rows, column] += 1
    for column in graphs.separators.T:
        out[rows, column] -= 1
    return out


def _subset_terms(table: CaptureTable, unseen: Ints, delta: float) -> Floats:
    """Log marginal likelihood of the table of each subset of lists, by n0, (2^lists, grid).

    An empty set of lists, as clique (padding) or separator (between unconnected parts), has the value 0.
    """
    lists, codes = len(table.lists), table.codes
    out = np.zeros((1 << lists, len(unseen)))
    total = table.observed + unseen
    for subset in range(1, 1 << lists):
        cells = 1 << subset.bit_count()
        # A table over fewer lists adds up cells of the whole one, and their pseudo-counts with them.
        prior = delta * (1 << lists) / cells
        _, where = np.unique(codes & subset, return_inverse=True)
        filled = np.bincount(where[(codes & subset) > 0], weights=table.counts[(codes & subset) > 0])
        # Cases on no list of the subset are those on its other lists, and the unseen.
        none = table.counts[(codes & subset) == 0].sum() + unseen
        filled = filled[filled > 0]
        seen = gammaln(filled + prior).sum() + (cells - 1 - len(filled)) * gammaln(prior)
        out[subset] = seen + gammaln(none + prior) - cells * gammaln(prior)
        out[subset] += gammaln(cells * prior) - gammaln(total + cells * prior)
    return out


def _coarse_scores(
    table: CaptureTable,
    graphs: Graphs,
    unseen: Ints,
    steps: Ints,
    delta: float,
) -> tuple[Floats, float]:
    """Log weight of each graph, summed over a coarse grid, and the largest value on it."""
    coarse = np.unique(np.geomspace(1, len(unseen), 200).astype(np.int64)) - 1
    mass = np.log(np.add.reduceat(steps, coarse))
    scores, top = np.empty(len(graphs.edges)), -np.inf
    for part in np.array_split(np.arange(len(scores)), len(scores) // BLOCK + 1):
        surface = log_weights(table, graphs.take(part), unseen[coarse], delta)
        scores[part] = logsumexp(surface + mass, axis=1)
        top = max(top, float(surface.max()))
    return scores, top
