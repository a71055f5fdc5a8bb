"""Only where somebody watched is a window without a match one."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.crossref.sky.search.logging_periods import LoggingPeriods, stretches_of, within

HOUR = 3600.0
DAY = 24 * HOUR


def test_a_log_is_kept_from_line_to_line() -> None:
    moments = np.array([0, 1, 10, 11, 40, 41]) * HOUR
    assert (stretches_of(moments) / HOUR).tolist() == [[0, 11], [40, 41]]


def test_no_lines_no_watch() -> None:
    assert within(stretches_of(np.zeros(0)), np.array([0.0]), np.array([1.0])).tolist() == [False]


@pytest.mark.parametrize(
    ("begin", "end", "kept"),
    [(1, 2, True), (-0.4, 0.2, True), (-2, 0.2, False), (10, 11.4, True), (10, 13, False), (20, 21, False)],
)
def test_windows_in_a_stretch(begin: float, end: float, kept: bool) -> None:
    stretches = np.array([[0, 11]]) * HOUR
    assert within(stretches, np.array([begin * HOUR]), np.array([end * HOUR])).tolist() == [kept]


def test_only_networks_near_the_place_count() -> None:
    watch = LoggingPeriods(
        {"here": np.array([[0.0, DAY]]), "far": np.array([[0.0, 30 * DAY]])},
        {"here": np.array([[34.0, 175.0, 8_000.0]]), "far": np.array([[36.0, 175.0, 8_000.0]])},
    )
    begin = np.array([0.5 * DAY, 10 * DAY])
    assert watch.kept(34.1, 175.0, begin, begin + HOUR).tolist() == [True, False]
    assert watch.kept(36.1, 175.0, begin, begin + HOUR).tolist() == [True, True]
    # Where no network is near, any will do: nobody could have seen, and coverage says so.
    assert watch.kept(50.0, 0.0, begin, begin + HOUR).tolist() == [True, True]


@pytest.mark.parametrize(
    ("begin", "end", "inside"),
    [
        (100.0, 900.0, True),
        (-1_800.0, 900.0, True),  # half an hour before the first line
        (-1_801.0, 900.0, False),
        (100.0, 2_800.0, True),  # and after the last
        (100.0, 2_801.0, False),
        (5_000.0, 6_000.0, False),  # between two stretches
        (90_000.0, 90_500.0, True),
        (500.0, 90_500.0, False),  # over both
    ],
)
def test_a_window_lies_in_one_stretch(begin: float, end: float, inside: bool) -> None:
    stretches = np.array([[0.0, 1_000.0], [90_000.0, 91_000.0]])
    assert within(stretches, np.array([begin]), np.array([end])).tolist() == [inside]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([], []),
        ([5.0], [[5.0, 5.0]]),
        ([0.0, 43_200.0], [[0.0, 43_200.0]]),  # half a day of silence is still one stretch
        ([0.0, 43_201.0], [[0.0, 0.0], [43_201.0, 43_201.0]]),
        ([0.0, 10.0, 50_000.0, 50_010.0], [[0.0, 10.0], [50_000.0, 50_010.0]]),
    ],
)
def test_stretches(moments: list[float], expected: list[list[float]]) -> None:
    assert stretches_of(np.array(moments)).tolist() == expected


@pytest.mark.parametrize(
    ("longitude", "kept"),
    [
        (175.0, [True, False]),  # near the west alone
        (177.0, [False, True]),
        (176.0, [True, True]),  # both see so far, with thirty kilometres beyond
        (170.0, [True, True]),  # near none: any network will do
    ],
)
def test_the_networks_near_a_place_are_asked(longitude: float, kept: list[bool]) -> None:
    west, east = np.array([[34.0, 175.0, 70_000.0]]), np.array([[34.0, 177.0, 70_000.0]])
    periods = LoggingPeriods(
        {"west": np.array([[0.0, 1_000.0]]), "east": np.array([[90_000.0, 91_000.0]])}, {"west": west, "east": east}
    )
    begin, end = np.array([100.0, 90_100.0]), np.array([900.0, 90_900.0])
    assert periods.kept(34.0, longitude, begin, end).tolist() == kept
