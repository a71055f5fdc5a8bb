"""Whether a file that no reader knows may hold people: then it is sealed, and whoever handed it in is told why.

Columns are looked for in the first rows of every sheet, because titles and empty rows stand above many headers. What
is said of a column, from the most certain to the least: its name identifies; its cells have the shape of phone numbers,
addresses, national numbers or names; no row says what the columns hold, or one column says it in words nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dalil.intake.guard.field_words import counts_or_names, identifies, understood
from dalil.intake.guard.first_rows import Sheet, sheets_in
from dalil.intake.guard.shapes import shape_in
from dalil.intake.notations.source_file import SourceFile

__all__ = ["Doubt", "doubt_of", "holds_who", "is_unread_table"]

HEADER_ROWS = 20
"""Rows in which a header is looked for: titles, dates and emblems above one take fewer."""

_NAME_LENGTH, _NAME_WORDS = 60, 8  # of the name of a column; longer is a text
_LINE_WORDS = 4  # of a name in what may be prose: a short sentence about somebody's father is no column
_LABEL_WORDS = 3  # before a colon: `Name of witness: …` is a form, a sentence with a colon is not
_LABEL = re.compile(r"^\s*([^:：=\n]{1,60}?)\s*[:：=]\s*\S")
_LETTER = re.compile(r"[^\W\d_]")
_DATE = re.compile(r"\d{1,4}[-/.]\d")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a file is sealed, in words, and the columns that it is about."""

    why: str
    columns: tuple[str, ...] = ()


def doubt_of(file: SourceFile) -> Doubt | None:
    """Why the file may hold people, or None. Raises `Refused` for a table that cannot be opened."""
    sheets = sheets_in(file)
    for test in (_named, _shaped):
        for sheet in sheets:
            doubt = test(sheet)
            if doubt is not None:
                return doubt
    # a text that may be in several encodings is understood where it is in one of them
    readings = {sheet.encoding: [each for each in sheets if each.encoding == sheet.encoding] for sheet in sheets}
    found = [next(filter(None, map(_unclear, each)), None) for each in readings.values()]
    return found[0] if found and all(found) else None


def is_unread_table(file: SourceFile) -> bool:
    """True for a file that no reader knows and that is a table all the same: whoever handed it in may think it read."""
    return any(sheet.firm and (sheet.fields or len(sheet.rows) > 1) for sheet in sheets_in(file))


def holds_who(column: str, cells: Iterable[object]) -> bool:
    """True where the name of the column identifies, or its cells do. For tables whose header is understood."""
    if identifies(column):
        return True
    texts = [str(cell) for cell in cells if isinstance(cell, str) or (isinstance(cell, int) and cell is not True)]
    return (counts_or_names(column) and _any_words(texts)) or bool(shape_in(texts))


def _named(sheet: Sheet) -> Doubt | None:
    found = [name for name in sheet.fields if identifies(name)]
    header, _ = _header(sheet.rows)
    most = _NAME_WORDS if sheet.firm else _LINE_WORDS
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        filled = _filled(row)
        if header is None or number <= header or all(map(understood, filled)):
            found += [cell for cell in filled if _is_name(cell, most) and identifies(cell)]
        if len(filled) == 1 and (label := _LABEL.match(filled[0])):
            words = label[1]
            found += [words] if len(words.split()) <= _LABEL_WORDS and identifies(words) else []
    return Doubt("columns say who somebody is", _once(found)) if found else None


def _shaped(sheet: Sheet) -> Doubt | None:
    for name, cells in _columns(sheet):
        shape = "words where people are counted" if counts_or_names(name) and _any_words(cells) else shape_in(cells)
        if shape:
            return Doubt(f"a column looks like {shape}", (name,) if name else ())
    return None


def _unclear(sheet: Sheet) -> Doubt | None:
    if not sheet.firm:
        return None
    header, names = _header(sheet.rows)
    if sheet.rows and header is None:
        return Doubt("no row says what the columns hold") if any(map(_filled, sheet.rows)) else None
    unknown = [name for name in (*sheet.fields, *names) if not understood(name)]
    return Doubt("columns whose names are not understood", _once(unknown)) if unknown else None


def _header(rows: Sequence[Sequence[str]]) -> tuple[int | None, list[str]]:
    """The first row that names columns, and the names: more than one, all of them words, and half of them known."""
    width = max((len(_filled(row)) for row in rows[:HEADER_ROWS]), default=0)
    for number, row in enumerate(rows[:HEADER_ROWS]):
        filled = _filled(row)
        named = len(filled) >= min(2, width) and filled and all(map(_is_name, filled))
        if named and sum(map(understood, filled)) * 2 >= len(filled):
            return number, filled
    return None, []


def _columns(sheet: Sheet) -> Iterable[tuple[str, Sequence[str]]]:
    """(name, cells) of each column; below the header, or of all rows where there is none."""
    yield from sheet.fields.items()
    header, _ = _header(sheet.rows)
    if len(sheet.rows) and (sheet.firm or header is not None):
        names = list(sheet.rows[header]) if header is not None else []
        below = sheet.rows[header + 1 :] if header is not None else sheet.rows
        for place in range(max(map(len, sheet.rows))):
            name = names[place].strip() if place < len(names) else ""
            yield name, [row[place] for row in below if place < len(row)]


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def _is_name(cell: str, most: int = _NAME_WORDS) -> bool:
    """True for a text that may name a column: short, with letters, and no date."""
    short = len(cell) <= _NAME_LENGTH and len(cell.split()) <= most
    return short and bool(_LETTER.search(cell)) and not _DATE.match(cell)


def _any_words(cells: Iterable[str]) -> bool:
    return any(len(_LETTER.findall(cell)) > 2 for cell in cells)  # "3+", "~5", "n/a" are counts


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
