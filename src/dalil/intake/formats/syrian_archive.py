"""Incidents of Syrian Archive (JSON) and the charts of aircraft sightings behind them (CSV).

A chart says in which place an observer reported an aircraft, not where the observer stood: the place goes to `place`
and is located through the case's gazetteer. "Russian" on a chart is a type as observers recognise it. An incident's
own table of times, tolls and allegations becomes one report; what sources said otherwise stands in the narrative.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dalil.errors import Refused
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Unknown, register
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import read_table

ORGANISATION = "Syrian Archive"

_LIMIT = 50_000_000  # bytes, held in memory at once; the published files are far smaller
# in the order of the compass: the place in this list times 45 is the heading in degrees
_POINTS = ("North", "North East", "East", "South East", "South", "South West", "West", "North West")
_CHART = frozenset({
    "obs_id", "chart", "date_local", "time_local", "utc_offset_assumed", "province", "location", "aircraft_type",
    "aircraft_class", "heading", "annotation", "time_on_map", "aircraft_count_on_map", "marker_overlap",
    "marker_partly_hidden", "source_image",
})  # fmt: skip
_INCIDENT = frozenset({
    "id", "location_as_published", "location_ar", "facility_en", "target_type", "coordinates", "date", "header",
    "times_reported", "perpetrator_allegations", "time_zone", "governorate", "casualties_reported", "strike_counts",
    "source_text", "munitions", "facility_ar",
})  # fmt: skip
_OBJECTS = {"hospital": "hospital", "clinic": "hospital", "market": "market", "school": "school", "police": "other"}
_PRECISION = {"building": "exact", "street": "street"}
_CLOCK = re.compile(r"\d\d:\d\d")
_ATTACK = ("attack", "strike", "bomb", "raid", "airstrike")


def sniff(file: SourceFile) -> bool:
    """The JSON by its keys, the chart by its header."""
    if file.suffix == "csv":
        return file.head.startswith((b"obs_id,chart", b"\xef\xbb\xbfobs_id,chart"))
    return file.suffix == "json" and b'"location_as_published"' in file.head and b'"times_reported"' in file.head


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Charts become sightings, incidents reports."""
    yield from _charts(file) if file.suffix == "csv" else _incidents(file)


def _charts(file: SourceFile) -> Iterator[Item]:
    unknown: Counter[str] = Counter()
    for batch in read_table(file):
        yield from batch.refusals
        for name, cells in batch.columns.items():
            if name not in _CHART:
                unknown[name] += sum(1 for cell in cells if cell)
        if batch.rows:
            names = list(batch.columns)
            rows = [dict(zip(names, cells, strict=True)) for cells in zip(*batch.columns.values(), strict=True)]
            made = [_sighting(row) for row in rows]
            columns = {name: [sighting[name] for sighting in made] for name in made[0]}
            yield Cells("sightings", batch.rows, columns, {"sighting_id": "obs_id", "seen_at": "time_local"})
    yield from (Unknown(column, filled) for column, filled in unknown.items())


def _sighting(row: Mapping[str, str]) -> dict[str, Any]:
    heading = row.get("heading", "")
    notes = [f"{name}: {row[name]}" for name in ("annotation", "time_on_map", "aircraft_count_on_map") if row.get(name)]
    notes += [name for name in ("marker_overlap", "marker_partly_hidden") if row.get(name) == "1"]
    return {
        "sighting_id": row.get("obs_id"),
        "post": f"{row.get('province', '')}: {row.get('location', '')}",
        "place": row.get("location"),
        "seen_at": f"{row.get('date_local')}T{row.get('time_local')}{row.get('utc_offset_assumed', '')}",
        "aircraft": row.get("aircraft_type") or row.get("aircraft_class"),
        "heading_deg": _POINTS.index(heading) * 45 if heading in _POINTS else None,
        "behaviour": "circling" if heading == "Circling" else _at_field(row),
        "count": row.get("aircraft_count_on_map") or None,
        "note": "; ".join(notes) or None,
    }


def _at_field(row: Mapping[str, str]) -> str | None:
    """A chart has rows for airfields; an aircraft seen there with a heading is leaving."""
    return "departing" if "airbase" in row.get("location", "").lower() else None


def _incidents(file: SourceFile) -> Iterator[Item]:
    records = _records(file)
    made = [_report(record) for record in records]
    columns: dict[str, Sequence[Any]] = {name: [report[name] for report in made] for name in made[0]} if made else {}
    names = {"report_id": "id", "earliest": "times_reported", "place": "location_as_published"}
    if made:
        yield Cells("reports", range(1, len(made) + 1), columns, names)
    unused = Counter(key for record in records for key in record if key not in _INCIDENT)
    yield from (Unknown(key, filled) for key, filled in sorted(unused.items()))


