"""The truth/ folder of a simulation, read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dalil.errors import UsageError

Row = dict[str, str]


@dataclass(frozen=True)
class Truth:
    """Tables by stem, as text, and parameters.json."""

    tables: Mapping[str, list[Row]]
    parameters: Mapping[str, Any]

    @cached_property
    def incident_of_report(self) -> dict[str, str]:
        """Global report id to incident."""
        return {row["report_id"]: row["incident_id"] for row in self.tables["reports"]}

    @cached_property
    def incidents(self) -> dict[str, Row]:
        """Incidents by id."""
        return {row["incident_id"]: row for row in self.tables["incidents"]}

    @cached_property
    def flight_of_sighting(self) -> dict[str, str]:
        """Sighting to flight."""
        return {row["sighting_id"]: row["flight_id"] for row in self.tables["sightings"]}

    @cached_property
    def reported(self) -> dict[str, Row]:
        """Incidents with at least one report, told again or not."""
        known = set(self.incident_of_report.values())
        return {name: row for name, row in self.incidents.items() if name in known}


def read_truth(folder: Path) -> Truth:
    """Read a truth/ folder.

    Raises:
        UsageError: the folder is not one of a simulation.
    """
    if not (folder / "incidents.csv").is_file() or not (folder / "parameters.json").is_file():
        raise UsageError(
            "This is not the truth of a simulation.",
            expected="a folder with incidents.csv and parameters.json",
            where=str(folder),
            do="give OUT/truth of `dalil simulate OUT`",
        )
    tables = {path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))}
    for stem in ("reports", "victims", "sightings", "transmissions", "flights", "origins", "media", "tracks"):
        tables.setdefault(stem, [])
    return Truth(tables, json.loads((folder / "parameters.json").read_text(encoding="utf-8")))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
