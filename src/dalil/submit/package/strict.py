"""Content of a stranger's submission, read so that nothing of it can be read in two ways.

JSON lets an object give a key twice, and readers then take the first or the last: two people would see two figures.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

__all__ = ["FAULTS", "load_csv", "load_json", "said"]

FAULTS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, csv.Error)
"""What reading content that nobody foresaw raises. It is a check that does not hold, and no fault of the reader."""

MOST_CELL = 1 << 24  # characters of one cell: narratives have thousands


def said(error: BaseException) -> str:
    """What an error says, short enough for a line."""
    return (str(error) or type(error).__name__)[:120]


def load_json(content: bytes) -> Any:
    """The value of a JSON text in UTF-8. Raises `ValueError` for anything that two readers could read differently.

    That is a key given twice in one object, NaN and infinities, and text that is no JSON.
    """
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("brackets nested without end") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"a key given twice: {next(key for key in keys if keys.count(key) > 1)[:60]}")
    return found


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def load_csv(content: bytes) -> list[dict[str, str]]:
    """Rows by the names of the columns. Raises `ValueError` for a name given twice, and a row of another length."""
    csv.field_size_limit(MOST_CELL)
    rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    header = next(rows, [])
    if len(set(header)) != len(header) or not header:
        raise ValueError("a header with a name given twice, or without names")
    found = []
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"line {rows.line_num}: {len(row)} cells under {len(header)} columns")
        found.append(dict(zip(header, row, strict=True)))
    return found
