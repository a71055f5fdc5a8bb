"""What was flown: one flight with its fixes, and all flights as the arrays that opportunity is computed on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dalil.crossref.sky.flights.traffic import cruise_ms
from dalil.crossref.sky.read.catalogue import Aircraft
from dalil.kernels import Floats, Ints, Mask

__all__ = ["Flights", "Flown", "gather"]


@dataclass(frozen=True)
class Flown:
    """One flight: its row, its fixes, and the sightings behind it (empty for a track)."""

    row: Mapping[str, Any]
    aircraft: Aircraft
    at_s: Floats
    latitude: Floats
    longitude: Floats
    radius_m: Floats
    lines: tuple[int, ...] = ()
    aloft_s: tuple[float, float] = (-math.inf, math.inf)  # outside of this it was seen on the ground

    @property
    def flight_id(self) -> str:
        """Its id in the table."""
        return str(self.row["flight_id"])


@dataclass(frozen=True)
class Flights:
    """Flights in order of their first fix; fixes of flight n are `start[n]:start[n + 1]`, in order of time.

    Per fix: `at` (s since 1970), `latitude`, `longitude`, `radius_m`. Per flight: speeds (m/s), `release_m`,
    `endurance_s`, `label` (number in `labels`), whether it was seen to leave or land, whether it is a track.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    start: Ints
    at: Floats
    latitude: Floats
    longitude: Floats
    radius_m: Floats
    label: Ints
    top_ms: Floats
    cruise_ms: Floats
    release_m: Floats
    endurance_s: Floats
    departs: Mask
    lands: Mask
    tracked: Mask
    aloft_s: Floats | None = None  # (flights, 2): outside of this a flight was seen on the ground

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def reach_s(self) -> Floats:
        """(flights, 2): from when to when a flight can have been in the air."""
        first, last = self.at[self.start[:-1]], self.at[self.start[1:] - 1]
        spare = np.maximum(self.endurance_s - (last - first), 0.0)
        low = np.where(self.departs, first, first - spare)
        high = np.where(self.lands, last, last + spare)
        if self.aloft_s is not None:
            low, high = np.maximum(low, self.aloft_s[:, 0]), np.minimum(high, self.aloft_s[:, 1])
        return np.stack([low, high], axis=1)


def gather(flown: Sequence[Flown], labels: Sequence[str]) -> Flights:
    """All flights as arrays, in the order given; `labels` numbers the labels."""
    number = {label: n for n, label in enumerate(labels)}

    def fixes(name: str) -> Floats:
        return np.concatenate([getattr(f, name) for f in flown]) if flown else np.zeros(0)

    def each(value: Any) -> Floats:
        return np.array([value(f) for f in flown], dtype=np.float64)

    return Flights(
        ids=tuple(f.flight_id for f in flown), labels=tuple(labels),
        start=np.cumsum([0, *(len(f.at_s) for f in flown)]).astype(np.int64),
        at=fixes("at_s"), latitude=fixes("latitude"), longitude=fixes("longitude"), radius_m=fixes("radius_m"),
        label=np.array([number[f.aircraft.label] for f in flown], dtype=np.int64),
        top_ms=each(lambda f: f.aircraft.top_speed_ms), cruise_ms=each(lambda f: cruise_ms(f.aircraft)),
        release_m=each(lambda f: f.aircraft.release_m), endurance_s=each(lambda f: f.aircraft.endurance_s),
        departs=np.array([f.row["departed_from"] is not None for f in flown], dtype=np.bool_),
        lands=np.array([f.row["landed_at"] is not None for f in flown], dtype=np.bool_),
        tracked=np.array([not f.lines for f in flown], dtype=np.bool_),
        aloft_s=np.array([f.aloft_s for f in flown], dtype=np.float64).reshape(-1, 2),
    )  # fmt: skip
