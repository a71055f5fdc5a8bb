"""Cells whose shape says that they hold who somebody is, whatever their column is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from dalil.intake.guard.field_words import given_names
from dalil.names import fold

__all__ = ["shape_in"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w\w")
_PHONE = re.compile(r"(?:\+|00)\d[\d .()/-]{7,18}\d|0\d[\d ./-]{6,12}\d")
"""From `+`, `00` or the zero of an area: what a number that counts something never begins with."""
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*")
_NUMBER = re.compile(r"\d{11,12}|9\d{8}")
"""Digits of a national number (11 in Syria, 12 in Iraq) or of a mobile whose zero a spreadsheet took; seconds since
1970 have 10 and milliseconds 13."""

_SHARE_PHONE, _SHARE_NUMBER, _SHARE_NAMES = 0.3, 0.8, 0.5
"""Of the filled cells: a phone is unmistakable, a long number or a given name may stand in other columns too."""
_WORDS = range(2, 6)  # of a name of a person as lists have it


def shape_in(cells: Iterable[str]) -> str:
    """What a column's cells look like: `e-mail addresses`, `phone numbers`, `national numbers`, `names`, or nothing.

    >>> shape_in(["+999 555 0199", "0999 555 019", ""]), shape_in(["1475330400", "36.2"])
    ('phone numbers', '')
    """
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if any(map(_EMAIL.search, filled)):
        return "e-mail addresses"
    digits = [_european(cell) for cell in filled]
    if _share(digits, lambda cell: bool(_PHONE.fullmatch(cell)) and not _DATE.fullmatch(cell)) >= _SHARE_PHONE:
        return "phone numbers"
    if _share(digits, lambda cell: bool(_NUMBER.fullmatch(cell))) >= _SHARE_NUMBER:
        return "national numbers"
    return "names" if _share(filled, _is_name) >= _SHARE_NAMES else ""


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def _is_name(cell: str) -> bool:
    if any(sign.isdigit() for sign in cell):
        return False
    words = fold(cell).split()
    return len(words) in _WORDS and words[0] in given_names()


def _european(cell: str) -> str:
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in cell)
