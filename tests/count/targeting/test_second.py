"""Second strikes, by hand: pairs by their times, then the nearest in place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dalil.count.targeting.second import second_strikes, strikes_on_the_place, times_of

HOUR = 3600.0


def strikes(at_minutes: list[float], points: list[tuple[float, float]], width_s: float | list[float] = 60.0) -> Any:
    at = np.array(at_minutes) * 60
    widths = np.broadcast_to(np.array(width_s, dtype=float), at.shape)
    return SimpleNamespace(at_s=at, width_s=widths, points=np.array(points, dtype=float), raid=np.arange(len(at)))


def rules(first: float = 5, last: float = 60) -> Any:
    return SimpleNamespace(count=SimpleNamespace(second_strike_from_minutes=first, second_strike_minutes=last))


HERE, NEAR, FAR = (0.0, 0.0), (30.0, 40.0), (3000.0, 4000.0)  # 50 m and 5 km from here


@pytest.mark.parametrize(
    ("minutes", "pairs"),
    [
        ([0, 30], [(0, 1)]),
        ([30, 0], [(1, 0)]),  # earlier is earlier by its time, not by its place in the list
        ([0, 4], []),  # too soon: one attack
        ([0, 5], [(0, 1)]),
        ([0, 60], [(0, 1)]),
        ([0, 61], []),
        ([0, 10, 20], [(0, 1), (0, 2), (1, 2)]),
    ],
)
def test_pairs_by_time(minutes: list[float], pairs: list[tuple[int, int]]) -> None:
    found = times_of(strikes(minutes, [HERE] * len(minutes)), rules())
    assert sorted(zip(found.earlier.tolist(), found.later.tolist(), strict=True)) == pairs


def test_a_time_not_known_to_the_hour_makes_no_pair() -> None:
    assert len(times_of(strikes([0, 30], [HERE, HERE], [60.0, HOUR + 1]), rules()).later) == 0
    assert len(times_of(strikes([0, 30], [HERE, HERE], [60.0, HOUR]), rules()).later) == 1


@pytest.mark.parametrize(
    ("points", "within_m", "found"),
    [
        ([HERE, NEAR], 50.0, [(1, 0)]),
        ([HERE, NEAR], 49.9, []),
        ([HERE, FAR], 100.0, []),
        ([HERE, NEAR, NEAR], 100.0, [(1, 0), (2, 1)]),  # the nearest of two earlier ones
        ([HERE, HERE, HERE], 100.0, [(1, 0), (2, 0)]),  # of equals the first
    ],
)
def test_on_the_place_of_an_earlier_one(
    points: list[tuple[float, float]], within_m: float, found: list[tuple[int, int]]
) -> None:
    held = strikes([0, 10, 20][: len(points)], points)
    assert second_strikes(held, times_of(held, rules()), within_m) == found


def test_a_later_strike_counts_once_however_many_came_before() -> None:
    held = strikes([0, 10, 20], [HERE, HERE, HERE])
    assert strikes_on_the_place(held.points, times_of(held, rules()), 100.0) == 2
