"""Attacks near each other are one raid."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.raids import Attack, raids_of
from dalil.units import Point

START = datetime(2019, 3, 1)


def attack(name: str, minutes: float, km: float) -> Attack:
    return Attack(name, START + timedelta(minutes=minutes), Point(0.0, km / 111.195))


@pytest.mark.parametrize(
    ("attacks", "raids"),
    [
        ([("A", 0, 0), ("B", 30, 10)], {"A": "A", "B": "A"}),
        ([("A", 0, 0), ("B", 90, 10)], {"A": "A", "B": "B"}),  # too late
        ([("A", 0, 0), ("B", 30, 40)], {"A": "A", "B": "B"}),  # too far
        ([("A", 0, 0), ("B", 50, 0), ("C", 100, 0)], {"A": "A", "B": "A", "C": "A"}),  # a chain
        ([("A", 0, 0), ("B", 10, 100), ("C", 20, 20)], {"A": "A", "B": "B", "C": "A"}),
    ],
)
def test_linked_by_time_and_place(attacks: list[tuple[str, float, float]], raids: dict[str, str]) -> None:
    assert raids_of([attack(*each) for each in attacks], 3600.0, 30_000.0) == raids


@settings(deadline=None)
@given(st.permutations([("A", 0, 0), ("B", 30, 0), ("C", 60, 0), ("D", 300, 0)]))
def test_order_does_not_matter(attacks: list[tuple[str, float, float]]) -> None:
    assert raids_of([attack(*each) for each in attacks], 3600.0, 30_000.0) == {"A": "A", "B": "A", "C": "A", "D": "D"}


def test_none() -> None:
    assert raids_of([], 3600.0, 30_000.0) == {}
