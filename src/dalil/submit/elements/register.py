"""One incident as a row of the register: in the annex, in a volume, beside a statement."""

from __future__ import annotations

from dalil.submit.content.entries import Entry
from dalil.submit.elements.wording import Wording

__all__ = ["REGISTER_WIDTHS", "place_of", "register_head", "row_of", "when_of"]

# Shares of the width of A4 across: the place has most, numbers stand to the right.
REGISTER_WIDTHS = ("1.15", "2.1", "2.6", "1.4", "1.9", "1.1r", "1.1r", "0.9r")


def register_head(words: Wording) -> list[str]:
    """What the columns of `row_of` are called."""
    keys = ("sheet", "when", "place", "kind", "object", "killed", "injured", "accounts")
    return [words.text(f"annex.{key}") for key in keys]


def row_of(entry: Entry, words: Wording) -> list[str]:
    """Sheet, when, place, kind, objects, killed, injured, reports."""
    row = entry.row
    return [
        words.ltr(entry.sheet),
        when_of(entry, words),
        place_of(entry, words),
        words.term("kind", row["kind"]),
        words.terms("object", row["objects_hit"]),
        words.interval(*entry.toll("killed", "total")),
        words.interval(*entry.toll("injured", "total")),
        words.number(row["reports"]),
    ]


def when_of(entry: Entry, words: Wording) -> str:
    """The interval in civil time; the month alone where the day does not leave."""
    if entry.row["earliest"] is None:
        return words.month(entry.row["month_local"] or "")
    return words.when(entry.row["earliest"], entry.row["latest"])


def place_of(entry: Entry, words: Wording) -> str:
    """The place in the language of the document where there is one, else in the other."""
    # A name in the other script is better than none.
    name, arabic = entry.row["place"], entry.row["place_ar"]
    return words.own(words.written.named(name or arabic, arabic)) or "–"
