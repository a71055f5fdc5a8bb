"""What each attack is, before it has a time and a place: party, target, weapons, toll."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.simulate.world.conflict import Conflict, Party
from dalil.simulate.world.settings import Settings, shares


@dataclass(frozen=True, slots=True)
class Toll:
    """The true number of people killed and injured. Children are among the civilians."""

    civilians: int = 0
    children: int = 0
    women: int = 0
    combatants: int = 0
    medical: int = 0
    rescue: int = 0
    injured: int = 0
    injured_children: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """One attack to come. `target` is a kind of site, or empty for bombing of a neighbourhood.

    `annex` is yes, no, or open where no quota decides.
    """

    party: str
    kind: str
    target: str
    aimed: bool
    weapons: tuple[str, ...]
    populated: bool
    toll: Toll
    aircraft: str
    annex: str = "open"
    second: bool = False


def draw_plan(
    settings: Settings, conflict: Conflict, rng: np.random.Generator, party_id: str, target: str | None = None
) -> Plan:
    """An attack by a party, without quotas. `target` None draws it, "" is the neighbourhood."""
    party = conflict.parties[party_id]
    if target is None:
        target = draw_target(settings, rng, party)
    # The rest falls on open ground: what stands in a neighbourhood is mostly houses.
    populated = bool(target) or rng.random() < 0.85
    weapon = _weapon(settings, rng, party)
    aircraft = draw_aircraft(conflict, rng, party, weapon)
    kind = "airstrike" if aircraft else "artillery"
    toll = draw_toll(rng, target, populated, settings.war.child_share)
    aimed = bool(target) and target not in ("market", "camp")
    return Plan(party_id, kind, target, aimed, (weapon,), populated, toll, aircraft)


def draw_target(settings: Settings, rng: np.random.Generator, party: Party) -> str:
    """A kind of protected site, a market or a camp, or "" for the neighbourhood."""
    draw = rng.random()
    if not party.flies or draw >= settings.war.aimed_share:
        return ""
    kinds = shares(settings.war.aimed_sites)
    if settings.rates.scheduled:
        # Attacks on medical facilities have a schedule of their own.
        kinds = {kind: share for kind, share in kinds.items() if kind != "hospital"} or kinds
    return pick(rng, kinds)


def draw_aircraft(conflict: Conflict, rng: np.random.Generator, party: Party, weapon: str) -> str:
    """A type of the party that carries the weapon; empty for a party without aircraft."""
    fleet = {t: share for t, share in party.fleet.items() if t in conflict.munitions[weapon].carriers}
    return pick(rng, fleet) if fleet else (pick(rng, party.fleet) if party.fleet else "")


def draw_toll(rng: np.random.Generator, target: str, populated: bool, child_share: float) -> Toll:
    """Heavy-tailed numbers of dead; about a third of attacks kill nobody."""
    # Dead of an attack on average: crowds lose most, and open ground hardly anybody.
    mean = {"market": 9.0, "camp": 7.0, "": 3.0}.get(target, 3.5) if populated else 0.6
    # Poisson with a gamma mean of shape 0.6: many with none, a few with dozens.
    civilians = int(rng.poisson(mean * rng.gamma(0.6) / 0.6))
    children = int(rng.binomial(civilians, child_share))
    combatants = int(rng.poisson(0.8)) if not populated else 0
    return fill_toll(rng, civilians, children, combatants, target)


def fill_toll(rng: np.random.Generator, civilians: int, children: int, combatants: int, target: str) -> Toll:
    """The rest of a toll, given its dead."""
    adults = civilians - children
    # Staff only where there is staff; a quarter of the adults there.
    staff = int(rng.binomial(adults, 0.25)) if target == "hospital" else 0
    # Hurt are about two and a half times the dead, and some where nobody dies.
    injured = civilians + int(rng.poisson(2.0 + 1.5 * civilians))
    return Toll(
        civilians=civilians,
        children=children,
        women=int(rng.binomial(adults - staff, 0.42)),
        combatants=combatants,
        medical=staff,
        injured=injured,
        injured_children=int(rng.binomial(injured, 0.3)),
    )


def pick(rng: np.random.Generator, options: dict[str, float]) -> str:
    """One key, with probability in proportion to its share."""
    names = list(options)
    weight = np.array([options[name] for name in names])
    return names[int(rng.choice(len(names), p=weight / weight.sum()))]


def _weapon(settings: Settings, rng: np.random.Generator, party: Party) -> str:
    if party.flies and "barrel_bomb" in party.weapons and rng.random() < settings.war.chemical_share:
        return "chemical"
    return pick(rng, party.weapons)
