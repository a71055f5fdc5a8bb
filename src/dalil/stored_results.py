"""What a workbook says that the library reading it leaves out: errors, formulas without results, hours of 00:00.

Run in the limited child that reads workbooks: what is in a ZIP file a stranger says. A cell with an error, and a
formula whose result was never stored, come from the library as empty cells. A date whose format shows hours comes as a
bare day where the hour is 00:00. Both are found in the sheets' own XML, cell by cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

__all__ = ["NO_VALUE", "Marks", "marked", "marks_of"]

NO_VALUE = "no_value"
"""The one key of the object that stands, on the pipe from the child, for a cell without a value."""

Marks = dict[tuple[int, int], str]
"""(row, column) from 0 to what was found there: an error, a formula, or `HOUR`."""

HOUR = "hour"
FORMULA = "a formula without a stored result"

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.S)
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</(?:\w+:)?v>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMATS = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_WITH_DAY_AND_HOUR = frozenset({"22"})  # of the formats that every workbook has: m/d/yy h:mm
_LONGEST_ROW = 2**26  # bytes: 16,384 cells, the most of a row, of 4 KiB each
_CHUNK = 2**20  # bytes read at once; a row is cut out as soon as it is whole


def marks_of(source: BinaryIO) -> dict[str, Marks]:
    """By name of sheet, what its cells do not give away otherwise. A workbook of another build gives nothing."""
    try:
        with zipfile.ZipFile(source) as packed:
            names = set(packed.namelist())
            # programs that compute nothing ask for it to be done on opening, and store 0 until then
            pending = b'fullCalcOnLoad="1"' in packed.read("xl/workbook.xml")
            hours = _hour_styles(packed.read("xl/styles.xml")) if "xl/styles.xml" in names else frozenset()
            return {
                sheet: _marks(_rows(packed, path), hours, pending=pending)
                for sheet, path in _sheets(packed)
                if path in names
            }
    except (KeyError, ValueError, zipfile.BadZipFile):
        return {}


def marked(rows: list[list[Any]], marks: Marks) -> None:
    """Put what was found into the rows as they were read, in place."""
    for (row, column), what in marks.items():
        if row >= len(rows) or column >= len(rows[row]):
            continue
        cell = rows[row][column]
        if what != HOUR:
            rows[row][column] = {NO_VALUE: what}
        elif isinstance(cell, date):
            rows[row][column] = f"{cell:%Y-%m-%d} 00:00"


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): (one or two).decode("utf-8", "replace") for name, one, two in _ATTRIBUTE.findall(tag)}


def _sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = packed.read("xl/_rels/workbook.xml.rels")
    targets = {each["Id"]: each["Target"] for tag in _RELATION.findall(relations) if "Id" in (each := _attributes(tag))}
    for tag in _SHEET.findall(packed.read("xl/workbook.xml")):
        sheet = _attributes(tag)
        id_ = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(id_, "")
        yield _unescaped(sheet.get("name", "")), target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _unescaped(name: str) -> str:
    for sign, code in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        name = name.replace(code, sign)
    return name


def _hour_styles(styles: bytes) -> frozenset[str]:
    """Numbers of the cell formats that show a day and an hour."""
    own = {each["numFmtId"]: each.get("formatCode", "") for each in map(_attributes, _FORMATS.findall(styles))}
    found = _CELL_FORMATS.search(styles)
    ids = [_attributes(tag).get("numFmtId", "") for tag in _CELL_FORMAT.findall(found.group(0))] if found else []
    return frozenset(
        str(number) for number, id_ in enumerate(ids) if id_ in _WITH_DAY_AND_HOUR or _shows_both(own.get(id_, ""))
    )


def _shows_both(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|&quot;.*?&quot;', "", code.lower())
    return "h" in plain and ("d" in plain or "y" in plain)


def _rows(packed: zipfile.ZipFile, path: str) -> Iterator[tuple[bytes, bytes]]:
    """(attributes, content) of each row, a piece of the sheet at a time."""
    held = b""
    with packed.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            held += chunk
            end = 0
            for found in _ROW.finditer(held):
                yield found.group(1), found.group(2) or b""
                end = found.end()
            held = held[end:]
            if len(held) > _LONGEST_ROW:  # no row of 16,384 cells is that long: this is no sheet
                return


def _marks(rows: Iterator[tuple[bytes, bytes]], hours: frozenset[str], *, pending: bool) -> Marks:
    marks: Marks = {}
    number = -1
    for tag, content in rows:
        given = _attributes(tag).get("r", "")
        number = int(given) - 1 if given.isdigit() else number + 1
        # most rows have nothing of this, and are not taken apart
        if not hours and b't="e"' not in content and _FORMULA.search(content) is None:
            continue
        column = -1
        for cell_tag, inner in _CELL.findall(content):
            cell = _attributes(cell_tag)
            column = _column(cell["r"]) if "r" in cell else column + 1
            if what := _mark(cell, inner, hours, pending):
                marks[number, column] = what
    return marks


def _mark(cell: dict[str, str], inner: bytes, hours: frozenset[str], pending: bool) -> str:
    value = _VALUE.search(inner)
    stored = value.group(1).strip() if value else b""
    if cell.get("t") == "e":
        return f"the error {stored.decode('ascii', 'replace')}" if stored else "an error"
    if _FORMULA.search(inner) and ((not stored and cell.get("t") != "str") or (pending and stored == b"0")):
        return FORMULA
    return HOUR if stored.isdigit() and cell.get("s") in hours else ""


def _column(reference: str) -> int:
    """The number of the column in `AB12`, from 0."""
    number = 0
    for sign in reference:
        if not sign.isalpha():
            break
        number = number * 26 + ord(sign.upper()) - ord("A") + 1
    return number - 1
