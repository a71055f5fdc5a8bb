"""Persons across victim lists: a named person is counted once.

Rows are gathered greedily, the likeliest pair first: two groups become one where the score of the whole, (2/|C|)
times the sum of its pairs' log odds, is larger than that of the two. So a row joins by its fit to all rows of a
person, and a chain of half-alike names does not grow.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link.ids import person_id
from dalil.link.person_compare import compare_rows, train_persons
from dalil.link.person_rows import Victim, candidate_rows, read_victims
from dalil.link.reports import Floats

__all__ = ["link_persons"]

_NEVER = -8.0  # log odds of two rows that blocking did not bring together


def link_persons(facts: Facts, settings: Settings) -> tuple[int, int]:
    """Fill person and person_victim; returns (rows of victim lists, persons).

    Takes: victim, incident_report, incident.
    """
    victims = read_victims(facts)
    pairs, by_name = candidate_rows(facts, victims)
    odds = np.zeros(0)
    if pairs:
        _, odds = train_persons(compare_rows(victims, pairs), by_name, *_competition(victims, pairs, by_name))
    groups, stability = _gather(len(victims), pairs, odds)
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


def _competition(
    victims: list[Victim], pairs: list[tuple[int, int]], by_name: NDArray[np.bool_]
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """How many rows of the other's list each pair's two could be, and a function from odds to probabilities.

    A row is one person, so in another list it has one fellow at most.
    """
    lists = {name: number for number, name in enumerate(sorted({victim.organisation for victim in victims}))}
    owner = np.array([lists[victim.organisation] for victim in victims])
    a, b = np.array(pairs).T
    from_a, from_b, size = a * len(lists) + owner[b], b * len(lists) + owner[a], len(victims) * len(lists)

    def summed(values: Floats) -> Floats:
        total = np.bincount(from_a, values, minlength=size) + np.bincount(from_b, values, minlength=size)
        return np.asarray(np.maximum(total[from_a], total[from_b]))

    choices = np.maximum(1.0, summed((~by_name).astype(np.float64)))
    usual = float(choices[~by_name].mean()) if (~by_name).any() else 1.0
    return np.where(by_name, np.maximum(choices, usual), choices), lambda odds: np.asarray(odds / (1.0 + summed(odds)))


def _gather(rows: int, pairs: list[tuple[int, int]], odds: Floats) -> tuple[list[list[int]], list[float]]:
    """Groups of rows, ordered by their first row, and how sure each is: the weakest of the choices made for it."""
    known = {pair: float(value) for pair, value in zip(pairs, odds, strict=True)}
    group = list(range(rows))
    members: dict[int, list[int]] = {n: [n] for n in range(rows)}
    total: dict[int, float] = defaultdict(float)
    sure = [1.0] * rows
    for place in sorted(range(len(pairs)), key=lambda p: (-odds[p], pairs[p])):
        if odds[place] < -3.0:
            break
        one, other = group[pairs[place][0]], group[pairs[place][1]]
        if one == other:
            continue
        between = sum(known.get((min(x, y), max(x, y)), _NEVER) for x in members[one] for y in members[other])
        size = len(members[one]) + len(members[other])
        whole = 2.0 / size * (total[one] + total[other] + between)
        gain = whole - sum(2.0 / len(members[g]) * total[g] for g in (one, other))
        chance = 1.0 / (1.0 + math.exp(min(50.0, abs(gain))))
        sure[one] = sure[other] = min(sure[one], sure[other], 1.0 - chance)
        if gain > 0.0:
            total[one] += total[other] + between
            members[one] += members.pop(other)
            for n in members[one]:
                group[n] = one
    kept = sorted(members, key=lambda g: min(members[g]))
    return [sorted(members[g]) for g in kept], [sure[g] for g in kept]


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
    return max(counted, key=lambda value: counted[value]) if counted else None
