"""Clock offsets of posts, from flights that two posts share.

An aircraft that keeps its direction takes a known time from one post to the next; what is over is the difference of
their clocks. Offsets are the least-squares solution over all such joins with Huber weights, tied to zero mean by
a weak prior; intervals come from the curvature and the residuals' spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import SuperLU, splu

from dalil.crossref.sky.flights.motion import Seen, motion, seen_of, step_of
from dalil.crossref.sky.flights.traffic import Lines
from dalil.crossref.sky.read.sightings import Sightings
from dalil.kernels import Floats, Ints, kernel

__all__ = ["Clocks", "clock_offsets", "late_s", "no_offsets", "solve_clocks"]


_PRIOR_SD_S = 120.0  # of a clock nobody has compared: two minutes; it ties offsets to zero mean
_CLOCK_SD_S = 100.0  # spread under which a step is still told as straight, while clocks are being found
_FURTHEST_S = 400.0  # a join later than that is no straight flight, whatever its clocks
_HUBER_S = 60.0  # the spread of residuals to begin with; it is learned in the first round
_ROUNDS = 20  # of reweighting: a fixed number, so that no stop depends on rounding
_COLUMNS = 64  # of the inverse solved at a time: what bounds memory is posts times this
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


@kernel
def _residuals(first: Ints, then: Ints, seen: Seen, cruise: Floats, top: Floats) -> Floats:
    """Seconds by which j came later than a straight flight from i makes one expect; NaN where it says nothing."""
    out = np.full(len(first), np.nan)
    for k in range(len(first)):
        i, j = first[k], then[k]
        straight, turning, _, expected = motion(step_of(seen, i, j), cruise[k], top[k], _CLOCK_SD_S)
        if straight > turning:
            out[k] = seen.at[j] - seen.at[i] - expected
    return out


def late_s(sightings: Sightings, at_s: Floats, first: Ints, then: Ints, cruise: Floats, top: Floats) -> Floats:
    """Seconds by which each second line is later than a straight flight at `cruise` (m/s) makes one expect; or NaN."""
    return _residuals(first, then, seen_of(sightings, at_s), cruise, top)


def clock_offsets(sightings: Sightings, lines: Lines, at_s: Floats, successor: Ints, before: Clocks) -> Clocks:
    """Offsets from the joins of a pass; `at_s` is the time already mended by `before`."""
    if not len(sightings):
        return no_offsets(len(sightings.posts))
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
    found = solve_clocks(a[good], b[good], raw, len(sightings.posts))
    told = found.shared >= _FEWEST
    return Clocks(np.where(told, found.offset_s, 0.0), found.error_s, found.shared)


def solve_clocks(a: Ints, b: Ints, late: Floats, posts: int) -> Clocks:
    """Offsets of all posts. Few pairs of posts share a flight: the normal equations are sparse."""
    shared = np.bincount(a, minlength=posts) + np.bincount(b, minlength=posts)
    offset, weight, spread = np.zeros(posts), np.ones(len(late)), _HUBER_S
    for _ in range(_ROUNDS):
        normal = _normal(a, b, weight, np.full(posts, (spread / _PRIOR_SD_S) ** 2))
        right = np.bincount(a, weight * late, minlength=posts) - np.bincount(b, weight * late, minlength=posts)
        offset = np.asarray(normal.solve(right), dtype=np.float64)
        residual = late + offset[b] - offset[a]
        spread = max(20.0, 1.4826 * float(np.median(np.abs(residual)))) if len(late) else _HUBER_S
        weight = np.minimum(1.0, 1.5 * spread / np.maximum(np.abs(residual), 1e-9))
    told = np.flatnonzero(shared >= _FEWEST)
    error: Floats = np.full(posts, _PRIOR_SD_S)
    error[told] = spread * np.sqrt(_own_of_inverse(normal, told, posts))
    return Clocks(offset, error, shared)


def _normal(a: Ints, b: Ints, weight: Floats, prior: Floats) -> SuperLU:
    posts = np.arange(len(prior))
    values = np.concatenate([weight, weight, -weight, -weight, prior])
    rows, columns = np.concatenate([a, b, a, b, posts]), np.concatenate([a, b, b, a, posts])
    return splu(coo_matrix((values, (rows, columns)), shape=(len(prior), len(prior))).tocsc())


def _own_of_inverse(normal: SuperLU, chosen: Ints, size: int) -> Floats:
    """The entries on the diagonal of the inverse, some columns at a time: the whole of it has posts squared."""
    found = np.empty(len(chosen))
    for first in range(0, len(chosen), _COLUMNS):
        own = chosen[first : first + _COLUMNS]
        column = np.arange(len(own))
        unit = np.zeros((size, len(own)))
        unit[own, column] = 1.0
        found[first : first + len(own)] = normal.solve(unit)[own, column]
    return found
