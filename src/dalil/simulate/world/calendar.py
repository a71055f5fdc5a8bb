"""Days: offensives, cease-fires, weather, and how much each makes of flights and attacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from dalil.simulate.world.clock import Clock, sun_height
from dalil.simulate.world.settings import Settings, War, hours


@dataclass(frozen=True)
class Spell:
    """An offensive or a cease-fire, from and to a day number, both included."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True)
class Calendar:
    """For each day: its factor on flights and attacks, and whether the weather was bad."""

    clock: Clock
    latitude: float
    spells: tuple[Spell, ...]
    factor: np.ndarray  # (days,)
    bad_weather: np.ndarray  # (days,) bool

    def cut(self, first: int, last: int) -> Calendar:
        """The days from `first` to before `last` as a calendar of their own."""
        clock = Clock(self.clock.zone, self.clock.start + timedelta(days=first), last - first)
        spells = tuple(s for s in self.spells if s.last >= first and s.first < last)
        return Calendar(clock, self.latitude, spells, self.factor[first:last], self.bad_weather[first:last])

    def dark(self, at_s: int) -> bool:
        """Whether the sun is more than about six degrees below the horizon."""
        wall = self.clock.local(at_s)
        saving = (wall.dst() or timedelta()).total_seconds() / 3600
        hour = wall.hour + wall.minute / 60 - saving
        return sun_height(hour, wall.timetuple().tm_yday, self.latitude) < -0.1

    def draw_time(self, rng: np.random.Generator, war: War, day: int | None = None) -> int:
        """An instant on a day drawn by its factor (or on `day`): in the dark by `night_share`, more in busy hours."""
        chosen = int(rng.choice(len(self.factor), p=self.factor / self.factor.sum())) if day is None else day
        wanted = bool(rng.random() < war.night_share)
        busy = hours(war.busy_hours)
        # Sixty tries: a night of summer is a third of the day, so one fails in 10^10.
        for _ in range(60):
            at = self.clock.first_s + chosen * 86_400 + int(rng.integers(86_400))
            taken = rng.random() * war.busy_factor < (war.busy_factor if self.clock.local(at).hour in busy else 1.0)
            if self.dark(at) == wanted and taken:
                return min(max(at, self.clock.first_s), self.clock.last_s)
        return at


def build_calendar(settings: Settings, clock: Clock, rng: np.random.Generator) -> Calendar:
    """The days of a period."""
    c = settings.calendar
    factor, spells = np.ones(clock.days), []
    if c.clustering:
        spells = _offensives(settings, clock.days, rng) + _ceasefires(settings, clock.days, rng)
    for spell in spells:
        value = c.offensive_factor if spell.kind == "offensive" else c.ceasefire_factor
        factor[spell.first : spell.last + 1] = value
    bad = rng.random(clock.days) < c.bad_weather
    factor = np.where(bad & c.clustering, factor * c.bad_weather_factor, factor)
    return Calendar(clock, settings.period.latitude, tuple(spells), factor, bad)


def _offensives(settings: Settings, days: int, rng: np.random.Generator) -> list[Spell]:
    c, found, day = settings.calendar, [], 0
    while day < days:
        day += 1 + int(rng.exponential(c.calm_days))
        length = 1 + int(rng.exponential(c.offensive_days))
        if day < days:
            found.append(Spell("offensive", day, min(day + length, days) - 1))
        day += length
    return found


def _ceasefires(settings: Settings, days: int, rng: np.random.Generator) -> list[Spell]:
    # One in each equal part of the period, so that two never overlap.
    c, found = settings.calendar, []
    part = days / max(1, c.ceasefires)
    for number in range(c.ceasefires):
        length = int(c.ceasefire_days)
        first = int(number * part + rng.uniform(0.1, 0.6) * part)
        found.append(Spell("ceasefire", first, min(first + length, days) - 1))
    return found
