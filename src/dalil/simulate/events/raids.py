"""Raids: several strikes of one party close in time, spread over several places.

Apart from `strikes` because it needs times and numbers only: raids are drawn and tested without a world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dalil.simulate.world.calendar import Calendar
from dalil.simulate.world.settings import War


@dataclass(frozen=True, slots=True)
class Raid:
    """One raid: when it begins and the units that take part (numbers into the caller's list)."""

    party: str
    at_s: int
    units: tuple[int, ...]
    anchor: int  # the unit whose time is the raid's, -1 without


def draw_raids(
    war: War, calendar: Calendar, rng: np.random.Generator, party: str, units: Sequence[int], fixed: dict[int, int]
) -> list[Raid]:
    """Raids of one party. `fixed` gives the instants of units that have a schedule; each begins a raid.

    The number of raids makes their mean size `war.raid_size`; units without a schedule join one at random.
    """
    anchors = [unit for unit in units if unit in fixed]
    free = [unit for unit in units if unit not in fixed]
    extra = max(round(len(units) / max(1.0, war.raid_size)) - len(anchors), 0 if anchors else 1)
    # A raid needs a unit: no more raids than there are units to begin them.
    extra = len(free) if war.raid_size <= 1 else min(extra, len(free))
    starts = [(fixed[unit], unit) for unit in anchors]
    starts += [(calendar.draw_time(rng, war), -1) for _ in range(extra)]
    # Each raid without an anchor begins with a unit of its own, so that none is empty.
    members = [[unit] for unit in anchors] + [[unit] for unit in free[:extra]]
    for unit in free[extra:]:
        members[int(rng.integers(len(members)))].append(unit)
    return [Raid(party, at, tuple(group), anchor) for (at, anchor), group in zip(starts, members, strict=True)]
