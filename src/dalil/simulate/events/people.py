"""The dead of each attack: households, names shared by relatives, ages, roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.world.settings import People
from dalil.simulate.world.syllables import Name, invent_many


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names of the country; some are much more usual than others."""

    men: tuple[Name, ...]
    women: tuple[Name, ...]
    families: tuple[Name, ...]

    @classmethod
    def invented(cls, rng: np.random.Generator) -> Names:
        """A new stock of names."""
        # So few given names that namesakes are usual, which is what makes persons hard to tell apart.
        return cls(invent_many(rng, 140, 2), invent_many(rng, 120, 2, feminine=True), invent_many(rng, 400, 2))


@dataclass(frozen=True, slots=True)
class Person:
    """One person killed in an attack."""

    number: int
    strike: int
    given: Name
    father: Name
    family: Name
    female: bool
    age: int
    role: str

    @property
    def true_person(self) -> str:
        """The id of the truth tables."""
        return f"P{self.number:06d}"


def draw_people(at: Setting, strikes: Iterable[Strike], names: Names, first_number: int) -> list[Person]:
    """Everybody killed in documented attacks, combatants not among them."""
    rng, found = at.streams["people"], []
    for strike in strikes:
        if strike.lists and strike.plan.toll.civilians:
            found += _of_strike(at.settings.people, rng, strike, names)
    return [replace(person, number=first_number + n) for n, person in enumerate(found)]


def _of_strike(p: People, rng: np.random.Generator, strike: Strike, names: Names) -> list[Person]:
    slots = _slots(rng, strike)
    found: list[Person] = []
    while slots:
        size = 1 + int(rng.poisson(p.household - 1))
        members, slots = slots[:size], slots[size:]
        family, father = _usual(rng, names.families), _usual(rng, names.men)
        for female, age, role in members:
            # Under thirty a child of the household; older, a generation with a father of its own.
            own_father = father if age < 30 else _usual(rng, names.men)
            given = _usual(rng, names.women if female else names.men)
            if found and rng.random() < p.namesakes and found[-1].female == female:
                given = found[-1].given
            found.append(Person(0, strike.number, given, own_father, family, female, age, role))
    return found


def _slots(rng: np.random.Generator, strike: Strike) -> list[tuple[bool, int, str]]:
    """(female, age, role) of each of the dead, in an order that mixes them."""
    toll = strike.plan.toll
    men = max(0, toll.civilians - toll.children - toll.women - toll.medical - toll.rescue)
    # Ages evenly within what the word means; slightly more boys than girls, as are born.
    slots = [(bool(rng.random() < 0.48), int(rng.integers(0, 18)), "") for _ in range(toll.children)]
    slots += [(True, int(rng.integers(18, 80)), "") for _ in range(toll.women)]
    slots += [(bool(rng.random() < 0.4), int(rng.integers(22, 62)), "medical") for _ in range(toll.medical)]
    slots += [(False, int(rng.integers(20, 50)), "rescue") for _ in range(toll.rescue)]
    slots += [(False, int(rng.integers(18, 80)), "") for _ in range(men)]
    return [slots[int(n)] for n in rng.permutation(len(slots))][: toll.civilians]


def _usual(rng: np.random.Generator, names: tuple[Name, ...]) -> Name:
    # Squaring a uniform draw makes the first names of the stock the usual ones.
    return names[int(len(names) * float(rng.random()) ** 2)]
