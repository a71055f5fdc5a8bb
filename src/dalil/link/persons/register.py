"""Persons across victim lists: a named person is counted once.

See `person_candidates` for which rows meet, `person_compare` and `person_train` for what is compared and what it
weighs, `person_groups` for who is one person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from dalil.casefile.facts import Facts
from dalil.link.persons.candidates import Met, candidate_rows
from dalil.link.persons.comparisons import compare_rows
from dalil.link.persons.rivals import rivals
from dalil.link.persons.rows import Victim, read_victims
from dalil.link.persons.train import train_persons, weigh_rows
from dalil.link.reports.ids import person_id
from dalil.names import PersonName

__all__ = ["link_persons"]


def link_persons(facts: Facts, sealed: Mapping[str, PersonName]) -> tuple[int, int]:
    """Fill person and person_victim; returns (rows of victim lists, persons).

    Takes: victim, incident_report, pair; `sealed` are the names of protected victims.
    """
    victims = read_victims(facts, sealed)
    groups, stability = _gather(victims, candidate_rows(facts, victims))
    ids = [person_id(victims[n].victim_id for n in group) for group in groups]
    facts.replace(
        "person_victim",
        [
            {"person_id": key, "victim_id": victims[n].victim_id}
            for key, group in zip(ids, groups, strict=True)
            for n in group
        ],
    )
    facts.replace("person", [
        _person(key, [victims[n] for n in group], sure)
        for key, group, sure in zip(ids, groups, stability, strict=True)
    ])  # fmt: skip
    return len(victims), len(groups)


def _gather(victims: list[Victim], met: Met) -> tuple[list[list[int]], list[float]]:
    """Groups of places in `victims`, one a person, and how sure each is."""
    if not met.pairs:
        return [[n] for n in range(len(victims))], [1.0] * len(victims)
    beside = rivals(victims, met)
    levels = compare_rows(victims, met, beside.choices.among)
    model = train_persons(levels, met, beside.choices, beside.expect)
    return beside.gather(weigh_rows(levels, met, model, beside.choices))


def _person(key: str, rows: list[Victim], sure: float) -> dict[str, Any]:
    """One row for a person: of each field what most rows say; of equals the first; protected if any row says so."""
    incidents = [victim.incident_id for victim in rows]
    return {
        "person_id": key,
        "status": _most(victim.row["status"] for victim in rows),
        "sex": _most(victim.sex or None for victim in rows),
        "age": _most(victim.age for victim in rows),
        "fate": _most(victim.row["fate"] for victim in rows),
        "role": _most(victim.row["role"] for victim in rows),
        "incident_id": _most(incidents),
        "date": _most(victim.day for victim in rows),
        "protected": any(victim.row["protected"] for victim in rows),
        "records": len(rows),
        "stability": sure,
    }


def _most(values: Iterable[Any]) -> Any:
    counted = Counter(value for value in values if value is not None)
    # Counter keeps the order of coming, max the first of equals: rows are sorted, so the result is too.
    return max(counted, key=lambda value: counted[value]) if counted else None
