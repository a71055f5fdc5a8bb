"""The parts of a flight's score, each worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.crossref.sky.conftest import model

from dalil.crossref.sky.flights.flight_score import (
    count_score,
    flight_score,
    home_score,
    operator_score,
    posts_score,
)
from dalil.crossref.sky.flights.traffic import DEPARTING, LANDING

NONE = math.nan


def numbers(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("named", "score"),
    [
        ((0, 0), math.log(4 * (0.75**2 + 0.25**2) / 2)),
        ((0, 1), math.log(4 * (0.75 * 0.25))),
        ((0, -1), 0.0),  # one name says nothing
        ((0, 0, -1, 0), math.log(8 * (0.75**3 + 0.25**3) / 2)),
    ],
)
def test_operators(named: tuple[int, ...], score: float) -> None:
    assert operator_score(np.arange(len(named)), numbers(*named), 2) == pytest.approx(score)


@pytest.mark.parametrize(
    ("counted", "score"),
    [
        # Of four in ten lines with several, and eight in ten seen as such, half the flights are of several.
        ((1, 1), math.log((0.5 * 0.03**2 + 0.5 * 0.8**2) / 0.4**2)),
        ((0, 0), math.log((0.5 * 0.97**2 + 0.5 * 0.2**2) / 0.6**2)),
        ((1, 0), math.log((0.5 * 0.03 * 0.97 + 0.5 * 0.8 * 0.2) / (0.4 * 0.6))),
        ((1, -1), 0.0),
    ],
)
def test_one_aircraft_or_several(counted: tuple[int, ...], score: float) -> None:
    assert count_score(np.arange(2), numbers(*counted), 0.4) == pytest.approx(score)


@pytest.mark.parametrize(
    ("at", "score"),
    [
        ((0, 100), -15.0),
        ((0, 400), -0.6),
        ((0, 700), 0.2),
        ((0, 700, 1400), 3 * 0.2 - 6.5),  # the third is the second time that the first is followed
    ],
)
def test_a_post_writes_again(at: tuple[int, ...], score: float) -> None:
    moments = np.array(at, dtype=float)
    assert posts_score(np.arange(len(at)), moments, numbers(*[7] * len(at))) == pytest.approx(score)
    assert posts_score(np.arange(len(at)), moments, np.arange(len(at))) == 0.0, "of other posts nothing is said"


@pytest.mark.parametrize(
    ("posts", "headings", "comes_home", "score"),
    [
        ((3, 3), (NONE, NONE), False, 1.25),
        ((3, 4), (NONE, NONE), False, -9.0),
        ((3, 3), (90.0, 270.0), True, 1.25 + 0.7 * math.log(0.8 * 360 / (30 * 2.5066) + 0.2)),
        ((3, 3), (90.0, 90.0), True, 1.25 + 0.7 * math.log(0.2)),
        ((3, 3), (90.0, 270.0), False, 1.25),
    ],
)
def test_coming_home(posts: tuple[int, int], headings: tuple[float, float], comes_home: bool, score: float) -> None:
    found = home_score(np.arange(2), numbers(DEPARTING, LANDING), numbers(*posts), np.array(headings), comes_home)
    assert found == pytest.approx(score, abs=1e-3)


def test_one_line_alone_scores_about_nothing() -> None:
    """Of two types alike in number: (.87 / 2 + .007 / 2) / (1/2)."""
    assert flight_score(numbers(0), model("ab")) == pytest.approx(math.log(0.877))
    plain = model("ab")._replace(kind=numbers(-1, -1), group=numbers(-1, -1))
    assert flight_score(numbers(0), plain) == 0.0


def test_two_types_and_600_km_are_no_flight() -> None:
    m = model("aab")
    assert flight_score(numbers(0, 1), m) > 0 > flight_score(numbers(0, 2), m)
