"""Chains near each other in time: by a list worked out the long way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.crossref.sky.conftest import model, successor

from dalil.crossref.sky.flights.partition import (
    NEAR_S,
    Partition,
    begin,
    found,
    gather,
    grown,
    near,
    tracklets_of,
    unite,
    write,
)


def neighbours(parted: Partition, name: int) -> list[int]:
    into = np.empty(len(parted.head), dtype=np.int64)
    return [int(other) for other in into[: near(parted, name, into)]]


def by_hand(at: list[float]) -> list[set[int]]:
    """Each single line is near the sixty before it that are no more than forty minutes older."""
    near_to: list[set[int]] = [set() for _ in at]
    for n, moment in enumerate(at):
        for other in [k for k in range(n) if at[k] >= moment - NEAR_S][-60:]:
            near_to[n].add(other)
            near_to[other].add(n)
    return near_to


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=140), st.integers(1, 60))
def test_neighbours_are_those_close_in_time(gaps: list[int], scale: int) -> None:
    at = np.cumsum(np.array(gaps, dtype=np.float64) * scale / 30).tolist()
    parted = begin(np.full(len(at), -1), model("a" * len(at), at=at))
    assert [set(neighbours(parted, n)) for n in range(len(at))] == by_hand(at)


def test_what_was_near_a_part_is_near_the_whole() -> None:
    parted = begin(successor(-1, -1, -1), model("aaa", at=[0.0, 2_000.0, 4_000.0]))
    assert neighbours(parted, 0) == [1]
    unite(parted, 0, 1)
    assert (neighbours(parted, 0), neighbours(parted, 2)) == ([2], [0])


def test_a_new_chain_needs_room_and_is_near_what_it_left() -> None:
    m = model("aab", at=[0.0, 60.0, 120.0])
    parted = begin(successor(1, -1, -1), m)
    assert found(parted, 0, np.array([1])) == -1
    parted = grown(parted)
    new = found(parted, 0, np.array([1]))
    write(parted, m, new, np.array([1]))
    write(parted, m, 0, np.array([0]))
    assert [neighbours(parted, n) for n in (0, 1, new)] == [[1, 2], [0, 2], [0, 1]]


def test_a_chain_is_put_in_order_of_time() -> None:
    """The joins said 0, 2, 1; by mended clocks 1 comes first."""
    parted = begin(successor(2, -1, 1), model("aaa"))
    into = np.empty(3, dtype=np.int64)
    assert into[: gather(parted, 0, into)].tolist() == [0, 1, 2]


def test_chains_of_successors() -> None:
    moments = np.array([5.0, 1.0, 2.0, 9.0])
    assert tracklets_of(successor(3, -1, 0, -1), moments) == [[1], [2, 0, 3]]


@pytest.mark.parametrize(("lines", "capped"), [(61, []), (62, [0, 61]), (63, [0, 1, 61, 62])])
def test_chains_with_more_than_sixty_near_are_marked(lines: int, capped: list[int]) -> None:
    """The last of 62 is not compared with the first, nor the first with it: both had more near than are kept."""
    parted = begin(np.full(lines, -1), model("a" * lines, at=[float(n) for n in range(lines)]))
    assert np.flatnonzero(parted.capped).tolist() == capped
