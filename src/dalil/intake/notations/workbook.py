"""Workbooks: each sheet a table; merged cells are refused, because what stands in them is said of one row only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from dalil.errors import Refused
from dalil.intake.notations.foreign import SheetRows, sheets_of
from dalil.intake.notations.header import clean_header
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import BATCH_ROWS, Refusal, TableBatch

__all__ = ["read_workbook"]


def read_workbook(file: SourceFile) -> Iterator[TableBatch]:
    """The rows of every sheet that holds something, in batches that name their sheet."""
    for sheet in sheets_of(file):
        yield from _sheet(sheet, file)


def _sheet(sheet: SheetRows, file: SourceFile) -> Iterator[TableBatch]:
    header = clean_header(next(sheet.rows), file)
    merged = sheet.merged
    if 0 in merged:
        raise Refused(
            "Cells of the header are merged.",
            expected="one name above each column",
            where=f"{file.name}, sheet {sheet.name}",
            do="undo the merging (select all, unmerge)",
        )
    yield TableBatch([], {column: [] for column in header}, sheet=sheet.name)
    numbered = (
        (n, row) for n, row in enumerate(sheet.rows, 1) if n in merged or any(cell not in ("", None) for cell in row)
    )
    while some := list(islice(numbered, BATCH_ROWS)):
        yield _shaped(some, header, merged, sheet.name)


def _shaped(numbered: list[tuple[int, list[Any]]], header: list[str], merged: frozenset[int], sheet: str) -> TableBatch:
    kept = [(n, row) for n, row in numbered if n not in merged]
    do = "undo the merging and write the value into each row that it is true of"
    refusals = tuple(
        Refusal(n, "", "cells that are not merged", "merged cells", do, whole=True) for n, _ in numbered if n in merged
    )
    columns = {name: [row[place] for _, row in kept] for place, name in enumerate(header)}
    return TableBatch([n for n, _ in kept], columns, refusals, sheet)
