"""What the parties said, and which incidents of this submission their statements would exclude if they were true.

A statement is checked, not weighed: an incident contradicts it no more than the incident's own grade says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import GRADES, Entry
from dalil.submit.content.statements import EXCLUDES, FALLS_UNDER, SILENCE, STATEMENTS
from dalil.submit.documents.exhibits import is_listed
from dalil.submit.elements.blocks import Block, Cell, bullets, heading, links, note, paragraph, table
from dalil.submit.elements.frame import captioned, party_name
from dalil.submit.elements.register import place_of, when_of
from dalil.submit.elements.wording import Wording

__all__ = ["checked_blocks", "party_of", "statement_blocks", "statements_against"]

_MOST = 40  # statements in the letter, which has a page budget; the tables have all
_MOST_NAMED = 6  # sheets in one sentence
_MOST_ROWS = 400  # incidents under one statement; how many more there are is said


def statement_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The part of the letter on what the parties said. Nothing where the case has no statement that leaves."""
    rows = dossier.said.statements
    if not rows:
        return
    yield heading(words.text("statement.title"))
    yield paragraph(words.text("statement.intro"))
    yield bullets([" ".join(_said(dossier, row, words)) for row in rows[:_MOST]])
    if len(rows) > _MOST:
        yield note(words.text("and_more", value=len(rows) - _MOST))


def _said(dossier: Dossier, row: dict[str, Any], words: Wording) -> Iterator[str]:
    party = party_of(dossier, row, words)
    when = words.when(row["made_on"], row["made_on_latest"])
    yield words.text(f"statement.{row['act']}", statement=words.ltr(row["statement_id"]), party=party, when=when)
    if row["text"]:
        yield words.text("statement.words", text=words.own(row["text"]))
    if row["act"] == SILENCE:
        return
    yield from _scope(row, words)
    parts = [part for part in (EXCLUDES, FALLS_UNDER) if _named(row, part) in dossier.figures]
    counted = [part for part in parts if dossier.figures[_named(row, part)].value]
    for part in counted:
        yield _count(dossier, row, part, party, words)
    yield from _strongest(dossier, row, words)
    if FALLS_UNDER in counted and row["act"] == "acknowledges":
        yield words.text("statement.acknowledged")
    if not counted:
        yield words.text("statement.none", party=party)


def _strongest(dossier: Dossier, row: dict[str, Any], words: Wording) -> Iterator[str]:
    """Sheets of the highest grade that there is, each with the exhibits behind it."""
    found = dossier.said.found.get(row["statement_id"], ())
    first = [entry for entry, check in found if check["grade"] == found[0][1]["grade"]]
    named = [_with_exhibits(dossier, entry, words) for entry in first[:_MOST_NAMED]]
    if len(first) > _MOST_NAMED:
        named.append(words.text("and_more", value=len(first) - _MOST_NAMED))
    if named:
        yield words.text("statement.strongest", sheets=words.joined(named))


def _with_exhibits(dossier: Dossier, entry: Entry, words: Wording) -> str:
    if not dossier.exhibits:  # that none leaves is not said once for each sheet
        return words.ltr(entry.sheet)
    numbers = words.joined(map(words.ltr, dossier.exhibits_on(entry))) or words.text("statement.no_exhibit")
    return words.text("statement.sheet", sheet=words.ltr(entry.sheet), exhibits=numbers)


def party_of(dossier: Dossier, row: dict[str, Any], words: Wording) -> str:
    """Who made a statement, by its name in the case."""
    return words.own(party_name(dossier, row["party_id"], words))


def _named(row: dict[str, Any], part: str) -> str:
    return f"{STATEMENTS}{row['statement_id']}.{part}"


