"""Remnants of munitions: certain, uncertain, and now and then wrong.

A file of its own as every kind of record has: what is told is found by its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dalil.simulate.events.evidence import Lines
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.observe.sightings import pick_one
from dalil.simulate.tell.reports import Report


@dataclass(frozen=True, slots=True)
class Remnant:
    """One remnant; `report` is the position of the report it stands in."""

    report: int
    list_: int
    cells: Mapping[str, Any]


def draw_remnants(
    at: Setting, strikes: Mapping[int, Strike], reports: Sequence[Report], lines: Mapping[int, Lines]
) -> list[Remnant]:
    """A remnant in the first report of each attack that left one."""
    rng, found, done = at.streams["remnants"], [], set()
    for position, report in enumerate(reports):
        known = lines.get(report.strike)
        if report.how == "own" and report.strike not in done and known is not None and known.remnant:
            done.add(report.strike)
            found.append(Remnant(position, report.list_, _cells(at, rng, strikes[report.strike], known.sure)))
    return found


def _cells(at: Setting, rng: np.random.Generator, strike: Strike, sure: bool) -> dict[str, Any]:
    wrong, level, expert = rng.random(3)
    named = at.conflict.munitions[strike.plan.weapons[0]].named(strike.plan.party)
    munition = pick_one(rng, named)
    if wrong < at.settings.evidence.remnant_wrong:
        kind = at.conflict.munitions[pick_one(rng, sorted(at.conflict.munitions))]
        munition = pick_one(rng, [name for names in kind.remnants.values() for name in names])
    x, y = (value + float(rng.normal(0, 15)) for value in (strike.x, strike.y))
    latitude, longitude = at.world.plane.degrees(x, y)
    found_s = strike.at_s + int(rng.uniform(1, 72) * 3600)
    return {
        "found_at": at.calendar.clock.local(found_s).strftime("%Y-%m-%dT%H:%M"),
        "latitude": latitude,
        "longitude": longitude,
        "munition": munition,
        "identified_by": f"analyst {1 + int(expert * 4)} (fictional)",
        "certainty": "possible" if not sure else "certain" if level < 0.4 else "probable",
    }
