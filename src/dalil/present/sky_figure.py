"""One incident's sky as a figure (SVG): a strip of time with sightings, releases and the report, and a map of prisms.

The map shows posts and what gives them away. It is for those who work on the case, and is drawn only where it is asked
for; an audience gets the strip, unless a rule lets the map out. Colours are told apart by lightness too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.geo.earth import METRES_PER_DEGREE
from dalil.messages import Catalogue, catalogue, font_family

__all__ = ["protected", "svg"]

_WIDTH, _STRIP, _ROW, _MAP = 760, 60, 18, 460
_LEFT, _RIGHT = 190, 20
_COLOURS = ("#1b3a6b", "#b5542c", "#3f7d5a", "#8a5a9e", "#6b6b2a", "#2a7f9e", "#a03a5a", "#555555")
_MOST_FLIGHTS = 8
_ARABIC = re.compile("[\u0600-\u06ff]")
_HALF_MAP_M = 40_000.0
_AROUND = timedelta(minutes=45)
Fix = tuple[datetime, float, float, float]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres around a place to points of the map."""

    latitude: float
    longitude: float
    top: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        scale = _MAP / (2 * _HALF_MAP_M)
        off = (longitude - self.longitude + 540.0) % 360.0 - 180.0
        x = off * METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        y = (latitude - self.latitude) * METRES_PER_DEGREE
        return round(_WIDTH / 2 + x * scale, 1), round(self.top + _MAP / 2 - y * scale, 1)

    def length(self, metres: float) -> float:
        return round(metres * _MAP / (2 * _HALF_MAP_M), 1)


def protected(facts: Facts, incident_id: str, named: str, language: str) -> str:
    """The figure with the map of an incident that its readers know as `named`."""
    return svg(facts, incident_id, language, posts=True, named=named)


def svg(facts: Facts, incident_id: str, language: str = "en", *, posts: bool = False, named: str | None = None) -> str:
    """The figure of one incident; with `posts` also the map, which gives away where observers stand.
    `named` is the id that stands over it, where its readers know the incident by another.

    Takes incident, opportunity, flight, flight_sighting, sighting_reading, track, position, strike_sequence. Refuses
    an incident that is not there.
    """
    words = catalogue(language)
    incident = next(iter(facts.rows("SELECT * FROM incident WHERE incident_id = ?", [incident_id])), None)
    if incident is None:
        raise UsageError("There is no such incident.", found=incident_id, do="dalil show CASE incidents lists them")
    flights = _flights(facts, incident_id)
    releases = facts.rows(
        "SELECT s.released_at, s.cleared_at FROM opportunity o JOIN strike_sequence s ON s.sequence_id = o.flight_id "
        "WHERE o.line = 'radio' AND o.incident_id = ? ORDER BY s.started_at, s.sequence_id", [incident_id],
    )  # fmt: skip
    top = _STRIP + _ROW * (len(flights) + 2)
    high = top + (_MAP + 40 if posts else 0)
    parts = [_head(20, words.text("sky.figure.title", incident=named or incident_id), "title", words)]
    parts += _strip(incident, flights, releases, words)
    if posts:
        parts += [
            _head(38, words.text("sky.figure.notice"), "notice", words),
            *_map(incident, flights, top + 20, words),
        ]
    protected = 'class="protected" ' if posts else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{high}" viewBox="0 0 {_WIDTH} {high}" '
        f'{protected}font-family="{font_family()}" font-size="11">'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _flights(facts: Facts, incident_id: str) -> list[dict[str, Any]]:
    """The nearest flights, each with its fixes as (time, latitude, longitude, radius)."""
    rows = facts.rows(
        "SELECT o.flight_id, o.label, o.bin, o.release_m, o.possible_from, o.possible_to, f.fixes, f.top_speed_ms "
        "FROM opportunity o JOIN flight f USING (flight_id) "
        "WHERE o.incident_id = ? AND o.line = 'flight' AND o.bin <> 'possible' "
        "ORDER BY o.bin = 'within_600_s', o.closest_m, o.flight_id LIMIT ?", [incident_id, _MOST_FLIGHTS],
    )  # fmt: skip
    for row in rows:
        row["fixes_at"] = _fixes(facts, row["flight_id"])
    return rows


