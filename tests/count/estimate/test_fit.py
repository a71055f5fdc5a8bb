"""One table, one method: what is reported, and what a refusal is read from."""

import numpy as np
import pytest

from dalil.count.estimate.chordal import decomposable_graphs
from dalil.count.estimate.classes import ChainSettings
from dalil.count.estimate.fit import fit
from dalil.count.estimate.graphs import graph_posterior
from dalil.count.estimate.heterogeneity import chao_lower
from dalil.count.estimate.table import table_from_counts

COUNTS = {(1, 0, 0): 60, (0, 1, 0): 50, (0, 0, 1): 40, (1, 1, 0): 12, (1, 0, 1): 10, (0, 1, 1): 8, (1, 1, 1): 3}
TABLE = table_from_counts("ABC", COUNTS)
SHORT = ChainSettings(classes=4, chains=2, warm_up=300, sweeps=1500, most_sweeps=1500, enough=100, most_r_hat=1.1)


def test_the_largest_total_follows_chaos_bound():
    found = fit(TABLE, "graphs", 1)
    largest = int(10 * chao_lower(TABLE))
    assert found.diagnostics["largest_total"] == largest
    assert found.full.totals.max() == 2 * largest
    assert found.half.totals.max() <= largest


@pytest.mark.parametrize("method", ["graphs", "classes"])
def test_every_sample_is_a_distribution_over_possible_totals(method):
    found = fit(TABLE, method, 1, chains=SHORT)
    for sample in (found.full, found.half, found.stronger):
        assert sample.weights.sum() == pytest.approx(1)
        assert (sample.weights >= 0).all()
        assert sample.totals.min() >= TABLE.observed


def test_a_stronger_prior_is_four_times_delta():
    found = fit(TABLE, "graphs", 1, delta=0.1)
    largest = int(20 * chao_lower(TABLE))
    stronger = graph_posterior(TABLE, largest + found.full.totals.max() - largest, 0.4)
    assert found.stronger.weights == pytest.approx(stronger.weights)


def test_chains_too_short_are_a_reason():
    few = ChainSettings(classes=4, chains=4, warm_up=1, sweeps=20, most_sweeps=20, enough=100, most_r_hat=1.001)
    assert [reason.code for reason in fit(TABLE, "classes", 1, chains=few).reasons] == ["chains_apart"]


def test_what_the_chains_did_is_told():
    diagnostics = fit(TABLE, "classes", 1, chains=SHORT).diagnostics
    assert (diagnostics["chains"], diagnostics["sweeps"]) == (2, 1500)
    assert diagnostics["r_hat"] >= 1
    assert diagnostics["effective_draws"] > 0
    assert set(diagnostics["accepted"]) == {"shift", "stretch", "transfer", "glide"}


def test_edges_of_all_pairs_are_told():
    joined = fit(TABLE, "graphs", 1).diagnostics["joined"]
    assert [pair["lists"] for pair in joined] == [["A", "B"], ["A", "C"], ["B", "C"]]
    assert all(0 <= pair["probability"] <= 1 for pair in joined)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """120 populations of 500, three independent lists of 30 %: of 95 % intervals at least 90 %, at most all but one."""
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(120):
        marks = rng.random((500, 3)) < 0.3
        cells, counts = np.unique(marks[marks.any(axis=1)], axis=0, return_counts=True)
        table = table_from_counts("ABC", {tuple(map(int, c)): int(n) for c, n in zip(cells, counts, strict=True)})
        low, high = graph_posterior(table, 5000).quantiles(np.array([0.025, 0.975]))
        held += low <= 500 <= high
    assert 108 <= held <= 119


def test_graphs_on_three_lists_are_never_left_out_without_need():
    assert len(graph_posterior(TABLE, 3000).graphs.edges) == len(decomposable_graphs(3).edges)
