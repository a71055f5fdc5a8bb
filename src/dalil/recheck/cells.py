"""How values stand in the tables that a submission hands over: whoever writes them and whoever checks them asks here.

Cells that a spreadsheet would run as a formula (they begin with = + - @, a tab or a carriage return) leave as text,
with an apostrophe before them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

__all__ = ["FICTIONAL", "as_text", "cell_of", "same_value"]

FICTIONAL = "FICTIONAL"
"""Not translated: a program looks for it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LAST_DIGITS = 1e-9  # of a value: sums of floats differ in the last digits with the order of adding


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


def same_value(a: object, b: object) -> bool:
    """Equal as figures are: both absent, or within a part in 10⁹."""
    if a is None or b is None:
        return a is b
    x, y = float(a), float(b)  # type: ignore[arg-type]
    return abs(x - y) <= _LAST_DIGITS * max(1.0, abs(x), abs(y))