def _fixes(facts: Facts, flight_id: str) -> list[Fix]:
    seen = facts.query(
        'SELECT l."at", r.latitude, r.longitude, r.radius_m FROM flight_sighting l '
        "JOIN sighting_reading r ON r.sighting_id = l.sighting_id "
        "AND r.organisation IS NOT DISTINCT FROM l.organisation WHERE l.flight_id = ? ORDER BY l.position",
        [flight_id],
    ).fetchall()
    if seen:
        return seen
    return facts.query(
        "SELECT p.t, p.latitude, p.longitude, 300.0 FROM track k JOIN position p USING (track_id) "
        "WHERE k.flight_id = ? AND p.t BETWEEN k.first_at AND k.last_at ORDER BY p.t",
        [flight_id],
    ).fetchall()


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if kind == "title" else ""
    colour = ' fill="#a00000"' if kind == "notice" else ""
    # Whoever draws it may take a line to run from left to right: one that has Arabic is isolated the other way.
    turned = f"\u2067{text}\u2069" if _ARABIC.search(text) else text
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{weight}{colour}>{escape(turned)}</text>'


def _shown(incident: Mapping[str, Any], flights: Sequence[Mapping[str, Any]]) -> tuple[datetime, datetime]:
    """From when to when: the incident's interval and every time at which a flight could have been there."""
    begin = min(incident["earliest"], *(flight["possible_from"] for flight in flights), incident["latest"])
    end = max(incident["latest"], *(flight["possible_to"] for flight in flights), incident["earliest"])
    return begin - _AROUND, end + _AROUND


def _head(y: float, text: str, kind: str, words: Catalogue) -> str:
    """A line over the figure, at the side where its readers begin."""
    return _text(_WIDTH - 12, y, text, kind, "end") if words.language.rtl else _text(12, y, text, kind)


def _label(y: float, text: str, words: Catalogue) -> str:
    """What stands left of the strip, for time runs from left to right in every language."""
    return _text(_LEFT - 10, y, text, anchor="end") if words.language.rtl else _text(12, y, text)


def _strip(
    incident: Mapping[str, Any],
    flights: Sequence[Mapping[str, Any]],
    releases: Sequence[Mapping[str, Any]],
    words: Catalogue,
) -> list[str]:
    """Rows of the time strip: the attack, then one row for each flight."""
    begin, end = _shown(incident, flights)
    span = float((end - begin).total_seconds())

    def x(moment: datetime) -> float:
        share = (moment - begin).total_seconds() / span
        return float(round(_LEFT + min(1.0, max(0.0, share)) * (_WIDTH - _LEFT - _RIGHT), 1))

    low, high = x(incident["earliest"]), x(incident["latest"])
    bottom = _STRIP + _ROW * (len(flights) + 1)
    parts = [
        f'<rect x="{low}" y="{_STRIP - 12}" width="{max(2.0, high - low)}" height="{bottom - _STRIP + 12}" '
        'fill="#f3d9c9"/>',
        _label(_STRIP, words.text("sky.figure.attack"), words),
        _text(low, bottom + 12, f"{incident['earliest']:%d.%m. %H:%M} {words.text('sky.figure.utc')}", anchor="middle"),
    ]
    for row in releases:
        at = row["released_at"] or row["cleared_at"]
        parts.append(f'<path d="M{x(at)},{_STRIP - 12}V{bottom}" stroke="#a00000" stroke-dasharray="4 2"/>')
        parts.append(_text(x(at) + 3, _STRIP - 2, words.text("sky.figure.release")))
    for n, flight in enumerate(flights):
        y, colour = _STRIP + _ROW * (n + 1), _COLOURS[n % len(_COLOURS)]
        parts.append(
            _label(y + 4, words.text("sky.figure.flight", label=flight["label"], fixes=flight["fixes"]), words)
        )
        inside = [fix[0] for fix in flight["fixes_at"] if begin <= fix[0] <= end]
        if inside:
            parts.append(f'<path d="M{x(inside[0])},{y}H{x(inside[-1])}" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(at)}" cy="{y}" r="3.5" fill="{colour}"/>' for at in inside]
    return parts


