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

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.geo.earth import METRES_PER_DEGREE
from dalil.messages import Catalogue, catalogue, font_family
from dalil.present.canvas import Canvas, Value, element

__all__ = ["protected", "svg"]

_WIDTH, _STRIP, _ROW, _MAP = 760, 60, 18, 460  # points: the whole, where rows begin, a row, a side of the map
_LEFT, _RIGHT = 190, 20  # points on both sides of the strip: for what stands beside a row, and a margin
# Eight that differ in lightness too, so that a print without colour tells them apart.
_COLOURS = ("#1b3a6b", "#b5542c", "#3f7d5a", "#8a5a9e", "#6b6b2a", "#2a7f9e", "#a03a5a", "#555555")
_MOST_FLIGHTS = 8  # as many as there are colours; the nearest are drawn
_ARABIC = re.compile("[\u0600-\u06ff]")
_HALF_MAP_M = 40_000.0  # from the place to the edge of the map
_AROUND = timedelta(minutes=45)  # shown before the first time and after the last
_POINT_M = 1_000.0  # a fix known closer than this is drawn as a point, without its circle
Fix = tuple[datetime, float, float, float]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres around a place to points of the map."""

    latitude: float
    longitude: float
    top: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        scale = _MAP / (2 * _HALF_MAP_M)
        # The shorter way round: a place beside the antimeridian has posts on both sides.
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

    Takes incident, opportunity, chance, flight, flight_sighting, sighting_reading, track, position, strike_sequence.
    Refuses an incident that is not there.
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
    drawn = _Figure(
        words, width=_WIDTH, height=high, viewBox=f"0 0 {_WIDTH} {high}", class_="protected" if posts else None,
        font_family=font_family(), font_size="11",
    )  # fmt: skip
    drawn.head(20, words.text("sky.figure.title", incident=named or incident_id), font_weight="bold")
    drawn.strip(incident, flights, releases)
    if posts:
        drawn.head(38, words.text("sky.figure.notice"), fill="#a00000")
        drawn.map(incident, flights, top + 20)
    return drawn.svg("\n") + "\n"


def _flights(facts: Facts, incident_id: str) -> list[dict[str, Any]]:
    """The nearest flights, each with its fixes as (time, latitude, longitude, radius)."""
    rows = facts.rows(
        "SELECT o.flight_id, o.label, o.release_m, o.possible_from, o.possible_to, f.fixes, f.top_speed_ms "
        "FROM opportunity o JOIN flight f USING (flight_id) "
        "WHERE o.incident_id = ? AND o.line = 'flight' AND o.bin <> 'possible' "
        # Those that are near by the widest bin only come last.
        "ORDER BY o.bin_s = (SELECT max(bin_s) FROM chance WHERE line = 'flight'), o.closest_m, o.flight_id LIMIT ?",
        [incident_id, _MOST_FLIGHTS],
    )  # fmt: skip
    for row in rows:
        row["fixes_at"] = _fixes(facts, row["flight_id"])
    return rows


def _fixes(facts: Facts, flight_id: str) -> list[Fix]:
    # Sightings have the readings of the search; of a track its own fixes are drawn, good to some hundred metres.
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


def _shown(incident: Mapping[str, Any], flights: Sequence[Mapping[str, Any]]) -> tuple[datetime, datetime]:
    """From when to when: the incident's interval and every time at which a flight could have been there."""
    begin = min(incident["earliest"], *(flight["possible_from"] for flight in flights), incident["latest"])
    end = max(incident["latest"], *(flight["possible_to"] for flight in flights), incident["earliest"])
    return begin - _AROUND, end + _AROUND


