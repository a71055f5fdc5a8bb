"""Rows of victim lists as they are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dalil import names
from dalil.casefile.facts import Facts

__all__ = ["Victim", "read_victims"]


@dataclass(frozen=True, slots=True)
class Victim:
    """One row. `spellings` are the words of its name in each script given: name of the person first, family last."""

    victim_id: str
    organisation: str
    incident_id: str | None
    spellings: tuple[tuple[str, ...], ...] = field(repr=False)
    father: str = field(repr=False)
    age: int | None
    sex: str
    day: date | None
    places: frozenset[str]
    row: dict[str, Any] = field(repr=False)


def read_victims(facts: Facts, sealed: Mapping[str, names.PersonName]) -> list[Victim]:
    """Takes: victim, incident_report. Rows that a later reading replaced count once.

    `sealed` are the names of protected victims, which the facts do not hold.
    """
    rows = facts.rows(
        "SELECT v.*, i.incident_id FROM victim AS v LEFT JOIN incident_report AS i USING (report_id)"
        " WHERE victim_id IS NOT NULL"
        " QUALIFY row_number() OVER (PARTITION BY victim_id ORDER BY source_sha256, source_row) = 1 ORDER BY victim_id"
    )
    return [_victim(row, sealed.get(row["victim_id"])) for row in rows]


def _victim(row: dict[str, Any], sealed: names.PersonName | None) -> Victim:
    said = sealed or names.PersonName(row["name"] or "", row["name_ar"] or "", row["father"] or "")
    spellings = [names.words(text) for text in (said.name, said.name_ar) if text]
    sex = (row["sex"] or "").strip().lower()
    return Victim(
        victim_id=row["victim_id"],
        organisation=row["organisation"] or "",
        incident_id=row["incident_id"],
        spellings=tuple(words for words in spellings if words),
        father=" ".join(names.words(said.father)),
        age=row["age"],
        sex=sex if sex in ("male", "female") else "",
        day=row["date"],
        places=frozenset(names.skeleton(word) for word in names.words(row["place"] or "")),
        row=row,
    )
