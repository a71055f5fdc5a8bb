"""Flights: from a base to the places they strike and back, and all those that strike nothing here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.simulate.events.plan import pick
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.world.conflict import AircraftType, Base, Party
from dalil.simulate.world.settings import shares

_LONGEST_BETWEEN_S = 1200  # 20 minutes: a flight that strikes twice does not wait longer between targets of one raid


@dataclass(frozen=True)
class Flight:
    """One flight: way points (t, x, y) as arrays, seconds and metres; `loiter` is where it circles, from to in s."""

    number: int
    party: str
    aircraft: AircraftType
    base: Base
    t: np.ndarray
    x: np.ndarray
    y: np.ndarray
    loiter: tuple[float, float]
    strikes: tuple[int, ...]
    count: int

    @property
    def flight_id(self) -> str:
        """The id of the truth tables."""
        return f"F{self.number:06d}"

    def at(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions at instants, straight between way points."""
        return np.interp(t, self.t, self.x), np.interp(t, self.t, self.y)

    def heading(self, t: float) -> float:
        """Direction of flight in degrees."""
        n = int(np.clip(np.searchsorted(self.t, t, side="right"), 1, len(self.t) - 1))
        return math.degrees(math.atan2(self.x[n] - self.x[n - 1], self.y[n] - self.y[n - 1])) % 360


def draw_flights(at: Setting, strikes: Sequence[Strike], first_number: int) -> list[Flight]:
    """The flights of all air strikes and the other flights, in order of take-off."""
    rng = at.streams["flights"]
    found = [_strike_flight(at, rng, group) for group in _shared(at, rng, strikes)]
    found += _others(at)
    found.sort(key=lambda flight: (float(flight.t[0]), flight.base.base_id, float(flight.x[1])))
    return [
        Flight(first_number + n, f.party, f.aircraft, f.base, f.t, f.x, f.y, f.loiter, f.strikes, f.count)
        for n, f in enumerate(found)
    ]


def _shared(at: Setting, rng: np.random.Generator, strikes: Iterable[Strike]) -> list[list[Strike]]:
    """Strikes grouped by flight: one raid, one type, and time enough to fly from one place to the next."""
    open_: dict[tuple[int, str, str], list[Strike]] = {}
    groups = []
    for strike in strikes:
        if not strike.plan.aircraft:
            continue
        key = (strike.raid, strike.plan.party, strike.plan.aircraft)
        last = open_.get(key)
        joins = rng.random() > at.settings.war.flights_per_strike
        if last and joins and _can_follow(at, last[-1], strike):
            last.append(strike)
        else:
            open_[key] = [strike]
            groups.append(open_[key])
    return groups


def _can_follow(at: Setting, first: Strike, then: Strike) -> bool:
    # Slower than the type flies, and twenty seconds more: it turns and aims on the way.
    speed = at.conflict.types[then.plan.aircraft].speed * 0.8
    between = then.at_s - first.at_s
    return math.hypot(then.x - first.x, then.y - first.y) / speed + 20 <= between <= _LONGEST_BETWEEN_S


def _strike_flight(at: Setting, rng: np.random.Generator, group: list[Strike]) -> Flight:
    party = at.conflict.parties[group[0].plan.party]
    kind = at.conflict.types[group[0].plan.aircraft]
    base = _base(rng, party, kind)
    # Below the type's top speed: prisms drawn with that speed must hold the flight.
    speed = kind.speed * float(rng.uniform(0.82, 0.98))
    first, last = group[0], group[-1]
    # One to seven minutes over the place before the strike, as where a target is looked for.
    circle_s = float(rng.uniform(60, 420)) if rng.random() < at.settings.war.circling_share else 0.0
    start = first.at_s - circle_s
    points = [*_leg(rng, base.x, base.y, first.x, first.y, start, speed)]
    points += _circle(rng, kind, first.x, first.y, start, circle_s, speed)
    for strike, after in zip(group, [*group[1:], None], strict=True):
        points.append((float(strike.at_s), strike.x, strike.y))
        if after is not None:
            points += _wait(strike, after, kind, speed)
    points += _leg(rng, base.x, base.y, last.x, last.y, float(last.at_s), speed, home=True)
    loiter = (start, float(last.at_s)) if circle_s or len(group) > 1 else (0.0, 0.0)
    return _made(
        party,
        kind,
        base,
        points,
        loiter,
        tuple(s.number for s in group),
        1 + int(rng.random() < at.settings.war.pair_share),
    )


