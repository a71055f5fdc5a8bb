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
