"""Traces of readsb and of feeders like it (`trace_full_<icao>.json`): one aircraft, one object, a list of fixes.

Seconds count from `timestamp`; altitudes are feet, and "ground" is none. A fix is a list: seconds, latitude, longitude,
altitude, speed, track, flags, …; what stands behind the fourth place is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from dalil.errors import Refused
from dalil.intake.handed import Handed
from dalil.intake.registry import Cells, Context, Item, Reader, Unknown, register

__all__ = ["FEET_M", "utc_text"]

FEET_M = 0.3048
_LIMIT = 200_000_000
_USED = frozenset({"icao", "timestamp", "trace", "t", "desc"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_text(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC, to the microsecond."""
    return (_EPOCH + timedelta(microseconds=round(seconds * 1e6))).isoformat()


def sniff(file: Handed) -> bool:
    """An object with `icao` and `trace`."""
    return file.suffix == "json" and b'"icao"' in file.head and b'"trace"' in file.head


def read(file: Handed, context: Context) -> Iterator[Item]:
    """Fixes become positions; fixes without a position are refused one by one where they are checked."""
    trace = _object(file)
    fixes = [fix for fix in trace["trace"] if isinstance(fix, list)]
    start = float(trace["timestamp"])
    rows = range(1, len(fixes) + 1)
    aircraft = str(trace.get("t") or trace.get("desc") or "")
    columns: dict[str, Sequence[Any]] = {
        "track_id": [str(trace["icao"])] * len(fixes),
        "t": [utc_text(start + float(fix[0])) if fix else None for fix in fixes],
        "latitude": [_number(fix, 1) for fix in fixes],
        "longitude": [_number(fix, 2) for fix in fixes],
        "altitude_m": [_metres(fix) for fix in fixes],
        "source": ["readsb"] * len(fixes),
        "aircraft": [aircraft] * len(fixes),
    }
    yield Cells("positions", rows, columns, {"t": "trace[0]", "latitude": "trace[1]", "longitude": "trace[2]"})
    yield from (Unknown(key, 1) for key in trace if key not in _USED)


def _object(file: Handed) -> dict[str, Any]:
    try:
        trace = json.loads(file.content(_LIMIT))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused("This trace is not valid JSON.", expected="one JSON object", found=str(error)[:80]) from None
    if not isinstance(trace, dict) or not isinstance(trace.get("trace"), list) or "timestamp" not in trace:
        raise Refused("This is not a trace.", expected="an object with icao, timestamp and a list `trace`")
    return trace


def _number(fix: list[Any], place: int) -> float | None:
    value = fix[place] if len(fix) > place else None
    return float(value) if isinstance(value, int | float) else None


def _metres(fix: list[Any]) -> float | None:
    feet = _number(fix, 3)
    return None if feet is None else round(feet * FEET_M, 1)


register(Reader("adsb-readsb", "1", "Traces of readsb and feeders like it, JSON", sniff, read))
