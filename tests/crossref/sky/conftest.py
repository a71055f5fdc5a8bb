"""A small invented sky: sightings, positions and attacks around one place in the open sea."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

START = datetime(2019, 3, 20)


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
            "title": "Invented", "zone": "UTC", "from": "2019-03-01", "to": "2019-04-30", "fictional": True,
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
