"""Victim lists: the dead as each organisation names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dalil.simulate.events.people import Person
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.tell.reports import Report
from dalil.simulate.world.settings import numbers
from dalil.simulate.world.syllables import Name, arabic_variant, latin_variant


@dataclass(frozen=True, slots=True)
class Victim:
    """One row of one list; `report` is the position of the report it stands in, -1 without."""

    person: int
    list_: int
    report: int
    cells: Mapping[str, Any]


def draw_victims(
    at: Setting, people: Iterable[Person], strikes: Mapping[int, Strike], reports: Sequence[Report]
) -> list[Victim]:
    """Rows of all lists, list by list and attack by attack."""
    rng, chance, found = at.streams["victims"], numbers(at.settings.people.listed), []
    first = {}
    for position, report in enumerate(reports):
        if report.how == "own":
            first[report.strike, report.list_] = position
    for person in people:
        for list_ in strikes[person.strike].lists:
            # Lists are drawn person by person: who has relatives left is not modelled.
            if rng.random() < chance[list_]:
                where = first[person.strike, list_] if rng.random() < at.settings.people.report_given else -1
                cells = _cells(at, rng, person, list_, strikes[person.strike])
                found.append(Victim(person.number, list_, where, cells))
                if rng.random() < at.settings.habits.duplicate:
                    again = _cells(at, rng, person, list_, strikes[person.strike])
                    found.append(Victim(person.number, list_, -1, again))
    return found


def _cells(at: Setting, rng: np.random.Generator, person: Person, list_: int, strike: Strike) -> dict[str, Any]:
    p = at.settings.people
    latin, arabic = numbers(p.latin)[list_], numbers(p.arabic)[list_]
    in_latin, in_arabic, father, age, wrong_age, status = rng.random(6)
    protected = rng.random() < p.protected
    cells: dict[str, Any] = {
        "name": _full(rng, p.misspelt, person, False) if in_latin < latin or in_arabic >= arabic else "",
        "name_ar": _full(rng, p.misspelt, person, True) if in_arabic < arabic else "",
        "father": "" if father < p.father_missing else _father(rng, p.misspelt, person.father, in_arabic < arabic),
        "age": "" if age < p.age_missing else _age(rng, person.age, wrong_age < p.age_error),
        "sex": "female" if person.female else "male",
        # Whether somebody fought is often not stated, never invented.
        "status": "civilian" if status < 0.92 else "unknown",
        "role": person.role,
        # Some die of their wounds days later, and stand on the same list.
        "fate": "killed" if status < 0.85 else "died_later",
        "date": _date(at, rng, strike.at_s),
        "place": at.world.places[strike.place].name.latin if rng.random() < 0.7 else "",
        "protected": str(protected).lower(),
    }
    return cells


def _full(rng: np.random.Generator, misspelt: float, person: Person, arabic: bool) -> str:
    return " ".join(_spelt(rng, misspelt, name, arabic) for name in (person.given, person.family))


def _father(rng: np.random.Generator, misspelt: float, name: Name, arabic: bool) -> str:
    return _spelt(rng, misspelt, name, arabic)


def _spelt(rng: np.random.Generator, misspelt: float, name: Name, arabic: bool) -> str:
    text = name.arabic if arabic else name.latin
    if rng.random() >= misspelt:
        return text
    return arabic_variant(rng, text) if arabic else latin_variant(rng, text)


def _age(rng: np.random.Generator, age: int, wrong: bool) -> int:
    # Off by up to three years, never by none.
    return max(0, age + int(rng.choice([-3, -2, -1, 1, 2, 3]))) if wrong else age


def _date(at: Setting, rng: np.random.Generator, at_s: int) -> str:
    late = rng.random() < at.settings.people.day_late
    return at.calendar.clock.local(at_s + 86_400 * late).date().isoformat()
