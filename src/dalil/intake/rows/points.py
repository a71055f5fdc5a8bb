"""Latitude and longitude of a row as one value, and the radius in which the place of a report lies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.casefile.settings import Settings
from dalil.intake.cells.angles import Both
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.precision import radius_of
from dalil.intake.rows.columns import Parsed
from dalil.records import Kind
from dalil.units import Point

__all__ = ["SQUARE_COLUMN", "demand_points", "far_outside", "join_points", "radii"]

SQUARE_COLUMN = " square_m"
"""Key under which the radius of an MGRS square is kept beside the columns; no column can bear it."""

EXCHANGED_BEYOND_M = 20_000.0
"""A point this far outside the area, and inside it with its numbers exchanged, is taken for an exchange."""

Refuse = Callable[..., None]


def demand_points(parsed: dict[str, Parsed], rows: int, refuse: Refuse) -> None:
    """Of one cell that was read for both columns each value must be a whole point: else one number would be both."""
    one, two = parsed["latitude"], parsed["longitude"]
    lat, lon = one.list(rows)[:], two.list(rows)[:]
    for row in range(rows):
        if isinstance(lat[row], Both) or isinstance(lon[row], Both) or (lat[row] is None and lon[row] is None):
            continue
        lat[row] = lon[row] = None
        if row not in one.faults and row not in two.faults:
            refuse(row, "latitude", Fault("a point: two numbers in one cell", "write it as 36.2021, 37.15"))
    parsed["latitude"] = Parsed(lat, one.faults, both=one.both)
    parsed["longitude"] = Parsed(lon, two.faults, both=two.both)


def join_points(parsed: dict[str, Parsed], rows: int, settings: Settings, refuse: Refuse) -> None:
    """Replace the two columns by arrays in which both or neither is given. Does nothing for kinds without a point."""
    if "latitude" not in parsed or (parsed["latitude"].values is None and parsed["longitude"].values is None):
        return
    if parsed["latitude"].both or parsed["longitude"].both:
        _split(parsed, rows, refuse)
    lat, lon = (_array(parsed[axis].values, rows) for axis in ("latitude", "longitude"))
    # of a number that was refused already the other is not refused once more; it goes with it
    faulty = set(parsed["latitude"].faults) | set(parsed["longitude"].faults)
    gone: set[int] = set(faulty)
    for row in pc.indices_nonzero(pc.xor(lat.is_null(), lon.is_null())).to_pylist():
        gone.add(row)
        if row not in faulty:
            missing, there = ("longitude", "latitude") if lat[row].is_valid else ("latitude", "longitude")
            refuse(row, missing, Fault("both numbers of the point", f"{there} alone is no point", found="nothing"))
    for row, fault in _misplaced(lat, lon, settings):
        if row not in gone:
            gone.add(row)
            refuse(row, "latitude", fault)
    if gone:
        keep = pa.array([row not in gone for row in range(rows)])
        blank = pa.scalar(None, pa.float64())
        lat, lon = pc.if_else(keep, lat, blank), pc.if_else(keep, lon, blank)
    parsed["latitude"], parsed["longitude"] = Parsed(lat), Parsed(lon)


def _array(values: Any, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, pa.float64())
    return values if isinstance(values, pa.Array) else pa.array(values, pa.float64())


def _split(parsed: dict[str, Parsed], rows: int, refuse: Refuse) -> None:
    """Points written in one cell go to both columns; a second, different value beside them is refused."""
    lat, lon = parsed["latitude"].list(rows)[:], parsed["longitude"].list(rows)[:]
    squares: list[float | None] = [None] * rows
    for row, (one, two) in enumerate(zip(lat, lon, strict=True)):
        both = one if isinstance(one, Both) else two if isinstance(two, Both) else None
        if both is None:
            continue
        other = two if both is one else one
        lat[row], lon[row], squares[row] = both.latitude, both.longitude, both.radius_m
        if other is not None and other != both:
            lat[row] = lon[row] = squares[row] = None
            refuse(row, "latitude", Fault("one point", "a cell holds a whole point, another cell another value"))
    parsed["latitude"] = Parsed(lat, parsed["latitude"].faults)
    parsed["longitude"] = Parsed(lon, parsed["longitude"].faults)
    parsed[SQUARE_COLUMN] = Parsed(squares)


def _misplaced(lat: pa.Array, lon: pa.Array, settings: Settings) -> list[tuple[int, Fault]]:
    origin = pc.and_(pc.equal(lat, 0.0), pc.equal(lon, 0.0))
    faults = [
        (row, Fault("a point that was measured", "0, 0 stands for none; leave both cells empty", found="0, 0"))
        for row in pc.indices_nonzero(pc.fill_null(origin, False)).to_pylist()
    ]
    if settings.area is None:
        return faults
    exchanged = pc.and_(_inside(lon, lat, settings.area), pc.invert(_inside(lat, lon, settings.area)))
    for row in pc.indices_nonzero(pc.fill_null(exchanged, False)).to_pylist():
        point = Point(lat[row].as_py(), lon[row].as_py())
        if far_outside(point, settings.area):
            faults.append((row, Fault(
                "a latitude and a longitude in their own columns",
                "look whether they are exchanged: then the point would lie in the area of the case",
                found=f"{point.latitude:g}, {point.longitude:g}",
            )))  # fmt: skip
    return faults


def _inside(lat: pa.Array, lon: pa.Array, area: tuple[float, float, float, float]) -> pa.Array:
    west, south, east, north = area
    return pc.and_(
        pc.and_(pc.greater_equal(lat, south), pc.less_equal(lat, north)),
        pc.and_(pc.greater_equal(lon, west), pc.less_equal(lon, east)),
    )


def far_outside(point: Point, area: tuple[float, float, float, float]) -> bool:
    """True when the area's nearest point is further away than `EXCHANGED_BEYOND_M`."""
    west, south, east, north = area
    if not -90 <= point.latitude <= 90:
        return True
    nearest = Point(min(max(point.latitude, south), north), min(max(point.longitude, west), east))
    return point.distance_to(nearest) > EXCHANGED_BEYOND_M


def radii(kind: Kind, parsed: dict[str, Parsed], rows: int) -> dict[str, Any]:
    """`radius_m` and `place_assumed` of reports; nothing for other kinds."""
    if kind.stem != "reports":
        return {}
    columns = (parsed[name].list(rows) for name in ("place_precision", "latitude", "place", "place_ar"))
    squares = parsed[SQUARE_COLUMN].list(rows) if SQUARE_COLUMN in parsed else [None] * rows
    found = [radius_of(*row) for row in zip(*columns, squares, strict=True)]
    return {"radius_m": [radius for radius, _ in found], "place_assumed": [assumed for _, assumed in found]}
