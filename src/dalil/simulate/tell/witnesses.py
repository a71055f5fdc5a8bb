"""Testimonies, and the identities that stay sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dalil.simulate.events.evidence import Lines
from dalil.simulate.events.people import Names
from dalil.simulate.events.rumours import Rumour
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.observe.sightings import pick_one, written
from dalil.simulate.tell.reports import Report

_ROLES = ("resident", "resident", "displaced", "medical", "teacher", "rescue", "other")
_CONSENT = ("commission", "commission;anonymous", "public;commission;anonymous", "public;commission", "anonymous")


@dataclass(frozen=True, slots=True)
class Testimony:
    """One witness on one attack; `report` is the position of the report it stands behind."""

    report: int
    list_: int
    cells: Mapping[str, Any]
    identity: Mapping[str, str]


def draw_testimonies(
    at: Setting, strikes: Mapping[int, Strike], reports: Sequence[Report], lines: Mapping[int, Lines],
    rumours: Mapping[int, Rumour], names: Names,
) -> list[Testimony]:  # fmt: skip
    """Testimonies behind the first report of each attack that has any."""
    rng, found, done = at.streams["witnesses"], [], set()
    for position, report in enumerate(reports):
        known = lines.get(report.strike)
        if report.how != "own" or report.strike in done or known is None or not known.testimony:
            continue
        done.add(report.strike)
        count = 1 + int(rng.poisson(max(0.0, at.settings.evidence.witnesses - 1)))
        for number in range(count):
            saw = known.direct if number == 0 else bool(rng.random() >= at.settings.evidence.hearsay)
            cells = _cells(at, rng, strikes[report.strike], report, rumours[report.strike], saw)
            found.append(Testimony(position, report.list_, cells, _identity(at.streams["identities"], names)))
    return found


def _cells(
    at: Setting, rng: np.random.Generator, strike: Strike, report: Report, rumour: Rumour, saw: bool
) -> dict[str, Any]:
    e, clock = at.settings.evidence, at.calendar.clock
    aircraft, party, other, gone, heard, where = rng.random(6)
    told_party = rumour.party if other >= e.party_wrong else pick_one(rng, sorted(at.conflict.parties))
    # Of those present three in ten heard it and saw nothing.
    directness = ("saw" if heard < 0.7 else "heard") if saw else "told"
    # Ten minutes from memory, forty by hearsay.
    seen_s = strike.at_s + round(float(rng.normal(0, 600 if saw else 2400)))
    # Interviews follow the report by days to three weeks.
    taken = clock.local(report.order_s + int(rng.integers(1, 20)) * 86_400).date()
    latitude, longitude = at.world.plane.degrees(
        strike.x + float(rng.normal(0, 400)), strike.y + float(rng.normal(0, 400))
    )
    names_party = (saw and directness == "saw") or party < e.names_party
    return {
        "witness_role": pick_one(rng, _ROLES),
        "taken_on": taken.isoformat(),
        "taken_by": f"interviewer {1 + int(rng.integers(6))} (fictional)",
        "consent": pick_one(rng, _CONSENT),
        "withdrawn_on": taken.replace(year=taken.year + 1, day=1).isoformat() if gone < e.withdrawn else "",
        # Some witnesses are children, for whom a guardian consents.
        "guardian": str(bool(rng.random() < 0.06)).lower(),
        "directness": directness,
        "seen_at": clock.local(seen_s).strftime("%Y-%m-%dT%H:%M") if where < 0.8 else "",
        "latitude": latitude if saw and where < 0.6 else "",
        "longitude": longitude if saw and where < 0.6 else "",
        "aircraft_reported": written(at, rng, rumour.aircraft)
        if rumour.aircraft and aircraft < e.names_aircraft
        else "",
        "parties_alleged": pick_one(rng, at.conflict.parties[told_party].aliases) if names_party else "",
        "text": _text(strike, directness),
        "language": "ar",
        "translation": _translation(strike, directness),
        "translated_by": "translator 1 (fictional)",
    }


def _identity(rng: np.random.Generator, names: Names) -> dict[str, str]:
    given, family = pick_one(rng, names.men), pick_one(rng, names.families)
    return {
        "name": f"{given.latin} {family.latin}",
        "contact": f"+999 {int(rng.integers(10**6, 10**7))} (fictional)",
        "note": "[Fictional] sealed on arrival",
    }


def _text(strike: Strike, directness: str) -> str:
    how = {"saw": "رأيت ما حدث بنفسي", "heard": "سمعت الانفجار", "told": "أخبرني جاري بما حدث"}[directness]
    what = "طائرة" if strike.plan.aircraft else "قذائف"
    return f"[خيالي] {how}. كانت هناك {what} ثم وقع الانفجار."


def _translation(strike: Strike, directness: str) -> str:
    how = {"saw": "I saw it myself", "heard": "I heard the explosion", "told": "My neighbour told me what happened"}
    what = "an aircraft" if strike.plan.aircraft else "shelling"
    return f"[Fictional] {how[directness]}. There was {what}, then the explosion."
