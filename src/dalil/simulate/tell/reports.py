"""Reports: what each organisation hands in of the attacks it recorded, its duplicates, and what it retells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dalil.simulate.events.rumours import Rumour
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.observe.sightings import Sighting, pick_one, written
from dalil.simulate.tell.narrative import account
from dalil.simulate.tell.place import Placed, tell_place
from dalil.simulate.tell.time import Told, tell_time
from dalil.simulate.tell.toll import tell_toll
from dalil.simulate.world.settings import numbers

# The third organisation writes UTC with a Z, the others the wall clock of the zone.
_UTC_WRITER = 2


@dataclass(frozen=True, slots=True)
class Report:
    """One account: the strike it is of, who tells it, its cells, and what it was copied from (an index), if it was.

    `how` is own, update, duplicate or rereport; `order_s` is when it was written.
    """

    strike: int
    list_: int
    order_s: int
    time: Told
    place: Placed
    cells: Mapping[str, Any]
    how: str = "own"
    declared: bool = True
    origin: int = -1
    number: int = 0


def draw_reports(at: Setting, strikes: Sequence[Strike], rumours: Mapping[int, Rumour], alerts: Alerts) -> list[Report]:
    """All reports of a slice. A report's `origin` is the position in this list of the one it goes back to."""
    found: list[Report] = []
    for strike in strikes:
        if strike.lists:
            first = len(found)
            for list_ in strike.lists:
                _add_own(at, found, strike, list_, rumours[strike.number], alerts.near(strike))
            _add_retold(at, found, strike, first)
    return found


@dataclass(frozen=True)
class Alerts:
    """Times of the observers' lines, sorted: what an organisation may copy as the time of an attack."""

    seen_s: np.ndarray

    @classmethod
    def of(cls, lines: Sequence[Sighting]) -> Alerts:
        """From the lines of a slice."""
        return cls(np.sort(np.array([line.seen_s for line in lines], dtype=np.int64)))

    def near(self, strike: Strike) -> int | None:
        """The last alert in the twenty minutes before the attack, if there was one."""
        if not strike.plan.aircraft:
            return None
        last = int(np.searchsorted(self.seen_s, strike.at_s, side="right")) - 1
        if last < 0 or strike.at_s - int(self.seen_s[last]) > 1200:
            return None
        return int(self.seen_s[last])


def _add_own(at: Setting, found: list[Report], strike: Strike, list_: int, rumour: Rumour, alert_s: int | None) -> None:
    rng, habits = at.streams["reports"], at.settings.habits
    grows, twice, delay, said = rng.random(4)
    # Early on six in ten of the dead are known.
    known = 1.0 if grows >= habits.toll_grows else 0.6
    first = _told(at, rng, strike, list_, rumour, alert_s, known)
    # The first organisation writes within days, the fourth within two weeks: order among them is a fact of the country.
    first = replace(first, order_s=strike.at_s + int(86_400 * (0.2 + 3 * delay * (1 + list_))))
    found.append(first)
    origin = len(found) - 1
    if known < 1:
        later = {**first.cells, **tell_toll(habits, rng, strike.plan.toll)}
        update = replace(first, cells=later, how="update", declared=bool(said < habits.update_declared))
        found.append(replace(update, origin=origin, order_s=first.order_s + 3 * 86_400))
    if twice < habits.duplicate:
        again = _told(at, rng, strike, list_, rumour, None, 1.0)
        again = replace(again, how="duplicate", declared=False)
        found.append(replace(again, origin=origin, order_s=first.order_s + 12 * 86_400))


def _add_retold(at: Setting, found: list[Report], strike: Strike, first: int) -> None:
    """Organisations that did not record the attack may tell another's account again."""
    rng, habits = at.streams["rereports"], at.settings.habits
    own = [n for n in range(first, len(found)) if found[n].how == "own"]
    for list_ in range(len(at.conflict.organisations)):
        draw, which, declared, off, words = rng.random(5)
        if list_ in strike.lists or draw >= habits.rereport:
            continue
        origin = own[int(which * len(own))]
        source = found[origin]
        said = declared < habits.rereport_declared
        # Three in ten keep the day of the account and drop its hour.
        time = source.time if off < 0.7 else _day_only(at, source.time)
        cells = _reworded(at, strike, source, list_) if words < habits.rereport_reworded else source.cells
        later = source.order_s + int(86_400 * (0.2 + 2 * off))
        retold = replace(source, list_=list_, time=time, cells=cells, how="rereport", declared=said)
        found.append(replace(retold, origin=origin, order_s=later))


