"""How an organisation states when an attack was: precision, rounding, and the usual mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from dalil.simulate.world.clock import Clock, utc_text
from dalil.simulate.world.settings import Habits

# The civil hours that the words stand for, as in a new case file.
_PARTS = (("night", 0, 6), ("morning", 6, 12), ("afternoon", 12, 18), ("evening", 17, 21), ("late_evening", 20, 24))


@dataclass(frozen=True, slots=True)
class Told:
    """The columns of a stated time; `at_s` is what the organisation believes, `mistakes` what it got wrong."""

    earliest: str
    latest: str
    precision: str
    source: str
    at_s: int
    mistakes: tuple[str, ...] = ()


def tell_time(
    habits: Habits,
    clock: Clock,
    rng: np.random.Generator,
    true_s: int,
    sd_min: float,
    in_utc: bool,
    alert_s: int | None,
) -> Told:
    """A stated time of an attack at `true_s`. `alert_s` is a flight observer's line that could be copied."""
    # All draws at once: a habit switched off does not shift those that follow.
    alert, declared, how, day, utc, noon, quarter, source = rng.random(8)
    error = float(rng.normal(0, sd_min * 60))
    if alert_s is not None and alert < habits.alert_time:
        told = "aircraft_alert" if declared < habits.alert_declared else "witness"
        return _minute(clock, alert_s, in_utc, told, ("alert",))
    at, mistakes = round(true_s + error), []
    if clock.hour(true_s) < 5 and day < habits.wrong_day:
        at, mistakes = at - 86_400, ["wrong_day"]
    if how < habits.part_of_day:
        return _part(clock, at, tuple(mistakes))
    if how < habits.part_of_day + habits.day_only:
        date = clock.local(at).date().isoformat()
        return Told(date, date, "day", "", at, tuple(mistakes))
    if utc < habits.utc_as_local:
        offset = clock.local(at).utcoffset() or timedelta()
        at, mistakes = at + round(offset.total_seconds()) * (1 if in_utc else -1), [*mistakes, "utc_as_local"]
    if noon < habits.am_for_pm:
        at, mistakes = at + (43_200 if clock.hour(at) < 12 else -43_200), [*mistakes, "am_for_pm"]
    # Times that are not quarters are mostly to five minutes: people do not say 14:07.
    step = 900 if quarter < habits.round_to_quarter else 300 if quarter < 0.8 else 60
    named = ("witness", "media", "witness", "")[int(source * 4)]
    return _minute(clock, round(at / step) * step, in_utc, named, tuple(mistakes))


def _minute(clock: Clock, at: int, in_utc: bool, source: str, mistakes: tuple[str, ...]) -> Told:
    at = at // 60 * 60
    text = utc_text(at) if in_utc else clock.local(at).strftime("%Y-%m-%dT%H:%M")
    return Told(text, text, "minute", source, at, mistakes)


def _part(clock: Clock, at: int, mistakes: tuple[str, ...]) -> Told:
    wall = clock.local(at)
    _, low, high = next(part for part in _PARTS if part[1] <= wall.hour < part[2])
    date = wall.date().isoformat()
    return Told(f"{date}T{low:02d}:00", f"{date}T{high - 1:02d}:59", "part_of_day", "witness", at, mistakes)
