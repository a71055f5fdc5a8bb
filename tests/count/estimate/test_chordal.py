"""All decomposable graphs: how many, and their cliques and separators."""

import numpy as np
import pytest

from dalil.count.estimate.chordal import decomposable_graphs


@pytest.mark.parametrize(("lists", "number"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822), (6, 18154)])
def test_numbers_of_chordal_graphs(lists, number):
    assert len(decomposable_graphs(lists).edges) == number


def test_three_lists_by_hand():
    graphs = decomposable_graphs(3)
    found = {
        int(edges): (sorted(c for c in cliques.tolist() if c), sorted(s for s in separators.tolist() if s))
        for edges, cliques, separators in zip(*graphs, strict=True)
    }
    # bits of edges: 0-1, 0-2, 1-2; sets of lists: 1, 2, 4
    assert found[0b000] == ([1, 2, 4], [])
    assert found[0b001] == ([3, 4], [])
    assert found[0b011] == ([3, 5], [1])
    assert found[0b111] == ([7], [])


def test_the_only_graphs_left_out_on_four_lists_are_the_three_squares():
    kept = set(decomposable_graphs(4).edges.tolist())
    # bits: 01, 02, 03, 12, 13, 23; a square is the complement of two opposite edges
    assert set(range(64)) - kept == {0b111111 ^ pair for pair in (0b100001, 0b010010, 0b001100)}


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_cliques_less_separators_hold_each_list_once(lists):
    graphs = decomposable_graphs(lists)
    for bit in range(lists):
        in_cliques = (graphs.cliques >> bit & 1).sum(axis=1, dtype=np.int64)
        in_separators = (graphs.separators >> bit & 1).sum(axis=1, dtype=np.int64)
        assert (in_cliques - in_separators == 1).all()


def test_edges_are_those_within_cliques():
    graphs = decomposable_graphs(4)
    pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    for edges, cliques in zip(graphs.edges, graphs.cliques, strict=True):
        within = sum(
            1 << place for place, (u, v) in enumerate(pairs) if any(c >> u & c >> v & 1 for c in cliques.tolist())
        )
        assert within == edges