def _day_only(at: Setting, time: Told) -> Told:
    day = at.calendar.clock.local(time.at_s).date().isoformat()
    return replace(time, earliest=day, latest=day, precision="day")


def _reworded(at: Setting, strike: Strike, source: Report, list_: int) -> dict[str, Any]:
    """The same facts in the words of the one that tells them again, in the language it mostly writes."""
    language = "ar" if numbers(at.settings.habits.arabic)[list_] > 0.5 else "en"
    cells = {**source.cells, "language": language}
    return {**cells, "narrative": _narrative(at, strike, source.place, cells)}


def _told(
    at: Setting, rng: np.random.Generator, strike: Strike, list_: int, rumour: Rumour, alert_s: int | None, known: float
) -> Report:
    habits = at.settings.habits
    sd = numbers(habits.time_sd_min)[list_]
    arabic = bool(rng.random() < numbers(habits.arabic)[list_])
    time = tell_time(habits, at.calendar.clock, rng, strike.at_s, sd, list_ == _UTC_WRITER, alert_s)
    place = tell_place(habits, at.world, rng, strike, not arabic or rng.random() < 0.5)
    toll = tell_toll(habits, rng, strike.plan.toll, known)
    cells = {**_what(at, rng, strike, rumour), **toll, "language": "ar" if arabic else "en"}
    cells["narrative"] = _narrative(at, strike, place, cells)
    cells["consent"] = _consent(at)
    return Report(strike.number, list_, 0, time, place, cells)


def _what(at: Setting, rng: np.random.Generator, strike: Strike, rumour: Rumour) -> dict[str, Any]:
    """Kind, objects, weapons, parties and aircraft as stated."""
    habits, plan = at.settings.habits, strike.plan
    weapon, target, named, aircraft, passes = rng.random(5)
    parties = ""
    if named < habits.party_named:
        parties = pick_one(rng, at.conflict.parties[rumour.party].aliases)
    shown = list(strike.objects) if target >= habits.target_missing else []
    # Rescuers that were hit go without a word in three of ten accounts.
    if plan.second and target >= habits.target_missing and passes < 0.3:
        shown = [word for word in shown if word != "rescue"] or shown
    return {
        "kind": plan.kind,
        "objects_hit": ";".join(shown),
        "populated": str(plan.populated).lower(),
        "weapons": ";".join(plan.weapons) if weapon >= habits.weapon_missing else "",
        "strikes": 1 + int(passes * 4) if plan.aircraft else "",
        "parties_alleged": parties,
        "aircraft_reported": written(at, rng, rumour.aircraft)
        if rumour.aircraft and aircraft < habits.aircraft_named
        else "",
    }


def _narrative(at: Setting, strike: Strike, place: Placed, cells: Mapping[str, Any]) -> str:
    site = at.world.sites[place.site].name if place.site >= 0 else None
    language = cells["language"]
    named = "" if site is None else site.arabic if language == "ar" else site.latin
    objects = tuple(word for word in cells["objects_hit"].split(";") if word)
    return account(
        language, strike.plan.kind, place.place_ar if language == "ar" else place.place or place.place_ar, objects,
        cells["weapons"].split(";")[0], cells.get("killed_civilians_min"), named, strike.plan.second,
    )  # fmt: skip


def _consent(at: Setting) -> str:
    habits, rng = at.settings.habits, at.streams["consent"]
    level, names = rng.random(2)
    if level >= habits.public + habits.commission:
        return ""
    audiences = "public;commission" if level < habits.public else "commission"
    return audiences + (";anonymous" if names < habits.anonymous else "")
