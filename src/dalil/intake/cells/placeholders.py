"""Words that stand where a name was not known, and rows that are no records: headers said again, totals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from dalil.intake.cells.faults import Fault
from dalil.intake.notations.header import column_key
from dalil.names import fold

__all__ = ["is_nobody", "is_total", "no_records"]


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("placeholders.toml").read_text(encoding="utf-8"))
    return {name: frozenset(map(fold, words)) for name, words in raw.items()}


@lru_cache(maxsize=100_000)
def is_nobody(text: str) -> bool:
    """True for what is written where nobody's name was known: it names no one, and two of it are not one person.

    >>> is_nobody("Unknown child 3"), is_nobody("مجهول الهوية"), is_nobody("???"), is_nobody("Majhul Karim")
    (True, True, True, False)
    """
    words = _words()
    said = fold(text)
    if said in words["phrases"]:
        return True
    parts = said.split()
    if not said:
        return True
    named = [part for part in parts if part not in words["beside"] and not part.isdigit()]
    return bool(named) and all(part in words["nobody"] for part in named)


@lru_cache(maxsize=100_000)
def is_total(text: str) -> bool:
    """True for a cell that heads a row of sums.

    >>> is_total("Grand Total"), is_total("المجموع: 45"), is_total("Total Care Hospital")
    (True, True, False)
    """
    said = re.sub(r"\d+", " ", fold(text))
    return " ".join(said.split()) in _words()["totals"]


def no_records(
    columns: Mapping[str, Sequence[Any]], names: Mapping[str, str], heads: Sequence[str]
) -> dict[int, Fault]:
    """By row why it is no record: the header once more, or a row of totals.

    `heads` are the columns in which a total is called one; `names` what the table calls a column.
    """
    lists = {name: cells for name, cells in columns.items() if isinstance(cells, list)}
    faults: dict[int, Fault] = {}
    for name in heads:
        cells = lists.get(name, [])
        # few cells begin as such a word does, and only these are folded
        totals = {cell for cell in cells if _begins_like_a_total(cell) and is_total(cell)}
        for row in (
            (row for row, cell in enumerate(cells) if isinstance(cell, str) and cell in totals) if totals else ()
        ):
            faults[row] = Fault("a record", "a row of totals counts what the other rows say", found="a row of totals")
    keys = {name: column_key(names.get(name, name)) for name in lists}
    for name in list(lists)[:_LOOKED_AT]:
        for row, cell in enumerate(lists[name]):
            # of one length at least, before letters are compared
            if isinstance(cell, str) and len(cell.strip()) == len(keys[name]) and column_key(cell) == keys[name]:
                same = sum(isinstance(c[row], str) and column_key(c[row]) == keys[n] for n, c in lists.items())
                if same > 1:
                    faults[row] = Fault("a record", "the names of the columns stand here again", found="a header")
    return faults


def _begins_like_a_total(cell: Any) -> bool:
    return isinstance(cell, str) and len(cell) < _LONGEST and cell.lstrip()[:2].lower() in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    raw = tomllib.loads(resources.files(__package__).joinpath("placeholders.toml").read_text(encoding="utf-8"))
    return frozenset(word[:2] for spelling in raw["totals"] for word in (spelling, fold(spelling)))


_LONGEST = 60  # characters: a longer text is no name of a column, and no word for a total
_LOOKED_AT = 3  # columns: a header that stands again has its names in all of them
