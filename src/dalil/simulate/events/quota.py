"""The annex: a set number of attacks with exact marginals, for every seed.

Categories overlap and do not add up. "On civilians including children" is an attack on a gathering of civilians
(a market or a camp) in which a child was killed or injured; docs/method/simulate.md says why.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dalil.errors import UsageError
from dalil.simulate.events.plan import Plan, draw_aircraft, fill_toll, pick
from dalil.simulate.world.conflict import Conflict
from dalil.simulate.world.settings import Annex, Settings

_SCATTER = 0.55  # shape of the gamma weights of the dead: a few attacks kill many


def annex_plans(settings: Settings, conflict: Conflict, rng: np.random.Generator) -> list[Plan]:
    """`annex.incidents` attacks by `annex.party` with the marginals of the settings.

    Raises:
        UsageError: numbers that cannot hold together.
    """
    a = settings.annex
    _check(a)
    targets = _targets(a, rng)
    children = _children(a, rng, targets)
    # More adults die where children do, and some where none does.
    adults = _spread(rng, a.killed_civilians - a.killed_children, children + 1.5)
    weapons = _weapons(a, rng, conflict.parties[a.party].weapons)
    return [
        _plan(rng, conflict, a.party, targets[n], weapons[n], int(adults[n]), int(children[n]))
        for n in range(a.incidents)
    ]


def _plan(
    rng: np.random.Generator, conflict: Conflict, party: str, target: str, weapons: tuple[str, ...],
    adults: int, children: int,
) -> Plan:  # fmt: skip
    toll = fill_toll(rng, adults + children, children, 0, target)
    gathering = target in ("market", "camp")
    if gathering and toll.children + toll.injured_children == 0:
        toll = replace(toll, injured=toll.injured + 1, injured_children=1)
    # Where nobody died it may have been open ground, incendiary weapons aside: these count in populated areas only.
    populated = bool(target) or adults + children > 0 or "incendiary" in weapons or rng.random() < 0.7
    aircraft = draw_aircraft(conflict, rng, conflict.parties[party], weapons[0])
    return Plan(party, "airstrike", target, bool(target) and not gathering, weapons, populated, toll, aircraft, "yes")


def _check(a: Annex) -> None:
    hit = a.medical + a.schools + a.mosques + a.civilians_with_children
    rules = (
        ("targets", hit, a.incidents),
        ("weapons", a.cluster + a.incendiary_populated, a.incidents),
        ("incidents in which children were killed", a.children_killed_in, min(a.incidents, a.killed_children)),
        ("children killed", a.killed_children, a.killed_civilians),
    )
    for name, found, most in rules:
        if found > most:
            raise UsageError(f"The annex cannot hold: too many {name}.", expected=f"at most {most}", found=str(found))


def _targets(a: Annex, rng: np.random.Generator) -> list[str]:
    targets = ["hospital"] * a.medical + ["school"] * a.schools + ["mosque"] * a.mosques
    # Two markets to a camp: there are more of them.
    targets += ["market" if n % 3 else "camp" for n in range(a.civilians_with_children)]
    targets += [""] * (a.incidents - len(targets))
    return [targets[n] for n in rng.permutation(len(targets))]


def _children(a: Annex, rng: np.random.Generator, targets: list[str]) -> np.ndarray:
    """Children killed in each attack: one at least in `children_killed_in` of them."""
    # Gatherings and schools first in likelihood: children are there.
    weight = np.array([3.0 if t in ("market", "camp", "school") else 1.0 for t in targets])
    chosen = rng.choice(a.incidents, a.children_killed_in, replace=False, p=weight / weight.sum())
    killed = np.zeros(a.incidents, dtype=np.int64)
    killed[chosen] = 1 + _spread(rng, a.killed_children - a.children_killed_in, np.ones(a.children_killed_in))
    return killed


def _spread(rng: np.random.Generator, total: int, weight: np.ndarray) -> np.ndarray:
    """`total` spread over places with heavy-tailed weights around `weight`; adds up exactly."""
    if total == 0:
        return np.zeros(len(weight), dtype=np.int64)
    # Never quite nothing: a place whose weight came out as 0 would make the shares undefined.
    gamma = rng.gamma(_SCATTER, weight) + 1e-9
    return rng.multinomial(total, gamma / gamma.sum()).astype(np.int64)


def _weapons(a: Annex, rng: np.random.Generator, usual: dict[str, float]) -> list[tuple[str, ...]]:
    """Exactly so many with cluster munitions and so many incendiary, two of which are both."""
    other = {name: share for name, share in usual.items() if name not in ("cluster", "incendiary")}
    # Two are both, so that the two categories overlap as they do in records.
    both = min(2, a.cluster, a.incendiary_populated)
    found: list[tuple[str, ...]] = [("cluster", "incendiary")] * both
    found += [("cluster",)] * (a.cluster - both) + [("incendiary",)] * (a.incendiary_populated - both)
    found += [(pick(rng, other),) for _ in range(a.incidents - len(found))]
    return [found[n] for n in rng.permutation(len(found))]
