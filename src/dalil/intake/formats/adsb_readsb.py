"""Traces of readsb and of feeders like it (`trace_full_<icao>.json`): one aircraft, one object, a list of fixes.

Seconds count from `timestamp`; altitudes are feet, and "ground" is an aircraft that does not fly. A fix is a list:
seconds, latitude, longitude, altitude, speed, track, flags, vertical rate, details, source. Of the flags two are kept:
that the position is stale, and that a new leg begins. An address that begins with `~` is none of an aircraft, and stays
marked so in the name of the track.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from dalil.errors import Refused
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Refusal, Unknown, register
from dalil.intake.notations.source_file import SourceFile

__all__ = ["FEET_M", "utc_text"]

FEET_M = 0.3048  # the international foot, exactly
_LIMIT = 200_000_000  # bytes of one trace, held in memory at once; a day of one aircraft is some megabytes
_USED = frozenset({"icao", "timestamp", "trace", "t", "desc"})
_STALE, _NEW_LEG = 1, 2  # bits of the seventh place, after readsb's README-json
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_text(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC, to the microsecond."""
    return (_EPOCH + timedelta(microseconds=round(seconds * 1e6))).isoformat()


def sniff(file: SourceFile) -> bool:
    """An object with `icao` and `trace`."""
    return file.suffix == "json" and b'"icao"' in file.head and b'"trace"' in file.head


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Fixes become positions; fixes without a position are refused one by one where they are checked."""
    trace = _object(file)
    fixes = {row: fix for row, fix in enumerate(trace["trace"], 1) if isinstance(fix, list) and fix}
    for row, fix in enumerate(trace["trace"], 1):
        if row not in fixes:
            yield Refusal(row, "trace", "a list: seconds, latitude, longitude, …", _shape(fix), "", True, "positions")
    start = float(trace["timestamp"])
    # the type code before the free description
    aircraft = str(trace.get("t") or trace.get("desc") or "")
    columns: dict[str, Sequence[Any]] = {
        "track_id": [str(trace["icao"])] * len(fixes),
        "t": [_moment(start, fix[0]) for fix in fixes.values()],
        "latitude": [_number(fix, 1) for fix in fixes.values()],
        "longitude": [_number(fix, 2) for fix in fixes.values()],
        "altitude_m": [_metres(fix) for fix in fixes.values()],
        "source": [_source(fix) for fix in fixes.values()],
        "on_ground": [len(fix) > 3 and fix[3] == "ground" for fix in fixes.values()],
        "stale": [bool(_flags(fix) & _STALE) for fix in fixes.values()],
        "new_leg": [bool(_flags(fix) & _NEW_LEG) for fix in fixes.values()],
        "aircraft": [aircraft] * len(fixes),
    }
    rows = list(fixes)
    yield Cells("positions", rows, columns, {"t": "trace[0]", "latitude": "trace[1]", "longitude": "trace[2]"})
    yield from (Unknown(key, 1) for key in trace if key not in _USED)


def _object(file: SourceFile) -> dict[str, Any]:
    try:
        trace = json.loads(file.content(_LIMIT))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Refused(
            "This trace is not valid JSON.", expected="one JSON object", found=str(error)[:80], where=file.name
        ) from None
    if not isinstance(trace, dict) or not isinstance(trace.get("trace"), list) or not trace.get("icao"):
        raise Refused(
            "This is not a trace.", expected="an object with icao, timestamp and a list `trace`",
            found="no object" if not isinstance(trace, dict) else "one of them is not there", where=file.name,
        )  # fmt: skip
    if not _is_number(trace.get("timestamp")):
        raise Refused(
            "This trace does not say when it began.", expected="`timestamp` in seconds since 1970",
            found=_shape(trace.get("timestamp")), where=file.name,
        )  # fmt: skip
    return trace


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _shape(value: object) -> str:
    return "nothing" if value is None or value == [] else type(value).__name__


def _moment(start: float, seconds: object) -> str:
    """The moment of a fix; what gives none is handed on as it stands, and refused where moments are checked."""
    if not _is_number(seconds):
        return str(seconds)
    try:
        return utc_text(start + float(seconds))  # type: ignore[arg-type]
    except OverflowError:
        return f"{start:g} s + {seconds} s"


def _number(fix: list[Any], place: int) -> float | None:
    value = fix[place] if len(fix) > place else None
    return float(value) if value is not None and _is_number(value) else None


def _flags(fix: list[Any]) -> int:
    value = fix[6] if len(fix) > 6 else 0
    return value if isinstance(value, int) else 0


def _source(fix: list[Any]) -> str:
    """`readsb`, and by what way the position came: from the aircraft itself, or worked out by receivers (mlat)."""
    way = fix[9] if len(fix) > 9 else None
    return f"readsb {way}" if isinstance(way, str) and way else "readsb"


def _metres(fix: list[Any]) -> float | None:
    feet = _number(fix, 3)
    # a decimetre; transponders give steps of 25 feet
    return None if feet is None else round(feet * FEET_M, 1)


_EXAMPLE = """{"icao": "ac671b", "timestamp": 1475330400.0, "t": "C130", "trace": [
  [0.0, 36.2, 37.1, 12000, 210.5, 90.0], [4.5, 36.2, 37.2, "ground", 12.0, 90.0]
]}
"""

register(
    Reader(
        "adsb-readsb", "2", "Traces of readsb and feeders like it, JSON", sniff, read,
        example=Example("trace_full_ac671b.json", _EXAMPLE),
    )
)  # fmt: skip
