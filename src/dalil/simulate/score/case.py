"""The tables of a case that are scored, read from its facts; a table that is not there is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dalil.casefile.facts import Facts, reading
from dalil.errors import UsageError

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]

WANTED: Mapping[str, tuple[str, ...]] = {
    "incident_report": ("incident_id", "report_id"),
    "origin": ("report_id", "origin_id"),
    "person_victim": ("person_id", "victim_id"),
    "flight": ("flight_id", "origin"),
    "flight_sighting": ("flight_id", "sighting_id"),
    "post_clock": ("post", "offset_s", "low_s", "high_s"),
    "track": ("track_id", "flight_id"),
    "opportunity": ("incident_id", "flight_id", "line", "label"),
    "strike_sequence": ("sequence_id", "transmissions"),
    "transmission_reading": ("transmission_id", "element", "latitude", "longitude", "certainty"),
    "chance": ("incident_id", "line", "label", "bin", "chance", "low", "high", "matched"),
    "finding": ("incident_id", "party", "role", "posterior", "low", "high", "grade"),
    "attribution": ("incident_id", "party", "grade"),
    "figure": ("name", "value", "low", "high"),
    "estimate": ("method", "unit", "stratum", "observed", "median", "low", "high", "refused"),
}
"""Columns by table: what score() reads, and all it reads."""


def read_case(case: Path | Facts | Tables) -> Tables:
    """The wanted tables of a case folder, of its open facts, or as they are given.

    Raises:
        UsageError: a path without facts.
    """
    if isinstance(case, Mapping):
        return {name: case.get(name, ()) for name in WANTED}
    if isinstance(case, Facts):
        return _tables(case)
    path = case if case.suffix == ".duckdb" else case / "facts.duckdb"
    if not path.is_file():
        raise UsageError(
            "This case has no facts to score.", expected="facts.duckdb", where=str(path), do="dalil run CASE"
        )
    with reading(path) as facts:
        return _tables(facts)


def _tables(facts: Facts) -> Tables:
    there: dict[str, set[str]] = {}
    for row in facts.rows("SELECT table_name, column_name FROM information_schema.columns"):
        there.setdefault(row["table_name"], set()).add(row["column_name"])
    found: dict[str, Rows] = {}
    for table, columns in WANTED.items():
        names = [f'"{name}"' for name in columns if name in there.get(table, ())]
        found[table] = facts.rows(f'SELECT {", ".join(names)} FROM "{table}"') if names else ()
    return found
