"""How values stand in files that machines read, and the word that marks a simulated case in each.

Cells that a spreadsheet would run as a formula (they begin with = + - @, a tab or a carriage return) leave as text,
with an apostrophe before them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["FICTIONAL", "as_text", "cell_of", "write_json", "write_rows"]

FICTIONAL = "FICTIONAL"
"""Not translated: a program looks for it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> as_text("=1+1"), as_text("Sakhour")
    ("'=1+1", 'Sakhour')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def cell_of(value: Any) -> str:
    """A value as text: times in UTC with a Z, lists joined by `;`, nothing for what is not stated."""
    if value is None:
        return ""
    # Before numbers: to Python a truth is one.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)  # a negative coordinate is a number, not a formula
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    return as_text(";".join(map(str, value)) if isinstance(value, list) else str(value))


def write_rows(path: Path, head: Iterable[str], rows: Iterable[Iterable[Any]], *, fictional: bool) -> int:
    """A table as CSV: UTF-8, comma, CRLF, header; cells as they are given. Of a simulated case every row says so.

    Returns how many rows there are.
    """
    mark, count = [FICTIONAL] if fictional else [], 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*head, *mark])
        for count, row in enumerate(rows, 1):  # noqa: B007  (the last one counts)
            writer.writerow([*row, *mark])
    return count


def write_json(path: Path, content: Any) -> None:
    """UTF-8, one value a line, keys in the order given."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
