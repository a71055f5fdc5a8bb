"""What the parties said, and which incidents of this submission their statements would exclude if they were true.

A statement is checked, not weighed: an incident contradicts it no more than the incident's own grade says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil.messages import LANGUAGES, catalogue
from dalil.submit.blocks import Block, bullets, heading, note, paragraph
from dalil.submit.entries import Entry
from dalil.submit.figures import Figure, run_query
from dalil.submit.frame import party_name
from dalil.submit.matter import Matter
from dalil.submit.redact import Released
from dalil.submit.said import Said
from dalil.submit.wording import Wording

__all__ = ["STATEMENTS", "found_against", "party_of", "statement_blocks", "statement_figures", "statements_against"]

STATEMENTS = "statements."
"""What the names of these figures begin with."""

_GRADES = ("high", "likely", "more_likely_than_not")
_EXCLUDES = "excluded"
_FALLS_UNDER = "under"
_SILENCE = "asked_no_reply"
_MOST = 40
_MOST_NAMED = 6

# What a person holds back is not held against a statement either.
_COUNT = (
    "SELECT count(DISTINCT incident_id) FROM statement_check WHERE statement_id = '{id}' AND excluded = {excluded}"
    " AND incident_id NOT IN (SELECT incident_id FROM review WHERE state = 'held')"
)


def statement_figures(released: Released, said: Said, first: int) -> list[Figure]:
    """Takes the cut statement_check and review. Gives figures on the statements, numbered from `first`.

    They count what this submission shows, so that every one can be made again from its tables.
    """
    found: list[Figure] = []
    for row in said.statements:
        if row["act"] == _SILENCE:
            continue
        for part in _parts(said, row):
            query = _COUNT.format(id=row["statement_id"].replace("'", "''"), excluded=part == _EXCLUDES)
            for grade in ("", *_GRADES):
                found.append(_figure(released, row["statement_id"], part, grade, query, first + len(found)))
    return found


def _parts(said: Said, row: dict[str, Any]) -> list[str]:
    """Whether the statement excludes incidents, or incidents fall under it; nothing where neither."""
    excluded = {bool(check["excluded"]) for check in said.checked.get(row["statement_id"], ())}
    return [_EXCLUDES if each else _FALLS_UNDER for each in sorted(excluded)]


def _figure(released: Released, statement: str, part: str, grade: str, query: str, number: int) -> Figure:
    whole = f"{query} AND grade = '{grade}'" if grade else query
    value = (run_query(released.facts.connection, whole) or (0.0,))[0]
    labels = {language: _label(language, statement, part, grade) for language in LANGUAGES}
    texts = {language: f"{label}: {value:,.0f}." for language, label in labels.items()}
    name = ".".join(filter(None, (f"{STATEMENTS}{statement}", part, grade)))
    return Figure(number, name, value, None, None, "incidents", whole, int(value or 0), labels, texts, (value,))


def _label(language: str, statement: str, part: str, grade: str) -> str:
    words = catalogue(language)
    shown = f"\u2066{statement}\u2069" if language == "ar" else statement
    label = words.text(f"submit.statement.label_{part}", statement=shown)
    return f"{label} – {words.text(f'term.grade.{grade}')}" if grade else label


def statement_blocks(matter: Matter, words: Wording) -> Iterator[Block]:
    """The part of the letter on what the parties said. Nothing where the case has no statement that leaves."""
    rows = matter.said.statements
    if not rows:
        return
    yield heading(words.text("statement.title"))
    yield paragraph(words.text("statement.intro"))
    yield bullets([" ".join(_said(matter, row, words)) for row in rows[:_MOST]])
    if len(rows) > _MOST:
        yield note(words.text("and_more", value=len(rows) - _MOST))


def _said(matter: Matter, row: dict[str, Any], words: Wording) -> Iterator[str]:
    party = party_of(matter, row, words)
    when = words.when(row["made_on"], row["made_on_latest"])
    yield words.text(f"statement.{row['act']}", statement=words.ltr(row["statement_id"]), party=party, when=when)
    if row["text"]:
        yield words.text("statement.words", text=words.own(row["text"]))
    if row["act"] == _SILENCE:
        return
    yield from _scope(row, words)
    parts = [part for part in (_EXCLUDES, _FALLS_UNDER) if _named(row, part) in matter.figures]
    counted = [part for part in parts if matter.figures[_named(row, part)].value]
    for part in counted:
        yield _count(matter, row, part, party, words)
    yield from _strongest(matter, row, words)
    if _FALLS_UNDER in counted and row["act"] == "acknowledges":
        yield words.text("statement.acknowledged")
    if not counted:
        yield words.text("statement.none", party=party)


def found_against(matter: Matter, row: dict[str, Any]) -> list[tuple[Entry, dict[str, Any]]]:
    """The incidents shown that a statement was checked against, with that check: the highest grades first."""
    if row["act"] == _SILENCE:
        return []
    shown = {entry.id: entry for entry in matter.entries}
    found = [(shown[check["incident_id"]], check) for check in matter.said.checked.get(row["statement_id"], ())
             if check["incident_id"] in shown and check["grade"] in _GRADES]  # fmt: skip
    return sorted(found, key=lambda pair: (_GRADES.index(pair[1]["grade"]), pair[0].number))


def _strongest(matter: Matter, row: dict[str, Any], words: Wording) -> Iterator[str]:
    """Sheets of the highest grade that there is, each with the exhibits behind it."""
    found = found_against(matter, row)
    first = [entry for entry, check in found if check["grade"] == found[0][1]["grade"]]
    named = [_with_exhibits(matter, entry, words) for entry in first[:_MOST_NAMED]]
    if len(first) > _MOST_NAMED:
        named.append(words.text("and_more", value=len(first) - _MOST_NAMED))
    if named:
        yield words.text("statement.strongest", sheets=words.joined(named))


def _with_exhibits(matter: Matter, entry: Entry, words: Wording) -> str:
    if not matter.exhibits:  # that none leaves is not said once for each sheet
        return words.ltr(entry.sheet)
    numbers = words.joined(map(words.ltr, matter.exhibits_on(entry))) or words.text("statement.no_exhibit")
    return words.text("statement.sheet", sheet=words.ltr(entry.sheet), exhibits=numbers)


def party_of(matter: Matter, row: dict[str, Any], words: Wording) -> str:
    """Who made a statement, by its name in the case."""
    return words.own(party_name(matter, _party_id(matter, row["party"]), words))


def _named(row: dict[str, Any], part: str) -> str:
    return f"{STATEMENTS}{row['statement_id']}.{part}"


def _count(matter: Matter, row: dict[str, Any], part: str, party: str, words: Wording) -> str:
    """How many, and how many of each grade, with the figures behind."""
    whole = matter.figures[_named(row, part)]
    graded = [(grade, matter.figures[f"{whole.name}.{grade}"]) for grade in _GRADES]
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


def _party_id(matter: Matter, said: str) -> str:
    """The case's id of a party that a statement may call by its name or an alias."""
    known = {name: party.id for party in matter.settings.parties for name in (party.id, party.name, *party.aliases)}
    return known.get(said, said)


def statements_against(matter: Matter, entry: Entry, words: Wording) -> Iterator[str]:
    """For a sheet: the statements that would exclude what was found here."""
    for row in matter.said.against(entry.id):
        party = party_of(matter, row, words)
        when = words.when(row["made_on"], row["made_on_latest"])
        yield words.text("statement.against", statement=words.ltr(row["statement_id"]), party=party, when=when)
