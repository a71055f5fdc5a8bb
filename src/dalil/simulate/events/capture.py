"""Which organisations record an attack on their own: the lists of multiple-systems estimation.

Log-odds of list j = base + district + toll + own target + heterogeneity of the incident + what earlier lists add
(positive or negative dependence). With every effect at 0 the lists are independent with their base chances.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dalil.simulate.events.plan import Plan
from dalil.simulate.world.conflict import Conflict
from dalil.simulate.world.settings import Capture, numbers

_USUAL_TOLL = 0.75  # log10(1 + dead + injured / 3) of an ordinary attack, so that `base` is the chance of such a one


@dataclass(frozen=True)
class Reach:
    """The organisations' reach: base log-odds (lists,), offsets by place (lists, places), own targets."""

    settings: Capture
    base: np.ndarray
    districts: np.ndarray
    own: tuple[str, ...]
    last_begins_s: int

    def chances(self, plan: Plan, place: int, at_s: int, own_odds: float) -> np.ndarray:
        """Chance of each list, given that no other list recorded the attack."""
        s = self.settings
        toll = math.log10(1 + plan.toll.civilians + plan.toll.injured / 3) - _USUAL_TOLL
        odds = self.base + self.districts[:, place] + s.toll_effect * toll + s.heterogeneity * own_odds
        matches = np.array([bool(own) and own == (plan.target or "home") for own in self.own])
        chance = 1 / (1 + np.exp(-(odds + s.target_effect * matches)))
        if at_s < self.last_begins_s:
            chance[-1] = 0.0
        return np.asarray(chance)

    def draw(self, rng: np.random.Generator, chance: np.ndarray) -> tuple[int, ...]:
        """The lists of one attack, not empty."""
        added = (0.0, self.settings.positive, self.settings.negative)
        while True:
            found: list[int] = []
            draws = rng.random(len(chance))
            for number, base in enumerate(chance):
                extra = added[number] if 0 < number < len(added) and number - 1 in found else 0.0
                if draws[number] < _moved(float(base), extra):
                    found.append(number)
            if found:
                return tuple(found)


def build_reach(
    settings: Capture, conflict: Conflict, places: int, first_s: int, last_s: int, rng: np.random.Generator
) -> Reach:
    """The reach of each organisation over the places of the country."""
    base = np.array([math.log(p / (1 - p)) for p in np.clip(numbers(settings.base), 1e-9, 1 - 1e-9)])
    offsets = np.round(rng.normal(0, 1, (len(base), places)), 6) * settings.district_effect
    own = tuple(organisation.own_target for organisation in conflict.organisations)
    return Reach(settings, base, offsets, own, first_s + int(settings.late_start * (last_s - first_s)))


def missed(rng: np.random.Generator, chance: np.ndarray) -> int:
    """How many attacks like this one nobody recorded, before one was: geometric in the chance of being missed."""
    nobody = float(np.prod(1 - chance))
    # Twelve: an attack with a chance of one in fifty would else bring a crowd of its like by itself.
    return min(int(rng.geometric(1 - nobody)) - 1, 12)


def _moved(chance: float, log_odds: float) -> float:
    if log_odds == 0.0 or chance in (0.0, 1.0):
        return chance
    odds = chance / (1 - chance) * math.exp(log_odds)
    return odds / (1 + odds)
