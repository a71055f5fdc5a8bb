"""The rows of a text table together with the bytes they stand in, so that each can be sealed by itself."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from dalil.errors import Refused
from dalil.intake.notations.delimited import delimiter_of
from dalil.intake.notations.header import clean_header, column_key
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import CELL_LIMIT

__all__ = ["RowBytes", "copy_of", "rows_with_bytes"]


@dataclass(frozen=True, slots=True)
class RowBytes:
    """A row: its number (the first record is 1), its bytes [start, end), its cells. `broken`: it does not fit."""

    number: int
    start: int
    end: int
    cells: Mapping[str, Any]
    broken: bool = False

    def without(self, columns: set[str]) -> RowBytes:
        """The row with these cells empty; of a broken row nothing is kept, because any cell may hold anything."""
        kept = {} if self.broken else {name: None if name in columns else cell for name, cell in self.cells.items()}
        return replace(self, cells=kept)


def rows_with_bytes(file: SourceFile, limit: int) -> tuple[bytes, Iterator[RowBytes]]:
    """The unpacked bytes of the table, and its rows. Raises `Refused` for another encoding or a broken structure."""
    raw = file.content(limit)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            "The file is not in UTF-8.", expected="text in UTF-8", found=f"byte {error.start:,}", where=file.name
        ) from None
    rows = list((_csv_rows if file.suffix in ("csv", "tsv") else _json_rows)(raw, file))
    return raw, iter(rows)


def _lines(raw: bytes) -> tuple[list[bytes], list[int]]:
    """Lines with their ends, and where each begins; the last number is the length."""
    lines = raw.split(b"\n")
    ended = [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    return ended, [0, *accumulate(map(len, ended))]


def _csv_rows(raw: bytes, file: SourceFile) -> Iterator[RowBytes]:
    lines, starts = _lines(raw)
    csv.field_size_limit(CELL_LIMIT)
    text = (
        line.decode("utf-8").removeprefix("\ufeff") if number == 0 else line.decode()
        for number, line in enumerate(lines)
    )
    reader = csv.reader(text, delimiter=delimiter_of(file), strict=True)
    try:
        header = clean_header(next(reader, []), file)
        # lines, not commas: a quoted cell may hold line ends, and the bytes of a row are those of all its lines
        begun, number = reader.line_num, 0
        for row in reader:
            if any(row):
                number += 1
                cells = dict(zip(header, row, strict=False)) | dict.fromkeys(header[len(row) :], "")
                yield RowBytes(number, starts[begun], starts[reader.line_num], cells, len(row) != len(header))
            begun = reader.line_num
    except csv.Error:
        raise Refused(
            "The structure of this file does not hold: no row of it can be trusted.",
            expected="quotes that close",
            where=f"{file.name}, line {reader.line_num} or before",
            do="open it in the program that made it and save it again as CSV UTF-8",
        ) from None


def _json_rows(raw: bytes, file: SourceFile) -> Iterator[RowBytes]:
    lines, starts = _lines(raw)
    number = 0
    for place, line in enumerate(lines):
        text = line.removeprefix(codecs.BOM_UTF8) if place == 0 else line
        if not text.strip():
            continue
        number += 1
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        cells = {column_key(key): cell for key, cell in value.items()} if isinstance(value, dict) else {}
        yield RowBytes(number, starts[place], starts[place + 1], cells, not isinstance(value, dict))


def copy_of(rows: Iterable[RowBytes]) -> bytes:
    """A CSV of the rows, every column that any of them has; a broken row keeps its place and nothing else."""
    rows = list(rows)
    header = list(dict.fromkeys(name for row in rows for name in row.cells))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        texts = [_text(row.cells.get(name)) for name in header]
        # readers pass over lines of commas alone: a row of which nothing may stay would be dropped without a word
        writer.writerow(["(a row that does not fit the table)"] if row.broken or not any(texts) else texts)
    return out.getvalue().encode("utf-8")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return ";".join(map(str, cell))
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
