"""Sightings to flights: passes of clocks, speeds, traffic and chains until the joins stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.crossref.sky.flights.candidate_links import candidate_links
from dalil.crossref.sky.flights.clocks import Clocks, clock_offsets, late_s, no_offsets
from dalil.crossref.sky.flights.flight_score import model_of
from dalil.crossref.sky.flights.path_cover import PathCover, path_cover, rivals
from dalil.crossref.sky.flights.tracklets import settle
from dalil.crossref.sky.flights.traffic import Lines, Traffic, first_traffic, lines_of, traffic_after
from dalil.crossref.sky.read.sightings import Sightings
from dalil.kernels import Floats, Ints, Mask
from dalil.progress import Announce, silent

__all__ = ["Association", "associate", "learned_speeds"]

_SURE = 0.5  # joins of the path cover that chains begin with
_UNMENDED_SD_S = 110.0  # spread of the times of two posts whose clocks nobody has set
_MENDED_SD_S = 43.0  # and once offsets are estimated: what remains is when in its passing an aircraft is noted
_CLOCK_PASSES = 4  # of the cheap path cover, until clocks and speeds stand still
_PASSES = 3  # of whole flights: the third gained on each of six seeds (decision 051)
_LONG_LOG = 100_000  # lines from which on joining takes minutes, and says so
_CATALOGUE_JOINS = 15.0  # how many joins the catalogue's word is worth
_LONG_S = 150.0  # shorter ones say more of clocks than of speed
_AT_MOST = 2.0  # a join that took twice as long as expected, or half, is no straight flight


@dataclass(frozen=True)
class Association:
    """`cover.successor` makes flights of sightings; `at_s` is mended time; `capped` lines had too many rivals."""

    cover: PathCover
    clocks: Clocks
    at_s: Floats
    capped: int


def associate(sightings: Sightings, announce: Announce = silent) -> Association:
    """Estimate clocks and join, in turn: first with clocks as they are, then with them mended.

    `announce` is told the pass, where a log is so long that its joining takes minutes.
    """
    if not len(sightings):  # most cases have no observers' log: nothing is asked of seven passes over no line
        return _nothing_seen()
    posts, lines = len(sightings.posts), lines_of(sightings)
    clocks, at_s = no_offsets(posts), sightings.at_s
    traffic = first_traffic(lines, at_s, posts, _UNMENDED_SD_S)
    for number in range(_CLOCK_PASSES):
        _tell(announce, number + 1, len(sightings))
        found = path_cover(len(sightings), candidate_links(sightings, at_s, lines, traffic))
        clocks = clock_offsets(sightings, lines, at_s, found.successor, clocks)
        at_s = sightings.at_s + clocks.offset_s[sightings.post]
        sd = _UNMENDED_SD_S if number == 0 else _MENDED_SD_S
        lines = learned_speeds(sightings, lines, at_s, found.successor)
        traffic = traffic_after(lines, at_s, posts, found.successor, sd)
    successor, capped = found.successor, np.zeros(len(sightings), dtype=np.bool_)
    for number in range(_PASSES):
        _tell(announce, _CLOCK_PASSES + number + 1, len(sightings))
        joins = candidate_links(sightings, at_s, lines, traffic)
        start = path_cover(len(sightings), joins)
        sure = np.where(start.confidence >= _SURE, start.successor, -1) if number == 0 else successor
        successor, cut = _settled(sightings, at_s, lines, traffic, sure)
        capped |= cut
        clocks = clock_offsets(sightings, lines, at_s, successor, clocks)
        at_s = sightings.at_s + clocks.offset_s[sightings.post]
        lines = learned_speeds(sightings, lines, at_s, successor)
        traffic = traffic_after(lines, at_s, posts, successor, _MENDED_SD_S)
    return Association(
        rivals(len(sightings), joins, successor, start.greedy), clocks, at_s, int((capped | joins.capped).sum())
    )


def _nothing_seen() -> Association:
    none, nowhere = np.zeros(0), np.zeros(0, dtype=np.int64)
    return Association(PathCover(nowhere, none, nowhere, none, greedy=0), Clocks(none, none, nowhere), none, capped=0)


def _tell(announce: Announce, number: int, count: int) -> None:
    if count >= _LONG_LOG:
        announce(f"crossref: joining {count:,} sightings, pass {number} of {_CLOCK_PASSES + _PASSES}")


def _settled(sightings: Sightings, at_s: Floats, lines: Lines, traffic: Traffic, successor: Ints) -> tuple[Ints, Mask]:
    """`settle` numbers sightings in order of time; here and back. Successors, and lines near to too many chains."""
    order = np.argsort(at_s, kind="stable")
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order], rank[-1] = np.arange(len(order)), -1
    model = model_of(sightings, at_s, lines, traffic, order)
    after = settle(rank[successor[order]], model, rank[:-1])
    found, capped = np.full(len(order), -1, dtype=np.int64), np.zeros(len(order), dtype=np.bool_)
    found[order] = np.where(after.next >= 0, order[after.next], -1)
    capped[order] = after.capped == 1
    return found, capped


def learned_speeds(sightings: Sightings, lines: Lines, at_s: Floats, successor: Ints) -> Lines:
    """The lines with `cruise_ms` of each type as the joins of a pass show it, never above its top speed.

    CandidateLinks there and back pass the same two clocks in both directions, so that clocks do not bend the median.
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
    return lines._replace(cruise_ms=np.minimum(cruise, lines.top_ms))
