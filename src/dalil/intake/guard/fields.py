"""Which fields a file has that a reader knows, and whether they say who somebody is.

A field is a column of a table, a key of JSON at any depth, a tag or attribute of XML, or what stands before a colon
on a line of text that is no line of speech. Asked before anything is sealed, and of every format alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dalil.errors import Refused
from dalil.intake.guard.field_words import identifies
from dalil.intake.notations.foreign import headers_of
from dalil.intake.notations.header import clean_header, column_key
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import WORKBOOKS, is_table, read_table

__all__ = ["columns_of", "demand_nobody", "fields_of", "inner_fields"]

TEXT_BYTES = 512 * 2**20
"""Bytes of a file that is no table and is looked at as a whole; readers of such formats take less than that."""

_STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')  # every string of JSON from the left, so that keys are keys
_TAGS = re.compile(r"<\s*([^\W\d][\w:.-]*)|([^\W\d][\w:.-]*)\s*=\s*[\"']")
_SPOKEN = "-->"  # a block of subtitles with this is speech, and speech has no fields
_LABEL = re.compile(r"^\s*(?:NOTE\s+)?([^:=\n]{1,60}?)\s*[:=]\s*\S", re.MULTILINE)
_PARTED = re.compile(r"[,;\t|]")


def demand_nobody(fields: Iterable[str], open_: Iterable[str], file: SourceFile) -> None:
    """Refuse a file with fields that identify somebody and are not among `open_`, whose holder says what they are.

    For what cannot be read from a copy without these fields. Raises `Refused`; nothing was taken then.
    """
    known = set(open_)
    found = sorted(field for field in fields if identifies(field) and column_key(field) not in known)
    if found:
        raise Refused(
            "This file has fields that identify persons.",
            expected="a file without them",
            found=", ".join(found),
            where=file.name,
            do="take them out and add it again, or hand them in as identities; nothing of this file was taken",
        )


def fields_of(file: SourceFile, *, published: bool = False) -> set[str]:
    """The names of all fields, as they are written.

    Raises `Refused` for a file that cannot be looked into; where the format is `published` it has no fields then.
    """
    if is_table(file):
        return set(columns_of(file)) | inner_fields(file)
    content = file.content(TEXT_BYTES)
    if b"\x00" in content and published:
        return set()
    if b"\x00" in content:
        raise Refused(
            "Nobody can tell whether this file names persons.",
            expected="text in UTF-8, or a reader whose format is published",
            found="bytes that are no text",
            where=file.name,
            do="save it as UTF-8; nothing of it was taken",
        )
    return set(_of_text(content.decode("utf-8-sig", "replace")))


def columns_of(file: SourceFile) -> list[str]:
    """Names of columns. JSON Lines has no header, so all its rows are asked; so are all sheets of a workbook.

    Raises `Refused` for a workbook or Parquet file that cannot be opened. Of a text table that cannot be read as one,
    the words of the first line are taken for its columns: whether it identifies somebody is asked of broken files too.
    """
    names: dict[str, None] = {}
    if file.suffix in WORKBOOKS:
        return list(dict.fromkeys(n for _, header in headers_of(file) for n in clean_header(header, file)))
    try:
        # a column may be named first in the last row of JSON Lines
        for batch in read_table(file):
            names |= dict.fromkeys(batch.columns)
            if batch.columns and file.suffix not in ("jsonl", "ndjson"):
                break
    except Refused:
        if file.suffix == "parquet":
            raise
        if not names:
            names = dict.fromkeys(map(column_key, _guessed(file.head)))
    return list(names)


def inner_fields(file: SourceFile) -> set[str]:
    """The keys within the cells of JSON Lines: nothing of them can be taken out of a row."""
    if file.suffix not in ("jsonl", "ndjson"):
        return set()
    try:
        return {key for batch in read_table(file) for cells in batch.columns.values() for key in _inner(cells)}
    except Refused:  # broken: what can be read of it are its strings
        return set(_of_json(file.content(TEXT_BYTES).decode("utf-8", "replace")))


def _inner(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _inner(each)


def _guessed(head: bytes) -> list[str]:
    # half of the bytes of UTF-16 are zero in Latin script; without them its letters stand as in UTF-8
    text = head.replace(b"\x00", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd \r\n")
    if text.startswith(("{", "[")):
        return list(_of_json(text))
    return [cell.strip('" ') for cell in _PARTED.split(re.split(r"[\r\n]", text, maxsplit=1)[0])]


def _of_text(text: str) -> Iterator[str]:
    start = text.lstrip()[:1]
    if start in ("{", "["):
        yield from _of_json(text)
    elif start == "<":
        yield from (tag or attribute for tag, attribute in _TAGS.findall(text))
    else:
        first = text.lstrip().partition("\n")[0]
        yield from _PARTED.split(first) if _PARTED.search(first) else ()
        for block in re.split(r"\n\s*\n", text):
            if _SPOKEN not in block:
                yield from _LABEL.findall(block)


def _of_json(text: str) -> Iterator[str]:
    # a set: records repeat the same keys
    for written, colon in set(_STRINGS.findall(text)):
        if colon:
            try:
                yield str(json.loads(f'"{written}"'))
            except ValueError:
                yield str(written)
