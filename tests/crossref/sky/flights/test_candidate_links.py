"""Which joins are worth a thought: three posts in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.flights.candidate_links import CandidateLinks, candidate_links, keep_best
from dalil.crossref.sky.flights.traffic import first_traffic, lines_of
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import read_sightings

Filled = Callable[..., Facts]


@pytest.fixture
def joins(filled: Filled, settings: Settings) -> Callable[..., CandidateLinks]:
    """The joins of lines (minutes, km east, more)."""

    def found(*lines: tuple[float, float, dict[str, Any]]) -> CandidateLinks:
        rows = [sighting(n, at, 34.0, 175.0 + km / 92.2, **more) for n, (at, km, more) in enumerate(lines)]
        log = read_sightings(filled(sighting=rows), settings, load_catalogue(settings.sky.aircraft))
        numbers = lines_of(log)
        return candidate_links(log, log.at_s, numbers, first_traffic(numbers, log.at_s, len(log.posts), 110.0))

    return found


def pairs(joins: CandidateLinks) -> set[tuple[int, int]]:
    return set(zip(joins.first.tolist(), joins.then.tolist(), strict=True))


SU: dict[str, Any] = {"aircraft": "Su-34"}


@pytest.mark.parametrize(
    ("third", "expected"),
    [
        ((6, 80, SU), {(0, 1), (1, 2), (0, 2)}),
        ((6, 80, SU | {"behaviour": "departing"}), {(0, 1)}),  # nothing comes before a departure
        ((80, 80, SU), {(0, 1)}),  # seventy-five minutes is the longest that is looked at
        ((6, 900, SU), {(0, 1)}),  # 820 km in three minutes
    ],
)
def test_three_lines(joins: Callable[..., CandidateLinks], third: Any, expected: set[tuple[int, int]]) -> None:
    assert pairs(joins((0, 0, SU), (3, 40, SU), third)) == expected


def test_nothing_comes_after_a_landing(joins: Callable[..., CandidateLinks]) -> None:
    found = joins((0, 0, SU), (3, 40, SU | {"behaviour": "landing"}), (6, 80, SU))
    assert not any(first == 1 for first, _ in pairs(found))


def test_the_same_type_scores_more_than_another(joins: Callable[..., CandidateLinks]) -> None:
    found = [
        joins((0, 0, SU), (3, 40, {"aircraft": name}), (500, 0, {"aircraft": "Mi-8"})) for name in ("Su-34", "L-39")
    ]
    assert found[0].score[0] > found[1].score.max(initial=-99.0)


def test_at_most_twelve_are_kept_and_none_is_capped(joins: Callable[..., CandidateLinks]) -> None:
    found = joins((0, 0, SU), *((3 + n / 30, 40, SU | {"post": f"Q{n}"}) for n in range(20)))
    assert int((found.first == 0).sum()) == 12
    assert found.capped.tolist() == [False] * 21


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        ([1.0], [0]),
        ([1.0, 3.0, 2.0], [1, 2, 0]),
        ([1.0, 1.0], [0, 1]),  # of two alike the earlier stays before
        ([4.0, 3.0, 2.0, 2.0], [0, 1, 2]),  # and a full list is left as it is
        ([1.0, 2.0, 3.0, 4.0], [3, 2, 1]),
    ],
)
def test_the_best_three_in_falling_order(scores: list[float], kept: list[int]) -> None:
    best_j, best_s, found = np.empty(3, dtype=np.int64), np.empty(3), 0
    for j, score in enumerate(scores):
        found = keep_best(best_j, best_s, found, j, score)
    assert best_j[:found].tolist() == kept
