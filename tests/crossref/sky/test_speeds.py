"""How fast each type flies in a log, learned from its long straight joins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.catalogue import load_catalogue
from dalil.crossref.sky.sightings import read_sightings
from dalil.crossref.sky.speeds import learned_speeds
from dalil.crossref.sky.traffic import lines_of

from .conftest import sighting

Filled = Callable[..., Facts]
STEP_DEG = 0.6  # 66.7 km of latitude


def learned(filled: Filled, settings: Settings, speed_ms: float, flights: int) -> tuple[float, float, float]:
    """(cruise before, cruise after, top speed) of the Su-34 where so many flights went north at a speed."""
    minutes = STEP_DEG * 111_195 / speed_ms / 60
    lines = []
    for n in range(flights):
        for k in (0, 1):
            at = 200 * n + k * minutes
            more = {"post": f"P{k}", "heading_deg": 0.0, "view_range_m": 3_000.0, "aircraft": "Su-34"}
            lines.append(sighting(2 * n + k, at, 34.0 + k * STEP_DEG, 175.0, **more))
    facts = filled(sighting=lines)
    found = read_sightings(facts, settings, load_catalogue(settings.sky.aircraft))
    before = lines_of(found)
    successor = np.array([n + 1 if n % 2 == 0 else -1 for n in range(len(found))], dtype=np.int64)
    after = learned_speeds(found, before, found.at_s, successor)
    return float(before.cruise_ms[0]), float(after.cruise_ms[0]), float(before.top_ms[0])


def test_many_joins_are_believed(filled: Filled, settings: Settings) -> None:
    before, after, _ = learned(filled, settings, 190.0, 60)
    assert before == pytest.approx(228)  # the catalogue: 0.6 of 380
    # (60 · 190/228 + 15) / 75 of it
    assert after == pytest.approx(228 * (60 * 190 / 228 + 15) / 75, rel=0.01)


def test_two_joins_hardly_move_it(filled: Filled, settings: Settings) -> None:
    before, after, _ = learned(filled, settings, 190.0, 2)
    assert 0.97 * before < after < before


def test_no_joins_leave_the_catalogue(filled: Filled, settings: Settings) -> None:
    before, after, _ = learned(filled, settings, 20.0, 10)  # no jet: these are not straight flights
    assert after == before


def test_never_above_the_top_speed(filled: Filled, settings: Settings) -> None:
    _, after, top = learned(filled, settings, 400.0, 100)
    assert after <= top
