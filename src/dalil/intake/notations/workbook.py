"""XLSX: each sheet a table; merged cells are refused, because what stands in them is said of one row only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import python_calamine

from dalil.errors import Refused
from dalil.intake.notations.header import clean_header
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.stored_results import Marks, marked, marks_of
from dalil.intake.notations.table_batch import BATCH_ROWS, Refusal, TableBatch

__all__ = ["WORKBOOK_LIMIT", "read_xlsx"]

WORKBOOK_LIMIT = 200 * 2**20
"""Bytes as packed: the library reads a workbook in one piece, and a sheet holds no more than 1,048,576 rows."""
UNPACKED_LIMIT = 4 * 2**30
"""A workbook is a ZIP file: what it unpacks to is bounded before it is opened."""


def read_xlsx(file: SourceFile) -> Iterator[TableBatch]:
    """The rows of every sheet that holds something, in batches that name their sheet."""
    content = file.content(WORKBOOK_LIMIT)
    _demand_bounded(content, file)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        marks = marks_of(content)
        for name in names:
            sheet = book.get_sheet_by_name(name)
            yield from _sheet(sheet, name, file, marks.get(name, {}))
    except python_calamine.CalamineError as error:
        raise _unreadable(file, type(error).__name__) from None


def _demand_bounded(content: bytes, file: SourceFile) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise _unreadable(file, "not a workbook") from None
    if size > UNPACKED_LIMIT:
        raise Refused(
            "The workbook unpacks to more than can be read.",
            expected=f"at most {UNPACKED_LIMIT:,} bytes",
            found=f"{size:,} bytes",
            where=file.name,
            do="hand it in as CSV",
        )


def _unreadable(file: SourceFile, found: str) -> Refused:
    return Refused(
        "The workbook cannot be read.",
        expected="an XLSX file",
        found=found,
        where=file.name,
        do="save it again as XLSX",
    )


def _sheet(sheet: Any, name: str, file: SourceFile, marks: Marks) -> Iterator[TableBatch]:
    rows = sheet.to_python(skip_empty_area=False)  # else rows would be counted from the first that is filled
    if not rows:
        return
    marked(rows, marks)
    header = clean_header(rows[0], file)
    merged = _merged_rows(sheet)
    if 0 in merged:
        raise Refused(
            "Cells of the header are merged.",
            expected="one name above each column",
            where=f"{file.name}, sheet {name}",
            do="undo the merging (select all, unmerge)",
        )
    yield TableBatch([], {column: [] for column in header}, sheet=name)
    numbered = [
        (n, row) for n, row in enumerate(rows[1:], 1) if n in merged or any(cell not in ("", None) for cell in row)
    ]
    for start in range(0, len(numbered), BATCH_ROWS):
        yield _shaped(numbered[start : start + BATCH_ROWS], header, merged, name)


def _merged_rows(sheet: Any) -> set[int]:
    """Rows that a merged range touches, the header being 0."""
    return {
        row
        for (first, _), (last, _) in (sheet.merged_cell_ranges or ())
        for row in range(first, min(last, sheet.total_height) + 1)
    }


def _shaped(numbered: list[tuple[int, list[Any]]], header: list[str], merged: set[int], sheet: str) -> TableBatch:
    kept = [(n, row) for n, row in numbered if n not in merged]
    do = "undo the merging and write the value into each row that it is true of"
    refusals = tuple(
        Refusal(n, "", "cells that are not merged", "merged cells", do, whole=True) for n, _ in numbered if n in merged
    )
    columns = {name: [row[place] for _, row in kept] for place, name in enumerate(header)}
    return TableBatch([n for n, _ in kept], columns, refusals, sheet)
