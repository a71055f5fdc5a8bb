"""What a log says of the traffic as a whole: which posts follow which, how often flights are seen again.

A station is a post with what it saw: a departure, a landing, or an aircraft passing. The first model knows only how
often each station writes; the next ones are counted from the joins of the pass before, and shrunk to that.
Only pairs of stations that were joined are kept, so that memory grows with the lines and not with pairs of posts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dalil.crossref.sky.read.catalogue import UNKNOWN, Aircraft
from dalil.crossref.sky.read.sightings import Sightings
from dalil.kernels import Floats, Ints, kernel

__all__ = [
    "DEPARTING", "FIRING", "LANDING", "Follows", "Lines", "Traffic", "first_traffic", "follows_log", "follows_of",
    "lines_of", "traffic_after",
]  # fmt: skip


DEPARTING, LANDING, FIRING = 1, 2, 3  # codes of what an aircraft was seen doing; 0 is passing
_CODES = {"departing": DEPARTING, "landing": LANDING, "circling": FIRING, "firing": FIRING}
_NEAR_S = 5400.0  # an hour and a half on both sides is "around then" for how many flights begin
_USUAL = 4.0  # how many joins of a station the log as a whole is worth
_CRUISE_SHARE = 0.6  # of the top speed, for loaded jets; helicopters cruise nearer to theirs


class Lines(NamedTuple):
    """What the joins need of each sighting, as numbers: -1 where it was not written.

    `type_share` and `class_share` are how often each is written; `class_of`, `cruise_ms`, `top_ms` are per type, and
    `any_cruise_ms`, `any_top_ms` for lines without one.
    """

    station: Ints
    behaviour: Ints
    type: Ints
    class_: Ints
    operator: Ints
    operators: int
    several: Ints  # 1 where more than one aircraft was counted, 0 for one, -1 where nobody counted
    several_share: float
    type_share: Floats
    class_share: Floats
    class_of: Ints
    cruise_ms: Floats
    top_ms: Floats
    any_cruise_ms: float
    any_top_ms: float


class Follows(NamedTuple):
    """Which station follows which: log P(there | seen again after here) − log P(a flight begins there), in nats.

    Association pairs have their own number: those of station h are `there[first[h]:first[h + 1]]`, in rising order, and
    `joined` beside them. Any other pair is `begun[there] - after[here]`.
    """

    first: Ints
    there: Ints
    joined: Floats
    begun: Floats
    after: Floats


@kernel
def follows_log(f: Follows, here: int, there: int) -> float:
    """How much more often `there` follows `here` than flights begin there, in nats."""
    low, high = f.first[here], f.first[here + 1]
    end = high
    while low < high:
        middle = (low + high) // 2
        if f.there[middle] < there:
            low = middle + 1
        else:
            high = middle
    if low < end and f.there[low] == there:
        return float(f.joined[low])
    return float(f.begun[there] - f.after[here])


def follows_of(here: Ints, there: Ints, usual: Floats, weight: float, start: Floats) -> Follows:
    """Joins counted from station to station, and `weight` joins more as `usual` (a share per station) has them."""
    stations = len(usual)
    pairs, counts = np.unique(here * stations + there, return_counts=True)
    before, after = pairs // stations, pairs % stations
    total = np.bincount(here, minlength=stations) + weight
    share = (counts + weight * usual[after]) / total[before]
    return Follows(
        np.searchsorted(before, np.arange(stations + 1)), after, np.log(share / start[after]),
        np.log(weight * usual / start), np.log(total),
    )  # fmt: skip


class Traffic(NamedTuple):
    """Of each station: how often its flights are seen `again`, and what `follows`, against flights that begin there.

    `rate` (per sighting) is how many flights began per second around then; `type_at` (stations, types) the log of how
    much more or less often a type is seen leaving or landing at a station than anywhere.
    """

    again: Floats
    follows: Follows
    rate: Floats
    type_at: Floats
    clock_sd_s: float


def lines_of(sightings: Sightings) -> Lines:
    """The sightings as numbers."""
    aircraft = sightings.aircraft
    types = {a.label: a for a in aircraft if a.specific}
    classes = sorted({a.aircraft_class for a in aircraft} - {UNKNOWN})
    type_, type_share = _numbered([a.label if a.specific else "" for a in aircraft])
    class_, class_share = _numbered(["" if a.aircraft_class == UNKNOWN else a.aircraft_class for a in aircraft])
    operator, _ = _numbered(list(sightings.operator))
    several = np.array(
        [-1 if row["count"] is None else int(row["count"] > 1) for row in sightings.rows], dtype=np.int64
    )
    behaviour = np.array([_CODES.get(row["behaviour"] or "", 0) for row in sightings.rows], dtype=np.int64)
    kinds = [types[label] for label in sorted(types)]
    fallback = max((a.top_speed_ms for a in aircraft), default=370.0)
    return Lines(
        station=sightings.post + len(sightings.posts) * np.where(behaviour <= LANDING, behaviour, 0),
        behaviour=behaviour, type=type_, class_=class_, operator=operator, operators=int(operator.max(initial=-1)) + 1,
        several=several, several_share=float((several == 1).sum() + 1) / float((several >= 0).sum() + 2),
        type_share=type_share, class_share=class_share,
        class_of=np.array([classes.index(a.aircraft_class) for a in kinds] or [0], dtype=np.int64),
        cruise_ms=np.array([cruise_ms(a) for a in kinds] or [200.0]),
        top_ms=np.array([a.top_speed_ms for a in kinds] or [fallback]),
        any_cruise_ms=200.0 if not kinds else float(np.median([cruise_ms(a) for a in kinds])), any_top_ms=fallback,
    )  # fmt: skip


def cruise_ms(aircraft: Aircraft) -> float:
    """The speed to expect of a type, metres a second."""
    return aircraft.top_speed_ms * (0.85 if aircraft.aircraft_class == "helicopter" else _CRUISE_SHARE)


def _numbered(words: list[str]) -> tuple[Ints, Floats]:
    known = sorted(set(words) - {""})
    number = {word: n for n, word in enumerate(known)}
    numbers = np.array([number.get(word, -1) for word in words], dtype=np.int64)
    counts = np.bincount(numbers[numbers >= 0], minlength=max(1, len(known))) + 1.0
    return numbers, counts / counts.sum()


def first_traffic(lines: Lines, at_s: Floats, posts: int, clock_sd_s: float) -> Traffic:
    """A model that knows how often each station writes, and that departures begin flights and landings end them."""
    share, stations = _shares(lines, posts), 3 * posts
    leaving, landing = slice(posts, 2 * posts), slice(2 * posts, stations)
    again = np.full(stations, 0.6)
    again[leaving], again[landing] = 0.85, 0.05
    step, start = share.copy(), share.copy()
    step[leaving] *= 0.05
    start[landing] *= 0.15
    rate = (0.35 * _around(np.sort(at_s), at_s) + 1) / (2 * _NEAR_S)
    nowhere = np.empty(0, dtype=np.int64)
    follows = follows_of(nowhere, nowhere, step / step.sum(), 1.0, start / start.sum())
    return Traffic(again, follows, rate, _type_at(lines, posts), clock_sd_s)


def traffic_after(lines: Lines, at_s: Floats, posts: int, successor: Ints, clock_sd_s: float) -> Traffic:
    """The model counted from the joins of a pass."""
    share, stations = _shares(lines, posts), 3 * posts
    linked = np.flatnonzero(successor >= 0)
    prior = share.copy()
    prior[posts : 2 * posts] *= 0.05
    begins = np.ones(len(at_s), dtype=bool)
    begins[successor[linked]] = False
    start = np.bincount(lines.station[begins], minlength=stations) + 5 * share
    written = np.bincount(lines.station, minlength=stations)
    again = np.bincount(lines.station[linked], minlength=stations) + 3 * len(linked) / max(1, len(at_s))
    return Traffic(
        np.clip(again / (written + 3), 0.02, 0.98),
        follows_of(
            lines.station[linked], lines.station[successor[linked]], prior / prior.sum(), _USUAL, start / start.sum()
        ),
        (_around(np.sort(at_s[begins]), at_s) + 0.5) / (2 * _NEAR_S), _type_at(lines, posts), clock_sd_s,
    )  # fmt: skip


def _shares(lines: Lines, posts: int) -> Floats:
    return np.asarray(np.bincount(lines.station, minlength=3 * posts) / max(1, len(lines.station)) + 1e-6)


def _around(moments: Floats, at_s: Floats) -> Floats:
    """How many moments lie within an hour and a half of each time."""
    around = np.searchsorted(moments, at_s + _NEAR_S, side="right") - np.searchsorted(moments, at_s - _NEAR_S)
    return around.astype(np.float64)


def _type_at(lines: Lines, posts: int) -> Floats:
    counts = np.tile(10 * lines.type_share, (3 * posts, 1))
    typed = lines.type >= 0
    np.add.at(counts, (lines.station[typed], lines.type[typed]), 1.0)
    table = np.log(counts / counts.sum(axis=1, keepdims=True) / lines.type_share)
    table[:posts] = 0.0
    return np.asarray(table)