def _map(incident: Mapping[str, Any], flights: Sequence[Mapping[str, Any]], top: float, words: Catalogue) -> list[str]:
    if incident["latitude"] is None:
        return []
    plane = _Plane(incident["latitude"], incident["longitude"], top)
    cx, cy = plane.at(plane.latitude, plane.longitude)
    parts = [
        f'<clipPath id="map"><rect x="{_WIDTH / 2 - _MAP / 2}" y="{top}" width="{_MAP}" height="{_MAP}"/></clipPath>',
        f'<rect x="{_WIDTH / 2 - _MAP / 2}" y="{top}" width="{_MAP}" height="{_MAP}" fill="#f7f7f4" stroke="#999"/>',
        '<g clip-path="url(#map)">',
    ]
    for n, flight in enumerate(flights):
        parts += _prism(flight, plane, _COLOURS[n % len(_COLOURS)])
    reach = max((flight["release_m"] or 0.0 for flight in flights), default=0.0) + (incident["radius_m"] or 0.0)
    parts.append(
        f'<circle cx="{cx}" cy="{cy}" r="{plane.length(reach)}" fill="none" stroke="#a00000" stroke-dasharray="3 3"/>'
    )
    parts.append(
        f'<circle cx="{cx}" cy="{cy}" r="{max(3.0, plane.length(incident["radius_m"] or 0.0))}" fill="#a00000"/>'
    )
    parts.append("</g>")
    if not flights:
        parts.append(_text(_WIDTH / 2, top + 30, words.text("sky.figure.nothing"), anchor="middle"))
    x, y = _WIDTH / 2 - _MAP / 2 + 12, top + _MAP - 12
    parts.append(f'<path d="M{x},{y}h{plane.length(10_000)}" stroke="#333" stroke-width="2"/>')
    parts.append(_text(x, y - 5, words.text("sky.figure.scale", km=10)))
    parts.append(_text(_WIDTH / 2 + _MAP / 2 - 8, y, words.text("sky.figure.place"), anchor="end"))
    return parts


def _prism(flight: Mapping[str, Any], plane: _Plane, colour: str) -> list[str]:
    """View circles and way of a flight; the leg in which it could have been there as an ellipse, the prism's shadow."""
    begin, end = flight["possible_from"] - _AROUND, flight["possible_to"] + _AROUND
    fixes = [fix for fix in flight["fixes_at"] if begin <= fix[0] <= end]
    points = [plane.at(latitude, longitude) for _, latitude, longitude, _ in fixes]
    parts = [
        f'<circle cx="{x}" cy="{y}" r="{plane.length(fix[3])}" fill="{colour}" fill-opacity="0.06" stroke="{colour}" '
        'stroke-opacity="0.4"/>'
        for (x, y), fix in zip(points, fixes, strict=True)
        if fix[3] > 1_000.0
    ]
    if len(points) > 1:
        way = "L".join(f"{x},{y}" for x, y in points)
        parts.append(f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    parts += [f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in points]
    legs = pairwise(fixes)
    middle = flight["possible_from"] + (flight["possible_to"] - flight["possible_from"]) / 2
    leg = next((leg for leg in legs if leg[0][0] <= middle <= leg[1][0]), None)
    return [*parts, _ellipse(*leg, flight["top_speed_ms"], plane, colour)] if leg else parts


def _ellipse(before: Fix, after: Fix, top_speed_ms: float, plane: _Plane, colour: str) -> str:
    """Where the aircraft can have been between two fixes: the way there and on no longer than it can fly."""
    (x1, y1), (x2, y2) = plane.at(before[1], before[2]), plane.at(after[1], after[2])
    flown = top_speed_ms * (after[0] - before[0]).total_seconds() + before[3] + after[3]
    long, apart = plane.length(flown) / 2, math.hypot(x2 - x1, y2 - y1) / 2
    short = math.sqrt(max(long**2 - apart**2, 1.0))
    turn = math.degrees(math.atan2(y2 - y1, x2 - x1))
    cx, cy = round((x1 + x2) / 2, 1), round((y1 + y2) / 2, 1)
    return (
        f'<ellipse cx="{cx}" cy="{cy}" rx="{max(long, apart):.1f}" ry="{short:.1f}" fill="{colour}" '
        'fill-opacity="0.08" '
        f'stroke="{colour}" transform="rotate({turn:.1f} {cx} {cy})"/>'
    )
