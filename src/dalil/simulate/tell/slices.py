"""One part of the conflict, generated at once: everything that happened, was seen and was written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dalil.simulate.events.evidence import Lines, draw_lines
from dalil.simulate.events.flights import Flight, draw_flights
from dalil.simulate.events.people import Names, Person, draw_people
from dalil.simulate.events.rumours import draw_rumours
from dalil.simulate.events.strikes import Setting, Strike, draw_strikes
from dalil.simulate.observe.radio import Transmission, draw_radio
from dalil.simulate.observe.sightings import Sighting, draw_sightings
from dalil.simulate.observe.tracks import Track, draw_tracks
from dalil.simulate.tell.exhibits import Exhibit, draw_exhibits
from dalil.simulate.tell.naming import Counters, report_ids
from dalil.simulate.tell.remnants import Remnant, draw_remnants
from dalil.simulate.tell.reports import Alerts, Report, draw_reports
from dalil.simulate.tell.victims import Victim, draw_victims
from dalil.simulate.tell.witnesses import Testimony, draw_testimonies


@dataclass(frozen=True)
class Slice:
    """The results; `ids` are the report ids by position, `carrier` the flight of each air strike."""

    strikes: Mapping[int, Strike]
    carrier: Mapping[int, Flight]
    flights: list[Flight]
    sightings: list[Sighting]
    tracks: list[Track]
    radio: list[Transmission]
    lines: Mapping[int, Lines]
    reports: list[Report]
    ids: list[str]
    people: list[Person]
    victims: list[Victim]
    testimonies: list[Testimony]
    remnants: list[Remnant]
    exhibits: list[Exhibit]


def draw_slice(at: Setting, count: int, names: Names, counters: Counters) -> Slice:
    """Generate `count` documented attacks and all around them; moves the counters on."""
    strikes = {s.number: s for s in draw_strikes(at, count, counters.strike, counters.raid)}
    flights = draw_flights(at, list(strikes.values()), counters.flight)
    carrier = {number: flight for flight in flights for number in flight.strikes}
    rumours = draw_rumours(at, strikes.values())
    sightings = draw_sightings(at, flights, strikes, rumours, counters.sighting)
    seen_flights = {line.flight for line in sightings}
    seen = {number for number, flight in carrier.items() if flight.number in seen_flights}
    lines = draw_lines(at, strikes.values(), seen)
    reports = draw_reports(at, list(strikes.values()), rumours, Alerts.of(sightings))
    people = draw_people(at, strikes.values(), names, counters.person)
    found = Slice(
        strikes=strikes,
        carrier=carrier,
        flights=flights,
        sightings=sightings,
        tracks=draw_tracks(at, flights, counters.track),
        radio=draw_radio(at, strikes, flights, lines, counters.transmission),
        lines=lines,
        reports=reports,
        ids=report_ids(at.conflict, reports, counters),
        people=people,
        victims=draw_victims(at, people, strikes, reports),
        testimonies=draw_testimonies(at, strikes, reports, lines, rumours, names),
        remnants=draw_remnants(at, strikes, reports, lines),
        exhibits=draw_exhibits(at, strikes, reports, lines, counters),
    )
    _advance(counters, found)
    return found


def _advance(counters: Counters, found: Slice) -> None:
    counters.strike += len(found.strikes)
    counters.raid = 1 + max((s.raid for s in found.strikes.values()), default=counters.raid)
    counters.flight += len(found.flights)
    counters.sighting += len(found.sightings)
    counters.track = 1 + max((int(t.track_id[1:]) for t in found.tracks), default=counters.track)
    counters.transmission += len(found.radio)
    counters.person += len(found.people)