class _Figure(Canvas):
    """The canvas of one incident, in the language of its readers."""

    def __init__(self, words: Catalogue, **head: Value) -> None:
        super().__init__(**head)
        self._words = words

    def words(self, x: float, y: float, text: str, anchor: str = "start", **attributes: Value) -> None:
        # Whoever draws it may take a line to run from left to right: one that has Arabic is isolated the other way.
        turned = f"\u2067{text}\u2069" if _ARABIC.search(text) else text
        self.text(x, y, turned, text_anchor=anchor, **attributes)

    def head(self, y: float, text: str, **attributes: Value) -> None:
        """A line over the figure, at the side where its readers begin."""
        rtl = self._words.language.rtl
        self.words(_WIDTH - 12 if rtl else 12, y, text, "end" if rtl else "start", **attributes)

    def label(self, y: float, text: str) -> None:
        """What stands left of the strip, for time runs from left to right in every language."""
        rtl = self._words.language.rtl
        self.words(_LEFT - 10 if rtl else 12, y, text, "end" if rtl else "start")

    def strip(
        self, incident: Mapping[str, Any], flights: Sequence[Mapping[str, Any]], releases: Sequence[Mapping[str, Any]]
    ) -> None:
        """Rows of the time strip: the attack, then one row for each flight."""
        begin, end = _shown(incident, flights)
        span = float((end - begin).total_seconds())

        def x(moment: datetime) -> float:
            share = (moment - begin).total_seconds() / span
            return float(round(_LEFT + min(1.0, max(0.0, share)) * (_WIDTH - _LEFT - _RIGHT), 1))

        say = self._words.text
        low, high = x(incident["earliest"]), x(incident["latest"])
        bottom = _STRIP + _ROW * (len(flights) + 1)
        wide, tall = f"{max(2.0, high - low)}", bottom - _STRIP + 12
        self.add("rect", x=low, y=_STRIP - 12, width=wide, height=tall, fill="#f3d9c9")
        self.label(_STRIP, say("sky.figure.attack"))
        self.words(low, bottom + 12, f"{incident['earliest']:%d.%m. %H:%M} {say('sky.figure.utc')}", "middle")
        for row in releases:
            at = x(row["released_at"] or row["cleared_at"])
            self.add("path", d=f"M{at},{_STRIP - 12}V{bottom}", stroke="#a00000", stroke_dasharray="4 2")
            self.words(at + 3, _STRIP - 2, say("sky.figure.release"))
        for n, flight in enumerate(flights):
            y, colour = _STRIP + _ROW * (n + 1), _COLOURS[n % len(_COLOURS)]
            self.label(y + 4, say("sky.figure.flight", label=flight["label"], fixes=flight["fixes"]))
            inside = [x(fix[0]) for fix in flight["fixes_at"] if begin <= fix[0] <= end]
            if inside:
                self.add("path", d=f"M{inside[0]},{y}H{inside[-1]}", stroke=colour, stroke_width="2")
            for at in inside:
                self.add("circle", cx=at, cy=y, r=3.5, fill=colour)

    def map(self, incident: Mapping[str, Any], flights: Sequence[Mapping[str, Any]], top: float) -> None:
        """Flights and their prisms around the place; nothing where there is none."""
        if incident["latitude"] is None:
            return
        plane = _Plane(incident["latitude"], incident["longitude"], top)
        (cx, cy), left = plane.at(plane.latitude, plane.longitude), _WIDTH / 2 - _MAP / 2
        frame = {"x": left, "y": top, "width": _MAP, "height": _MAP}
        self.add("clipPath", element("rect", **frame), id="map")
        self.add("rect", **frame, fill="#f7f7f4", stroke="#999")
        self.open("g", clip_path="url(#map)")
        for n, flight in enumerate(flights):
            self._prism(flight, plane, _COLOURS[n % len(_COLOURS)])
        radius = incident["radius_m"] or 0.0
        # The farthest that any of these could have let go from, and still have hit somewhere in the region.
        reach = max((flight["release_m"] or 0.0 for flight in flights), default=0.0) + radius
        self.add("circle", cx=cx, cy=cy, r=plane.length(reach), fill="none", stroke="#a00000", stroke_dasharray="3 3")
        self.add("circle", cx=cx, cy=cy, r=max(3.0, plane.length(radius)), fill="#a00000")
        self.close("g")
        if not flights:
            self.words(_WIDTH / 2, top + 30, self._words.text("sky.figure.nothing"), "middle")
        x, y = left + 12, top + _MAP - 12
        self.add("path", d=f"M{x},{y}h{plane.length(10_000)}", stroke="#333", stroke_width="2")
        self.words(x, y - 5, self._words.text("sky.figure.scale", km=10))
        self.words(_WIDTH / 2 + _MAP / 2 - 8, y, self._words.text("sky.figure.place"), "end")

    def _prism(self, flight: Mapping[str, Any], plane: _Plane, colour: str) -> None:
        """View circles and way of a flight; the leg in which it could have been there as an ellipse, the prism's
        shadow."""
        begin, end = flight["possible_from"] - _AROUND, flight["possible_to"] + _AROUND
        fixes = [fix for fix in flight["fixes_at"] if begin <= fix[0] <= end]
        points = [plane.at(latitude, longitude) for _, latitude, longitude, _ in fixes]
        faint = {"fill": colour, "fill_opacity": "0.06", "stroke": colour, "stroke_opacity": "0.4"}
        for (x, y), fix in zip(points, fixes, strict=True):
            if fix[3] > _POINT_M:
                self.add("circle", cx=x, cy=y, r=plane.length(fix[3]), **faint)
        if len(points) > 1:
            way = "L".join(f"{x},{y}" for x, y in points)
            self.add("path", d=f"M{way}", fill="none", stroke=colour, stroke_width="1.5")
        for x, y in points:
            self.add("circle", cx=x, cy=y, r=2.5, fill=colour)
        middle = flight["possible_from"] + (flight["possible_to"] - flight["possible_from"]) / 2
        leg = next((leg for leg in pairwise(fixes) if leg[0][0] <= middle <= leg[1][0]), None)
        if leg:
            self._ellipse(*leg, flight["top_speed_ms"], plane, colour)

    def _ellipse(self, before: Fix, after: Fix, top_speed_ms: float, plane: _Plane, colour: str) -> None:
        """Where the aircraft can have been between two fixes: the way there and on no longer than it can fly."""
        (x1, y1), (x2, y2) = plane.at(before[1], before[2]), plane.at(after[1], after[2])
        flown = top_speed_ms * (after[0] - before[0]).total_seconds() + before[3] + after[3]
        long, apart = plane.length(flown) / 2, math.hypot(x2 - x1, y2 - y1) / 2
        # At least a point wide, where the aircraft had no time to leave the straight way.
        short = math.sqrt(max(long**2 - apart**2, 1.0))
        turn = math.degrees(math.atan2(y2 - y1, x2 - x1))
        cx, cy = round((x1 + x2) / 2, 1), round((y1 + y2) / 2, 1)
        self.add(
            "ellipse", cx=cx, cy=cy, rx=max(long, apart), ry=short, fill=colour, fill_opacity="0.08", stroke=colour,
            transform=f"rotate({turn:.1f} {cx} {cy})",
        )  # fmt: skip