def _count(dossier: Dossier, row: dict[str, Any], part: str, party: str, words: Wording) -> str:
    """How many, and how many of each grade, with the figures behind."""
    whole = dossier.figures[_named(row, part)]
    graded = [(grade, dossier.figures[f"{whole.name}.{grade}"]) for grade in GRADES]
    told = [(grade, figure) for grade, figure in graded if figure.value]
    grades = words.joined(
        words.text("statement.grade", value=figure.value or 0, grade=words.term("grade", grade))
        for grade, figure in told
    )
    references = ",\u00a0".join(figure.reference for figure in (whole, *(figure for _, figure in told)))
    sentence = words.text(f"statement.{part}", party=party, value=whole.value or 0, grades=grades)
    return words.text("cited", sentence=sentence, reference=words.ltr(f"[{references}]"))


def _scope(row: dict[str, Any], words: Wording) -> Iterator[str]:
    """Which attacks it speaks of, as far as its record says."""
    parts = [words.terms("kind", row["scope_kinds"]), words.terms("object", row["scope_objects"])]
    if row["scope_from"] is not None and row["scope_to"] is not None:
        parts.append(words.when(row["scope_from"], row["scope_to_latest"] or row["scope_to"]))
    elif row["scope_from"] is not None:
        parts.append(words.text("statement.since", when=words.day(words.local(row["scope_from"]).date())))
    elif row["scope_to"] is not None:
        last = row["scope_to_latest"] or row["scope_to"]
        parts.append(words.text("statement.until", when=words.day(words.local(last).date())))
    if row["scope_area"]:
        parts.append(words.text("statement.area", box=words.box(row["scope_area"])))
    scope = words.joined(parts)
    if scope:
        yield words.text("statement.scope", scope=scope)


def statements_against(dossier: Dossier, entry: Entry, words: Wording) -> Iterator[str]:
    """For a sheet: the statements that would exclude what was found here."""
    for row in dossier.said.against.get(entry.id, ()):
        party = party_of(dossier, row, words)
        when = words.when(row["made_on"], row["made_on_latest"])
        yield words.text("statement.against", statement=words.ltr(row["statement_id"]), party=party, when=when)


def checked_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The part of the annex; nothing where no statement speaks of an incident shown."""
    told = [(row, found) for row in dossier.said.statements if (found := dossier.said.found.get(row["statement_id"]))]
    if not told:
        return
    yield heading(words.text("statement.each"))
    yield note(words.text("statement.each_note"))
    for row, found in told:
        yield from _statement(dossier, row, found, words)


def _statement(
    dossier: Dossier, row: dict[str, Any], found: Sequence[tuple[Entry, dict[str, Any]]], words: Wording
) -> Iterator[Block]:
    key = "each_excluded" if found[0][1]["excluded"] else "each_under"
    named = words.text(
        f"statement.{key}", statement=words.ltr(row["statement_id"]), party=party_of(dossier, row, words)
    )
    yield heading(named, 2)
    head = [words.text(f"annex.{name}") for name in ("sheet", "when", "place")]
    head += [words.text("statement.grade_head"), words.text("statement.exhibits")]
    rows = [_row(dossier, entry, str(check["grade"]), words) for entry, check in found[:_MOST_ROWS]]
    yield table(head, rows, ["0.8", "2", "2", "1.6", "3"], captioned(dossier, words, named, headed=True))
    if len(found) > _MOST_ROWS:
        yield note(words.text("and_more", value=len(found) - _MOST_ROWS))


def _row(dossier: Dossier, entry: Entry, grade: str, words: Wording) -> list[Cell]:
    shown = [words.ltr(entry.sheet), when_of(entry, words), place_of(entry, words), words.term("grade", grade)]
    return [*shown, _exhibits(dossier, entry, words)]


def _exhibits(dossier: Dossier, entry: Entry, words: Wording) -> Cell:
    """Their numbers, each leading to its row in the list of exhibits where that stands in the annex."""
    numbers = dossier.exhibits_on(entry)
    if numbers and is_listed(dossier):
        return links([(words.ltr(number), number) for number in numbers], words.comma)
    return words.joined(map(words.ltr, numbers)) or "–"
