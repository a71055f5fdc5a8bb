"""CSV and TSV: UTF-8, a header, as many cells in each row as in the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from dalil.errors import Refused
from dalil.intake.notations.header import clean_header
from dalil.intake.notations.lines import TOO_LONG, TextLines
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import BATCH_ROWS, CELL_LIMIT, Refusal, TableBatch

__all__ = ["delimiter_of", "read_csv"]

_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*[\[{\]"\d-])')
_LONE_RETURN = "a carriage return that ends no line, as old Macintosh programs write"


def read_csv(file: SourceFile) -> Iterator[TableBatch]:
    """The rows in batches. Wholly empty lines are no rows; row 1 is the first after the header."""
    csv.field_size_limit(CELL_LIMIT)
    if _JSON.match(file.head):
        raise Refused(
            "This is JSON under the name of a CSV.",
            expected="a header and rows, separated by commas",
            found="an object or a list in JSON",
            where=file.name,
            do="one object a line is read as JSON Lines: name the file .jsonl",
        )
    lines = TextLines(file, quoted=True)
    reader = csv.reader(lines, delimiter=delimiter_of(file), strict=True)
    try:
        header = clean_header(next(reader, []), file)
        yield TableBatch([], {name: [] for name in header})
        number = 0
        while batch := _some(reader):
            shaped = _shaped(batch, header, number, lines.marked)
            number += len(batch)
            yield shaped
    except csv.Error as error:
        raise Refused(
            "The structure of this file does not hold: no row of it can be trusted.",
            expected="quotes that close, and none inside a cell but doubled",
            found=_LONE_RETURN if "new-line character" in str(error) else str(error),
            where=f"{file.name}, line {reader.line_num} or before",
            do="open it in the program that made it and save it again as CSV UTF-8",
        ) from None


def delimiter_of(file: SourceFile) -> str:
    """Comma; tab for `.tsv`; a semicolon, tab or bar where the header has only that, as some programs write."""
    if file.suffix == "tsv":
        return "\t"
    first = file.head.split(b"\n", 1)[0]
    # a comma goes first: a semicolon may stand inside one name of a column, as between values of a list
    return next((sign for sign in ",;\t|" if sign.encode() in first), ",")


def _some(reader: Iterator[list[str]]) -> list[list[str]]:
    batch: list[list[str]] = []
    for row in reader:
        if any(row):  # lines of commas alone, as spreadsheets leave below a table, are no rows
            batch.append(row)
            if len(batch) == BATCH_ROWS:
                break
    return batch


def _shaped(batch: list[list[str]], header: list[str], before: int, marked: bool) -> TableBatch:
    width = len(header)
    # nearly every batch: no row needs to be looked at by itself
    if not marked and set(map(len, batch)) == {width}:
        cells = zip(*batch, strict=True)
        return TableBatch(range(before + 1, before + 1 + len(batch)), dict(zip(header, map(list, cells), strict=True)))
    rows: list[int] = []
    kept: list[list[str]] = []
    refusals: list[Refusal] = []
    for number, row in enumerate(batch, before + 1):
        refusal = _fault(row, width, number)
        if refusal is None:
            rows.append(number)
            kept.append(row)
        else:
            refusals.append(refusal)
    columns = {name: [row[place] for row in kept] for place, name in enumerate(header)}
    return TableBatch(rows, columns, tuple(refusals))


def _fault(row: list[str], width: int, number: int) -> Refusal | None:
    if any(TOO_LONG in cell for cell in row):
        expected, found = f"cells of at most {CELL_LIMIT:,} characters", "a longer one"
        return Refusal(number, "", expected, found, "hand in the long text as a file of its own", whole=True)
    if any("\x00" in cell for cell in row):
        do = "save the file again from the program that made it"
        return Refusal(number, "", "text", "a NUL character", do, whole=True)
    if len(row) != width:
        do = "look for a comma or a line end that is not in quotes"
        return Refusal(number, "", f"{width} cells, as in the header", f"{len(row)} cells", do, whole=True)
    return None
