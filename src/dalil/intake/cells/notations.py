"""Two notations of dates in one column, of which one may have been changed on the way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from dalil.errors import Refused
from dalil.intake.cells.words import european_digits

__all__ = ["Notations"]

_SLASHED = re.compile(r"\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_AS_MIDNIGHT = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]00:00(?::00(?:\.0+)?)?\s*")


class Notations:
    """What notations of dates each column of one file was seen to hold."""

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = defaultdict(set)

    def look(self, name: str, cells: Iterable[Any]) -> None:
        """Note the notations of `cells`. Raises `Refused` where a column mixes dates of a program with 13/10/2016.

        A program that takes the month for the first number makes dates of 3/10 and 5/10, and leaves 13/10 and 25/10
        as text: half of the column is then months off, and nothing of it says so.
        """
        seen = self._seen[name]
        for cell in cells if "typed" not in seen or "slashed" not in seen else ():
            if isinstance(cell, date):
                seen.add("typed")
            elif isinstance(cell, str) and cell[2:3] != "":
                if cell[4:5] == "-":
                    if len(cell) > 15 and _AS_MIDNIGHT.fullmatch(cell):  # as a program writes a date that it read
                        seen.add("typed")
                elif _SLASHED.match(cell if cell.isascii() else european_digits(cell)):
                    seen.add("slashed")
        if seen == {"typed", "slashed"}:
            raise Refused(
                "A column mixes dates with text such as 13/10/2016: day and month of its dates may be exchanged.",
                expected="one notation of dates in a column",
                found="dates, and text with day, month and year",
                where=f"column {name}",
                do="take the table from before it was opened in a spreadsheet, or write every date as 2016-10-13",
            )
