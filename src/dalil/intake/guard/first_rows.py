"""The first rows of whatever looks like a table, by its bytes and not by its name: what is asked before it is taken.

Text in UTF-8, UTF-16 or an old code page, parted by commas, semicolons, tabs, bars or spaces; JSON; XML and HTML;
workbooks; Parquet. What is none of these (pictures, films, papers, programs) has no rows and stays an exhibit.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from dalil.errors import Refused
from dalil.intake.notations.foreign import arrow_of, sheets_of
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import WORKBOOKS

__all__ = ["SAMPLE_ROWS", "Sheet", "sheets_in"]

SAMPLE_ROWS = 1_000
"""Rows whose cells are looked at: a column of names shows in the first, and a sheet of a million must not be held."""
WHOLE_BYTES = 64 * 2**20
"""Bytes of JSON and XML looked at, whose fields may be named first in the last record."""

_PACKED, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_BOOK_PARTS = (b"xl/", b"content.xml", b"spreadsheet")  # names of parts stand in clear in a ZIP file
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CODE_PAGES = ("cp1256", "cp1251", "cp1252")  # Arabic, Cyrillic and Western Windows
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINES_TRIED = 50  # of a text: enough to see whether its lines are parted alike
_SHARE = 0.4  # of the lines that are parted alike in a table: above a short one stand as many titles
_GAP = re.compile(r"\t|\s{2,}")
_TAGS = re.compile(r"<\s*(?:[\w.-]+:)?([^\W\d][\w.-]*)|(?:[\w.-]+:)?([^\W\d][\w.-]*)\s*=\s*[\"']")
_NAMED = re.compile(r"\b(?:name|key|label|field|k)\s*=\s*[\"']([^\"'<]{1,120})[\"']", re.IGNORECASE)
_LABELLED = re.compile(
    r"<(?:[\w.-]+:)?(?:data|simpledata|simplefield|schema|field|column|property|param|variable|attribute)\b[^>]*>",
    re.IGNORECASE,
)
_NAME_IS = re.compile(r"\bname\s*=", re.IGNORECASE)  # of these it is the name of a field, of others may be a person's
_ROW = re.compile(
    r"<(?:[\w.-]+:)?(?:tr|row|table-row)\b.*?</(?:[\w.-]+:)?(?:tr|row|table-row)\s*>", re.DOTALL | re.IGNORECASE
)
_CELL = re.compile(
    r"<(?:[\w.-]+:)?(?:th|td|cell|table-cell)\b[^>]*>(.*?)</(?:[\w.-]+:)?(?:th|td|cell|table-cell)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')  # every string of JSON from the left, so that keys are keys


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells as text, or fields with some of their values.

    `firm`: it is a table beyond doubt, so that a header which is not understood counts against it. A text whose lines
    only happen to hold commas is none.
    """

    name: str = ""
    encoding: str = ""  # where a text may be in several, each is asked
    rows: Sequence[Sequence[str]] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    firm: bool = True


def sheets_in(file: SourceFile) -> list[Sheet]:
    """What can be asked of the file; empty where it is no table. Raises `Refused` for a table that cannot be opened."""
    if "sheets" not in file.known:
        file.known["sheets"] = _sheets(file)
    found: list[Sheet] = file.known["sheets"]
    return found


def _sheets(file: SourceFile) -> list[Sheet]:
    head = file.head
    if head.startswith(_PARQUET):
        return [_parquet(file)]
    if file.suffix in WORKBOOKS or head.startswith(_OLE) or (head.startswith(_PACKED) and _is_book(file)):
        return _workbook(file)
    return [
        replace(sheet, encoding=encoding) for encoding, text in _texts(file).items() for sheet in _of_text(text, file)
    ]


def _is_book(file: SourceFile) -> bool:
    content = file.content(WHOLE_BYTES) if file.size <= WHOLE_BYTES else file.head
    return any(part in content for part in _BOOK_PARTS)


def _workbook(file: SourceFile) -> list[Sheet]:
    try:
        return [
            Sheet(sheet.name, rows=[[_text(cell) for cell in row] for row in sheet.rows])
            for sheet in sheets_of(file, SAMPLE_ROWS)
        ]
    except Refused:
        if file.suffix in WORKBOOKS:
            raise
        return []  # a text document, a presentation


def _parquet(file: SourceFile) -> Sheet:
    with arrow_of(file) as table:
        names = [str(name) for name in table.schema.names]
        batch = next(iter(table), None)
        rows = batch.slice(0, SAMPLE_ROWS).to_pylist() if batch is not None else []
    cells: dict[str, list[str]] = {name: [] for name in names}
    for row in rows:
        for key, value in _leaves(row):
            cells.setdefault(key, []).append(value)
    return Sheet(fields=cells)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _texts(file: SourceFile) -> dict[str, str]:
    """The text in each encoding that it may be in; empty for bytes that are no text."""
    limit = WHOLE_BYTES if file.head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] in (b"{", b"[", b"<") else 0
    content = file.head
    if limit and len(content) < file.size:
        with file.stream() as stream:
            content = stream.read(limit)
    bom = next((codec for mark, codec in _BOMS if content.startswith(mark)), "")
    zeros = content[:400].count(0)
    if not bom and zeros > len(content[:400]) // 4:  # half of the bytes of Latin text in UTF-16 are zero
        bom = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    if bom:
        found = {bom: content.decode(bom, "ignore")}
    else:
        try:
            found = {"utf-8": codecs.getincrementaldecoder("utf-8")().decode(content)}
        except UnicodeDecodeError:
            found = {page: content.decode(page, "replace") for page in _CODE_PAGES}
    return found if not any(map(_is_binary, found.values())) else {}


