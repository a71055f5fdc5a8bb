"""A simulated war as facts for the sky stage alone: sightings, attacks, labels, calendar, radio, and the truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.simulate.events.capture import build_reach
from dalil.simulate.events.flights import draw_flights
from dalil.simulate.events.rumours import draw_rumours
from dalil.simulate.events.strikes import Setting, draw_strikes
from dalil.simulate.observe.radio import draw_radio
from dalil.simulate.observe.sightings import draw_sightings
from dalil.simulate.world.calendar import build_calendar
from dalil.simulate.world.clock import Clock
from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.country import build_world
from dalil.simulate.world.loading import load
from dalil.simulate.world.streams import Streams
from dalil.simulate.write.reference import area

PARTIES = {name: set(party.fleet) for name, party in load_conflict().parties.items()}
ESTABLISHED = 0.15
_EPOCH = datetime(1970, 1, 1)
_CLASSES = {"helicopter": "helicopter"}


@dataclass(frozen=True)
class World:
    """What happened. `documented` gives party and flight of each incident, `spoken` the place of each transmission."""

    at: Setting
    strikes: list[Any]
    lines: list[Any]
    radio: list[Any]
    flight_of: dict[str, int]
    offset_of: dict[str, float]
    documented: dict[str, tuple[str, int | None]]
    spoken: dict[str, tuple[tuple[float, float], bool]]
    as_said: set[str]


def world_of(seed: int, overrides: dict[str, str]) -> World:
    """The first war of a seed."""
    settings, conflict, streams = load("siege", overrides), load_conflict(), Streams(seed)
    clock = Clock(settings.period.zone, date.fromisoformat(settings.period.start), settings.period.days)
    world = build_world(settings, conflict, streams)
    calendar = build_calendar(settings, clock, streams["calendar"])
    places = len(world.places)
    reach = build_reach(settings.capture, conflict, places, clock.first_s, clock.last_s, streams["capture"])
    return _war(Setting(settings, conflict, world, calendar, reach, streams))


def replicate(first: World, seed: int, number: int) -> World:
    """Another war in the same world under the same calendar."""
    return _war(replace(first.at, streams=Streams(seed, number)))


def _war(at: Setting) -> World:
    strikes = draw_strikes(at, at.settings.war.incidents, 1, 1)
    flights = draw_flights(at, strikes, 1)
    by_number = {strike.number: strike for strike in strikes}
    lines = draw_sightings(at, flights, by_number, draw_rumours(at, strikes), 1)
    radio = draw_radio(at, by_number, flights, {}, 1)
    flight_of_strike = {n: flight.number for flight in flights for n in flight.strikes}
    documented = {s.incident_id: (s.plan.party, flight_of_strike.get(s.number)) for s in strikes if s.lists}
    spoken = {}
    for t in radio:
        if t.step in ("coordinates", "read_back"):
            strike = by_number[t.strike]
            spoken[t.transmission_id] = (at.world.plane.degrees(strike.aim_x, strike.aim_y), t.clean)
    return World(
        at, strikes, lines, radio, {x.sighting_id: x.flight for x in lines},
        {post.post_id: post.clock_offset_s for post in at.world.posts}, documented, spoken,
        {t.transmission_id for t in radio if not t.clean and t.said and t.misheard + t.unclear == 0},
    )  # fmt: skip


def _moment(seconds: float) -> datetime:
    return _EPOCH + timedelta(seconds=float(seconds))


def facts_of(world: World, seed: int) -> tuple[Facts, Settings]:
    """The facts as intake and link would leave them, and the case's settings."""
    facts, plane = Facts.in_memory(), world.at.world.plane
    facts.replace("sighting", [_sighting(line, plane) for line in world.lines])
    facts.replace("transmission", [_transmission(t) for t in world.radio])
    _attacks(facts, world, np.random.default_rng(seed + 99))
    spells, first = world.at.calendar.spells, world.at.calendar.clock.first_s
    facts.replace("context", [_spell(n, s, first) for n, s in enumerate(spells)])
    facts.replace("actor", list(_actors(world)))
    return facts, _settings(world)


def radio_facts_of(world: World) -> tuple[Facts, Settings]:
    """The transmissions alone, and the case's settings."""
    facts = Facts.in_memory()
    facts.replace("transmission", [_transmission(t) for t in world.radio])
    return facts, _settings(world)


