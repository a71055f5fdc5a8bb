"""The path cover: exact on small graphs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.sky.flights.candidate_links import CandidateLinks
from dalil.crossref.sky.flights.path_cover import path_cover


def joins(*edges: tuple[int, int, float]) -> CandidateLinks:
    first, then, score = (np.array(column) for column in zip(*edges, strict=True))
    return CandidateLinks(first, then, score.astype(float), np.zeros(0, dtype=bool))


def test_the_sum_counts_and_not_the_best_single_join() -> None:
    # 0→2 scores most, but 0→1 and 1→2 together more.
    assert path_cover(3, joins((0, 1, 2.0), (1, 2, 2.0), (0, 2, 3.0))).successor.tolist() == [1, 2, -1]


def test_joins_that_lose_are_not_made() -> None:
    assert path_cover(2, joins((0, 1, -0.5))).successor.tolist() == [-1, -1]


def test_confidence_is_the_weight_against_the_rivals() -> None:
    found = path_cover(3, joins((0, 1, np.log(6.0)), (0, 2, np.log(3.0))))
    assert found.confidence[0] == pytest.approx(0.6)  # 6 / (1 + 6 + 3)
    assert (found.rival[0], found.margin[0]) == (2, pytest.approx(np.log(2.0)))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(-2, 5)), max_size=9))
def test_no_other_choice_of_joins_scores_more(edges: list[tuple[int, int, float]]) -> None:
    edges = [(a, b, s) for a, b, s in {(a, b): (a, b, s) for a, b, s in edges if a < b}.values()]
    if not edges:
        return
    found = path_cover(5, joins(*edges)).successor
    score = {(a, b): s for a, b, s in edges}
    reached = sum(score[(i, int(j))] for i, j in enumerate(found) if j >= 0)
    best = 0.0
    for size in range(len(edges) + 1):
        for chosen in itertools.combinations(edges, size):
            if len({a for a, _, _ in chosen}) == size == len({b for _, b, _ in chosen}):
                best = max(best, sum(s for _, _, s in chosen))
    assert reached == pytest.approx(best)


def test_a_large_part_is_solved_as_the_small_ones_are() -> None:
    edges = [(n, n + 1, 1.0) for n in range(400)] + [(n, n + 2, 1.5) for n in range(399)]
    found = path_cover(402, joins(*edges)).successor
    total = sum({n + 1: 1.0, n + 2: 1.5}[int(j)] for n, j in enumerate(found) if j >= 0)
    assert total == pytest.approx(399 * 1.5 + 0.0, abs=1.5)
