"""What the posts log: who saw which flight, when by their clock, and what they called it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from dalil.simulate.events.flights import Flight
from dalil.simulate.events.plan import pick
from dalil.simulate.events.rumours import Rumour
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.world.country import Post
from dalil.simulate.world.plane import bearing_deg

T = TypeVar("T")

_STEP_S = 20.0  # of looking up: a jet covers 4 km in it, a third of how far a post sees by day
_JET = ("jet", "warplane", "طائرة حربية", "حربي")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One log line; times as the post's clock had them. `copied` says that the label came from a witness."""

    number: int
    post: Post
    flight: int
    true_s: int
    seen_s: int
    logged_s: int
    aircraft: str
    operator: str
    count: int
    heading_deg: float | None
    bearing_deg: float | None
    distance_m: float | None
    behaviour: str
    view_range_m: float
    copied: bool = False
    repeats: int = 0  # number of the line that this one repeats, 0 without

    @property
    def sighting_id(self) -> str:
        """Its id in the network's log."""
        return f"SW-{self.number:06d}"


def draw_sightings(
    at: Setting,
    flights: Sequence[Flight],
    strikes: Mapping[int, Strike],
    rumours: Mapping[int, Rumour],
    first_number: int,
) -> list[Sighting]:
    """Every line of every post, in order of the time written."""
    if not at.settings.observers.on:
        return []
    rng, world = at.streams["sightings"], at.world
    down = at.streams["posts"].random((len(world.posts), at.calendar.clock.days + 2)) < at.settings.observers.outage
    found = [line for flight in flights for line in _of_flight(at, rng, flight, down)]
    found = _copied(at, found, strikes, rumours)
    found.sort(key=lambda line: (line.seen_s, line.post.post_id, line.flight))
    twice = rng.random(len(found)) < at.settings.observers.double_entry
    numbered: list[Sighting] = []
    for line, again in zip(found, twice, strict=True):
        numbered.append(replace(line, number=first_number + len(numbered)))
        if again:
            numbered.append(replace(line, number=first_number + len(numbered), repeats=numbered[-1].number))
    return numbered


