"""Clock offsets of posts, from flights that two posts share.

An aircraft that keeps its direction takes a known time from one post to the next; what is over is the difference of
their clocks. Offsets are the least-squares solution over all such joins with Huber weights, tied to zero mean by
a weak prior; intervals come from the curvature and the residuals' spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.crossref.sky.kernel import Floats, Ints, compiled
from dalil.crossref.sky.motion import motion
from dalil.crossref.sky.sightings import Sightings
from dalil.crossref.sky.sphere import bearing_deg, distance_m
from dalil.crossref.sky.traffic import Lines

__all__ = ["Clocks", "clock_offsets", "late_s", "no_offsets"]


_PRIOR_SD_S = 120.0
_FURTHEST_S = 400.0
_HUBER_S = 60.0
_FEWEST = 8  # joins with other posts, below which a clock is left as it is


@dataclass(frozen=True)
class Clocks:
    """Per post: seconds to add to what it wrote, standard error, and how many shared joins stand behind it."""

    offset_s: Floats
    error_s: Floats
    shared: Ints


def no_offsets(posts: int) -> Clocks:
    """Every clock taken as right."""
    return Clocks(np.zeros(posts), np.full(posts, _PRIOR_SD_S), np.zeros(posts, dtype=np.int64))


@compiled
def _residuals(
    first: Ints, then: Ints, at: Floats, lat: Floats, lon: Floats, radius: Floats, heading: Floats,
    cruise: Floats, top: Floats,
) -> Floats:  # fmt: skip
    """Seconds by which j came later than a straight flight from i makes one expect; NaN where it says nothing."""
    out = np.full(len(first), np.nan)
    for k in range(len(first)):
        i, j = first[k], then[k]
        apart = distance_m(lat[i], lon[i], lat[j], lon[j])
        away = bearing_deg(lat[i], lon[i], lat[j], lon[j])
        straight, turning, _, expected = motion(
            at[j] - at[i], apart, away, heading[i], heading[j], radius[i], radius[j], cruise[k], top[k], 100.0
        )
        if straight > turning:
            out[k] = at[j] - at[i] - expected
    return out


def late_s(sightings: Sightings, at_s: Floats, first: Ints, then: Ints, cruise: Floats, top: Floats) -> Floats:
    """Seconds by which each second line is later than a straight flight at `cruise` (m/s) makes one expect; or NaN."""
    where = (sightings.latitude, sightings.longitude, sightings.radius_m, sightings.heading)
    return _residuals(first, then, at_s, *where, cruise, top)


def clock_offsets(sightings: Sightings, lines: Lines, at_s: Floats, successor: Ints, before: Clocks) -> Clocks:
    """Offsets from the joins of a pass; `at_s` is the time already mended by `before`."""
    first = np.flatnonzero(successor >= 0)
    then = successor[first]
    cruise = np.where(lines.type >= 0, lines.cruise_ms[lines.type], lines.any_cruise_ms)
    top = np.where(lines.type >= 0, lines.top_ms[lines.type], lines.any_top_ms)
    late = late_s(sightings, at_s, first, then, cruise[first], top[first])
    a, b = sightings.post[first], sightings.post[then]
    good = (
        ~np.isnan(late) & (np.abs(late) < _FURTHEST_S) & (a != b) & sightings.clocked[first] & sightings.clocked[then]
    )
    # As if no clock had been mended: late + offset(b) - offset(a) = 0.
    raw = late[good] - before.offset_s[b[good]] + before.offset_s[a[good]]
    found = _solve(a[good], b[good], raw, len(sightings.posts))
    told = found.shared >= _FEWEST
    return Clocks(np.where(told, found.offset_s, 0.0), np.where(told, found.error_s, _PRIOR_SD_S), found.shared)


def _solve(a: Ints, b: Ints, late: Floats, posts: int) -> Clocks:
    offset: Floats = np.zeros(posts)
    weight: Floats = np.ones(len(late))
    spread = _HUBER_S
    normal = np.eye(posts)
    for _ in range(20):
        normal = np.diag(np.full(posts, (spread / _PRIOR_SD_S) ** 2))
        right = np.zeros(posts)
        np.add.at(normal, (a, a), weight)
        np.add.at(normal, (b, b), weight)
        np.add.at(normal, (a, b), -weight)
        np.add.at(normal, (b, a), -weight)
        np.add.at(right, a, weight * late)
        np.add.at(right, b, -weight * late)
        offset = np.asarray(np.linalg.solve(normal, right), dtype=np.float64)
        residual = late + offset[b] - offset[a]
        spread = max(20.0, 1.4826 * float(np.median(np.abs(residual)))) if len(late) else _HUBER_S
        weight = np.minimum(1.0, 1.5 * spread / np.maximum(np.abs(residual), 1e-9))
    error = spread * np.sqrt(np.diag(np.linalg.inv(normal)))
    shared = np.bincount(a, minlength=posts) + np.bincount(b, minlength=posts)
    return Clocks(offset, error, shared)
