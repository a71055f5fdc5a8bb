"""Radar tracks of some flights: fixes with jitter, gaps, numbers that split and numbers that two flights share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.simulate.events.flights import Flight
from dalil.simulate.events.strikes import Setting


@dataclass(frozen=True)
class Track:
    """Fixes under one number: t (s, UTC), x, y, altitude (m). `aircraft` is empty where the radar did not know."""

    track_id: str
    flight: int
    aircraft: str
    t: np.ndarray
    x: np.ndarray
    y: np.ndarray
    altitude_m: np.ndarray


def draw_tracks(at: Setting, flights: Sequence[Flight], first_number: int) -> list[Track]:
    """The tracks of a slice in order of take-off."""
    s, rng = at.settings.tracks, at.streams["tracks"]
    found: list[Track] = []
    number = first_number
    for flight in flights if s.on else ():
        # Five draws for every flight, seen or not: the share does not shift which are cut or merged.
        draw = rng.random(5)
        if draw[0] >= s.share:
            continue
        merges = bool(found) and draw[1] < s.merged
        track_id = found[-1].track_id if merges else f"T{number:05d}"
        aircraft = flight.aircraft.name if draw[2] < s.identified else ""
        parts = list(_parts(at, rng, flight, split=draw[3] < s.split, gap=draw[4] < s.gap))
        for part, (t, x, y, altitude) in enumerate(parts):
            found.append(
                Track(track_id if part == 0 else f"T{number + part:05d}", flight.number, aircraft, t, x, y, altitude)
            )
        number += len(parts)
    return found


def _parts(
    at: Setting, rng: np.random.Generator, flight: Flight, split: bool, gap: bool
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    s = at.settings.tracks
    # A minute after take-off and before landing the aircraft is below the radar.
    t = np.arange(flight.t[0] + 60, flight.t[-1] - 60, s.every_s).round()
    if gap and len(t) > 30:
        # Never at the very ends, where a gap would only shorten the track.
        hole = int(rng.integers(5, len(t) - 20))
        t = np.delete(t, slice(hole, hole + int(rng.integers(6, 16))))
    x, y = flight.at(t)
    x, y = x + rng.normal(0, s.jitter_m, len(t)), y + rng.normal(0, s.jitter_m, len(t))
    altitude = np.full(len(t), flight.aircraft.height_m) + rng.normal(0, 120, len(t))
    # Five minutes of climb and descent at the ends of what radar sees.
    climb = np.minimum(1, np.minimum(t - t[0] + 30, t[-1] - t + 30) / 300) if len(t) else t
    columns = (t, np.round(x, 1), np.round(y, 1), np.round(altitude * climb, -1))
    cut = int(rng.integers(5, max(6, len(t) - 5))) if split else len(t)
    for low, high in ((0, cut), (cut, len(t))):
        if min(high, len(t)) > low:  # a flight too short for radar has no fix
            t_, x_, y_, altitude_ = (column[low:high] for column in columns)
            yield t_, x_, y_, altitude_
