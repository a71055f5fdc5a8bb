"""Chains of sightings, merged, mended and swapped by the score of the whole."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from dalil.crossref.sky.chain_score import ChainScore
from dalil.crossref.sky.chains import Chains, chains_of


def by_name(names: str) -> ChainScore:
    """A score that knows the flight of each sighting: two of one flight gain 2, two of different ones lose 5."""

    def score(chain: Any) -> float:
        pairs = [(names[a], names[b]) for n, a in enumerate(chain) for b in chain[n + 1 :]]
        return sum(2.0 if a == b else -5.0 for a, b in pairs)

    return cast(ChainScore, score)


def settled(names: str, successor: list[int], at: list[float] | None = None) -> set[str]:
    moments = np.array(at or [60.0 * n for n in range(len(names))])
    found = Chains(moments, by_name(names), np.array(successor, dtype=np.int64)).settle()
    return {"".join(names[i] for i in chain) for chain in chains_of(found, moments)}


@pytest.mark.parametrize(
    ("names", "successor", "why"),
    [
        ("aabb", [-1, -1, -1, -1], "parts are merged"),
        ("aabb", [1, 2, 3, -1], "lines that do not belong move out"),
        ("aabbaabb", [1, 6, 3, 4, 5, -1, 7, -1], "ends that were given to the other flight are swapped back"),
        ("abab", [3, 2, -1, -1], "even single lines"),
    ],
)
def test_mending(names: str, successor: list[int], why: str) -> None:
    assert settled(names, successor) == {"a" * names.count("a"), "b" * names.count("b")}, why


def test_ends_are_swapped_where_one_line_alone_would_only_lose() -> None:
    chains = Chains(np.arange(8) * 60.0, by_name("aabbaabb"), np.array([1, 6, 3, 4, 5, -1, 7, -1]))
    one, other = sorted(chains._members.values())
    assert (one, other) == ([0, 1, 6, 7], [2, 3, 4, 5])
    assert ([0, 1, 4, 5], [2, 3, 6, 7]) in list(chains._crossings(one, other))
    assert chains._swap(0, 1)
    assert sorted(chains._members.values()) == [[0, 1, 4, 5], [2, 3, 6, 7]]
    assert not chains._swap(0, 1), "nothing is left to gain"


def test_swapping_whole_chains_is_no_swap() -> None:
    chains = Chains(np.arange(4) * 60.0, by_name("aabb"), np.array([1, -1, 3, -1]))
    assert all({tuple(x), tuple(y)} != {(0, 1), (2, 3)} for x, y in chains._crossings([0, 1], [2, 3]))


def test_clocks_mended_since_put_a_chain_in_another_order() -> None:
    """The joins said 0, 1, 2; by mended clocks 1 came first."""
    assert settled("aaa", [1, 2, -1], at=[60.0, 0.0, 120.0]) == {"aaa"}
    found = Chains(np.array([60.0, 0.0, 120.0]), by_name("aaa"), np.array([1, 2, -1])).settle()
    assert found.tolist() == [2, 0, -1]


def test_chains_far_apart_in_time_are_left_alone() -> None:
    assert settled("aa", [-1, -1], at=[0.0, 7_200.0]) == {"a"}
