"""Observers' log lines, read: which type, where and when by the post's clock; doubled and unusable lines set aside.

A sighting is a circle (the post and how far it sees, or less where bearing and distance were written) and a moment.
Nothing is dropped: every line has a row in `sighting_reading` that says how it was read.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.read.catalogue import Aircraft, Catalogue
from dalil.crossref.sky.read.places import load_gazetteer
from dalil.geo.sphere import destination
from dalil.kernels import Floats, Ints, Mask
from dalil.names import fold

__all__ = ["COARSE", "Sightings", "moment", "parties_by_alias", "read_sightings", "seconds"]

COARSE = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1)
_FURTHEST_VIEW_M = 100_000.0  # no observer follows an aircraft further by eye: a larger number is a slip of units
_SAME = ("post", "seen_at", "aircraft", "operator_reported", "heading_deg", "bearing_deg", "distance_m", "behaviour")
_COLUMNS = (*_SAME, "sighting_id", "organisation", "place", "latitude", "longitude", "view_range_m", "seen_at_latest",
            "logged_at", "network", "count")  # fmt: skip
_KEPT = ("sighting_id", "organisation", "post", "network", "behaviour", "count", "latitude", "longitude", "view_used",
         "logged_at")  # fmt: skip
_AT_ONCE = 50_000  # lines read at a time: what bounds memory in a log of a million
_BEARING_SD_M = 1_000.0  # the least that a bearing and a distance by eye leave open
_PLACE_M = 6_000.0  # an aircraft reported at a town was within sight of it


@dataclass(frozen=True)
class Sightings:
    """Usable sightings in order of time: arrays of one length, and `rows`, what is kept of the lines handed in.

    `at_s` is seconds since 1970 by the post's own clock; (`latitude`, `longitude`, `radius_m`) the circle in which
    the aircraft was; `heading` is NaN where none was written.
    """

    rows: Sequence[Mapping[str, Any]]
    at_s: Floats
    latitude: Floats
    longitude: Floats
    radius_m: Floats
    heading: Floats
    post: Ints
    posts: tuple[str, ...]
    aircraft: Sequence[Aircraft]
    operator: Sequence[str]
    clocked: Mask  # false where the row of a chart is a place, and no observer's clock

    def __len__(self) -> int:
        return len(self.rows)


def seconds(moment: datetime) -> float:
    """Seconds since 1970 of a naive UTC time."""
    return (moment - _EPOCH).total_seconds()


def moment(at_s: float) -> datetime:
    """The naive UTC time of seconds since 1970, to the microsecond."""
    return _EPOCH + timedelta(microseconds=round(float(at_s) * 1e6))


def parties_by_alias(settings: Settings) -> dict[str, str]:
    """The party of the case that each folded spelling means."""
    return {fold(word): p.id for p in settings.parties for word in (p.id, p.name, p.name_ar, *p.aliases) if word}


def read_sightings(facts: Facts, settings: Settings, catalogue: Catalogue) -> Sightings:
    """Takes `sighting`. Gives `sighting_reading`, and the usable sightings.

    A log of a million lines is read in pieces: of a line only what is asked for later is kept.
    """
    names = ", ".join(_COLUMNS)
    log = facts.query(
        f"SELECT {names} FROM sighting ORDER BY seen_at, post, organisation, sighting_id"
    ).to_arrow_table()
    located = _located(facts, log)
    operators, seen, pieces = parties_by_alias(settings), _Seen(), [_piece([])]
    facts.replace("sighting_reading", [])
    for first in range(0, log.num_rows, _AT_ONCE):
        used, readings = [], []
        for number, row in enumerate(log.slice(first, _AT_ONCE).to_pylist(), first):
            row["place_note"], point = located.get(number, ("", None))
            row["view_default"] = _PLACE_M if point else None
            if point:
                row["latitude"], row["longitude"] = point
            written = catalogue.read(row["aircraft"])
            fault, notes = _fault(row), [note for note in (written.note, row["place_note"]) if note]
            if not fault and seen.before(row):
                fault = "entered_twice"
            row["heading_used"], row["view_used"] = _heading(row, notes), _view(row, notes, settings)
            row["read"], row["operator_id"] = written.aircraft, operators.get(fold(row["operator_reported"] or ""), "")
            readings.append(_reading_row(row, fault, notes))
            if not fault:
                used.append((row, readings[-1]))
        pieces.append(_piece(used))
        facts.append("sighting_reading", readings)
    return _together(pieces)


class _Seen:
    """Knows the lines of one moment; the log is in order of time, so no more need be kept."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._marks: set[tuple[Any, ...]] = set()

    def before(self, row: Mapping[str, Any]) -> bool:
        """Whether the same line was there already; notes it."""
        if row["seen_at"] != self._at:
            self._at, self._marks = row["seen_at"], set()
        mark = tuple(row[name] for name in _SAME)
        found = mark in self._marks
        self._marks.add(mark)
        return found


