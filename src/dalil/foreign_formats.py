"""What reads formats of others, run in a limited child: a workbook to rows of JSON, Parquet to a stream of Arrow.

Cells go over the pipe as JSON, a row a line: a form that carries no code. Imports little, because a child must begin
fast (Arrow is loaded where it is needed), and nothing of the case, because here hostile files end.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any, BinaryIO

import python_calamine

from dalil.errors import Refused
from dalil.sanitise.original import Rest
from dalil.stored_results import marked, marks_of

__all__ = ["main", "plain_cell", "write_sheets"]

UNPACKED_LIMIT = 4 * 2**30
"""A workbook is a ZIP file: what it says that it unpacks to is bounded before it is opened."""

_PIECE = 1 << 20  # bytes written at once


def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None:
    """For the child: `workbook` and how many rows of each sheet (0: all), or `parquet` and the rows of a batch."""
    source: Any = io.BufferedReader(Rest(given.fileno())) if given.seekable() else io.BytesIO(given.read())
    if arguments[0] == "parquet":
        _write_arrow(source, out, int(arguments[1]))
    else:
        write_sheets(source, out, int(arguments[1]))


def write_sheets(source: Any, out: BinaryIO, first: int) -> None:
    """Of each sheet that holds something a line with its name, how many rows and which are merged, then its rows."""
    _demand_bounded(source)
    source.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source)
        # of the first rows nothing is asked but names of columns
        source.seek(0)
        marks = marks_of(source) if not first else {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            # with the empty area, else rows would be counted from the first that is filled
            rows = sheet.to_python(skip_empty_area=False, nrows=first or None)
            marked(rows, marks.get(name, {}))
            if rows:
                _write_sheet(name, rows, _merged_rows(sheet), out)
    except python_calamine.CalamineError as error:
        raise _unreadable(type(error).__name__) from None


def _write_sheet(name: str, rows: list[list[Any]], merged: list[int], out: BinaryIO) -> None:
    out.write(json.dumps({"sheet": name, "rows": len(rows), "merged": merged}).encode() + b"\n")
    piece = bytearray()
    for row in rows:
        piece += json.dumps(row, default=plain_cell).encode() + b"\n"
        if len(piece) > _PIECE:
            out.write(piece)
            piece.clear()
    out.write(piece)


def _merged_rows(sheet: Any) -> list[int]:
    """Rows that a merged range touches, the header being 0."""
    touched = {
        row
        for (start, _), (end, _) in (sheet.merged_cell_ranges or ())
        for row in range(start, min(end, sheet.total_height) + 1)
    }
    return sorted(touched)


def _demand_bounded(source: Any) -> None:
    if source.read(2) != b"PK":
        return  # XLS is no ZIP file
    try:
        with zipfile.ZipFile(source) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _unreadable("not a workbook") from None
    if size > UNPACKED_LIMIT:
        raise Refused(
            "The workbook unpacks to more than can be read.",
            expected=f"at most {UNPACKED_LIMIT:,} bytes",
            found=f"{size:,} bytes",
            do="hand it in as CSV",
        )


def _unreadable(found: str) -> Refused:
    return Refused(
        "The workbook cannot be read.",
        expected="an XLSX, XLSM, XLS or ODS file",
        found=found,
        do="save it again as XLSX",
    )


def _write_arrow(source: Any, out: BinaryIO, batch_rows: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(source)
        with pa.ipc.new_stream(out, table.schema_arrow.remove_metadata()) as stream:
            for batch in table.iter_batches(batch_size=batch_rows):
                stream.write_batch(batch.replace_schema_metadata(None))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise Refused(
            "The Parquet file cannot be read.",
            expected="a whole Parquet file",
            found=type(error).__name__,
            do="write it again",
        ) from None


def plain_cell(cell: Any) -> dict[str, Any]:
    """A typed cell as JSON."""
    if isinstance(cell, timedelta):
        return {"timedelta": [cell.days, cell.seconds, cell.microseconds]}
    return {type(cell).__name__: cell.isoformat()}
