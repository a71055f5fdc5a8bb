"""How much of a value a refusal may show: refusals are read by many who may not read the table."""

from __future__ import annotations

import re

from dalil.errors import visible
from dalil.records import Column, Kind, Sensitivity

__all__ = ["found_in", "holds_people", "shape_of"]

SHOWN_CHARACTERS = 80  # about a line: enough to find the cell again in the table

_HIDDEN = frozenset({
    Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.PERSON, Sensitivity.FREE_TEXT, Sensitivity.IDENTITY,
    Sensitivity.SOURCE, Sensitivity.FILE_NAME, Sensitivity.PROTECTED_PLACE,
})  # fmt: skip
_PEOPLE = frozenset({Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.PERSON, Sensitivity.IDENTITY})
_NO_LETTERS = re.compile(r"[^\W\d_]", re.UNICODE)


def holds_people(kind: Kind) -> bool:
    """True for a kind with columns on persons: a shifted row of it can bring a name into any column."""
    return any(column.sensitivity in _PEOPLE for column in kind.columns)


def shape_of(cell: object) -> str:
    """What may be said of a cell that is not shown.

    >>> shape_of("a line of text")
    'text, 14 characters'
    """
    if cell is None or cell == "":
        return "nothing"
    return f"text, {len(cell)} characters" if isinstance(cell, str) else type(cell).__name__


def found_in(cell: object, column: Column, *, people: bool) -> str:
    """The cell as a refusal shows it: itself where its class allows, else its shape.

    In a kind that holds people even a harmless column is shown only where the cell has no letter in it.
    """
    text = "nothing" if cell is None or cell == "" else str(cell)
    hidden = column.sensitivity in _HIDDEN or people
    if text != "nothing" and hidden and _NO_LETTERS.search(text):
        return shape_of(cell)
    if hidden and column.sensitivity in _PEOPLE | {Sensitivity.FREE_TEXT} and text != "nothing":
        return shape_of(cell)
    return visible(text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}… ({len(text):,} characters)")
