"""Which pairs are compared at all."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dalil.link.pairs.block import FULL_BLOCK, NEIGHBOURS, block, blocking_recall
from dalil.link.reports.columns import read_reports
from dalil.link.reports.words import make_tokens, place_words

DAMASCUS = ZoneInfo("Asia/Damascus")


@pytest.fixture
def pairs(world):
    def found(*reports):
        facts = world.facts(*reports)
        columns = read_reports(facts, DAMASCUS)
        make_tokens(facts)
        block(facts, columns, place_words(facts))
        return set(facts.query("SELECT a, b FROM candidate").fetchall()), facts

    return found


NEAR = {"hour": 0, "latitude": 10.0}


@pytest.mark.parametrize(("other", "expected"), [
    ({"hour": 3, "latitude": 10.005}, True),
    ({"hour": 20, "latitude": 10.0}, True),  # a wrong day is met
    ({"hour": 24 * 30, "latitude": 10.0}, False),
    ({"hour": 0, "latitude": 12.0}, False),
    ({"hour": 0, "latitude": 10.4, "radius_m": 80_000.0}, True),  # a province reaches far
    ({"hour": -24 * 20, "hours": 24 * 40, "latitude": 10.0}, True),  # a month reaches long
])  # fmt: skip
def test_by_space_and_time(pairs, other, expected):
    assert bool(pairs({"id": "a/1", **NEAR}, {"id": "b/1", **other})[0]) is expected


def test_without_a_place_through_a_word_of_its_name(pairs):
    named = {"id": "b/1", "hour": 2, "place": "Qafira village"}
    assert pairs({"id": "a/1", "place": "Qafira", **NEAR}, named)[0] == {(0, 1)}
    assert pairs({"id": "a/1", "place": "Tel Amber", **NEAR}, named)[0] == set()


def test_without_a_time_through_place_and_toll(pairs):
    assert pairs({"id": "a/1", "killed": 7, **NEAR}, {"id": "b/1", "latitude": 10.0, "killed": 7})[0] == {(0, 1)}


def test_through_a_source_whatever_else_they_say(pairs):
    far = {"id": "b/1", "hour": 900, "latitude": 30.0, "origin": "https://example.org/1"}
    assert pairs({"id": "a/1", "origin": "https://example.org/1", **NEAR}, far)[0] == {(0, 1)}


def test_nothing_and_nobody(pairs):
    assert pairs()[0] == set()
    assert pairs({"id": "a/1"}, {"id": "b/1"})[0] == set()


def test_each_pair_once_the_smaller_first(pairs):
    found, _ = pairs(*({"id": f"{o}/1", **NEAR} for o in "abcd"))
    assert found == {(a, b) for a in range(4) for b in range(a + 1, 4)}


def test_a_siege_stays_bounded_and_likes_still_meet(pairs):
    size = 4 * FULL_BLOCK
    reports = [
        {"id": f"{'ab'[n % 2]}/{n:04}", "hour": 0.01 * (n // 2), "latitude": 10.0, "killed": n // 2}
        for n in range(size)
    ]
    found, _ = pairs(*reports)
    assert len(found) <= size * 5 * NEIGHBOURS
    half = size // 2
    assert sum((n, half + n) in found for n in range(half)) >= 0.99 * half


def test_recall_is_the_share_of_linked_pairs_that_blocking_gave(pairs):
    _, facts = pairs({"id": "a/1", **NEAR}, {"id": "b/1", **NEAR}, {"id": "c/1", "hour": 0, "latitude": 20.0})
    assert blocking_recall(facts, np.array([0, 0, 2])) == 1.0
    assert blocking_recall(facts, np.array([0, 0, 0])) == pytest.approx(1 / 3)
    assert blocking_recall(facts, np.array([0, 1, 2])) == 1.0, "nothing linked, nothing lost"
