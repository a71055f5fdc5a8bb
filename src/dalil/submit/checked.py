"""What the parties said, incident by incident: each finding that a statement is checked against, with its exhibits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil.submit.blocks import Block, Cell, heading, links, note, table
from dalil.submit.entries import Entry
from dalil.submit.exhibitlist import is_listed
from dalil.submit.frame import captioned
from dalil.submit.matter import Matter
from dalil.submit.register import place_of, when_of
from dalil.submit.statements import found_against, party_of
from dalil.submit.wording import Wording

__all__ = ["checked_blocks"]

_MOST_ROWS = 400


def checked_blocks(matter: Matter, words: Wording) -> Iterator[Block]:
    """The part of the annex; nothing where no statement speaks of an incident shown."""
    told = [(row, found) for row in matter.said.statements if (found := found_against(matter, row))]
    if not told:
        return
    yield heading(words.text("statement.each"))
    yield note(words.text("statement.each_note"))
    for row, found in told:
        yield from _statement(matter, row, found, words)


def _statement(
    matter: Matter, row: dict[str, Any], found: list[tuple[Entry, dict[str, Any]]], words: Wording
) -> Iterator[Block]:
    key = "each_excluded" if found[0][1]["excluded"] else "each_under"
    named = words.text(f"statement.{key}", statement=words.ltr(row["statement_id"]), party=party_of(matter, row, words))
    yield heading(named, 2)
    head = [words.text(f"annex.{name}") for name in ("sheet", "when", "place")]
    head += [words.text("statement.grade_head"), words.text("statement.exhibits")]
    rows = [_row(matter, entry, str(check["grade"]), words) for entry, check in found[:_MOST_ROWS]]
    yield table(head, rows, ["0.8", "2", "2", "1.6", "3"], captioned(matter, words, named, headed=True))
    if len(found) > _MOST_ROWS:
        yield note(words.text("and_more", value=len(found) - _MOST_ROWS))


def _row(matter: Matter, entry: Entry, grade: str, words: Wording) -> list[Cell]:
    shown = [words.ltr(entry.sheet), when_of(entry, words), place_of(entry, words), words.term("grade", grade)]
    return [*shown, _exhibits(matter, entry, words)]


def _exhibits(matter: Matter, entry: Entry, words: Wording) -> Cell:
    """Their numbers, each leading to its row in the list of exhibits where that stands in the annex."""
    numbers = matter.exhibits_on(entry)
    if numbers and is_listed(matter):
        return links([(words.ltr(number), number) for number in numbers], words.comma)
    return words.joined(map(words.ltr, numbers)) or "–"