def _located(facts: Facts, log: pa.Table) -> dict[int, tuple[str, tuple[float, float] | None]]:
    """Of lines that name a place only, by number: what was done, and the point it gave."""
    without = [log[name].is_null().to_pylist() for name in ("latitude", "longitude")]
    nameless = [number for number, missing in enumerate(zip(*without, strict=True)) if any(missing)]
    if not nameless:
        return {}
    lines = zip(*(log[name].take(nameless).to_pylist() for name in ("place", "post")), strict=True)
    asked = [(place or "", post.split(":")[0] if ":" in post else "") for place, post in lines]
    known = load_gazetteer(facts).locate_all(asked)
    found: dict[int, tuple[str, tuple[float, float] | None]] = {}
    for number, item in zip(nameless, asked, strict=True):
        point, why = known[item] if item[0] else (None, "")
        found[number] = ("located_by_name", (point.latitude, point.longitude)) if point else (why, None)
    return found


def _fault(row: Mapping[str, Any]) -> str:
    """Why a line cannot be used, or nothing."""
    if row["seen_at"] is None:
        return "no_time"
    if row["latitude"] is None or row["longitude"] is None:
        return "no_position"
    if (row["seen_at_latest"] or row["seen_at"]) - row["seen_at"] > COARSE:
        return "time_too_coarse"
    return ""


def _heading(row: Mapping[str, Any], notes: list[str]) -> float | None:
    heading: float | None = row["heading_deg"]
    if heading is None or 0 <= heading <= 360:
        return heading
    notes.append("heading_out_of_range")
    return None


def _view(row: Mapping[str, Any], notes: list[str], settings: Settings) -> float:
    view = row["view_range_m"]
    if view is not None and 0 < view <= _FURTHEST_VIEW_M:
        return float(view)
    notes.append("view_range_assumed")
    return float(row["view_default"] or settings.sky.view_range_m)


def _reading_row(row: Mapping[str, Any], fault: str, notes: list[str]) -> dict[str, Any]:
    aircraft: Aircraft = row["read"]
    return {
        "sighting_id": row["sighting_id"], "organisation": row["organisation"],
        "status": "used" if not fault else "doubled" if fault == "entered_twice" else "set_aside",
        "reason": fault or None, "type_id": aircraft.label if aircraft.is_type else None, "label": aircraft.label,
        "aircraft_class": aircraft.aircraft_class, "operator_id": row["operator_id"] or None,
        "heading_deg": row["heading_used"], "notes": notes,
    }  # fmt: skip


def _piece(used: list[tuple[dict[str, Any], dict[str, Any]]]) -> Sightings:
    """A stretch of the log with its own numbers for posts; each reading is told its circle."""
    rows = [row for row, _ in used]
    posts = tuple(sorted({row["post"] for row in rows}))
    number = {post: n for n, post in enumerate(posts)}

    def array(name: str) -> Floats:
        return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)

    latitude, longitude, radius = _circles(array)
    for n, (_, reading) in enumerate(used):
        reading |= {"latitude": float(latitude[n]), "longitude": float(longitude[n]), "radius_m": float(radius[n])}
    middle = [seconds(r["seen_at"] + ((r["seen_at_latest"] or r["seen_at"]) - r["seen_at"]) / 2) for r in rows]
    return Sightings(
        rows=[{name: _one(row[name]) for name in _KEPT} for row in rows],
        at_s=np.array(middle, dtype=np.float64), latitude=latitude, longitude=longitude, radius_m=radius,
        heading=array("heading_used"), posts=posts,
        post=np.array([number[row["post"]] for row in rows], dtype=np.int64),
        aircraft=[row["read"] for row in rows], operator=[row["operator_id"] for row in rows],
        clocked=np.array([not row["view_default"] for row in rows], dtype=np.bool_),
    )  # fmt: skip


def _one(value: Any) -> Any:
    """Words that stand in every line are kept once."""
    return sys.intern(value) if isinstance(value, str) else value


def _together(pieces: Sequence[Sightings]) -> Sightings:
    posts = tuple(sorted({post for piece in pieces for post in piece.posts}))
    number = {post: n for n, post in enumerate(posts)}
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(piece, name) for piece in pieces])
        for name in ("at_s", "latitude", "longitude", "radius_m", "heading", "clocked")
    }
    renumbered = [np.array([number[post] for post in p.posts], dtype=np.int64)[p.post] for p in pieces]
    listed: dict[str, Any] = {
        name: [item for piece in pieces for item in getattr(piece, name)] for name in ("rows", "aircraft", "operator")
    }
    return Sightings(posts=posts, post=np.concatenate(renumbered), **arrays, **listed)


def _circles(array: Any) -> tuple[Floats, Floats, Floats]:
    """Where the aircraft was: the post's view circle, half of it where a bearing, less where a distance is written.

    Distances judged by eye are off by about a fifth and bearings by about 8 degrees; twice that is kept.
    """
    latitude, longitude, view = array("latitude"), array("longitude"), array("view_used")
    bearing, distance = array("bearing_deg"), array("distance_m")
    has_bearing, both = ~np.isnan(bearing), ~np.isnan(bearing) & ~np.isnan(distance)
    away = np.where(both, np.minimum(distance, 1.5 * view), np.where(has_bearing, view / 2, 0.0))
    radius = np.where(both, np.minimum(view, 0.5 * away + _BEARING_SD_M), np.where(has_bearing, 0.6 * view, view))
    moved = destination(latitude, longitude, np.where(has_bearing, bearing, 0.0), away)
    return moved[0], moved[1], np.where(np.isnan(distance) | both, radius, np.minimum(view, 1.5 * distance))
