"""How an organisation states the toll: a number or a range, off by a few, some groups not stated."""

from __future__ import annotations

import numpy as np

from dalil.simulate.events.plan import Toll
from dalil.simulate.world.settings import Habits

COLUMNS = (
    "killed_total", "killed_civilians", "killed_combatants", "killed_children", "killed_women", "killed_medical",
    "killed_rescue", "injured_total", "injured_children",
)  # fmt: skip


def tell_toll(habits: Habits, rng: np.random.Generator, toll: Toll, known: float = 1.0) -> dict[str, int]:
    """`killed_civilians_min` … as stated; groups left out are not stated. `known` below 1 is an early, partial toll."""
    wrong, range_, children, others, hurt = rng.random(5)
    # Larger tolls are miscounted by more.
    off = round(float(rng.normal(0, 1 + 0.2 * toll.civilians))) if wrong < habits.toll_error else 0
    # A range says what may still be found under rubble: about a seventh.
    spare = 1 + int(rng.poisson(0.15 * toll.civilians)) if range_ < habits.toll_range else 0
    civilians = max(0, int(rng.binomial(toll.civilians, known)) + off)
    stated = {"killed_civilians": (civilians, civilians + spare)}
    stated["killed_total"] = (civilians + toll.combatants, civilians + spare + toll.combatants)
    kids = min(int(rng.binomial(toll.children, known)), civilians)
    if children < habits.children_stated:
        stated["killed_children"] = (kids, kids)
    if others < habits.women_stated:
        women = min(toll.women, max(0, civilians - kids))
        stated["killed_women"] = (women, women)
    # Groups of their own are mostly named where there are dead of them; not stated is not zero.
    if toll.medical and others < 0.8:
        stated["killed_medical"] = (min(toll.medical, civilians), min(toll.medical, civilians))
    if toll.rescue and others < 0.8:
        stated["killed_rescue"] = (min(toll.rescue, civilians), min(toll.rescue, civilians))
    if toll.combatants:
        stated["killed_combatants"] = (toll.combatants, toll.combatants)
    if hurt < habits.injured_stated:
        # Nobody counts the injured one by one: within a fifth.
        injured = max(0, round(toll.injured * float(rng.uniform(0.8, 1.2)) * known))
        stated["injured_total"] = (injured, injured + (5 if range_ < habits.toll_range else 0))
        if hurt < 0.35:
            stated["injured_children"] = (min(toll.injured_children, injured), min(toll.injured_children, injured))
    return {
        f"{name}_{end}": value for name, pair in stated.items() for end, value in zip(("min", "max"), pair, strict=True)
    }
