"""What the parties said, as far as it leaves: each statement with the incidents that it was checked against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalil.casefile.sections import Party
from dalil.messages import LANGUAGES, catalogue
from dalil.submit.content.entries import GRADES, Entry
from dalil.submit.content.figures import Figure, run_query
from dalil.submit.release.redact import Released

__all__ = [
    "EXCLUDES",
    "FALLS_UNDER",
    "SILENCE",
    "STATEMENTS",
    "PartyStatements",
    "read_statements",
    "statement_figures",
]

STATEMENTS = "statements."
"""What the names of these figures begin with."""

EXCLUDES, FALLS_UNDER = "excluded", "under"
"""The two kinds of figures on a statement: incidents that it would exclude, and that fall under it."""

SILENCE = "asked_no_reply"
"""The act of a party that was asked and did not answer."""

# What a person holds back is not held against a statement either.
_COUNT = (
    "SELECT count(DISTINCT incident_id) FROM statement_check WHERE statement_id = '{id}' AND excluded = {excluded}"
    " AND incident_id NOT IN (SELECT incident_id FROM review WHERE state = 'held')"
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartyStatements:
    """Rows of `statement` in the order of time, each with the `party_id` of the case; by statement the rows of
    `statement_check`, and of incidents shown the entry with its check, the highest grades first; by incident the
    statements whose truth would exclude what was found on it, in the order of time.

    What a person holds back is not held against a statement either: it is in none of them.
    """

    statements: Sequence[Row] = ()
    checked: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    found: Mapping[str, Sequence[tuple[Entry, Row]]] = field(default_factory=dict)
    against: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def read_statements(
    released: Released, entries: Sequence[Entry] = (), parties: Sequence[Party] = ()
) -> PartyStatements:
    """Takes the cut statement, statement_check and review, once: documents are filled without asking again.

    A statement may call a party of the case by its name or an alias.
    """
    known = {name: party.id for party in parties for name in (party.id, party.name, *party.aliases)}
    rows = released.facts.rows(
        "SELECT * FROM statement WHERE party IS NOT NULL AND statement_id IS NOT NULL ORDER BY made_on, statement_id"
    )
    statements = [{**row, "party_id": known.get(row["party"], row["party"])} for row in rows]
    checked: dict[str, list[Row]] = defaultdict(list)
    for row in released.facts.rows(
        "SELECT DISTINCT statement_id, incident_id, grade, excluded FROM statement_check WHERE incident_id NOT IN"
        " (SELECT incident_id FROM review WHERE state = 'held') ORDER BY statement_id, incident_id"
    ):
        checked[row["statement_id"]].append(row)
    shown, against = {entry.id: entry for entry in entries}, defaultdict(list)
    for row in statements:
        for incident in dict.fromkeys(c["incident_id"] for c in checked.get(row["statement_id"], ()) if c["excluded"]):
            against[incident].append(row)
    found = {row["statement_id"]: _found(checked.get(row["statement_id"], ()), shown)
             for row in statements if row["act"] != SILENCE}  # fmt: skip
    return PartyStatements(statements, dict(checked), found, dict(against))


def _found(checks: Sequence[Row], shown: Mapping[str, Entry]) -> list[tuple[Entry, Row]]:
    """The incidents shown that a statement was checked against, with that check: the highest grades first."""
    found = [(shown[c["incident_id"]], c) for c in checks if c["incident_id"] in shown and c["grade"] in GRADES]
    return sorted(found, key=lambda pair: (GRADES.index(pair[1]["grade"]), pair[0].number))


def statement_figures(released: Released, said: PartyStatements, first: int) -> list[Figure]:
    """Takes the cut statement_check and review. Gives figures on the statements, numbered from `first`.

    They count what this submission shows, so that every one can be made again from its tables.
    """
    found: list[Figure] = []
    for row in said.statements:
        if row["act"] == SILENCE:
            continue
        for part in _parts(said, row):
            query = _COUNT.format(id=row["statement_id"].replace("'", "''"), excluded=part == EXCLUDES)
            for grade in ("", *GRADES):
                found.append(_figure(released, row["statement_id"], part, grade, query, first + len(found)))
    return found


def _parts(said: PartyStatements, row: dict[str, Any]) -> list[str]:
    """Whether the statement excludes incidents, or incidents fall under it; nothing where neither."""
    excluded = {bool(check["excluded"]) for check in said.checked.get(row["statement_id"], ())}
    return [EXCLUDES if each else FALLS_UNDER for each in sorted(excluded)]


def _figure(released: Released, statement: str, part: str, grade: str, query: str, number: int) -> Figure:
    whole = f"{query} AND grade = '{grade}'" if grade else query
    value = (run_query(released.facts.connection, whole) or (0.0,))[0]
    labels = {language: _label(language, statement, part, grade) for language in LANGUAGES}
    texts = {language: f"{label}: {value:,.0f}." for language, label in labels.items()}
    name = ".".join(filter(None, (f"{STATEMENTS}{statement}", part, grade)))
    return Figure(number, name, value, None, None, "incidents", whole, int(value or 0), labels, texts, (value,))


def _label(language: str, statement: str, part: str, grade: str) -> str:
    words = catalogue(language)
    label = words.text(f"submit.statement.label_{part}", statement=words.language.ltr(statement))
    return f"{label} – {words.text(f'term.grade.{grade}')}" if grade else label
