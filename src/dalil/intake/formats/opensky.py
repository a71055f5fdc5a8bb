"""Positions of aircraft as the OpenSky network gives them: state vectors, and decoded messages, CSV.

State vectors have `time` in seconds and `baroaltitude` in metres; decoded messages have `timestamp` in milliseconds
and `altitude` in feet. State vectors repeat the last position for up to 300 seconds: a row counts at `lastposupdate`,
when its position was received, and keeps its age. `onground` is an aircraft that does not fly. Messages that carried
no position are rows without one, and are refused as such.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from dalil.errors import Refused
from dalil.intake.formats.adsb_readsb import FEET_M, utc_text
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Unknown, register
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import read_table

_STATE = {
    "time": "time", "latitude": "lat", "longitude": "lon", "altitude": "baroaltitude", "on_ground": "onground",
    "positioned": "lastposupdate",
}  # fmt: skip
_DECODED = {"time": "timestamp", "latitude": "latitude", "longitude": "longitude", "altitude": "altitude",
            "on_ground": "onground", "positioned": ""}  # fmt: skip
_KINDS = (_STATE, _DECODED)


def sniff(file: SourceFile) -> bool:
    """A CSV whose header names `icao24` and a time."""
    if file.suffix != "csv":
        return False
    # by name and not by place: both kinds of file come with their columns in any order
    header = file.head.split(b"\n", 1)[0].decode("utf-8", "replace").removeprefix("\ufeff").strip().split(",")
    return "icao24" in header and ("time" in header or "timestamp" in header)


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Rows become positions, the transponder's address the track."""
    unknown: Counter[str] = Counter()
    for batch in read_table(file):
        _check(batch.columns, file)
        yield from (replace(refusal, kind="positions") for refusal in batch.refusals)
        if not batch.rows:
            continue
        names = _STATE if "lat" in batch.columns else _DECODED
        # the call sign is known and not taken: a crew chooses it anew for each flight, so it names no aircraft
        used = {*filter(None, names.values()), "icao24", "callsign", "lastcontact"}
        for name, cells in batch.columns.items():
            if name not in used:
                unknown[name] += sum(1 for cell in cells if cell)
        scale = (1.0, 1.0) if names is _STATE else (1e-3, FEET_M)
        yield Cells("positions", batch.rows, _positions(batch.columns, names, *scale, len(batch.rows)), names)
    yield from (Unknown(column, filled) for column, filled in unknown.items())


def _check(columns: Iterable[str], file: SourceFile) -> None:
    given = set(columns)
    if not any({"icao24", names["time"], names["latitude"], names["longitude"]} <= given for names in _KINDS):
        raise Refused(
            "These are neither state vectors nor decoded messages of OpenSky.",
            expected="icao24, time, lat, lon; or icao24, timestamp, latitude, longitude",
            found="not these columns",
            where=file.name,
            do="see docs/reference/readers.md",
        )


def _positions(
    columns: Any, names: dict[str, str], per_second: float, per_metre: float, count: int
) -> dict[str, Sequence[Any]]:
    empty = [""] * count

    def column(name: str) -> Sequence[Any]:
        return list(columns.get(names[name], empty))

    times = [_positioned(*cells) for cells in zip(column("time"), column("positioned"), strict=True)]
    return {
        "track_id": list(columns.get("icao24", empty)),
        "t": [_moment(cell, per_second) for cell, _ in times],
        "age_s": [age for _, age in times],
        "on_ground": column("on_ground"),
        "latitude": column("latitude"),
        "longitude": column("longitude"),
        "altitude_m": [_scaled(cell, per_metre) for cell in column("altitude")],
        "source": ["opensky"] * count,
    }


def _positioned(written: str, positioned: str) -> tuple[str, float | None]:
    """When the position was received, and how long before the row was written: rows repeat the last one for 300 s."""
    try:
        age = float(written) - float(positioned)
    except ValueError:
        return written, None
    # a position after its row is a fault of the clock there: the row's own moment is the later that is certain
    return (positioned, round(age, 3)) if 0 <= age < math.inf else (written, None)


def _moment(cell: str, scale: float) -> str:
    try:
        return utc_text(float(cell) * scale)
    except (ValueError, OverflowError):
        return cell  # refused as what it is where moments are checked


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
