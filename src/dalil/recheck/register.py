"""Whether annex.csv and incidents.geojson show the same incidents: every column that both have, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dalil.recheck.cells import FICTIONAL, cell_of
from dalil.recheck.reading import Fault

__all__ = ["ANNEX", "GEOJSON", "Register", "check_register"]

ANNEX, GEOJSON = "data/annex.csv", "data/incidents.geojson"

_NUMBER = 8  # of the check
_ELSEWHERE = ("latitude", "longitude")  # in GeoJSON they are the geometry


@dataclass(slots=True)
class Register:
    """How many incidents and columns were compared, and what is wrong."""

    incidents: int = 0
    columns: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)


def check_register(rows: list[dict[str, str]], geojson: object) -> Register:
    """Compare the rows of annex.csv with the features of incidents.geojson, which stand in the same order."""
    found = Register(len(rows))
    features = geojson.get("features") if isinstance(geojson, dict) else None
    if not isinstance(features, list):
        found.faults.append(Fault(_NUMBER, "a collection of features", type(geojson).__name__, GEOJSON))
    elif len(features) != len(rows):
        found.faults.append(Fault(_NUMBER, f"{len(rows)} incidents as in annex.csv", str(len(features)), GEOJSON))
    else:
        cells = [_cells_or_fault(feature, number, found) for number, feature in enumerate(features, 1)]
        named = {name for each in cells if each for name in each}
        columns = named.intersection(rows[0] if rows else ())
        found.columns = tuple(sorted(columns))
        found.faults += [
            Fault(_NUMBER, "a column of annex.csv", f"{name}, which it does not have", GEOJSON)
            for name in sorted(named - columns)
        ]
        for row, each in zip(rows, cells, strict=True):
            found.faults += _compare(row, each, columns) if each else ()
    return found


def _cells_or_fault(feature: Any, number: int, found: Register) -> dict[str, str] | None:
    try:
        return _cells(feature)
    except (KeyError, TypeError, ValueError, AttributeError):
        where = f"{GEOJSON}, feature {number}"
        found.faults.append(Fault(_NUMBER, "a feature with id, geometry and properties", "another form", where))
        return None


def _compare(row: dict[str, str], cells: dict[str, str], columns: Iterable[str]) -> Iterator[Fault]:
    # Of a toll that no source states GeoJSON has no property, and CSV an empty cell.
    for name in sorted(columns):
        if row[name] != cells.get(name, ""):
            where = f"{GEOJSON}, {row.get('sheet', 'an incident without a sheet')}"
            yield Fault(_NUMBER, f"{name} as in annex.csv: {row[name]}", cells.get(name, "nothing"), where)


def _cells(feature: Any) -> dict[str, str]:
    """What a feature says, by column and spelled as annex.csv spells it."""
    properties = dict(feature["properties"])
    if properties.get("incident_id") != feature["id"]:
        raise ValueError("two names for one incident")
    if FICTIONAL.lower() in properties:
        properties[FICTIONAL] = properties.pop(FICTIONAL.lower())
    if feature["geometry"] is not None:
        longitude, latitude = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] != "Point":
            raise ValueError("not a point")
        properties |= dict(zip(_ELSEWHERE, (latitude, longitude), strict=True))
    return {name: cell_of(value) for name, value in properties.items()}
