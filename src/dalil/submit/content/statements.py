"""What the parties said, as far as it leaves: each statement with the incidents that it was checked against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalil.messages import LANGUAGES, catalogue
from dalil.submit.content.figures import Figure, run_query
from dalil.submit.release.redact import Released

__all__ = ["EXCLUDES", "FALLS_UNDER", "GRADES", "SILENCE", "STATEMENTS", "Said", "read_statements", "statement_figures"]

STATEMENTS = "statements."
"""What the names of these figures begin with."""

GRADES = ("high", "likely", "more_likely_than_not")
"""What a statement is checked against: findings that name somebody, the highest first."""

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
class Said:
    """Rows of `statement` in the order of time; by statement and by incident the rows of `statement_check`.

    What a person holds back is not held against a statement either: it is in neither.
    """

    statements: Sequence[Row] = ()
    checked: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    excluding: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def against(self, incident: str) -> list[Row]:
        """The statements whose truth would exclude what was found on an incident, in the order of time."""
        wanted = {row["statement_id"] for row in self.excluding.get(incident, ())}
        return [row for row in self.statements if row["statement_id"] in wanted]


def read_statements(released: Released) -> Said:
    """Takes the cut statement, statement_check and review, once: documents are filled without asking again."""
    statements = released.facts.rows(
        "SELECT * FROM statement WHERE party IS NOT NULL AND statement_id IS NOT NULL ORDER BY made_on, statement_id"
    )
    checked: dict[str, list[Row]] = defaultdict(list)
    excluding: dict[str, list[Row]] = defaultdict(list)
    for row in released.facts.rows(
        "SELECT DISTINCT statement_id, incident_id, grade, excluded FROM statement_check WHERE incident_id NOT IN"
        " (SELECT incident_id FROM review WHERE state = 'held') ORDER BY statement_id, incident_id"
    ):
        checked[row["statement_id"]].append(row)
        if row["excluded"]:
            excluding[row["incident_id"]].append(row)
    return Said(statements, dict(checked), dict(excluding))


def statement_figures(released: Released, said: Said, first: int) -> list[Figure]:
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


def _parts(said: Said, row: dict[str, Any]) -> list[str]:
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
