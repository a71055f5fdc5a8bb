"""Formats that a library of others reads, in a limited child: workbooks and Parquet, to rows or Arrow on a pipe.

What runs in the child is `dalil.foreign_formats`, where a file that was built to fill memory or to never end does so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dalil import foreign_formats
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import NoValue
from dalil.limited import Limits
from dalil.limited_host import limited_output
from dalil.stored_results import NO_VALUE

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["WORKBOOK_LIMIT", "SheetRows", "arrow_of", "cell_of", "headers_of", "sheets_of"]

BATCH_ROWS = 262_144  # of Parquet: larger than of text, because these batches are checked as arrays

_CHILD = foreign_formats.__name__

WORKBOOK_LIMIT = 200 * 2**20
"""Bytes as packed: the library reads a workbook in one piece, and a sheet holds no more than 1,048,576 rows."""
_WORKBOOK = Limits(memory_bytes=4 * 2**30, seconds=90, clock_seconds=3_600, output_bytes=2 * 2**30)
"""A full sheet (1,048,576 rows of 20 columns) fits. The clock runs on while its rows are taken into the facts."""
_PARQUET_SECONDS, _PARQUET_CLOCK = 1_800, 24 * 3_600
"""Seconds. More than a hundred million positions need: who takes them in waits for hours until all are in the facts."""
_PARQUET_SPARE, _PARQUET_RATIO = 2**30, 200
"""Bytes of output, and how often the packed size besides: columns of positions shrink to a tenth, constants to less."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet: its rows as lists of cells, and the numbers of those that a merged range touches, the first being 0.

    `rows` must be used up before the next sheet is asked for.
    """

    name: str
    rows: Iterator[list[Any]]
    merged: frozenset[int]


def sheets_of(file: SourceFile, first: int | None = None) -> Iterator[SheetRows]:
    """Every sheet that holds something, or of each only the `first` rows. XLSX, XLSM, XLSB, XLS, ODS.

    Raises `Refused` for what is no workbook, `LimitReached` for one that takes too much.
    """
    if file.size > WORKBOOK_LIMIT:
        file.content(WORKBOOK_LIMIT)  # says so
    with closing(limited_output(_CHILD, ["workbook", str(first or 0)], file.handed(WORKBOOK_LIMIT), _WORKBOOK,
                                where=file.name)) as out:  # fmt: skip
        for line in out:
            head = json.loads(line)
            rows = (json.loads(out.readline(), object_hook=cell_of) for _ in range(head["rows"]))
            yield SheetRows(head["sheet"], rows, frozenset(head["merged"]))
            for _ in rows:  # whoever passes over a sheet leaves its rows
                pass


def headers_of(file: SourceFile) -> list[tuple[str, list[Any]]]:
    """(sheet, first row) of every sheet that holds something. Raises as `sheets_of`."""
    if "headers" not in file.known:
        file.known["headers"] = [(sheet.name, next(sheet.rows)) for sheet in sheets_of(file, 1)]
    found: list[tuple[str, list[Any]]] = file.known["headers"]
    return found


@contextmanager
def arrow_of(file: SourceFile) -> Iterator[pa.RecordBatchReader]:
    """A Parquet file as a stream of record batches. Raises as `sheets_of`."""
    import pyarrow as pa

    limits = Limits(4 * 2**30, _PARQUET_SECONDS, _PARQUET_CLOCK, _PARQUET_SPARE + _PARQUET_RATIO * file.size)
    given = file.handed(WORKBOOK_LIMIT)
    with closing(limited_output(_CHILD, ["parquet", str(BATCH_ROWS)], given, limits, where=file.name)) as out:
        yield pa.ipc.open_stream(pa.PythonFile(out, mode="r"))


_KINDS: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def cell_of(found: dict[str, Any]) -> Any:
    """The cell that the child wrote; no other objects stand in a row."""
    ((name, value),) = found.items()
    if name == NO_VALUE:
        return NoValue(str(value))
    return timedelta(*value) if name == "timedelta" else _KINDS[name].fromisoformat(value)
