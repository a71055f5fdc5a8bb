"""Attacks by civil day, by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dalil.count.rates.series import Series, moments

DAY = 86_400.0


def series(*draws: list[int]) -> Series:
    counts = np.array(draws)
    days = counts.shape[1]
    return Series("all", tuple("abcdef"[:days]), np.arange(days + 1) * DAY, counts, np.full(days, DAY))


@pytest.mark.parametrize(
    ("first_d", "last_d", "found"),
    [(0, 2, (0, 2)), (1, 2, (1, 2)), (1, 3, (1, 3)), (0.5, 2.5, (0, 3)), (-2, 1, (0, 1))],
)
def test_the_days_of_a_period(first_d: float, last_d: float, found: tuple[int, int]) -> None:
    assert series([1, 2, 3]).days_between(first_d * DAY, last_d * DAY) == found


def test_events_of_a_period_draw_by_draw() -> None:
    counted = series([1, 2, 3], [0, 4, 0]).counted(1, 3)
    assert counted.events.tolist() == [5.0, 4.0]
    assert counted.days == 2.0


def drawn(*draws: list[int]) -> Any:
    return SimpleNamespace(
        earliest_s=np.array([0.0, 100.0]),
        latest_s=np.array([0.0, 110.0]),
        ids=("i1", "i2"),
        draws=[*map(np.array, draws)],
    )


def test_a_moment_lies_in_its_interval_and_draws_take_turns() -> None:
    found = list(moments(drawn([0], [0, 1]), 3, seed=1))
    assert [attacks.tolist() for attacks, _ in found] == [[0], [0, 1], [0]]
    assert [at[0] for _, at in found] == [0.0, 0.0, 0.0]
    assert 100.0 <= found[1][1][1] <= 110.0


def test_the_same_seed_gives_the_same_moments() -> None:
    one, two = (list(moments(drawn([0, 1]), 4, seed=7)) for _ in range(2))
    assert [at.tolist() for _, at in one] == [at.tolist() for _, at in two]
