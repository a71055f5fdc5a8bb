"""Components of all reports, and their partitions."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.link.partition import partitions as whole
from dalil.link.partition.partitions import LARGEST, Edges, components, pairs_within, partition
from dalil.link.reports.decisions import Constraints


def edges(*pairs):
    """(a, b, probability)."""
    a, b, p = (np.array(column) for column in zip(*pairs, strict=True)) if pairs else (np.zeros(0),) * 3
    zero = np.zeros(len(pairs))
    return Edges(a.astype(np.int64), b.astype(np.int64), p.astype(np.float64), zero, zero)


def groups(label):
    return sorted(np.flatnonzero(label == each).tolist() for each in np.unique(label))


def test_pairs_of_some_probability_join():
    assert groups(components(edges((0, 1, 0.5), (1, 2, 0.001)), np.arange(3))) == [[0, 1], [2]]


def test_a_persons_merging_joins_what_no_pair_does():
    assert groups(components(edges(), np.array([0, 1, 0]))) == [[0, 2], [1]]


def test_the_likeliest_join_first_and_none_grows_too_large():
    chain = [(n, n + 1, 0.5 if n == LARGEST else 0.9) for n in range(2 * LARGEST)]
    sizes = np.bincount(components(edges(*chain), np.arange(2 * LARGEST + 1)))
    assert sizes.max() <= LARGEST and sizes.sum() == 2 * LARGEST + 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0.02, 1)), max_size=20))
def test_components_are_connected_and_the_order_of_pairs_does_not_matter(pairs):
    distinct = {(min(a, b), max(a, b)): p for a, b, p in pairs if a != b}
    rows = [(a, b, p) for (a, b), p in distinct.items()]
    label = components(edges(*rows), np.arange(10))
    assert (label == components(edges(*rows[::-1]), np.arange(10))).all()
    assert all(label[a] == label[b] for a, b in distinct)


def test_reports_are_named_by_the_smallest_of_their_cluster(world):
    reports = world.reports(*({"id": f"{o}/1", "hour": 0, "latitude": 10.0, "killed": 4} for o in "abc"))
    target = world.target(reports, log_rate=-3.0)
    told = edges((0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9))
    found = partition(
        target,
        told,
        components(told, np.arange(3)),
        Constraints(np.arange(3), frozenset()),
        temperature=1.0,
        draws=20,
        seed=1,
    )
    assert found.best.tolist() == [0, 0, 0] and found.draws.shape == (20, 3)
    assert set(np.unique(found.draws)) <= {0, 1, 2}


def test_a_large_component_keeps_what_a_person_kept_apart(world, monkeypatch):
    monkeypatch.setattr(whole, "ENUMERATED", 2)
    reports = world.reports(*({"id": f"{o}/1", "hour": 0, "latitude": 10.0, "killed": 4} for o in "abc"))
    told = edges((0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9))
    found = partition(
        world.target(reports, log_rate=-3.0), told, np.zeros(3, dtype=np.int64),
        Constraints(np.arange(3), frozenset({(0, 1)})), temperature=1.0, draws=30, seed=1,
    )  # fmt: skip
    assert found.best[0] != found.best[1] and (found.draws[:, 0] != found.draws[:, 1]).all()


def test_the_pairs_within_components_of_three_and_more():
    # {0, 2, 5}, {1, 4} and {3}: of the first 0-2, 0-5 and 2-5, each once and the smaller number first.
    assert pairs_within(np.array([7, 3, 7, 9, 3, 7])).tolist() == [0 * 6 + 2, 0 * 6 + 5, 2 * 6 + 5]


def test_without_a_component_of_three_there_is_nothing_to_complete():
    assert pairs_within(np.array([0, 0, 1])).tolist() == [] == pairs_within(np.zeros(0, dtype=np.int64)).tolist()
