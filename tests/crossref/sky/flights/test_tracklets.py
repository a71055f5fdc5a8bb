"""Chains of sightings, merged, mended and swapped by the score of the whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import model, successor

from dalil.crossref.sky.flights.flight_score import Model, flight_score
from dalil.crossref.sky.flights.partition import begin, gather
from dalil.crossref.sky.flights.tracklets import merge_all, settle, swap_all


def seen(m: Model, **more: Any) -> Model:
    """The same log with other times, places, headings or posts."""
    return m._replace(seen=m.seen._replace(**more))


@pytest.mark.parametrize(
    ("names", "links", "why"),
    [
        ("aabb", (-1, -1, -1, -1), "parts are merged"),
        ("aaba", (1, 2, 3, -1), "a line that does not belong moves out"),
        ("aabbaabb", (1, 6, 3, 4, 5, -1, 7, -1), "ends that were given to the other flight are swapped back"),
        ("abab", (3, 2, -1, -1), "even single lines"),
    ],
)
def test_mending(names: str, links: tuple[int, ...], why: str) -> None:
    found = settle(successor(*links), model(names), np.arange(len(names))).next
    for name in "ab":
        own = [n for n, each in enumerate(names) if each == name]
        assert found[own].tolist() == [*own[1:], -1], why


def test_ends_are_swapped_where_one_line_alone_would_only_lose() -> None:
    names = "aabbaabb"
    parted = begin(successor(1, 6, 3, 4, 5, -1, 7, -1), model(names))
    assert swap_all(parted, model(names)) == 1
    assert parted.next.tolist() == [1, 4, 3, 6, 5, -1, 7, -1]
    assert swap_all(parted, model(names)) == 0, "nothing is left to gain"


def test_merging_takes_what_gains_and_leaves_the_rest() -> None:
    parted = begin(successor(-1, -1, -1, -1), model("abab"))
    merge_all(parted, model("abab"))
    assert parted.next.tolist() == [2, 3, -1, -1]
    assert sorted(parted.head.tolist()) == [-1, -1, 0, 1]


def test_the_worth_of_a_chain_is_its_score() -> None:
    parted = begin(successor(-1, -1, -1), model("aaa"))
    merge_all(parted, model("aaa"))
    into = np.empty(3, dtype=np.int64)
    assert gather(parted, 0, into) == 3
    assert parted.worth[0] == flight_score(np.arange(3), model("aaa"))


def test_the_order_of_turns_does_not_change_what_is_clear() -> None:
    names, links = "abababab", successor(*range(1, 8), -1)
    found = [settle(links, model(names), turns).next.tolist() for turns in (np.arange(8), np.arange(8)[::-1].copy())]
    assert found[0] == found[1] == [2, 3, 4, 5, 6, 7, -1, -1]


def test_chains_far_apart_in_time_are_left_alone() -> None:
    assert settle(successor(-1, -1), model("aa", at=[0.0, 7_200.0]), np.arange(2)).next.tolist() == [-1, -1]


def test_no_sightings_are_no_chains() -> None:
    assert settle(successor(), model("", at=[]), np.arange(0)).next.tolist() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda m: seen(m, at=m.seen.at + 86_400.0),
        lambda m: seen(m, lon=-m.seen.lon, heading=360.0 - m.seen.heading),
        lambda m: seen(m, lat=-m.seen.lat, heading=(180.0 - m.seen.heading) % 360.0),
        lambda m: m._replace(kind=1 - m.kind, group=1 - m.group),
        lambda m: seen(m, post=m.seen.post[::-1].copy()),
    ],
    ids=["a day later", "mirrored east and west", "mirrored north and south", "types renamed", "posts renumbered"],
)
def test_what_does_not_matter_changes_nothing(change: Any) -> None:
    names, links = "abbaabab", successor(1, 2, 3, 4, 5, 6, 7, -1)
    plain = settle(links, model(names), np.arange(8)).next.tolist()
    assert plain == [3, 2, 5, 4, 6, 7, -1, -1]
    assert settle(links, change(model(names)), np.arange(8)).next.tolist() == plain


def test_two_lines_alike_in_all_are_settled_the_same_way_each_time() -> None:
    """Either of the two at minute one could belong to the flight; which does is decided by their order alone."""
    m = model("aaaa", at=[0.0, 60.0, 60.0, 120.0])
    found = [settle(successor(*links), m, np.arange(4)).next.tolist() for links in ((-1, -1, -1, -1),) * 2]
    assert found[0] == found[1]
    assert sum(n >= 0 for n in found[0]) >= 2
