"""Attacks in time and space: documented ones, and those like them that nobody recorded.

The documented are fixed in number; how many like each were missed follows from its chance of being missed
(inverse binomial sampling), so that the lists are those of a population and not of a quota.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dalil.simulate.events.capture import Reach, missed
from dalil.simulate.events.plan import Plan, draw_plan, pick
from dalil.simulate.events.quota import annex_plans
from dalil.simulate.events.raids import draw_raids
from dalil.simulate.world.calendar import Calendar
from dalil.simulate.world.clock import DAY_S
from dalil.simulate.world.conflict import Conflict
from dalil.simulate.world.country import World
from dalil.simulate.world.schedule import medical_times
from dalil.simulate.world.settings import Settings, shares
from dalil.simulate.world.streams import Streams


@dataclass(frozen=True, slots=True)
class Strike:
    """One attack: the plan, when, where aimed, where it fell, and who recorded it."""

    number: int
    plan: Plan
    at_s: int
    place: int
    site: int  # number of the site hit or aimed at, -1 without
    aim_x: float
    aim_y: float
    x: float
    y: float
    raid: int
    lists: tuple[int, ...]  # organisations that recorded it on their own
    objects: tuple[str, ...]
    own_odds: float = 0.0  # heterogeneity: how well this attack lends itself to being recorded

    @property
    def incident_id(self) -> str:
        """The id of the truth tables."""
        return f"I{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Setting:
    """What drawing strikes needs: one bundle instead of six arguments."""

    settings: Settings
    conflict: Conflict
    world: World
    calendar: Calendar
    reach: Reach
    streams: Streams


def draw_strikes(at: Setting, count: int, first_number: int, first_raid: int) -> list[Strike]:
    """All attacks of a slice in order of time: `count` documented ones, and the missed."""
    scheduled = at.settings.rates.scheduled and at.settings.war.aimed_share > 0
    slots = medical_times(at.settings.rates, at.calendar.clock, at.streams["times"]) if scheduled else []
    plans = _plans(at, count, len(slots))
    units = _paired(at, plans)
    fixed = _on_schedule(at, plans, units, slots)
    documented = _placed(at, plans, units, fixed, first_raid)
    everything = documented + _missed(at, documented, first_raid + len(plans) + 1)
    everything.sort(key=lambda strike: (strike.at_s, strike.x, strike.y))
    return [replace(strike, number=first_number + n) for n, strike in enumerate(everything)]


def _plans(at: Setting, count: int, medical: int) -> list[Plan]:
    settings, rng = at.settings, at.streams["plan"]
    plans = annex_plans(settings, at.conflict, rng) if settings.annex.incidents else []
    parties = shares(settings.war.party_shares)
    closed = "no" if plans else "open"
    flying = {name: share for name, share in parties.items() if at.conflict.parties[name].flies}
    wanted = max(0, medical - settings.annex.medical)
    targets: list[str | None] = ["hospital"] * wanted
    targets += [None] * max(0, count - len(plans) - wanted)
    left = _left(parties, count, plans)
    for target in targets:
        party = pick(rng, left if target is None else {n: left.get(n, 0) + 1e-9 for n in flying})
        plan = draw_plan(settings, at.conflict, rng, party, target)
        plans.append(replace(plan, annex=closed))
    return plans


def _left(parties: dict[str, float], count: int, plans: list[Plan]) -> dict[str, float]:
    """Shares for the rest, so that with the annex they come out as asked (no party below a hundredth)."""
    done = {name: sum(plan.party == name for plan in plans) for name in parties}
    return {name: max(share * count - done[name], 0.01 * count) for name, share in parties.items()}


def _paired(at: Setting, plans: list[Plan]) -> list[tuple[int, ...]]:
    """Units: one plan, or a strike and the second one on its rescuers (same party, target and annex)."""
    rng = at.streams["times"]
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, plan in enumerate(plans):
        groups.setdefault((plan.party, plan.target, plan.annex), []).append(number)
    units: list[tuple[int, ...]] = []
    for group in groups.values():
        pairs = int(rng.binomial(len(group), at.settings.war.second_strike)) if len(group) > 1 else 0
        pairs = min(pairs, len(group) // 2)
        units += [(group[2 * n], group[2 * n + 1]) for n in range(pairs)]
        units += [(number,) for number in group[2 * pairs :]]
    return units


def _on_schedule(at: Setting, plans: list[Plan], units: list[tuple[int, ...]], slots: list[int]) -> dict[int, int]:
    """Instants of the units on medical facilities. A pair takes two slots, so that rates stay as they are."""
    medical = [n for n, unit in enumerate(units) if slots and plans[unit[0]].target == "hospital"]
    fixed, slot = {}, 0
    for number in at.streams["times"].permutation(len(medical)):
        unit = medical[int(number)]
        if slot < len(slots):
            fixed[unit] = slots[slot]
        slot += len(units[unit])
    return fixed


def _placed(
    at: Setting, plans: list[Plan], units: list[tuple[int, ...]], fixed: dict[int, int], first_raid: int
) -> list[Strike]:
    rng, found, raid_number = at.streams["times"], [], first_raid
    for party in sorted({plans[unit[0]].party for unit in units}):
        own = [n for n, unit in enumerate(units) if plans[unit[0]].party == party]
        for raid in draw_raids(at.settings.war, at.calendar, rng, party, own, fixed):
            centre = _centre(at, rng)
            for unit in raid.units:
                later = 0 if unit == raid.anchor else abs(int(rng.normal(0, at.settings.war.raid_spread_s)))
                if unit in fixed:
                    later = fixed[unit] - raid.at_s
                found += _unit(at, [plans[n] for n in units[unit]], raid.at_s + later, centre, raid_number)
            raid_number += 1
    return found


def _unit(at: Setting, plans: list[Plan], when: int, centre: tuple[float, float], raid: int) -> list[Strike]:
    first = _strike(at, plans[0], when, centre, raid)
    if len(plans) == 1:
        return [first]
    rng, war = at.streams["times"], at.settings.war
    after = int(60 * rng.uniform(war.second_after_min, war.second_within_min))
    # Nearer than a first strike falls: the aim is known by then.
    x, y = first.aim_x + float(rng.normal(0, 30)), first.aim_y + float(rng.normal(0, 30))
    toll = plans[1].toll
    adults = toll.civilians - toll.children - toll.medical
    rescue = int(rng.binomial(max(0, adults), 0.4))
    toll = replace(toll, rescue=rescue, women=min(toll.women, adults - rescue))
    second = replace(plans[1], second=True, toll=toll)
    again = replace(
        first, plan=second, at_s=min(when + after, at.calendar.clock.last_s), x=round(x, 1), y=round(y, 1),
        objects=(*first.objects, "rescue"),
    )  # fmt: skip
    return [first, _recorded(at, again)]


def _strike(at: Setting, plan: Plan, when: int, centre: tuple[float, float], raid: int) -> Strike:
    clock = at.calendar.clock
    when = min(max(when, clock.first_s), clock.last_s)
    site, place, aim = _aim(at, plan, centre)
    x, y, objects = _impact(at, plan, site, aim)
    strike = Strike(0, plan, when, place, site, aim[0], aim[1], x, y, raid, (), objects)
    return _recorded(at, strike)


def _recorded(at: Setting, strike: Strike) -> Strike:
    rng = at.streams["capture"]
    own_odds = round(float(rng.normal()), 6)
    chance = at.reach.chances(strike.plan, strike.place, strike.at_s, own_odds)
    return replace(strike, lists=at.reach.draw(rng, chance), own_odds=own_odds)


def _centre(at: Setting, rng: np.random.Generator) -> tuple[float, float]:
    places = at.world.places
    low, high = (
        (0, at.world.city_places) if rng.random() < at.settings.war.city_share else (at.world.city_places, len(places))
    )
    place = places[int(rng.integers(low, high))]
    return place.x, place.y


def _aim(at: Setting, plan: Plan, centre: tuple[float, float]) -> tuple[int, int, tuple[float, float]]:
    rng, world = at.streams["times"], at.world
    wanted = world.by_object.get(plan.target, np.empty(0, dtype=np.int64))
    if len(wanted):
        site = int(wanted[_near(rng, at, world.site_xy[wanted], centre)])
        found = world.sites[site]
        return site, found.place, (found.x, found.y)
    place = _near(rng, at, world.place_xy, centre)
    # Any building of the place alike: the null of the targeting test.
    inside = np.flatnonzero(world.building_place == place)
    chosen = world.buildings[inside[int(rng.integers(len(inside)))]]
    return -1, place, (float(chosen[0]), float(chosen[1]))


def _near(rng: np.random.Generator, at: Setting, points: np.ndarray, centre: tuple[float, float]) -> int:
    off = points - np.array(centre)
    weight = np.exp(-(off**2).sum(axis=1) / (2 * at.settings.war.raid_spread_m**2)) + 1e-6
    return int(rng.choice(len(points), p=weight / weight.sum()))


def _impact(at: Setting, plan: Plan, site: int, aim: tuple[float, float]) -> tuple[float, float, tuple[str, ...]]:
    """Where it fell and what it hit. The plan's target is hit; what stands in the way of a quota is not."""
    rng, war = at.streams["times"], at.settings.war
    barred = {"hospital"} if at.settings.rates.scheduled and war.aimed_share > 0 else set()
    x = y = 0.0
    hit: list[int] = []
    for _ in range(60):
        x, y = (round(value + float(rng.normal(0, war.aim_error_m)), 1) for value in aim)
        hit = at.world.sites_within(x, y, war.hit_radius_m)
        if site >= 0 and site in hit:
            return x, y, (at.world.sites[site].object,)
        objects = {at.world.sites[n].object for n in hit}
        if site < 0 and not (objects & barred) and not (hit and plan.annex == "yes"):
            return x, y, tuple(sorted(objects)) or (("home",) if plan.populated else ("other",))
        if site < 0:
            # A building beside a site that must not be hit: move on to the next one.
            aim = (aim[0] + float(rng.normal(0, 120)), aim[1] + float(rng.normal(0, 120)))
    # An aim error far above the radius of a hit: the strike lands on what it was meant for.
    return (*aim, (at.world.sites[site].object,)) if site >= 0 else (x, y, ("home",))


def _missed(at: Setting, documented: list[Strike], first_raid: int) -> list[Strike]:
    """Attacks like the documented ones that nobody recorded: near in time and place, half of them in its raid."""
    rng, clock = at.streams["capture"], at.calendar.clock
    found: list[Strike] = []
    for strike in documented:
        chance = at.reach.chances(strike.plan, strike.place, strike.at_s, strike.own_odds)
        for _ in range(missed(rng, chance)):
            same_raid = rng.random() < at.settings.war.missed_in_raid
            shift = int(rng.normal(0, 300 if same_raid else 1.5 * DAY_S))
            if clock.first_s <= strike.at_s + shift <= clock.last_s:
                raid = strike.raid if same_raid else first_raid + len(found)
                plan = replace(strike.plan, annex="no", second=False)
                again = _strike(at, plan, strike.at_s + shift, (strike.aim_x, strike.aim_y), raid)
                found.append(replace(again, lists=()))
    return found