def _leg(
    rng: np.random.Generator, bx: float, by: float, x: float, y: float, when: float, speed: float, home: bool = False
) -> list[tuple[float, float, float]]:
    """Way points between base and a place by one bend; ends (or, on the way home, begins) at `when`."""
    # One bend: a straight line between base and target would give the base away too well.
    mx, my = (bx + x) / 2 + float(rng.normal(0, 6_000)), (by + y) / 2 + float(rng.normal(0, 6_000))
    near, far = math.hypot(mx - x, my - y) / speed, math.hypot(bx - mx, by - my) / speed
    if home:
        return [(when + near, mx, my), (when + near + far, bx, by)]
    return [(when - near - far, bx, by), (when - near, mx, my), (when, x, y)]


def _circle(
    rng: np.random.Generator, kind: AircraftType, x: float, y: float, start: float, seconds: float, speed: float
) -> list[tuple[float, float, float]]:
    """Way points on circles around a place, until `start + seconds`, when the aircraft is over it again."""
    # A circle that can be flown in the time there is, in and out included.
    radius = min(2_500.0, speed * seconds / (2 * math.pi + 2)) if seconds else 0.0
    # A way point every 20 s; a circle too tight to be seen as one is not flown.
    steps = int(seconds // 20) if radius > 100 else 0
    turn = float(rng.choice([-1.0, 1.0])) * speed / max(radius, 1.0)
    phase = math.tau * float(rng.random())
    found = []
    for number in range(1, steps):
        angle = phase + turn * number * 20
        # In and out of the circle no faster than the aircraft flies.
        reach = min(1.0, number * 20 * speed / (2 * radius), (seconds - number * 20) * speed / (2 * radius))
        found.append((start + number * 20, x + reach * radius * math.cos(angle), y + reach * radius * math.sin(angle)))
    return found


def _wait(strike: Strike, after: Strike, kind: AircraftType, speed: float) -> list[tuple[float, float, float]]:
    """A point off the straight line, so that the time between two strikes is flown and not hovered."""
    between = after.at_s - strike.at_s
    direct = math.hypot(after.x - strike.x, after.y - strike.y)
    spare = max(0.0, (between * speed) ** 2 - direct**2)
    # Nine kilometres at most: further off, the wait would be a visit to another place.
    off = min(math.sqrt(spare) / 2, 9_000.0)
    ux, uy = (after.x - strike.x) / max(direct, 1.0), (after.y - strike.y) / max(direct, 1.0)
    mid = ((strike.x + after.x) / 2 - uy * off, (strike.y + after.y) / 2 + ux * off)
    return [(strike.at_s + between / 2, *mid)]


def _others(at: Setting) -> list[Flight]:
    rng, war, calendar = at.streams["sorties"], at.settings.war, at.calendar
    expected = war.sorties_per_day * calendar.factor
    owners = shares(war.sortie_shares)
    found = []
    for day in range(len(expected)):
        for _ in range(int(rng.poisson(expected[day]))):
            party = at.conflict.parties[pick(rng, owners)]
            found.append(_other(at, rng, party, calendar.draw_time(rng, war, day)))
    return found


def _other(at: Setting, rng: np.random.Generator, party: Party, when: int) -> Flight:
    kind = at.conflict.types[pick(rng, party.fleet)]
    base = _base(rng, party, kind)
    # More spread than to a strike: nothing waits for these at a time.
    speed = kind.speed * float(rng.uniform(0.7, 0.98))
    to_city = rng.random() < at.settings.war.sorties_to_city
    # Over the city, or anywhere that a post may see; spread evenly over the area.
    radius = 8_000.0 if to_city else 60_000.0
    reach, angle = radius * math.sqrt(rng.random()), math.tau * float(rng.random())
    x, y = reach * math.cos(angle), reach * math.sin(angle)
    # Half of them circle: were it strikes alone, circling would give a strike away.
    seconds = float(rng.uniform(120, 900)) if rng.random() < 0.5 else 0.0
    points = _leg(rng, base.x, base.y, x, y, float(when), speed)
    points += _circle(rng, kind, x, y, float(when), seconds, speed)
    points.append((when + seconds + 1, x, y))
    points += _leg(rng, base.x, base.y, x, y, when + seconds + 1, speed, home=True)
    loiter = (float(when), when + seconds) if seconds else (0.0, 0.0)
    return _made(party, kind, base, points, loiter, (), 1 + int(rng.random() < at.settings.war.pair_share))


def _base(rng: np.random.Generator, party: Party, kind: AircraftType) -> Base:
    # Helicopters fly from the nearest field; the others from any.
    if kind.family == "helicopter":
        return min(party.bases, key=lambda base: math.hypot(base.x, base.y))
    return party.bases[int(rng.integers(len(party.bases)))]


def _made(
    party: Party, kind: AircraftType, base: Base, points: list[tuple[float, float, float]],
    loiter: tuple[float, float], strikes: tuple[int, ...], count: int,
) -> Flight:  # fmt: skip
    array = np.round(np.array(points), 1)
    return Flight(0, party.party_id, kind, base, array[:, 0], array[:, 1], array[:, 2], loiter, strikes, count)
