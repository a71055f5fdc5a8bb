"""Opportunity: could this aircraft have been at this place in that time?

Between fixes (p1, t1, r1) and (p2, t2, r2) an aircraft of top speed v can have been within R of p at time t iff
|p - p1| <= v (t - t1) + r1 + R and |p2 - p| <= v (t2 - t) + r2 + R: the space-time prism of Hägerstrand (1970) in
the form of Miller (1991), with circles for points. For one leg the times t are one interval, known in closed form.
Before the first and after the last fix the prism is open, for as long as the type stays up.

Beside yes and no: the slack (how many seconds the leg has to spare), the least distance at which the aircraft can
have passed, and the gap, the seconds of flight between the nearest fix and the place and window. Gaps are put into
bins that were declared before the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dalil.crossref.sky.flights.arrays import Flights
from dalil.crossref.sky.search.windows import Places, Windows
from dalil.geo.sphere import distance_m
from dalil.kernels import Floats, Ints, kernel

__all__ = ["Opportunities", "best_bins", "opportunities"]


@kernel
def _leg(apart_1: float, apart_2: float, at_1: float, at_2: float, speed: float) -> tuple[float, float]:
    """From when to when the place can be reached on one leg; `apart` is the distance less circle and reach."""
    return at_1 + max(0.0, apart_1) / speed, at_2 - max(0.0, apart_2) / speed


class _Fleet(NamedTuple):
    """Flights as a kernel takes them: arrays of `Flights`, and `order` by the moments `begins` at which each can begin.

    `spans` (flights, 2) is from when to when each can have been in the air, `longest` the longest of these.
    """

    start: Ints
    at: Floats
    latitude: Floats
    longitude: Floats
    radius_m: Floats
    label: Ints
    top_ms: Floats
    cruise_ms: Floats
    release_m: Floats
    spans: Floats
    order: Ints
    begins: Floats
    longest: float


def _fleet(flights: Flights) -> _Fleet:
    spans = flights.reach_s
    order = np.argsort(spans[:, 0], kind="stable")
    longest = float((spans[:, 1] - spans[:, 0]).max()) if len(flights) else 0.0
    return _Fleet(
        flights.start, flights.at, flights.latitude, flights.longitude, flights.radius_m, flights.label,
        flights.top_ms, flights.cruise_ms, flights.release_m, spans, order, spans[order, 0], longest,
    )  # fmt: skip


@kernel
def _look(
    f: _Fleet, n: int, lat: float, lon: float, reach: float, begin: float, end: float
) -> tuple[float, float, float, float, float, int]:
    """(gap, slack, least distance, from, to, leg) of flight n for one place and window; leg -2 where it cannot be.

    Legs are numbered by the fix before them, the flight's first being 0; -1 is the open prism before it.
    """
    first, last, top = f.start[n], f.start[n + 1], f.top_ms[n]
    gap, slack, least, possible_from, possible_to, best = 1e18, -1.0, 1e18, 1e18, -1e18, -2
    before_d, before_t = 0.0, 0.0
    for k in range(first, last + 1):
        has_after = k < last
        after_d, after_t = 0.0, f.spans[n, 1]
        if has_after:
            apart = distance_m(lat, lon, f.latitude[k], f.longitude[k])
            after_d, after_t = apart - f.radius_m[k], f.at[k]
            away = max(0.0, begin - after_t, after_t - end)
            gap = min(gap, max(0.0, apart - reach) / f.cruise_ms[n] + away)
        if k == first:
            before_t = f.spans[n, 0]
            low, high = before_t, after_t - max(0.0, after_d - reach) / top
        elif not has_after:
            low, high = before_t + max(0.0, before_d - reach) / top, after_t
        else:
            low, high = _leg(before_d - reach, after_d - reach, before_t, after_t, top)
        if low <= high and low <= end and high >= begin:
            possible_from, possible_to = min(possible_from, max(low, begin)), max(possible_to, min(high, end))
            near = 0.0
            if k > first:
                near = max(near, before_d - top * (end - before_t))
            if has_after:
                near = max(near, after_d - top * (after_t - begin))
            if k > first and has_after:
                near = max(near, (before_d + after_d - top * (after_t - before_t)) / 2)
            least = min(least, near)
            # A closed leg says more than an open one: its slack counts first.
            closed = k > first and has_after
            if best == -2 or (closed and (best == -1 or best == last - 1 - first or high - low > slack)):
                slack, best = high - low, k - 1 - first
        before_d, before_t = after_d, after_t
        if before_t > end + 1e-9 and best != -2 and before_t - end > gap:
            break
    return gap, slack, least, possible_from, possible_to, best


@kernel
def _bin(gap: float, bins: Floats) -> int:
    for b in range(len(bins)):
        if gap <= bins[b]:
            return b
    return len(bins)


Row = tuple[int, int, int, float, float, float, float, float, int]


@kernel
def _search(
    places: Places, windows: Windows, f: _Fleet, bins: Floats, labels: int, listed: bool
) -> tuple[NDArray[np.int8], list[Row]]:
    """Every window of every place against every flight that can have been in the air: the nearest bin by label.

    Where `listed`, also a row (place, flight, bin, gap, slack, least distance, from, to, leg) for each that could have
    been there.
    """
    nearest = np.full((len(windows.begin), labels), len(bins) + 1, dtype=np.int8)
    rows = [(0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0)]  # one row, so that its type is known; it is not handed out
    for p in range(len(places.latitude)):
        for w in range(windows.start[p], windows.start[p + 1]):
            begin, end = windows.begin[w], windows.end[w]
            m = np.searchsorted(f.begins, end, side="right") - 1
            while m >= 0 and f.begins[m] >= begin - f.longest:
                n = f.order[m]
                if f.spans[n, 1] >= begin:
                    gap, slack, least, low, high, leg = _look(
                        f, n, places.latitude[p], places.longitude[p], f.release_m[n] + places.radius_m[p], begin, end
                    )
                    if leg > -2:
                        b = _bin(gap, bins)
                        if b < nearest[w, f.label[n]]:
                            nearest[w, f.label[n]] = b
                        if listed:
                            rows.append((p, n, b, gap, slack, max(0.0, least), low, high, leg))
                m -= 1
    return nearest, rows[1:]


def best_bins(places: Places, windows: Windows, flights: Flights, bins_s: Floats) -> NDArray[np.int8]:
    """(windows, labels): the nearest bin in which a flight of a label could have been there.

    `len(bins_s)` stands for "possible, but seen further off", one more for "none".
    """
    return _search(places, windows, _fleet(flights), bins_s, len(flights.labels), False)[0]


@dataclass(frozen=True)
class Opportunities:
    """One row for each place and flight that could have been there: arrays of one length."""

    place: Ints
    flight: Ints
    bin: Ints
    gap_s: Floats
    slack_s: Floats
    least_m: Floats
    possible_from: Floats
    possible_to: Floats
    leg: Ints


def opportunities(places: Places, begin: Floats, end: Floats, flights: Flights, bins_s: Floats) -> Opportunities:
    """Every flight that could have been within release distance of place n between `begin[n]` and `end[n]`."""
    windows = Windows(np.arange(len(begin) + 1, dtype=np.int64), begin, end)
    rows = _search(places, windows, _fleet(flights), bins_s, len(flights.labels), True)[1]
    rows.sort(key=lambda row: (row[0], row[3], row[1]))
    table = np.array(rows, dtype=np.float64).reshape(-1, 9)
    whole = table.astype(np.int64)
    return Opportunities(
        whole[:, 0],
        whole[:, 1],
        whole[:, 2],
        table[:, 3],
        table[:, 4],
        table[:, 5],
        table[:, 6],
        table[:, 7],
        whole[:, 8],
    )
