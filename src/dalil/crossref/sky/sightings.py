"""Observers' log lines, read: which type, where and when by the post's clock; doubled and unusable lines set aside.

A sighting is a circle (the post and how far it sees, or less where bearing and distance were written) and a moment.
Nothing is dropped: every line has a row in `sighting_reading` that says how it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.catalogue import Aircraft, Catalogue
from dalil.crossref.sky.kernel import Floats
from dalil.crossref.sky.places import load_gazetteer
from dalil.crossref.sky.sphere import destination
from dalil.names import fold

__all__ = ["COARSE", "Sightings", "moment", "parties_by_alias", "read_sightings", "seconds"]

COARSE = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1)
_FURTHEST_VIEW_M = 100_000.0
_SAME = ("post", "seen_at", "aircraft", "operator_reported", "heading_deg", "bearing_deg", "distance_m", "behaviour")
_COLUMNS = (*_SAME, "sighting_id", "organisation", "place", "latitude", "longitude", "view_range_m", "seen_at_latest",
            "logged_at", "network", "count")  # fmt: skip
_BEARING_SD_M = 1_000.0
_PLACE_M = 6_000.0  # an aircraft reported at a town was within sight of it


@dataclass(frozen=True)
class Sightings:
    """Usable sightings in order of time: arrays of one length, and `rows`, the lines as they were handed in.

    `at_s` is seconds since 1970 by the post's own clock; (`latitude`, `longitude`, `radius_m`) the circle in which
    the aircraft was; `heading` is NaN where none was written.
    """

    rows: Sequence[Mapping[str, Any]]
    at_s: Floats
    latitude: Floats
    longitude: Floats
    radius_m: Floats
    heading: Floats
    post: NDArray[np.int64]
    posts: tuple[str, ...]
    aircraft: Sequence[Aircraft]
    operator: Sequence[str]
    clocked: NDArray[np.bool_]  # false where the row of a chart is a place, and no observer's clock

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
    """Takes `sighting`. Gives `sighting_reading`, and the usable sightings."""
    names = ", ".join(_COLUMNS)
    rows = facts.rows(f"SELECT {names} FROM sighting ORDER BY seen_at, post, organisation, sighting_id")
    operators, seen, used, readings = parties_by_alias(settings), set(), [], []
    _locate(facts, rows)
    for row in rows:
        written = catalogue.read(row["aircraft"])
        fault, notes = _fault(row), [note for note in (written.note, row["place_note"]) if note]
        mark = tuple(row[name] for name in _SAME)
        if not fault and mark in seen:
            fault = "entered_twice"
        row["heading_used"], row["view_used"] = _heading(row, notes), _view(row, notes, settings)
        row["read"], row["operator_id"] = written.aircraft, operators.get(fold(row["operator_reported"] or ""), "")
        readings.append(_reading_row(row, fault, notes))
        if not fault:
            seen.add(mark)
            used.append(row)
    sightings = _columns(used)
    placed = {id(row): n for n, row in enumerate(used)}
    for row, reading in zip(rows, readings, strict=True):
        if id(row) in placed:
            n = placed[id(row)]
            reading["latitude"], reading["longitude"] = float(sightings.latitude[n]), float(sightings.longitude[n])
            reading["radius_m"] = float(sightings.radius_m[n])
    facts.replace("sighting_reading", readings)
    return sightings


def _locate(facts: Facts, rows: list[dict[str, Any]]) -> None:
    """Gives a point, and how far around it, to lines that name a place only; says in `place_note` what was done."""
    nameless = [row for row in rows if row["latitude"] is None or row["longitude"] is None]
    for row in rows:
        row["place_note"], row["view_default"] = "", None
    if not nameless:
        return
    asked = [(row["place"] or "", row["post"].split(":")[0] if ":" in row["post"] else "") for row in nameless]
    known = load_gazetteer(facts).locate_all(asked)
    for row, item in zip(nameless, asked, strict=True):
        point, why = known[item] if item[0] else (None, "")
        row["place_note"] = "located_by_name" if point else why
        if point:
            row["latitude"], row["longitude"], row["view_default"] = point.latitude, point.longitude, _PLACE_M


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


def _columns(rows: list[dict[str, Any]]) -> Sightings:
    posts = tuple(sorted({row["post"] for row in rows}))
    number = {post: n for n, post in enumerate(posts)}

    def array(name: str) -> Floats:
        return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)

    latitude, longitude, radius = _circles(array)
    middle = [seconds(r["seen_at"] + ((r["seen_at_latest"] or r["seen_at"]) - r["seen_at"]) / 2) for r in rows]
    return Sightings(
        rows=rows, at_s=np.array(middle, dtype=np.float64), latitude=latitude, longitude=longitude, radius_m=radius,
        heading=array("heading_used"), posts=posts,
        post=np.array([number[row["post"]] for row in rows], dtype=np.int64),
        aircraft=[row["read"] for row in rows], operator=[row["operator_id"] for row in rows],
        clocked=np.array([not row["view_default"] for row in rows], dtype=np.bool_),
    )  # fmt: skip


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
