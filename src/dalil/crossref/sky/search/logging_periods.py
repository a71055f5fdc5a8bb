"""When a log was kept: a window in which nobody watched says nothing, and is not a window without a match.

A network's log is kept from line to line as long as no gap is longer than half a day. Only windows within such a
stretch, of a network with a post near the place, count for chance and for coverage. A network that was handed in for
the hours around attacks only has no other windows, and so gives no base rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.crossref.sky.read.sightings import Sightings
from dalil.crossref.sky.read.tracks import Track
from dalil.geo.sphere import distance_m
from dalil.kernels import Floats, Ints, Mask

__all__ = ["LoggingPeriods", "logging_periods", "stretches_of", "within"]

LONGEST_SILENCE_S = 43_200.0  # half a day: quiet nights are silence of the sky, longer ones of the log
_NEAR_M = 30_000.0  # beyond its view, how far from a place a post still stands for a network that watched there
_MARGIN_S = 1_800.0  # a log is taken to be kept half an hour before its first line and after its last


@dataclass(frozen=True)
class LoggingPeriods:
    """Per network its stretches (n, 2) in seconds, and its posts (m, 3): latitude, longitude, view in metres."""

    stretches: Mapping[str, Floats]
    posts: Mapping[str, Floats]

    def kept(self, latitude: float, longitude: float, begin: Floats, end: Floats) -> Mask:
        """Of each window: whether a network near the place was keeping its log (any network, where none is near)."""
        near = [name for name in self.posts if self._near(name, latitude, longitude)] or list(self.posts)
        found = np.zeros(len(begin), dtype=np.bool_)
        for name in near:
            found |= within(self.stretches[name], begin, end)
        return found

    def _near(self, name: str, latitude: float, longitude: float) -> bool:
        posts = self.posts[name]
        return any(distance_m(latitude, longitude, lat, lon) <= view + _NEAR_M for lat, lon, view in posts)


def within(stretches: Floats, begin: Floats, end: Floats) -> Mask:
    """Whether each window lies in one stretch, give or take half an hour."""
    if not len(stretches):
        return np.zeros(len(begin), dtype=np.bool_)
    n = np.searchsorted(stretches[:, 0], begin + _MARGIN_S, side="right") - 1
    inside = (n >= 0) & (end - _MARGIN_S <= stretches[np.maximum(n, 0), 1])
    return np.asarray(inside, dtype=np.bool_)


def logging_periods(
    sightings: Sightings, at_s: Floats, tracks: Sequence[Track] = (), recorded_s: Floats | None = None
) -> LoggingPeriods:
    """When each network of the sightings kept its log; tracks are one network of their own, near everything.

    `recorded_s` are the moments, in order, at which positions were recorded, where `tracks` are not all there were.
    """
    names = np.array([row["network"] or row["organisation"] for row in sightings.rows], dtype=object)
    stretches, posts = {}, {}
    for name in sorted(set(names.tolist())):
        own = np.flatnonzero(names == name)
        stretches[name] = stretches_of(np.sort(at_s[own]))
        posts[name] = _posts(sightings, own)
    if tracks:
        ends = np.sort(np.concatenate([[t.at_s[0], t.at_s[-1]] for t in tracks]))
        stretches["\x00tracks"] = stretches_of(ends if recorded_s is None else recorded_s)
        middle = np.array([[np.median(t.latitude), np.median(t.longitude), 200_000.0] for t in tracks[:200]])
        posts["\x00tracks"] = middle
    return LoggingPeriods(stretches, posts)


def stretches_of(moments: Floats) -> Floats:
    """(n, 2): from when to when lines were written without a long gap; `moments` in order."""
    if not len(moments):
        return np.zeros((0, 2))
    cuts = np.flatnonzero(np.diff(moments) > LONGEST_SILENCE_S)
    first = moments[np.concatenate([[0], cuts + 1])]
    last = moments[np.concatenate([cuts, [len(moments) - 1]])]
    return np.stack([first, last], axis=1)


def _posts(sightings: Sightings, own: Ints) -> Floats:
    rows = {sightings.rows[int(i)]["post"]: sightings.rows[int(i)] for i in own}
    circles = [[row["latitude"], row["longitude"], row["view_used"]] for _, row in sorted(rows.items())]
    return np.array(circles, dtype=np.float64)
