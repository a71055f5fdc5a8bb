"""A map from the case's own points and nothing else: graticule, case area, points, scale bar. No tiles, no network.

Equirectangular, true to scale at the middle latitude; good to about 1 % over a few degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.geo.earth import KM_PER_DEGREE
from dalil.present.canvas import Canvas

__all__ = ["Frame", "draw", "frame_of"]

# Units of the drawing: the template scales it to the width of the text.
WIDTH, MOST_HEIGHT = 1000.0, 1000.0
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # degrees between lines
_BARS_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # lengths of the scale bar

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the map shows, in degrees, and how it is put on a plane of WIDTH × height units."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """A degree of longitude over one of latitude, at the middle."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def unit(self) -> float:
        """Units for each degree of latitude."""
        return min(WIDTH / ((self.east - self.west) * self.squeeze), MOST_HEIGHT / (self.north - self.south))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units."""
        return (self.east - self.west) * self.squeeze * self.unit, (self.north - self.south) * self.unit

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Units from the left and from the top."""
        return (longitude - self.west) * self.squeeze * self.unit, (self.north - latitude) * self.unit

    def holds(self, latitude: float, longitude: float) -> bool:
        """True for a point inside."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


def frame_of(points: Sequence[LatLon], area: tuple[float, float, float, float] | None) -> Frame | None:
    """The case's area with a margin, or else the points'; None where there is neither."""
    if area:
        west, south, east, north = area
    elif points:
        south, north = _span(sorted(p[0] for p in points))
        west, east = _span(sorted(p[1] for p in points))
    else:
        return None
    x, y = max((east - west) * 0.04, 0.01), max((north - south) * 0.04, 0.01)
    return Frame(west - x, max(south - y, -89.0), east + x, min(north + y, 89.0))


def _span(ordered: Sequence[float]) -> tuple[float, float]:
    """From end to end, but for the outermost half per cent on each side: one stray point must not shrink the map."""
    spare = len(ordered) // 200
    return ordered[spare], ordered[-1 - spare]


def draw(points: Iterable[LatLon], area: tuple[float, float, float, float] | None) -> dict[str, Any] | None:
    """The drawing as SVG (shapes only) with the labels that the template sets in its own type, or None."""
    placed = sorted(points)
    frame = frame_of(placed, area)
    if frame is None:
        return None
    width, height = frame.size
    step = _step(frame)
    meridians, parallels = _ticks(frame.west, frame.east, step), _ticks(frame.south, frame.north, step)
    bar_km = max(km for km in _BARS_KM if km == _BARS_KM[0] or km / KM_PER_DEGREE * frame.unit <= width / 4)
    drawn = Canvas(viewBox=f"0 0 {width:.1f} {height:.1f}", width=width, height=height)
    drawn.add("rect", width=width, height=height, fill="#ffffff", stroke="#404040", stroke_width="1.5")
    for x in meridians:
        _rule(drawn, frame.place(frame.south, x), frame.place(frame.north, x))
    for y in parallels:
        _rule(drawn, frame.place(y, frame.west), frame.place(y, frame.east))
    if area:
        _area(drawn, frame, area)
    for x, y in (frame.place(*point) for point in placed if frame.holds(*point)):
        drawn.add("circle", cx=x, cy=y, r="5", fill="#8c1d18", fill_opacity="0.45")
    return {
        "svg": drawn.svg(),
        "width": width,
        "height": height,
        "meridians": [{"at": frame.place(frame.south, x)[0] / width, "text": _degrees(x, step)} for x in meridians],
        "parallels": [{"at": frame.place(y, frame.west)[1] / height, "text": _degrees(y, step)} for y in parallels],
        "bar": {"share": bar_km / KM_PER_DEGREE * frame.unit / width, "text": f"{bar_km:g} km"},
        "outside": sum(not frame.holds(*point) for point in placed),
    }


def _step(frame: Frame) -> float:
    span = max((frame.east - frame.west) * frame.squeeze, frame.north - frame.south)
    return next((step for step in _STEPS if span / step <= 8), _STEPS[-1])


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _degrees(value: float, step: float) -> str:
    return f"{value:.{max(0, -math.floor(math.log10(step)))}f}°"


def _rule(drawn: Canvas, start: LatLon, end: LatLon) -> None:
    (x1, y1), (x2, y2) = start, end
    drawn.add("path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", stroke="#c8c8c8", stroke_width="1")


def _area(drawn: Canvas, frame: Frame, area: tuple[float, float, float, float]) -> None:
    (x1, y1), (x2, y2) = frame.place(area[3], area[0]), frame.place(area[1], area[2])
    drawn.add(
        "rect", x=x1, y=y1, width=x2 - x1, height=y2 - y1, fill="none", stroke="#404040", stroke_width="2",
        stroke_dasharray="10 6",
    )  # fmt: skip
