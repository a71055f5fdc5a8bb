"""A small invented sky: sightings, positions and attacks around one place in the open sea."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from tests.cases import raw

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.flights.flight_score import Model
from dalil.crossref.sky.flights.motion import Seen
from dalil.crossref.sky.flights.traffic import follows_of

START = datetime(2019, 3, 20)
EAST_KM = 1 / 92.2  # degrees of longitude at 34° north


def at(minutes: float) -> datetime:
    """A moment of the invented day."""
    return START + timedelta(minutes=minutes)


def sighting(
    number: int, minutes: float, latitude: float | None, longitude: float | None, **more: Any
) -> dict[str, Any]:
    """One line of a log."""
    row = {
        "source_sha256": "0" * 64, "source_row": number, "organisation": "watch", "sighting_id": f"S{number}",
        "post": f"P{longitude}", "latitude": latitude, "longitude": longitude, "view_range_m": 8_000.0,
        "seen_at": at(minutes), "seen_at_latest": at(minutes), "logged_at": at(minutes + 1), "network": "net",
    }  # fmt: skip
    return row | more


def fix(number: int, track: str, seconds: float, latitude: float, longitude: float, **more: Any) -> dict[str, Any]:
    """One fix of a track."""
    moment = START + timedelta(seconds=seconds)
    row = {
        "source_sha256": "1" * 64, "source_row": number, "organisation": "radar", "track_id": track, "t": moment,
        "t_latest": moment, "latitude": latitude, "longitude": longitude,
    }  # fmt: skip
    return row | more


def incident(name: str, minutes: float, latitude: float | None, longitude: float | None, **more: Any) -> dict[str, Any]:
    """One attack."""
    row = {
        "incident_id": name, "earliest": at(minutes), "latest": at(minutes), "latitude": latitude,
        "longitude": longitude, "radius_m": 100.0, "kind": "airstrike", "in_scope": True,
    }  # fmt: skip
    return row | more


@pytest.fixture
def settings() -> Settings:
    """A case of two months with two parties; `north` flies Su-34, `south` Mi-8 and L-39."""
    return Settings.model_validate(
        {
            **raw("2019-03-01", "2019-04-30"), "fictional": True,
            "parties": [
                {"id": "north", "name": "North", "aliases": ["Northern"], "air_force": True},
                {"id": "south", "name": "South", "air_force": True},
            ],
            "sky": {
                "draws": 20,
                "aircraft": [
                    {"id": "Su-34", "operators": ["north"]},
                    {"id": "Mi-8", "aircraft_class": "helicopter", "operators": ["south"]},
                    {"id": "L-39", "operators": ["south"]},
                ],
            },
        }
    )  # fmt: skip


@pytest.fixture
def facts() -> Facts:
    """Empty facts."""
    return Facts.in_memory()


@pytest.fixture
def filled(facts: Facts) -> Callable[..., Facts]:
    """Facts with some tables filled: `filled(sighting=[…], incident=[…])`."""

    def fill(**tables: list[dict[str, Any]]) -> Facts:
        for table, rows in tables.items():
            facts.replace(table, rows)
        return facts

    return fill


def model(names: str, at: list[float] | None = None) -> Model:
    """A log of two flights, `a` and `b`, a line every minute: 13 km a minute east, 600 km from each other."""
    count = len(names)
    moments = np.array([60.0 * n for n in range(count)] if at is None else at)
    east_km = moments / 60.0 * 13.0
    kind = np.array(["ab".index(name) for name in names], dtype=np.int64)
    none, some = np.full(count, -1), np.zeros(count, dtype=np.int64)
    half, stations = np.full(2, 0.5), np.full(count, 1 / max(1, count))
    follows = follows_of(none[:0], none[:0], stations, 1.0, stations)
    return Model(
        seen=Seen(
            at=moments, lat=34.0 + 5.4 * kind, lon=170.0 + east_km * EAST_KM, radius=np.full(count, 8_000.0),
            heading=np.full(count, 90.0), post=np.arange(count),
        ),
        station=np.arange(count), behaviour=some, kind=kind,
        group=kind, operator=none, operators=0, several=none, several_share=0.5, kinds=half, groups=half,
        class_of=np.arange(2), cruises=np.full(2, 215.0), tops=np.full(2, 360.0), any_cruise=215.0, any_top=360.0,
        again=np.full(count, 0.6), follows=follows, rarity=5.0,
        type_at=np.zeros((count, 2)), clock_sd=40.0,
    )  # fmt: skip


def successor(*links: int) -> np.ndarray:
    """What follows each line, -1 after the last of a flight."""
    return np.array(links, dtype=np.int64)
