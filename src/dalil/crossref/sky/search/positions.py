"""Which tracks came near which attacks, over as many positions as there are: one expression, two engines.

Positions are kept where their cell of grid and time (a quarter of a degree, 1,024 seconds) is one that an attack can
concern; the window function that makes segments of fixes runs on what is left. A segment joins two fixes of one track
up to a minute apart, so that two fixes do not hide a fly-past; its closest approach is computed in a plane around the
attack, within the window. No spatial function, no sort of everything, no state that grows with the positions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.search.search import Search
from dalil.engine import spark
from dalil.geo.earth import METRES_PER_DEGREE
from dalil.kernels import Floats, Ints, Mask

__all__ = ["CLEAN_ALL_UP_TO", "Near", "cells_of", "closest_approaches", "recorded_minutes", "tracks_near"]

CLEAN_ALL_UP_TO = (
    5_000_000  # positions; beyond, tracks that come near are looked for first, for cleaning reads fix by fix
)
FASTEST_MS = 400.0  # no type of the catalogue is faster: how far a leg between two fixes can reach
_PER_DEGREE = 4  # cells a degree: a quarter is 28 km, about what is looked at around a place, across
_SHIFT = 10  # 1,024 s
_POLAR = 88.0  # degrees: beyond, all longitudes are near
_PIECES_AT_ONCE = 500_000  # windows looked up at a time: what bounds memory


@dataclass(frozen=True)
class Near:
    """What to look for: attacks at (`latitude`, `longitude`) and `at_s`, within `window_s` and `range_m`."""

    incident_id: Sequence[str]
    latitude: Floats
    longitude: Floats
    at_s: Floats
    window_s: float
    range_m: float
    gap_s: float


def cells_of(near: Near, reach_m: float) -> tuple[Ints, Ints]:
    """(number of the attack, key of the cell) of every cell within `reach_m` of an attack in its window."""
    high = reach_m / METRES_PER_DEGREE
    widest = np.abs(near.latitude) + high
    polar = widest > _POLAR
    wide = np.where(polar, 180.0, high / np.cos(np.radians(np.where(polar, 0.0, widest))))
    row_0, rows = _span(np.maximum(near.latitude + 90.0 - high, 0.0), np.minimum(near.latitude + 90.0 + high, 180.0))
    column_0, columns = _span(near.longitude + 180.0 - wide, near.longitude + 180.0 + wide)
    columns = np.minimum(columns, 360 * _PER_DEGREE)
    hour_0 = (near.at_s - near.window_s).astype(np.int64) >> _SHIFT
    hours = ((near.at_s + near.window_s).astype(np.int64) >> _SHIFT) - hour_0 + 1
    size = rows * columns
    number = np.repeat(np.arange(len(size)), size)
    place = np.arange(len(number)) - np.repeat(np.cumsum(size) - size, size)
    column, row = column_0[number] + place % columns[number], row_0[number] + place // columns[number]
    inside = _meets(near, number, row, column, reach_m) | polar[number]
    number, row, column = number[inside], row[inside], column[inside] % (360 * _PER_DEGREE)
    each = hours[number]
    hour = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each) + np.repeat(hour_0[number], each)
    number, row, column = np.repeat(number, each), np.repeat(row, each), np.repeat(column, each)
    return number, (hour * 1024 + row) * 2048 + column


def _meets(near: Near, number: Ints, row: Ints, column: Ints, reach_m: float) -> Mask:
    """Whether a cell has a point within reach: the corners of the box around a circle have none."""
    latitude, longitude = near.latitude[number] + 90.0, near.longitude[number] + 180.0
    high = np.maximum(0.0, np.maximum(row / _PER_DEGREE - latitude, latitude - (row + 1) / _PER_DEGREE))
    wide = np.maximum(0.0, np.maximum(column / _PER_DEGREE - longitude, longitude - (column + 1) / _PER_DEGREE))
    # The side towards the pole is the shorter one: measured there, no cell is left out.
    furthest = np.minimum(89.0, np.abs(near.latitude[number]) + reach_m / METRES_PER_DEGREE)
    metres = np.hypot(high, wide * np.cos(np.radians(furthest))) * METRES_PER_DEGREE
    return np.asarray(metres <= reach_m, dtype=np.bool_)


def _span(low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """The first quarter of a degree, and how many up to the last."""
    first = np.floor(low * _PER_DEGREE).astype(np.int64)
    return first, np.floor(high * _PER_DEGREE).astype(np.int64) - first + 1


def _whole_seconds(t: Any) -> Any:
    """Seconds since 1970, whole: engines differ in what they do with fractions. A fix is at most a second late."""
    return t.epoch_seconds().cast("float64").floor().cast("int64")


def _key(at_s: ir.IntegerColumn, latitude: ir.FloatingColumn, longitude: ir.FloatingColumn) -> Any:
    row = ((latitude + 90.0) * float(_PER_DEGREE)).floor().cast("int64")
    column = ((longitude + 180.0) * float(_PER_DEGREE)).floor().cast("int64")
    return ((at_s >> _SHIFT) * 1024 + row) * 2048 + column


def look_up(near: Near) -> tuple[pa.Table, pa.Table]:
    """The two small tables the expression joins: keys that positions are kept by, and keys with their attacks."""
    flown = FASTEST_MS * near.gap_s
    keep = np.sort(cells_of(near, near.range_m + flown)[1])
    keep = keep[np.diff(keep, prepend=-1) > 0]  # many times faster than np.unique
    number, key = cells_of(near, near.range_m + flown / 2)
    attacks = {
        "key": key, "incident": number, "place_lat": near.latitude[number], "place_lon": near.longitude[number],
        "place_s": near.at_s[number],
    }  # fmt: skip
    return pa.table({"key": keep}), pa.table(attacks)


def closest_approaches(positions: ir.Table, keep: ir.Table, attacks: ir.Table, near: Near) -> ir.Table:
    """The expression: per attack and track the least distance in the window, `incident`, `track_id`, `closest_m`.

    `positions` has track_id, t (timestamp), latitude, longitude.
    """
    fixes = positions.select("track_id", "latitude", "longitude", at_s=_whole_seconds(positions.t))
    fixes = fixes.mutate(key=_key(fixes.at_s, fixes.latitude, fixes.longitude))
    fixes = fixes.semi_join(keep, "key")
    along = ibis.window(group_by=fixes.track_id, order_by=fixes.at_s)
    ends = fixes.mutate(
        next_s=fixes.at_s.lead().over(along), next_lat=fixes.latitude.lead().over(along),
        next_lon=fixes.longitude.lead().over(along),
    )  # fmt: skip
    joined = (ends.next_s - ends.at_s <= int(near.gap_s)).fill_null(False)
    legs = ends.select(
        "track_id", "at_s", "latitude", "longitude", next_s=joined.ifelse(ends.next_s, ends.at_s),
        next_lat=joined.ifelse(ends.next_lat, ends.latitude), next_lon=joined.ifelse(ends.next_lon, ends.longitude),
    )  # fmt: skip
    whole = (legs.next_lon - legs.longitude).abs() <= 180.0
    middle = whole.ifelse((legs.longitude + legs.next_lon) / 2.0, legs.longitude)
    legs = legs.mutate(key=_key(legs.at_s, (legs.latitude + legs.next_lat) / 2.0, middle))
    return _nearest(legs.join(attacks, "key"), near)


def _nearest(pairs: ir.Table, near: Near) -> ir.Table:
    """Closest approach of each pair of leg and attack, in a plane around the attack, then the least per track."""
    across = (pairs.place_lat * (math.pi / 180.0)).cos() * METRES_PER_DEGREE

    def east(longitude: Any) -> Any:
        off = longitude - pairs.place_lon
        return (off > 180.0).ifelse(off - 360.0, (off < -180.0).ifelse(off + 360.0, off)) * across

    def north(latitude: Any) -> Any:
        return (latitude - pairs.place_lat) * METRES_PER_DEGREE

    pairs = pairs.select(
        "incident", "track_id", x=east(pairs.longitude), y=north(pairs.latitude),
        vx=east(pairs.next_lon) - east(pairs.longitude), vy=north(pairs.next_lat) - north(pairs.latitude),
        lasts=(pairs.next_s - pairs.at_s).cast("float64"), late=(pairs.at_s - pairs.place_s),
    )  # fmt: skip
    square = pairs.vx * pairs.vx + pairs.vy * pairs.vy
    best = (square > 0.0).ifelse(-(pairs.x * pairs.vx + pairs.y * pairs.vy) / square.nullif(0.0), 0.0)
    moves = pairs.lasts > 0.0
    low = moves.ifelse((-near.window_s - pairs.late) / pairs.lasts.nullif(0.0), 0.0)
    high = moves.ifelse((near.window_s - pairs.late) / pairs.lasts.nullif(0.0), 1.0)
    share = ibis.greatest(ibis.least(best, ibis.least(high, 1.0)), ibis.greatest(low, 0.0))
    inside = (low <= 1.0) & (high >= 0.0) & (moves | (pairs.late.abs() <= near.window_s))
    px, py = pairs.x + share * pairs.vx, pairs.y + share * pairs.vy
    found = pairs.filter(inside).select("incident", "track_id", square=px * px + py * py)
    found = found.filter(found.square <= near.range_m * near.range_m)
    least = found.group_by(["incident", "track_id"]).agg(square=found.square.min())
    return least.select("incident", "track_id", closest_m=least.square.sqrt())


def tracks_near(facts: Facts, settings: Settings, engine: str, searches: Sequence[Search]) -> list[str]:
    """Takes `position`. The tracks that came near any place in any of its windows, in order.

    Shifted windows count like the attacks' own: chance is what comes by when nothing was struck, and a search that
    saw only the tracks near attacks would find none.
    """
    found: set[str] = set()
    for near in _near_of(searches, settings):
        found.update(_on_spark(facts, near) if engine == "spark" else _on_duckdb(facts, near))
    return sorted(found)


def recorded_minutes(facts: Facts) -> Floats:
    """Takes `position`. The minutes, in seconds since 1970, in which any position was recorded."""
    minutes = "SELECT DISTINCT epoch(t)::BIGINT // 60 * 60.0 FROM position ORDER BY 1"
    return np.array([minute for (minute,) in facts.query(minutes).fetchall()], dtype=np.float64)


def _on_duckdb(facts: Facts, near: Near) -> list[str]:
    keep, attacks = look_up(near)
    backend = ibis.duckdb.from_connection(facts.connection)
    positions = backend.table("position").select("track_id", "t", "latitude", "longitude")
    return _names(backend, closest_approaches(positions, ibis.memtable(keep), ibis.memtable(attacks), near))


def _on_spark(facts: Facts, near: Near) -> list[str]:
    """Spark reads Parquet; the file lives as long as the query, in a folder that only this user can read."""
    backend = spark()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "positions.parquet"
        facts.query(f"COPY (SELECT track_id, t, latitude, longitude FROM position) TO '{path}' (FORMAT parquet)")
        tables = dict(zip(("keep", "attacks"), look_up(near), strict=True))
        for name, table in tables.items():
            pq.write_table(table, Path(folder) / f"{name}.parquet")
        read = {name: backend.read_parquet(str(Path(folder) / f"{name}.parquet")) for name in ("positions", *tables)}
        return _names(backend, closest_approaches(read["positions"], read["keep"], read["attacks"], near))


def _names(backend: Any, found: ir.Table) -> list[str]:
    names = found.select("track_id").distinct().order_by("track_id")
    return [str(name) for name in backend.to_pyarrow(names)["track_id"].to_pylist()]


def _near_of(searches: Sequence[Search], settings: Settings) -> Iterator[Near]:
    """All that is looked into, in pieces of one length, so many at a time as memory holds.

    A piece is as long as the window of a time known to the minute; a longer stretch is several.
    """
    sky = settings.sky
    half = max(sky.window_s.get("minute", 0.0), sky.spread_at_most_s, 600.0)
    names, latitudes, longitudes, middles = list[str](), list[Floats](), list[Floats](), list[Floats]()
    for search in searches:
        incident, spans = search.stretches()
        pieces = np.maximum(np.ceil((spans[:, 1] - spans[:, 0]) / (2 * half)).astype(np.int64), 1)
        number = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        middles.append(np.repeat(spans[:, 0], pieces) + (2 * number + 1) * half)
        at = np.repeat(incident, pieces)
        latitudes.append(search.places.latitude[at])
        longitudes.append(search.places.longitude[at])
        names += [search.rows[int(n)]["incident_id"] for n in at]
    latitude, longitude, middle = (np.concatenate(each) for each in (latitudes, longitudes, middles))
    for first in range(0, len(names), _PIECES_AT_ONCE):
        part = slice(first, first + _PIECES_AT_ONCE)
        yield Near(names[part], latitude[part], longitude[part], middle[part], half, sky.track_range_m, sky.track_gap_s)