def _records(file: SourceFile) -> list[dict[str, Any]]:
    try:
        records = json.loads(file.content(_LIMIT))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused(
            "These incidents are not valid JSON.", expected="a list of objects", found=str(error)[:80]
        ) from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise Refused("These incidents are not a list of objects.", expected="a list of objects")
    return records


def _report(record: Mapping[str, Any]) -> dict[str, Any]:
    earliest, latest, precision = _time(record)
    point = _point(record)
    header = record.get("header") or {}
    killed = [(c.get("killed_min"), c.get("killed_max")) for c in record.get("casualties_reported") or ()]
    injured = [(c.get("injured_min"), c.get("injured_max")) for c in record.get("casualties_reported") or ()]
    strikes = [c["strikes_min"] for c in record.get("strike_counts") or () if c.get("strikes_min") is not None]
    return {
        "report_id": record.get("id"), "organisation": ORGANISATION, "earliest": earliest, "latest": latest,
        "time_precision": precision, "time_source": "witness",
        "place": _narrower_first(record.get("location_as_published")),
        "place_ar": _narrower_first(record.get("location_ar")),
        "latitude": point.get("lat"), "longitude": point.get("lon"),
        "place_precision": _PRECISION.get(str(point.get("precision"))) if point else None,
        "kind": "airstrike", "objects_hit": _object(str(record.get("target_type", ""))),
        "strikes": min(strikes, default=None), "parties_alleged": header.get("responsible_en"),
        **_hull("killed", killed), **_hull("injured", injured),
        "narrative": _told(record), "language": "en", "consent": "public",
    }  # fmt: skip


def _narrower_first(place: str | None) -> str | None:
    """ "IDLIB : Marret Numan" with the wider unit behind, as a gazetteer expects it."""
    if not place or ":" not in place:
        return place
    wider, _, name = place.partition(":")
    return f"{name.strip()}, {wider.strip()}"


def _time(record: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    """The report's own times of attack, from the first to the last; the day where it gives none."""
    day, offset = record.get("date"), str(record.get("time_zone", "")).removeprefix("UTC")
    own = [t for t in record.get("times_reported") or () if t.get("source_kind") == "report" and _is_attack(t)]
    clocks = [t[k] for t in own for k in ("time_local", "time_local_end") if t.get(k) and _CLOCK.fullmatch(t[k])]
    if not clocks:  # times of others than the report itself are told, not taken
        return day, day, "day"
    return f"{day}T{min(clocks)}{offset}", f"{day}T{max(clocks)}{offset}", "minute"


def _is_attack(time: Mapping[str, Any]) -> bool:
    return any(word in str(time.get("what", "")).lower() for word in _ATTACK)


def _point(record: Mapping[str, Any]) -> Mapping[str, Any]:
    points = record.get("coordinates") or ()
    return next(iter(points), {})


def _object(target: str) -> str:
    found = sorted({value for word, value in _OBJECTS.items() if word in target.lower()})
    return ";".join(found) or "other"


def _hull(fate: str, ranges: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    low = [a for a, _ in ranges if a is not None]
    high = [b for _, b in ranges if b is not None]
    return {f"{fate}_total_min": min(low, default=None), f"{fate}_total_max": max(high, default=None)}


def _told(record: Mapping[str, Any]) -> str:
    times = [f"{t.get('time_local')} ({t.get('source_kind')})" for t in record.get("times_reported") or ()]
    claims = [m.get("claim", "") for m in record.get("munitions") or ()]
    facility = record.get("facility_en") or ""
    return "; ".join(filter(None, (facility, "times stated: " + ", ".join(times), ", ".join(filter(None, claims)))))


_EXAMPLE = """obs_id,chart,date_local,time_local,utc_offset_assumed,province,location,aircraft_type,\
aircraft_class,heading
C1-1,C1,2016-10-01,14:30,+03:00,Qasr,Tel Amber,Su-24,Russian,North East
"""

# published: the archive's public reports and charts. None of their own fields identifies, so one that does was added.
register(
    Reader(
        "syrian-archive", "1", "Syrian Archive incidents (JSON) and sighting charts (CSV)", sniff, read,
        example=Example("flight_observations.csv", _EXAMPLE), published=True, fields=_CHART | _INCIDENT,
    )
)  # fmt: skip
