"""How fast each type flies in this log: from long straight joins, shrunk to what the catalogue says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dalil.crossref.sky.clocks import late_s
from dalil.crossref.sky.kernel import Floats, Ints
from dalil.crossref.sky.sightings import Sightings
from dalil.crossref.sky.traffic import Lines

__all__ = ["learned_speeds"]

_CATALOGUE_JOINS = 15.0  # how many joins the catalogue's word is worth
_LONG_S = 150.0  # shorter ones say more of clocks than of speed
_AT_MOST = 2.0


def learned_speeds(sightings: Sightings, lines: Lines, at_s: Floats, successor: Ints) -> Lines:
    """The lines with `cruise_ms` of each type as the joins of a pass show it, never above its top speed.

    Joins there and back pass the same two clocks in both directions, so that clocks do not bend the median.
    """
    first = np.flatnonzero((successor >= 0) & (lines.type >= 0))
    after = lines.type[successor[first]]
    first = first[(after < 0) | (after == lines.type[first])]
    then, kind = successor[first], lines.type[first]
    late = late_s(sightings, at_s, first, then, lines.cruise_ms[kind], lines.top_ms[kind])
    gap = at_s[then] - at_s[first]
    expected = gap - late
    told = ~np.isnan(late) & (expected > _LONG_S) & (_AT_MOST * gap > expected) & (gap < _AT_MOST * expected)
    cruise = lines.cruise_ms.copy()
    for k in range(len(cruise)):
        faster = (expected / np.where(gap > 0, gap, 1.0))[told & (kind == k)]
        if len(faster):
            cruise[k] *= (len(faster) * np.median(faster) + _CATALOGUE_JOINS) / (len(faster) + _CATALOGUE_JOINS)
    return replace(lines, cruise_ms=np.minimum(cruise, lines.top_ms))
