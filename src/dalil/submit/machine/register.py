"""What machines read: annex.csv, incidents.geojson, figures.json, and the tables that the figures' queries need."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dalil.records import TABLES, TOLL_COLUMNS
from dalil.submit.content.entries import Entry
from dalil.submit.content.figures import Figure
from dalil.submit.machine.tabular import FICTIONAL, cell_of, write_json, write_rows
from dalil.submit.release.queries import Reads
from dalil.submit.release.redact import Released

__all__ = ["write_accounts", "write_csv", "write_figures", "write_geojson", "write_tables"]

_COLUMNS = (
    "incident_id", "earliest", "latest", "day_local", "month_local", "latitude", "longitude", "radius_m", "place",
    "place_ar", "kind", "objects_hit", "weapons", "populated", "strikes", "parties_alleged", "reports",
    "organisations", "origins", *TOLL_COLUMNS,
)  # fmt: skip
_PROPERTIES = tuple(name for name in _COLUMNS if name not in ("latitude", "longitude", *TOLL_COLUMNS))
_ACCOUNT = ("report_id", "organisation", "earliest", "latest", "time_precision", "place", "place_ar", "latitude",
            "longitude", "place_precision", "kind", "objects_hit", "weapons", "parties_alleged", "narrative",
            *TOLL_COLUMNS)  # fmt: skip


def write_csv(path: Path, entries: Iterable[Entry], *, fictional: bool) -> None:
    """annex.csv: one row for each incident; times in UTC; lists joined by `;`."""
    head = ["sheet", *_COLUMNS, "accounts_shown", "accounts_withheld", "position_coarse"]
    write_rows(path, head, (map(cell_of, _cells(entry)) for entry in entries), fictional=fictional)


def _cells(entry: Entry) -> list[Any]:
    shown = [len(entry.accounts), entry.withheld, entry.coarse]
    return [entry.sheet, *(entry.row[name] for name in _COLUMNS), *shown]


def write_accounts(path: Path, entries: Iterable[Entry], *, fictional: bool) -> None:
    """accounts.csv: one row for each account that is shown, with the sheet it stands on."""
    rows = (
        [cell_of(cell) for cell in (entry.sheet, entry.id, *(account.row[name] for name in _ACCOUNT))]
        for entry in entries
        for account in entry.accounts
    )
    write_rows(path, ["sheet", "incident_id", *_ACCOUNT], rows, fictional=fictional)


def write_geojson(path: Path, entries: Iterable[Entry], *, fictional: bool) -> None:
    """One feature for each incident (RFC 7946: longitude first); without a point, geometry is null."""
    features = [_feature(entry, fictional) for entry in entries]
    write_json(path, {"type": "FeatureCollection", **({FICTIONAL: True} if fictional else {}), "features": features})


def _feature(entry: Entry, fictional: bool) -> dict[str, Any]:
    latitude, longitude = entry.row["latitude"], entry.row["longitude"]
    placed = latitude is not None and longitude is not None
    properties = {"sheet": entry.sheet, "position_coarse": entry.coarse}
    properties |= {name: _plain(entry.row[name]) for name in _PROPERTIES}
    properties |= {name: entry.row[name] for name in TOLL_COLUMNS if entry.row[name] is not None}
    if fictional:
        properties[FICTIONAL.lower()] = FICTIONAL
    geometry = {"type": "Point", "coordinates": [longitude, latitude]} if placed else None
    return {"type": "Feature", "id": entry.id, "geometry": geometry, "properties": properties}


def _plain(value: Any) -> Any:
    return cell_of(value) if isinstance(value, datetime) else value


def write_figures(path: Path, figures: Sequence[Figure], *, fictional: bool) -> None:
    """figures.json: a list of objects, as `dalil show figures --json`, with their number and what was withheld."""
    extra = {FICTIONAL.lower(): FICTIONAL} if fictional else {}
    write_json(path, [{**figure.as_json(), **extra} for figure in figures])


def write_tables(folder: Path, released: Released, reads: Mapping[str, Reads], *, fictional: bool) -> None:
    """`tables/*.parquet`: what the figures' queries read, cut to the audience, in the order of its key.

    Columns that no query names stay in: `reads` says for each query what it reads.
    """
    for name in sorted({table for each in reads.values() for table in each.tables}):
        folder.mkdir(exist_ok=True)  # a bag cannot hold an empty folder
        using = [each for each in reads.values() if name in each.tables]
        named = {column for each in using for column in each.columns} | set(TABLES[name].key)
        if any(each.everything for each in using):
            named |= {column for column, _ in TABLES[name].sql_columns}
        columns = ", ".join(f'"{column}"' for column, _ in TABLES[name].sql_columns if column in named)
        key = ", ".join(f'"{column}"' for column in TABLES[name].key)
        table = released.facts.query(f'SELECT {columns} FROM "{name}" ORDER BY {key}, *').to_arrow_table()
        # In place of whatever the database noted: the same rows give the same bytes.
        notes = {"dalil.table": name} | ({FICTIONAL.lower(): FICTIONAL} if fictional else {})
        buffer = io.BytesIO()
        pq.write_table(table.replace_schema_metadata(notes), buffer, compression="zstd")
        (folder / f"{name}.parquet").write_bytes(buffer.getvalue())
