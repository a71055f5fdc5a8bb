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

import numpy as np
from numpy.typing import NDArray

from dalil.crossref.sky.flights.arrays import Flights
from dalil.crossref.sky.read.kernel import Floats, Ints, compiled
from dalil.crossref.sky.search.windows import Places, Windows
from dalil.geo.sphere import distance_m

__all__ = ["Opportunities", "best_bins", "opportunities"]


@compiled
def _leg(apart_1: float, apart_2: float, at_1: float, at_2: float, speed: float) -> tuple[float, float]:
    """From when to when the place can be reached on one leg; `apart` is the distance less circle and reach."""
    return at_1 + max(0.0, apart_1) / speed, at_2 - max(0.0, apart_2) / speed


@compiled
def _look(
    n: int, lat: float, lon: float, reach: float, begin: float, end: float, start: Ints, at: Floats,
    lats: Floats, lons: Floats, radius: Floats, top: float, cruise: float, span: Floats,
) -> tuple[float, float, float, float, float, int]:  # fmt: skip
    """(gap, slack, least distance, from, to, leg) of flight n for one place and window; leg -2 where it cannot be.

    Legs are numbered by the fix before them, the flight's first being 0; -1 is the open prism before it.
    """
    first, last = start[n], start[n + 1]
    gap, slack, least, possible_from, possible_to, best = 1e18, -1.0, 1e18, 1e18, -1e18, -2
    before_d, before_t = 0.0, 0.0
    for k in range(first, last + 1):
        has_after = k < last
        after_d, after_t = 0.0, span[1]
        if has_after:
            apart = distance_m(lat, lon, lats[k], lons[k])
            after_d, after_t = apart - radius[k], at[k]
            away = max(0.0, begin - after_t, after_t - end)
            gap = min(gap, max(0.0, apart - reach) / cruise + away)
        if k == first:
            before_t = span[0]
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


@compiled
def _bin(gap: float, bins: Floats) -> int:
    for b in range(len(bins)):
        if gap <= bins[b]:
            return b
    return len(bins)


@compiled
def _best(
    lat: Floats, lon: Floats, radius: Floats, w_start: Ints, w_begin: Floats, w_end: Floats, bins: Floats,
    labels: int, order: Ints, spans: Floats, longest: float, start: Ints, at: Floats,
    lats: Floats, lons: Floats, radii: Floats, label: Ints, top: Floats, cruise: Floats, release: Floats,
) -> NDArray[np.int8]:  # fmt: skip
    out = np.full((len(w_begin), labels), len(bins) + 1, dtype=np.int8)
    begins = np.empty(len(order))
    for m in range(len(order)):
        begins[m] = spans[order[m], 0]
    for p in range(len(lat)):
        for w in range(w_start[p], w_start[p + 1]):
            m = np.searchsorted(begins, w_end[w], side="right") - 1
            while m >= 0 and begins[m] >= w_begin[w] - longest:
                n = order[m]
                if spans[n, 1] >= w_begin[w]:
                    reach = release[n] + radius[p]
                    gap, _, _, _, _, leg = _look(
                        n, lat[p], lon[p], reach, w_begin[w], w_end[w], start, at, lats, lons, radii, top[n], cruise[n],
                        spans[n],
                    )  # fmt: skip
                    if leg > -2:
                        b = _bin(gap, bins)
                        if b < out[w, label[n]]:
                            out[w, label[n]] = b
                m -= 1
    return out


def best_bins(places: Places, windows: Windows, flights: Flights, bins_s: Floats) -> NDArray[np.int8]:
    """(windows, labels): the nearest bin in which a flight of a label could have been there.

    `len(bins_s)` stands for "possible, but seen further off", one more for "none".
    """
    spans = flights.reach_s
    order = np.argsort(spans[:, 0], kind="stable")
    longest = float((spans[:, 1] - spans[:, 0]).max()) if len(flights) else 0.0
    return _best(
        places.latitude, places.longitude, places.radius_m, windows.start, windows.begin, windows.end, bins_s,
        len(flights.labels), order, spans, longest, flights.start, flights.at, flights.latitude, flights.longitude,
        flights.radius_m, flights.label, flights.top_ms, flights.cruise_ms, flights.release_m,
    )  # fmt: skip


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


@compiled
def _all(
    lat: Floats, lon: Floats, radius: Floats, begin: Floats, end: Floats, bins: Floats, order: Ints,
    spans: Floats, longest: float, start: Ints, at: Floats, lats: Floats, lons: Floats, radii: Floats,
    top: Floats, cruise: Floats, release: Floats,
) -> list[tuple[int, int, int, float, float, float, float, float, int]]:  # fmt: skip
    begins = np.empty(len(order))
    for m in range(len(order)):
        begins[m] = spans[order[m], 0]
    rows = [(0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0)]
    for p in range(len(lat)):
        m = np.searchsorted(begins, end[p], side="right") - 1
        while m >= 0 and begins[m] >= begin[p] - longest:
            n = order[m]
            if spans[n, 1] >= begin[p]:
                gap, slack, least, low, high, leg = _look(
                    n, lat[p], lon[p], release[n] + radius[p], begin[p], end[p], start, at, lats, lons, radii, top[n],
                    cruise[n], spans[n],
                )  # fmt: skip
                if leg > -2:
                    rows.append((p, n, _bin(gap, bins), gap, slack, max(0.0, least), low, high, leg))
            m -= 1
    return rows[1:]


def opportunities(places: Places, begin: Floats, end: Floats, flights: Flights, bins_s: Floats) -> Opportunities:
    """Every flight that could have been within release distance of place n between `begin[n]` and `end[n]`."""
    spans = flights.reach_s
    order = np.argsort(spans[:, 0], kind="stable")
    longest = float((spans[:, 1] - spans[:, 0]).max()) if len(flights) else 0.0
    rows = _all(
        places.latitude, places.longitude, places.radius_m, begin, end, bins_s, order, spans, longest, flights.start,
        flights.at, flights.latitude, flights.longitude, flights.radius_m, flights.top_ms, flights.cruise_ms,
        flights.release_m,
    )  # fmt: skip
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
