"""What people around an attack say: one story for each, right or wrong, that witnesses, reports and logs repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dalil.simulate.events.strikes import Setting, Strike


@dataclass(frozen=True, slots=True)
class Rumour:
    """The aircraft (a type, or empty) and the party that people name."""

    aircraft: str
    party: str


def draw_rumours(at: Setting, strikes: Iterable[Strike]) -> Mapping[int, Rumour]:
    """The story of each documented attack, by its number."""
    rng, found = at.streams["rumours"], {}
    types, parties = sorted(at.conflict.types), sorted(at.conflict.parties)
    for strike in strikes:
        wrong, whose = rng.random(2)
        other_type, other_party = types[int(rng.integers(len(types)))], parties[int(rng.integers(len(parties)))]
        aircraft = strike.plan.aircraft
        if aircraft and wrong < at.settings.evidence.aircraft_wrong:
            aircraft = other_type
        party = strike.plan.party if whose >= at.settings.habits.party_wrong else other_party
        found[strike.number] = Rumour(aircraft, party)
    return found
