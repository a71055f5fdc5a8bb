"""Settings of invented cases: what nearly every test needs, and none is about."""

from __future__ import annotations

from typing import Any

from dalil.casefile.settings import Settings

__all__ = ["AROUND_ALEPPO", "new", "raw", "settings_of"]

AROUND_ALEPPO = [36.5, 35.7, 37.7, 36.7]
"""West, south, east and north in degrees: the area of the cases that have one."""


def raw(first: str = "2016-07-01", last: str = "2016-12-31", zone: str = "UTC", **more: Any) -> dict[str, Any]:
    """What a case.toml says, parsed: both days are included; `more` stands beside the rest, or in place of it."""
    return {"title": "Invented", "zone": zone, "from": first, "to": last, **more}


def settings_of(first: str = "2016-07-01", last: str = "2016-12-31", zone: str = "UTC", **more: Any) -> Settings:
    """The same, checked."""
    return Settings.model_validate(raw(first, last, zone, **more))


def new(first: str = "2016-07-01", last: str = "2016-12-31", zone: str = "UTC", *more: str) -> tuple[str, ...]:
    """The options that `dalil new` needs for the same."""
    return ("--title", "Invented", "--zone", zone, "--from", first, "--to", last, *more)
