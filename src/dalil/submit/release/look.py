"""The list that a person looks at before handing over: what may find somebody, and where it stands.

It quotes what leaves, so that it is no part of the submission: a file beside it, for its owner alone.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from dalil.errors import UsageError

__all__ = ["Look", "around", "demand_no_looks", "look_path", "write_looks"]

AROUND = 40
"""Characters shown on each side: enough to find the place again, and to judge it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at: of which kind, in which cell, the record under the id that it leaves with."""

    kind: str
    table: str
    column: str
    id: str
    found: str
    around: str


def look_path(out: Path) -> Path:
    """Where the list for the submission `out` lies: beside it, never inside."""
    return out.with_name(f"{out.name}.look.csv")


def around(text: str, start: int, end: int) -> str:
    """What is found with the text on both sides, in one line."""
    return " ".join(text[max(start - AROUND, 0) : end + AROUND].split())


def demand_no_looks(path: Path) -> None:
    """Raise `UsageError` where something has the name of the list already."""
    if path.exists() or path.is_symlink():
        raise UsageError(
            "There is a list of what to look at already; nothing is overwritten.",
            where=str(path),
            do="move it away, or name another folder",
        )


def write_looks(path: Path, looks: Iterable[Look]) -> None:
    """Write the list for its owner alone (mode 0600). Raises `UsageError` where something of that name exists."""
    demand_no_looks(path)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(Look))
        # A cell that begins like a formula would be run by the program that opens the list.
        writer.writerows([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in astuple(look)] for look in looks)
