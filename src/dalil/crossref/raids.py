"""Raids: attacks near each other in time and place. They are no independent draws, so the bootstrap draws raids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dalil.units import Point

__all__ = ["Attack", "raids_of"]


@dataclass(frozen=True, slots=True)
class Attack:
    """One incident: when (middle of its interval) and where it was."""

    incident_id: str
    at: datetime
    point: Point


def raids_of(attacks: Sequence[Attack], gap_s: float, gap_m: float) -> dict[str, str]:
    """The raid of each incident, named by its earliest: linked where no more than `gap_s` and `gap_m` apart."""
    order = sorted(attacks, key=lambda a: (a.at, a.incident_id))
    above = list(range(len(order)))

    def root(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    for n, attack in enumerate(order):
        m = n - 1
        while m >= 0 and attack.at - order[m].at <= timedelta(seconds=gap_s):
            if attack.point.distance_to(order[m].point) <= gap_m:
                low, high = sorted((root(n), root(m)))
                above[high] = low
            m -= 1
    return {attack.incident_id: order[root(n)].incident_id for n, attack in enumerate(order)}