def _sighting(line: Any, plane: Any) -> dict[str, Any]:
    latitude, longitude = plane.degrees(line.post.x, line.post.y)
    seen, logged = _moment(line.seen_s), _moment(line.logged_s)
    return {
        "source_sha256": "s", "source_row": line.number, "organisation": "sky", "sighting_id": line.sighting_id,
        "post": line.post.post_id, "latitude": latitude, "longitude": longitude, "view_range_m": line.view_range_m,
        "seen_at": seen, "seen_at_latest": seen, "logged_at": logged, "logged_at_latest": logged,
        "aircraft": line.aircraft or None, "operator_reported": line.operator or None, "count": line.count,
        "heading_deg": line.heading_deg, "bearing_deg": line.bearing_deg, "distance_m": line.distance_m,
        "behaviour": line.behaviour, "network": "Skywatch",
    }  # fmt: skip


def _transmission(t: Any) -> dict[str, Any]:
    return {
        "source_sha256": "t", "source_row": t.number, "organisation": "sky", "transmission_id": t.transmission_id,
        "heard_at": _moment(t.at_s), "heard_at_latest": _moment(t.at_s), "frequency_khz": float(t.frequency_khz),
        "call_sign": t.call_sign, "role": t.role, "language": t.language, "transcript": t.transcript, "post": t.post,
    }  # fmt: skip


def _attacks(facts: Facts, world: World, rng: np.random.Generator) -> None:
    """Incidents with times and places as sources give them; a share of them settled by a court."""
    incidents, links, reports, labels = [], [], [], []
    for strike in world.strikes:
        if not strike.lists:
            continue
        earliest, latest = _told_time(world, strike, rng)
        radius = float(rng.choice([10, 100, 700], p=[0.35, 0.3, 0.35]))
        x, y = strike.x + rng.normal(0, radius / 2), strike.y + rng.normal(0, radius / 2)
        latitude, longitude = world.at.world.plane.degrees(x, y)
        name, report = strike.incident_id, f"org/{strike.incident_id}"
        when = {"earliest": _moment(earliest), "latest": _moment(latest)}
        where = {
            "latitude": latitude,
            "longitude": longitude,
            "radius_m": radius,
            "kind": "airstrike",
            "in_scope": True,
        }
        incidents.append({"incident_id": name, **when, **where})
        links.append({"incident_id": name, "report_id": report, "organisation": "org", "origin_id": report})
        reports.append(
            {"source_sha256": "r", "source_row": strike.number, "report_id": report, "organisation": "org", **when}
        )
        if rng.random() < ESTABLISHED:
            labels.append({"source_sha256": "l", "report_id": report, "party": strike.plan.party, "basis": "court"})
    for table, rows in (("incident", incidents), ("incident_report", links), ("report", reports), ("label", labels)):
        facts.replace(table, rows)


def _told_time(world: World, strike: Any, rng: np.random.Generator) -> tuple[float, float]:
    """To the minute, off by eight on average (70 %), a quarter of the day (16 %), the day."""
    draw, clock = rng.random(), world.at.calendar.clock
    if draw < 0.7:
        told = strike.at_s + rng.normal(0, 480)
        return told, told
    if draw < 0.86:
        part = strike.at_s // 21_600 * 21_600
        return part, part + 21_599
    day = clock.first_s + (strike.at_s - clock.first_s) // 86_400 * 86_400
    return day, day + 86_399


def _spell(number: int, spell: Any, first_s: int) -> dict[str, Any]:
    begin, end = _moment(first_s + spell.first * 86_400), _moment(first_s + (spell.last + 1) * 86_400 - 1)
    row = {"source_sha256": "c", "source_row": number, "context_id": f"C{number}", "kind": spell.kind}
    return row | {"from_at": begin, "from_at_latest": begin, "to_at": end, "to_at_latest": end}


def _actors(world: World) -> Any:
    for party in world.at.conflict.parties.values():
        yield {"actor_id": party.party_id, "name": party.name, "kind": "party"}
        for base in party.bases:
            latitude, longitude = world.at.world.plane.degrees(base.x, base.y)
            row = {"actor_id": base.base_id, "name": base.name, "kind": "base", "part_of": party.party_id}
            yield row | {"latitude": latitude, "longitude": longitude}


def _settings(world: World) -> Settings:
    conflict, clock = world.at.conflict, world.at.calendar.clock
    aircraft = [
        {
            "id": name, "aliases": list(kind.other), "operators": [p for p, fleet in PARTIES.items() if name in fleet],
            "aircraft_class": "drone" if name == "MQ-9" else _CLASSES.get(kind.family, "fixed_wing"),
        }
        for name, kind in conflict.types.items()
    ]  # fmt: skip
    parties = [
        {"id": p.party_id, "name": p.name, "name_ar": p.name_ar, "aliases": p.aliases, "air_force": p.flies}
        for p in conflict.parties.values()
    ]
    return Settings.model_validate(
        {
            "title": "bench", "zone": world.at.settings.period.zone, "from": clock.start, "to": clock.end,
            "fictional": True, "parties": parties, "area": area(world.at), "sky": {"aircraft": aircraft, "draws": 60},
        }
    )  # fmt: skip