def _of_flight(at: Setting, rng: np.random.Generator, flight: Flight, down: np.ndarray) -> Iterator[Sighting]:
    o, posts, clock = at.settings.observers, at.world.posts, at.calendar.clock
    t = np.arange(flight.t[0], flight.t[-1], _STEP_S)
    x, y = flight.at(t)
    middle = int(t[len(t) // 2])
    day = min(max(clock.day(middle), 0), clock.days - 1)
    factor = (o.night_factor if at.calendar.dark(middle) else 1.0) * (
        o.weather_factor if at.calendar.bad_weather[day] else 1.0
    )
    spots = np.array([(post.x, post.y) for post in posts])
    apart = np.hypot(x[None, :] - spots[:, :1], y[None, :] - spots[:, 1:])
    ranges = np.array([post.view_range_m for post in posts]) * factor
    for number in np.flatnonzero((apart < ranges[:, None]).any(axis=1) & ~down[:, day]):
        for run in _runs(apart[number] < ranges[number]):
            # A glimpse of seconds is logged less often than a pass of a minute.
            if rng.random() < o.detect * min(1.0, len(run) * _STEP_S / 60 + 0.4):
                yield _line(at, rng, flight, posts[number], t[run], apart[number][run], float(ranges[number]))


def _runs(inside: np.ndarray) -> list[np.ndarray]:
    where = np.flatnonzero(inside)
    # Two passes of one flight within five minutes are one line of the log.
    return np.split(where, np.flatnonzero(np.diff(where) > 300 / _STEP_S) + 1)


def _line(
    at: Setting, rng: np.random.Generator, flight: Flight, post: Post, t: np.ndarray, apart: np.ndarray, view: float
) -> Sighting:
    o = at.settings.observers
    # Written near the closest approach, when the aircraft is best seen and heard.
    closest = float(t[int(np.argmin(apart))])
    # Snapped to a moment at which the flight was in range: between two passes it was not.
    when = float(t[int(np.argmin(np.abs(t - (closest + rng.normal(0, 25)))))])
    seen = when + post.clock_offset_s
    seen = round(seen / 60) * 60 if rng.random() < o.whole_minutes else round(seen)
    # Pairs are written down as one where only one was heard.
    count_known = rng.random() < 0.8
    aircraft, operator = _label(at, rng, flight)
    heading, bearing, distance = _measures(at, rng, flight, post, when)
    return Sighting(
        number=0,
        post=post,
        flight=flight.number,
        true_s=round(when),
        seen_s=int(seen),
        # Written down within minutes, by the clock of the post: this is why both clocks are off alike.
        logged_s=int(seen + 20 + rng.exponential(90)),
        aircraft=aircraft,
        operator=operator,
        count=flight.count if count_known else 1,
        heading_deg=heading,
        bearing_deg=bearing,
        distance_m=distance,
        behaviour=_behaviour(at, rng, flight, post, when, float(apart.min())),
        view_range_m=round(view, -2),
    )


def _measures(
    at: Setting, rng: np.random.Generator, flight: Flight, post: Post, when: float
) -> tuple[float | None, float | None, float | None]:
    """Heading (to 15 degrees), bearing and distance as the observer gives them, or None."""
    o = at.settings.observers
    x, y = (float(v[0]) for v in flight.at(np.array([when])))
    turn, off, far = (float(v) for v in rng.normal(0, 1, 3))
    heading_given, bearing_given = rng.random(2)
    # By eye: fifteen degrees of error, and said in steps of fifteen.
    heading = round((flight.heading(when) + 15 * turn) / 15) * 15 % 360
    # Eight degrees, and a fifth of the distance: what a person judges without instruments.
    bearing = round(bearing_deg(post.x, post.y, x, y) + 8 * off) % 360
    distance = round(math.hypot(post.x - x, post.y - y) * math.exp(0.2 * far), -2)
    return (
        heading if heading_given < o.heading_given else None,
        bearing if bearing_given < o.bearing_given else None,
        distance if bearing_given < min(o.distance_given, o.bearing_given) else None,
    )


def _behaviour(at: Setting, rng: np.random.Generator, flight: Flight, post: Post, when: float, closest_m: float) -> str:
    if post.near_base == flight.base.base_id:
        return "departing" if when < float(flight.t[0] + flight.t[-1]) / 2 else "landing"
    # Half a minute on either side: the first and last turn look like circling too.
    if flight.loiter[0] - 30 <= when <= flight.loiter[1] + 30:
        # Release is heard or seen by few posts; the others see a circle.
        return "firing" if flight.strikes and rng.random() < 0.25 else "circling"
    # At 2.5 km an aircraft at these heights stands steeply above the observer.
    return "overhead" if closest_m < 2_500 else "passing"


def _label(at: Setting, rng: np.random.Generator, flight: Flight) -> tuple[str, str]:
    """The type and the operator as the observer writes them, either may be empty."""
    o = at.settings.observers
    untyped, wrong, owner, by_type = rng.random(4)
    kind = flight.aircraft
    if wrong < o.wrong_type:
        kind = at.conflict.types[_mistaken(at, rng, kind.name)]
    name = written(at, rng, kind.name)
    if untyped < o.untyped:
        # Who cannot tell the type mostly can tell a jet from a helicopter.
        name = "" if rng.random() < 0.3 else ("helicopter" if kind.family == "helicopter" else pick_one(rng, _JET))
    if owner < o.owner_missing:
        return name, ""
    # Known types carry the name of the party they are known for, whoever flies them.
    party = kind.known_for if by_type < o.owner_by_type or wrong < o.wrong_type else flight.party
    return name, pick_one(rng, at.conflict.parties[party].aliases)


def _mistaken(at: Setting, rng: np.random.Generator, name: str) -> str:
    family = at.conflict.types[name].family
    # Four times as often within the family: what looks alike is taken for one another.
    # Four times as often within the family: these look alike.
    weights = {n: (4.0 if kind.family == family else 1.0) for n, kind in at.conflict.types.items() if n != name}
    return pick(rng, weights)


def written(at: Setting, rng: np.random.Generator, name: str) -> str:
    """A type as somebody writes it: its own name in half of cases, else one of its others."""
    other = at.conflict.types[name].other
    return name if rng.random() < 0.5 else pick_one(rng, other)


def pick_one(rng: np.random.Generator, options: Sequence[T]) -> T:
    """One of the options, each alike."""
    return options[int(rng.integers(len(options)))]


def _copied(
    at: Setting, lines: list[Sighting], strikes: Mapping[int, Strike], rumours: Mapping[int, Rumour]
) -> list[Sighting]:
    """Replace the label of the sighting nearest to some attacks by what the witnesses say."""
    o, rng = at.settings.observers, at.streams["labels"]
    order = sorted(range(len(lines)), key=lambda n: lines[n].true_s)
    times = np.array([lines[n].true_s for n in order])
    for strike in sorted(strikes.values(), key=lambda s: s.number):
        draw, declared, delay = rng.random(3)
        if not strike.lists or draw >= o.copied_label or not rumours[strike.number].aircraft:
            continue
        # A quarter of an hour: a label is copied to the line that seems to be this attack's.
        low, high = np.searchsorted(times, [strike.at_s - 900, strike.at_s + 900])
        near = [order[n] for n in range(low, high)]
        near.sort(key=lambda n: (math.hypot(lines[n].post.x - strike.x, lines[n].post.y - strike.y), lines[n].seen_s))
        if near:
            chosen = lines[near[0]]
            kind = at.conflict.types[rumours[strike.number].aircraft]
            # Declared copies are written 2 to 20 hours later, which shows; the others keep the line's own time.
            late = int(3600 * (2 + 18 * delay)) if declared < o.copied_declared else chosen.logged_s - chosen.seen_s
            lines[near[0]] = replace(
                chosen,
                aircraft=kind.name,
                operator=at.conflict.parties[kind.known_for].aliases[0],
                logged_s=chosen.seen_s + late,
                copied=True,
            )
    return lines
