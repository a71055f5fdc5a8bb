"""Some rows of a table as every notation gives them, and what a refusal of one of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["BATCH_ROWS", "CELL_LIMIT", "NoValue", "Refusal", "TableBatch"]

CELL_LIMIT = 10 * 2**20
"""Characters of one cell. More is a file pasted into a table, and no one could check it."""

BATCH_ROWS = 8_192
"""Rows of a batch of text: enough that the cost of a batch is spread, few enough that long narratives fit in memory."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken. `whole`: the row (or, where `row` is None, the file), not one value of it."""

    row: int | None
    field: str
    expected: str
    found: str
    do: str = ""
    whole: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NoValue:
    """A cell that has no value and is not empty: an error, or a formula whose result was not stored."""

    what: str

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Some rows of a table: their numbers, their columns by the table's own names, and rows refused on the way.

    `sheet` is the sheet of a workbook; a batch without rows still names the columns.
    """

    rows: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    refusals: tuple[Refusal, ...] = ()
    sheet: str = ""
