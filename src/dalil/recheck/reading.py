"""A stranger's files, read strictly: ordinary files of bounded size, UTF-8, JSON with one value a name, whole tables.

Whatever is wrong with one is an `Unreadable`, which says what was expected, what was found, and where.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "MOST_BYTES",
    "Fault",
    "Json",
    "Unreadable",
    "parse_json",
    "read_bytes",
    "read_json",
    "read_rows",
    "read_text",
]

MOST_BYTES = 1 << 30
"""Bytes of a file that is read whole: thirty times the largest of the largest submission measured."""

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a named pipe must not wait for a writer
_SHOWN = 120  # characters of a stranger's text in a message


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold, and the number of the check that it fails."""

    number: int
    expected: str
    found: str
    where: str


@dataclass(frozen=True, slots=True)
class Json:
    """A parsed file, and the names that one of its objects has more than once."""

    value: Any
    twice: tuple[str, ...]


class Unreadable(ValueError):
    """A file is not what it must be."""

    def __init__(self, expected: str, found: object, where: str) -> None:
        super().__init__(expected, found, where)
        self.expected, self.found, self.where = expected, str(found)[:_SHOWN], where


def read_bytes(path: Path, where: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of an ordinary file; a link, a pipe, a device, a folder, or a larger file is `Unreadable`."""
    try:
        fd = os.open(path, _FLAGS)
        with os.fdopen(fd, "rb") as stream:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise Unreadable("an ordinary file", "a folder, a pipe or a device", where)
            content = stream.read(most + 1)
    except OSError as error:
        raise Unreadable("an ordinary file", error.strerror or type(error).__name__, where) from None
    if len(content) > most:
        raise Unreadable(f"at most {most:,} bytes", "more", where)
    return content


def read_text(path: Path, where: str) -> str:
    """The same as text; anything but UTF-8 is `Unreadable`."""
    try:
        return read_bytes(path, where).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("text in UTF-8", f"byte {error.start}: {error.reason}", where) from None


def read_json(path: Path, where: str) -> Json:
    """A JSON file; one that is none (RFC 8259), or is nested beyond reason, is `Unreadable`."""
    return parse_json(read_bytes(path, where), where)


def parse_json(content: bytes, where: str) -> Json:
    """One JSON text, with the names that an object in it gives twice: readers differ in which of the two they take."""
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            twice.extend(name for name, count in Counter(name for name, _ in found).items() if count > 1)
        return made

    try:
        value = json.loads(
            content.decode("utf-8"), object_pairs_hook=pairs, parse_constant=_refuse, parse_float=_finite
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable("JSON in UTF-8", str(error) or type(error).__name__, where) from None
    return Json(value, tuple(twice))


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number that is too large")
    return value


def read_rows(path: Path, where: str) -> list[dict[str, str]]:
    """The rows of a CSV file by its header; a row with more or fewer cells, or a name twice, is `Unreadable`."""
    return list(_rows(read_text(path, where), where))


def _rows(text: str, where: str) -> Iterator[dict[str, str]]:
    # Without a limit of our own a cell above the library's 131,072 characters would be an error of the reader.
    csv.field_size_limit(MOST_BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = next(reader, [])
        if not head or len(set(head)) != len(head):
            raise Unreadable("a header in which each name stands once", ",".join(head), where)
        for row in reader:
            if len(row) != len(head):
                raise Unreadable(f"{len(head)} cells a row", len(row), f"{where}, line {reader.line_num}")
            yield dict(zip(head, row, strict=True))
    except csv.Error as error:
        raise Unreadable("a table in CSV", error, where) from None
