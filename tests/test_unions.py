"""Disjoint sets: against a count of connected components, and with a root that is chosen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components

from dalil.unions import Unions, find


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_sets_are_the_connected_components_and_their_smallest_is_the_root(pairs):
    unions = Unions(range(13))
    for one, other in pairs:
        unions.join(one, other)
    beside = np.zeros((13, 13))
    for one, other in pairs:
        beside[one, other] = 1
    label = connected_components(beside, directed=False)[1].tolist()
    assert unions.firsts() == {n: label.index(label[n]) for n in range(13)}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_joining_says_whether_it_joined(pairs):
    unions = Unions(range(10))
    joined = sum(unions.join(one, other) for one, other in pairs)
    assert joined == 10 - len(set(unions.firsts().values()))


def test_an_item_that_nobody_named_is_alone():
    assert Unions(["a"]).find("b") == "b"


def test_a_root_can_be_chosen():
    unions = Unions("abc")
    unions.join("a", "b")
    unions.put_under("a", "c")
    assert unions.firsts() == {"a": "c", "b": "c", "c": "c"}


@pytest.mark.parametrize("parent", [[0, 0, 1, 2], {0: 0, 1: 0, 2: 1, 3: 2}])
def test_ways_grow_shorter(parent):
    assert find(parent, 3) == 0
    assert parent[3] == 1
