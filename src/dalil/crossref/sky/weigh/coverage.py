"""Coverage: which posts could have seen an attack's place in its time, so that silence has a meaning.

A post counts where its circle of view reaches the place and it wrote anything that civil day (or the days on both
sides). How often a post logs what it can see is estimated from flights that two other posts saw before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dalil.crossref.sky.flights.arrays import Flown
from dalil.crossref.sky.flights.association import Association
from dalil.crossref.sky.read.sightings import Sightings
from dalil.crossref.sky.search.search import Search
from dalil.geo.sphere import distance_m
from dalil.kernels import Floats, Ints, Mask

__all__ = ["STRATA", "Coverage", "cover_incidents", "detection_share"]

STRATA = ("none", "poor", "good")
_DAY_S = 86_400.0  # seconds
_GOOD = 0.75  # share of flights that would be logged from which on coverage is good: three in four
_PRIOR_SEEN, _PRIOR_MISSED = 6.0, 4.0  # ten legs' worth of "a post logs six of ten that it can see"
_LONGEST_LEG_S = 900.0  # a leg longer than that may have gone another way, not past the post in between


@dataclass(frozen=True)
class Coverage:
    """Per incident: posts that could have seen it, the share of flights they would have logged, its stratum."""

    posts: Ints
    seen_share: Floats
    stratum: Ints


@dataclass(frozen=True)
class _Posts:
    latitude: Floats
    longitude: Floats
    view_m: Floats
    days: Sequence[set[int]]


def _posts(sightings: Sightings) -> _Posts:
    """Where each post is and how far it sees: the median of what its own lines say."""
    count = len(sightings.posts)
    position = np.zeros((count, 3))
    days: list[set[int]] = [set() for _ in range(count)]
    for n in range(count):
        own = [sightings.rows[int(i)] for i in np.flatnonzero(sightings.post == n)]
        position[n] = [float(np.median([r[name] for r in own])) for name in ("latitude", "longitude", "view_used")]
        days[n] = {int(t // _DAY_S) for t in sightings.at_s[sightings.post == n]}
    return _Posts(position[:, 0], position[:, 1], position[:, 2], days)


def detection_share(sightings: Sightings, joined: Association, flown: Sequence[Flown]) -> float:
    """P(a post logs a flight it can see), from straight legs between two other posts; shrunk to 0.6."""
    posts = _posts(sightings)
    seen, missed = _PRIOR_SEEN, _PRIOR_MISSED
    for flight in flown:
        lines = flight.lines
        wrote = {int(sightings.post[i]) for i in lines}
        for a, b in zip(lines[:-2], lines[2:], strict=True):
            # The line in between is the one under test: was there any, of the post that the leg passes?
            seen += _passed(posts, sightings, a, b, joined, wrote)[0]
        for a, b in pairwise(lines):
            missed += _passed(posts, sightings, a, b, joined, wrote)[1]
    return float(seen / (seen + missed))


def _passed(
    posts: _Posts, sightings: Sightings, a: int, b: int, joined: Association, wrote: set[int]
) -> tuple[int, int]:
    """Posts other than the two whose circle the middle of a leg lies well within: (wrote, did not)."""
    if not 0 < joined.at_s[b] - joined.at_s[a] <= _LONGEST_LEG_S:
        return 0, 0
    latitude = (sightings.latitude[a] + sightings.latitude[b]) / 2
    longitude = (sightings.longitude[a] + sightings.longitude[b]) / 2
    day = int(joined.at_s[a] // _DAY_S)
    found = [0, 0]
    for n in range(len(sightings.posts)):
        if n in (sightings.post[a], sightings.post[b]) or day not in posts.days[n]:
            continue
        if distance_m(latitude, longitude, posts.latitude[n], posts.longitude[n]) < 0.5 * posts.view_m[n]:
            found[0 if n in wrote else 1] += 1
    return found[0], found[1]


def cover_incidents(search: Search, sightings: Sightings, share: float, kept: Mask) -> Coverage:
    """Coverage of each incident of a search; `kept` says of each window whether the log was kept."""
    watched = kept[search.windows.start[:-1]]
    posts, count = _posts(sightings), np.zeros(len(search.rows), dtype=np.int64)
    for n in range(len(search.rows)):
        day = int(search.middle_s[n] // _DAY_S)
        for m in range(len(sightings.posts)):
            near = distance_m(
                search.places.latitude[n], search.places.longitude[n], posts.latitude[m], posts.longitude[m]
            )
            writes = watched[n] and bool({day - 1, day, day + 1} & posts.days[m])
            count[n] += near <= posts.view_m[m] and writes
    seen = np.asarray(1.0 - (1.0 - share) ** count, dtype=np.float64)
    return Coverage(count, seen, np.where(count == 0, 0, np.where(seen < _GOOD, 1, 2)))