def _is_binary(text: str) -> bool:
    # a text has hardly any control characters; one in a hundred allows for a broken cell
    return len(_CONTROL.findall(text[:10_000])) > len(text[:10_000]) // 100


def _of_text(text: str, file: SourceFile) -> list[Sheet]:
    start = text.lstrip("\ufeff \t\r\n")[:1_000].lower()
    if start.startswith(("{", "[")):
        return _json(text)
    if start.startswith("<"):
        return _markup(text, start)
    return [_lines(text, file)]


def _json(text: str) -> list[Sheet]:
    found: dict[str, list[str]] = defaultdict(list)
    values, broken = _values(text)
    rows: list[list[str]] = []
    for value in values:
        if isinstance(value, list) and value and not any(isinstance(each, dict) for each in value):
            rows += [[_text(cell) for cell in each] if isinstance(each, list) else [_text(each)] for each in value]
            continue
        if isinstance(value, dict) and value.get("type") == "FeatureCollection":
            value = value.get("features")  # its own name is that of the layer
        for key, cell in _leaves(value):
            found[key] += [cell] if len(found[key]) < SAMPLE_ROWS else []
    if broken:  # or cut: what can be read of it are its keys
        for written, colon in set(_STRINGS.findall(text)):
            if colon:
                found.setdefault(_string(written), [])
    found.pop("", None)
    firm = len(values) > 1 or any(isinstance(value, list) for value in values)
    return [Sheet(rows=rows[:SAMPLE_ROWS], fields=found, firm=firm)]


def _values(text: str) -> tuple[list[Any], bool]:
    """The values of JSON, or of JSON Lines; and whether some of it could not be read."""
    try:
        return [json.loads(text.lstrip("\ufeff"))], False
    except (ValueError, RecursionError):
        pass
    values, broken = [], False
    for line in text.splitlines():
        try:
            values += [json.loads(line.lstrip("\ufeff"))] if line.strip() else []
        except (ValueError, RecursionError):
            broken = True
    return values, broken


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every key at any depth, with each plain value below it; of an empty one the key alone."""
    stack = [(key, value)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            for name, each in value.items():
                yield str(name), ""
                stack.append((str(name), each))
        elif isinstance(value, list | tuple):
            stack += [(key, each) for each in value]
        elif value is not None:
            yield key, _text(value)


def _string(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written


def _markup(text: str, start: str) -> list[Sheet]:
    """Of XML its tags and attributes, and the rows of tables in it; of a web page only those rows."""
    if "<svg" in start:
        return []
    rows = [
        [unescape(_TAG.sub("", cell)).strip() for cell in _CELL.findall(row)]
        for row in _ROW.findall(text)[:SAMPLE_ROWS]
    ]
    sheets = [Sheet(rows=[row for row in rows if row], firm=False)]
    if "<html" not in start and "<!doctype html" not in start:
        labels = set(map(unescape, _NAMED.findall(text)))
        text = _LABELLED.sub(lambda tag: _NAME_IS.sub("=", tag[0]), text)
        names = {tag or attribute for tag, attribute in _TAGS.findall(text)} | labels
        sheets.append(Sheet(fields=dict.fromkeys(sorted(names), ()), firm=False))
    return sheets


def _lines(text: str, file: SourceFile) -> Sheet:
    lines = text.splitlines()
    if len(text.encode()) >= len(file.head) < file.size and len(lines) > 1:
        lines.pop()  # cut
    filled = [line for line in lines[:_LINES_TRIED] if line.strip()]
    sign = _parted_by(filled, file)
    if sign:
        try:
            rows = list(csv.reader(lines[:SAMPLE_ROWS], delimiter=sign))
        except csv.Error:
            rows = [line.split(sign) for line in lines[:SAMPLE_ROWS]]
        return Sheet(rows=rows, firm=sign != "," or file.suffix in ("csv", "tsv") or _even(filled, sign))
    parts = [_GAP.split(line.strip()) for line in lines[:SAMPLE_ROWS]]
    if sum(len(row) > 1 for row in parts[:_LINES_TRIED]) > max(1, _SHARE * len(filled)):
        return Sheet(rows=parts, firm=False)
    return Sheet(rows=[[line.strip()] for line in lines[:SAMPLE_ROWS]], firm=file.suffix in ("csv", "tsv"))


def _parted_by(lines: Sequence[str], file: SourceFile) -> str:
    """The sign that stands in more than two of five lines, the one that parts them most evenly; or none."""
    found = [(_evenness(lines, sign), sign) for sign in "\t;|,"]
    share, sign = max(found, key=lambda each: each[0])
    return sign if share > _SHARE and (len(lines) > 1 or file.suffix in ("csv", "tsv")) else ""


def _evenness(lines: Sequence[str], sign: str) -> float:
    """The share of lines that hold the sign as often as most of those that hold it."""
    counts = Counter(line.count(sign) for line in lines if sign in line)
    return counts.most_common(1)[0][1] / len(lines) if counts else 0.0


def _even(lines: Sequence[str], sign: str) -> bool:
    # three lines of prose with as many commas each are rare
    return len(lines) > 2 and _evenness(lines, sign) == 1
