"""CSV files written row by row, each with the columns of its plain format that the simulator fills."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from dalil.simulate.tell.toll import COLUMNS as TOLLS

_TOLL_COLUMNS = [f"{name}_{end}" for name in TOLLS for end in ("min", "max")]

COLUMNS: Mapping[str, list[str]] = {
    "reports": [
        "report_id", "organisation", "earliest", "latest", "time_precision", "time_source", "place", "place_ar",
        "latitude", "longitude", "place_precision", "place_source", "kind", "objects_hit", "populated", "weapons",
        *_TOLL_COLUMNS, "strikes", "parties_alleged", "aircraft_reported", "narrative", "language", "origin",
        "exhibits", "consent",
    ],
    "victims": [
        "person_id", "report_id", "organisation", "name", "name_ar", "father", "age", "sex", "status", "role", "fate",
        "date", "place", "protected",
    ],
    "testimonies": [
        "testimony_id", "report_id", "witness", "witness_role", "taken_on", "taken_by", "consent", "withdrawn_on",
        "guardian", "directness", "seen_at", "latitude", "longitude", "aircraft_reported", "parties_alleged", "text",
        "language", "translation", "translated_by",
    ],
    "identities": ["witness", "name", "contact", "note"],
    "exhibits": [
        "file", "kind", "source_url", "account", "author", "published_at", "captured_at", "captured_by",
        "capture_method", "obtained_from", "earlier_custody", "consent", "note",
    ],
    "observations": [
        "observation_id", "exhibit", "report_id", "timecode", "aspect", "value", "latitude", "longitude", "at",
        "method", "analyst", "certainty", "reviewed_by", "note",
    ],
    "sightings": [
        "sighting_id", "post", "latitude", "longitude", "view_range_m", "seen_at", "logged_at", "aircraft",
        "operator_reported", "count", "heading_deg", "bearing_deg", "distance_m", "behaviour", "network", "note",
    ],
    "positions": ["track_id", "t", "latitude", "longitude", "altitude_m", "source", "aircraft", "operator"],
    "transmissions": [
        "transmission_id", "heard_at", "frequency_khz", "call_sign", "role", "language", "transcript", "post",
    ],
    "remnants": [
        "remnant_id", "report_id", "found_at", "latitude", "longitude", "munition", "identified_by", "certainty",
        "exhibits",
    ],
    "statements": [
        "statement_id", "party", "made_on", "act", "scope_from", "scope_to", "scope_area", "scope_kinds",
        "scope_objects", "text", "url",
    ],
    "outside_findings": [
        "finding_id", "body", "standard", "made_on", "report_id", "party", "violation", "text", "url",
    ],
    "places": [
        "place_id", "name", "name_ar", "other_names", "kind", "latitude", "longitude", "admin1", "admin2", "population",
    ],
    "sites": [
        "site_id", "name", "name_ar", "kind", "latitude", "longitude", "radius_m", "notified_on", "notified_to",
    ],
    "site_status": ["site_id", "from", "status", "report_id", "source"],
    "context": ["context_id", "kind", "from", "to", "area", "parties", "min", "max", "unit", "text", "source"],
    "actors": ["actor_id", "name", "kind", "part_of", "latitude", "longitude", "source"],
    "labels": ["report_id", "party", "basis"],
}  # fmt: skip

TRUTH: Mapping[str, list[str]] = {
    "reports": ["report_id", "incident_id", "how", "mistakes"],
    "victims": ["person_id", "true_person", "incident_id"],
    "incidents": [
        "incident_id", "party", "at", "latitude", "longitude", "killed_civilians", "killed_children", "objects_hit",
        "weapons", "flight_id", "documented_by", "in_annex", "kind", "populated", "aircraft", "injured_civilians",
        "injured_children", "on_civilians_with_children", "aimed_at", "aim_latitude", "aim_longitude", "site_id",
        "raid_id", "second_strike", "flight_seen", "lines",
    ],
    "flights": ["flight_id", "party", "aircraft", "base", "took_off", "landed"],
    "sightings": ["sighting_id", "flight_id", "clock_offset_s", "copied_label", "repeats"],
    "tracks": ["track_id", "from", "to", "flight_id"],
    "transmissions": [
        "transmission_id", "flight_id", "incident_id", "step", "clean", "latitude", "longitude", "said", "misheard",
        "unclear", "second_listener",
    ],
    "origins": ["report_id", "origin_report_id", "how", "declared"],
    "media": ["file", "original_file", "transform", "incident_id", "captured_at", "exif"],
    "damage": ["scene", "building_id", "destroyed"],
    "persons": ["true_person", "incident_id", "age", "sex", "role"],
}  # fmt: skip


class Tables:
    """The CSV files under one folder, opened when their first row comes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[tuple[str, str], _Table] = {}

    def __enter__(self) -> Tables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table in self._open.values():
            table.stream.close()

    def write(self, folder: str, stem: str, row: Mapping[str, Any], columns: Mapping[str, list[str]] = COLUMNS) -> None:
        """Append one row to `folder/stem.csv`.

        Raises:
            KeyError: the row has a key that is no column.
        """
        table = self._open.get((folder, stem))
        if table is None:
            table = self._open[folder, stem] = _Table.begun(self._root / folder / f"{stem}.csv", columns[stem])
        if not row.keys() <= table.names:
            raise KeyError(f"{stem} has no column {', '.join(sorted(row.keys() - table.names))}")
        table.writerow([row.get(name, "") for name in table.columns])

    def truth(self, stem: str, row: Mapping[str, Any]) -> None:
        """Append one row to `truth/stem.csv`."""
        self.write("truth", stem, row, TRUTH)


@dataclass(frozen=True, slots=True)
class _Table:
    stream: IO[str]
    columns: list[str]
    names: frozenset[str]
    writerow: Callable[[list[Any]], Any]

    @classmethod
    def begun(cls, path: Path, columns: list[str]) -> _Table:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("w", encoding="utf-8", newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        return cls(stream, columns, frozenset(columns), writer.writerow)
