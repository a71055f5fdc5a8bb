"""Averaging over decomposable graphs, against sums written out."""

from itertools import combinations_with_replacement, permutations, product
from math import factorial, prod

import numpy as np
import pytest
from scipy.special import gammaln

from dalil.count.estimate.chordal import decomposable_graphs
from dalil.count.estimate.graphs import graph_posterior, grid, log_weights
from dalil.count.estimate.table import table_from_counts

CELLS = list(product((0, 1), repeat=3))
TABLE = table_from_counts("ABC", dict(zip(CELLS[1:], (30, 25, 8, 40, 9, 6, 3), strict=True)))


def weights_of(table, unseen, delta=0.125):
    return log_weights(table, decomposable_graphs(3), np.array([unseen]), delta)[:, 0]


def test_probabilities_of_all_tables_of_two_cases_add_up_to_one():
    total = np.zeros(8)
    for cases in combinations_with_replacement(CELLS, 2):
        counts = {cell: cases.count(cell) for cell in set(cases)}
        unseen = counts.pop((0, 0, 0), 0)
        table = table_from_counts("ABC", counts)
        # what is left out as constant in n0: the factorials of the cells; what is put in: the prior 1/N = 1/2
        total += np.exp(weights_of(table, unseen)) / prod(map(factorial, counts.values())) * 2
    assert total == pytest.approx(np.ones(8))


def test_complete_graph_is_the_dirichlet_multinomial():
    complete = int(np.flatnonzero(decomposable_graphs(3).edges == 7)[0])
    cells = np.array([20, *TABLE.counts])
    n = cells.sum()
    expected = gammaln(n + 1) - gammaln(21) - np.log(n) + gammaln(8 * 0.125) - gammaln(n + 8 * 0.125)
    expected += (gammaln(cells + 0.125) - gammaln(0.125)).sum()
    assert weights_of(TABLE, 20)[complete] == pytest.approx(expected)


def test_no_edges_is_a_product_of_beta_binomials():
    n, delta = TABLE.observed + 20, 0.125
    expected = gammaln(n + 1) - gammaln(21) - np.log(n)
    for on in TABLE.on_list():
        prior = 4 * delta
        expected += gammaln(on + prior) + gammaln(n - on + prior) - 2 * gammaln(prior)
        expected += gammaln(2 * prior) - gammaln(n + 2 * prior)
    assert weights_of(TABLE, 20)[0] == pytest.approx(expected)


def test_order_of_lists_does_not_matter():
    first = graph_posterior(TABLE, 2000)
    for order in permutations(range(3)):
        turned = table_from_counts(
            "XYZ",
            {
                tuple(map(int, row[list(order)])): int(n)
                for row, n in zip(TABLE.combinations, TABLE.counts, strict=True)
            },
        )
        assert graph_posterior(turned, 2000).weights == pytest.approx(first.weights, abs=1e-12)


def test_quantiles_rise_and_never_fall_below_the_observed():
    posterior = graph_posterior(TABLE, 2000)
    quantiles = posterior.quantiles(np.linspace(0.001, 0.999, 50))
    assert (np.diff(quantiles) >= 0).all()
    assert quantiles[0] >= TABLE.observed


def test_less_overlap_means_more_undocumented():
    medians = [
        graph_posterior(table_from_counts("ABC", {c: n * (1 if sum(c) == 1 else k) for c, n in counts}), 50_000)
        .quantiles(np.array([0.5]))[0]
        for k in (1, 2, 4)
        for counts in [list(zip(CELLS[1:], (300, 300, 30, 300, 30, 30, 5), strict=True))]
    ]  # fmt: skip
    assert medians[0] > medians[1] > medians[2]


@pytest.mark.parametrize("largest", [5, 20_000, 20_001, 3_000_000])
def test_steps_of_the_grid_cover_every_number_once(largest):
    unseen, steps = grid(largest)
    assert (unseen[0], unseen[-1], steps.sum()) == (0, largest, largest + 1)
    assert (np.diff(unseen) > 0).all()
    assert (steps > 0).all()


def test_coarse_steps_find_a_large_total():
    # what 400,000 cases give where each of three lists holds 3 %, independently: p q^2, p^2 q, p^3
    counts = dict(zip(CELLS[1:], (11291, 11291, 349, 11291, 349, 349, 11), strict=True))
    posterior = graph_posterior(table_from_counts("ABC", counts), 4_000_000)
    assert len(posterior.totals) < 40_000
    assert posterior.quantiles(np.array([0.5]))[0] == pytest.approx(400_000, rel=0.03)


def test_edge_probabilities_find_the_dependent_pair():
    counts = dict(zip(CELLS[1:], (200, 100, 20, 100, 20, 160, 40), strict=True))
    (ab, ac, bc) = (p for _, _, p in graph_posterior(table_from_counts("ABC", counts), 20_000).joined(("A", "B", "C")))
    assert ab > 0.99
    assert ac < 0.5
    assert bc < 0.5


def test_six_lists_leave_out_only_graphs_without_weight():
    rng = np.random.default_rng(5)
    seen = (rng.random((400, 6)) < 0.3).astype(int)
    counts = {tuple(map(int, row)): int(n) for row, n in zip(*np.unique(seen, axis=0, return_counts=True), strict=True)}
    posterior = graph_posterior(table_from_counts("ABCDEF", counts), 3000)
    assert len(posterior.graphs.edges) < 18_154
    low, high = posterior.quantiles(np.array([0.025, 0.975]))
    assert low <= 400 <= high
