"""The plain formats: tables whose name says their kind (`reports.csv`, `victims-2016.xlsx`) or that were named one.

CSV, TSV, XLSX, JSON Lines or Parquet, also packed (`.gz`). Sheets of a workbook that are named after kinds are of those
kinds. The columns stand in formats.md; one that no kind has is listed as unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.errors import Refused
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Unknown, register
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import TableBatch
from dalil.intake.notations.tables import is_table, read_table
from dalil.records import KINDS, Kind, kind_for_stem

__all__ = ["kind_of", "plain_items"]


def sniff(file: SourceFile) -> bool:
    """A table whose stem names a kind."""
    return is_table(file) and kind_for_stem(file.stem) is not None


def kind_of(file: SourceFile, context: Context) -> Kind | None:
    """The kind that the person named, or that the file's name says."""
    return KINDS.get(context.as_) or kind_for_stem(file.stem)


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Rows under the columns of their kind; the sheets of a workbook by the names of the sheets, if they name kinds."""
    kind = kind_of(file, context)
    if kind is None:
        raise Refused(
            "The name of this table does not say what it holds.",
            expected="a name that begins with one of " + ", ".join(KINDS),
            found=file.stem,
            do="rename it, or say what it is with --as",
        )
    yield from plain_items(read_table(file), kind, context, file)


def plain_items(batches: Iterator[TableBatch], kind: Kind, context: Context, file: SourceFile) -> Iterator[Item]:
    """Batches of a table to items, the unknown columns counted at the end."""
    unknown: Counter[str] = Counter()
    sheets: dict[str, Kind | None] = {}
    for batch in batches:
        here = _kind_of_sheet(batch.sheet, sheets, kind)
        # a column of the same name on another sheet is another column
        prefix = f"{batch.sheet}: " if len(sheets) > 1 else ""
        if here is None:
            unknown[f"sheet {batch.sheet}"] += len(batch.rows)
            continue
        # the batch without rows names the header; JSON Lines have none, and their rows are asked one by one
        if not batch.rows and not batch.refusals and batch.columns:
            _demand_columns(batch, here, context, file)
        for name, cells in batch.columns.items():
            if name not in here.by_name:
                unknown[f"{prefix}{name}"] += _filled(cells)
        yield from (replace(refusal, kind=here.stem) for refusal in batch.refusals)
        if batch.rows:
            yield Cells(here.stem, batch.rows, {n: c for n, c in batch.columns.items() if n in here.by_name})
    yield from (Unknown(column, filled) for column, filled in unknown.items())


def _kind_of_sheet(sheet: str, sheets: dict[str, Kind | None], kind: Kind) -> Kind | None:
    """A sheet whose name says a kind is of that kind; else the first sheet is of the file's, the others of none."""
    if sheet not in sheets:
        named = kind_for_stem(sheet) if sheet else None
        sheets[sheet] = named or (kind if not sheets else None)
    return sheets[sheet]


def _demand_columns(batch: TableBatch, kind: Kind, context: Context, file: SourceFile) -> None:
    missing = [
        column.name
        for column in kind.columns
        if column.required and column.name not in batch.columns
        and not (column.name == "organisation" and context.organisation)
    ]  # fmt: skip
    if missing:
        raise Refused(
            f"Columns that {kind.stem} must have are missing.",
            expected=", ".join(missing),
            found=", ".join(sorted(set(batch.columns) & set(kind.by_name))) or "none of its columns",
            where=file.name,
            do="add them"
            + ("; the organisation can be given with --organisation" if "organisation" in missing else ""),
        )


def _filled(cells: Any) -> int:
    if isinstance(cells, (pa.Array, pa.ChunkedArray)):
        return int(pc.sum(cells.is_valid()).as_py() or 0)
    return sum(1 for cell in cells if cell not in (None, "", []))


_EXAMPLE = """sighting_id,post,seen_at,aircraft,heading_deg
S1,P1,2016-10-01T14:30,Su-24,45
"""

register(
    Reader(
        "plain", "2", "the plain formats, as CSV, XLSX, JSON Lines or Parquet", sniff, read,
        example=Example("sightings.csv", _EXAMPLE), kind=kind_of,
    )
)  # fmt: skip
