"""How values stand in files that machines read, and the word that marks a simulated case in each.

Cells that a spreadsheet would run as a formula (they begin with = + - @, a tab or a carriage return) leave as text,
with an apostrophe before them.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["FICTIONAL", "as_text", "cell_of", "write_json"]

FICTIONAL = "FICTIONAL"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> as_text("=1+1"), as_text("Sakhour")
    ("'=1+1", 'Sakhour')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def cell_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)  # a negative coordinate is a number, not a formula
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    return as_text(";".join(map(str, value)) if isinstance(value, list) else str(value))


def write_json(path: Path, content: Any) -> None:
    """UTF-8, one value a line, keys in the order given."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
