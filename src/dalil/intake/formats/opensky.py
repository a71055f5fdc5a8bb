"""Positions of aircraft as the OpenSky network gives them: state vectors, and decoded messages, CSV.

State vectors have `time` in seconds and `baroaltitude` in metres; decoded messages have `timestamp` in milliseconds
and `altitude` in feet. State vectors repeat the last position for up to 300 seconds: a row counts at `lastposupdate`,
when its position was received, and keeps its age. `onground` is an aircraft that does not fly. Messages that carried
no position are rows without one, and are refused as such.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dalil.errors import Refused
from dalil.intake.formats.adsb_readsb import FEET_M, utc_text
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Unknown, register
from dalil.intake.notations.header import column_key
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import read_table

_STATE = {
    "time": "time", "latitude": "lat", "longitude": "lon", "altitude": "baroaltitude", "on_ground": "onground",
    "positioned": "lastposupdate",
}  # fmt: skip
_DECODED = {"time": "timestamp", "latitude": "latitude", "longitude": "longitude", "altitude": "altitude",
            "on_ground": "onground", "positioned": ""}  # fmt: skip
_REST = {
    "time": "last_contact", "latitude": "latitude", "longitude": "longitude", "altitude": "baro_altitude",
    "on_ground": "on_ground", "positioned": "time_position",
}  # fmt: skip
_KINDS = (_STATE, _DECODED, _REST)
_UNITS = ((1e11, 1.0), (1e14, 1e-3), (1e17, 1e-6), (math.inf, 1e-9))
"""Below what a number counts in which part of a second: of any year from 1973 to 5138 only one of them can be meant."""


def sniff(file: SourceFile) -> bool:
    """A table whose header names `icao24` and a time: quoted, in capitals or with semicolons, as programs write it."""
    if file.suffix not in ("csv", "tsv"):
        return False
    # by name and not by place: all kinds of file come with their columns in any order
    first = file.head.split(b"\n", 1)[0].decode("utf-8", "replace").removeprefix("\ufeff")
    header = {column_key(name.strip().strip('"')) for name in re.split(r"[,;\t]", first)}
    return "icao24" in header and not header.isdisjoint(("time", "timestamp", "time_position"))


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Rows become positions, the transponder's address the track."""
    unknown: Counter[str] = Counter()
    for batch in read_table(file):
        _check(batch.columns, file)
        yield from (replace(refusal, kind="positions") for refusal in batch.refusals)
        if not batch.rows:
            continue
        names = next(kind for kind in _KINDS if _named(kind) <= set(batch.columns))
        # the call sign is known and not taken: a crew chooses it anew for each flight, so it names no aircraft
        used = {*filter(None, names.values()), "icao24", "callsign", "lastcontact", "last_contact"}
        for name, cells in batch.columns.items():
            if name not in used:
                unknown[name] += sum(1 for cell in cells if cell)
        per_metre = FEET_M if names is _DECODED else 1.0
        yield Cells("positions", batch.rows, _positions(batch.columns, names, per_metre, len(batch.rows)), names)
    yield from (Unknown(column, filled) for column, filled in unknown.items())


def _named(kind: Mapping[str, str]) -> set[str]:
    return {"icao24", kind["time"], kind["latitude"], kind["longitude"]}


def _check(columns: Iterable[str], file: SourceFile) -> None:
    given = set(columns)
    if not any(_named(kind) <= given for kind in _KINDS):
        raise Refused(
            "These are neither state vectors nor decoded messages of OpenSky.",
            expected="icao24, time, lat, lon; or icao24, timestamp, latitude, longitude",
            found="not these columns",
            where=file.name,
            do="see docs/reference/readers.md",
        )


def _positions(columns: Any, names: dict[str, str], per_metre: float, count: int) -> dict[str, Sequence[Any]]:
    empty = [""] * count

    def column(name: str) -> Sequence[Any]:
        return list(columns.get(names[name], empty))

    times = [_positioned(*cells) for cells in zip(column("time"), column("positioned"), strict=True)]
    return {
        "track_id": list(columns.get("icao24", empty)),
        "t": [_moment(cell) for cell, _ in times],
        "age_s": [age for _, age in times],
        "on_ground": column("on_ground"),
        "latitude": column("latitude"),
        "longitude": column("longitude"),
        "altitude_m": [_scaled(cell, per_metre) for cell in column("altitude")],
        "source": ["opensky"] * count,
    }


def _positioned(written: str, positioned: str) -> tuple[str, float | None]:
    """When the position was received, and how long before the row was written: rows repeat the last one for 300 s."""
    row, at = _seconds(written), _seconds(positioned)
    # a position after its row is a fault of the clock there: the row's own moment is the one that is certain
    if row is None or at is None or at > row:
        return written, None
    return positioned, round(row - at, 3)


def _moment(cell: str) -> str:
    """The moment in UTC, as this network gives all; what is none is refused as what it is where moments are checked."""
    seconds = _seconds(cell)
    try:
        return cell if seconds is None else utc_text(seconds)
    except OverflowError:
        return cell


def _seconds(cell: str) -> float | None:
    """Seconds since 1970 of a number, in whatever unit it was saved, or of a text; a text without an offset is UTC."""
    try:
        value = float(cell)
    except ValueError:
        try:
            at = datetime.fromisoformat(cell.strip())
        except ValueError:
            return None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return value * next(size for below, size in _UNITS if abs(value) < below) if math.isfinite(value) else None


def _scaled(cell: str, scale: float) -> Any:
    try:
        return round(float(cell) * scale, 1) if cell else None
    except ValueError:
        return cell


_EXAMPLE = """time,icao24,lat,lon,velocity,heading,callsign,baroaltitude
1475330400,ac671b,36.2,37.1,108.3,90.0,DEMO1,3657.6
"""

register(
    Reader(
        "opensky", "2", "OpenSky state vectors and decoded positions, CSV", sniff, read,
        example=Example("state_vectors.csv", _EXAMPLE),
    )
)  # fmt: skip
