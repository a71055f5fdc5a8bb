"""How crowded it is where and when a report lies: the rate of other attacks that could be mistaken for it.

Two reports of one village and day are strong evidence of one attack where a year brings one attack, and weak in a
city under siege. The rate at a report is the larger of

- nearby: half the other reports of its own organisation within its radius (at least 3 km) and a day, added to the
  rate of the wider neighbourhood (9 cells of a quarter degree, 24 days), in which the organisation with the most
  reports counts: several organisations' reports of one attack do not make it crowded;
- in bursts: how often an organisation has two reports of attacks within 1.5 km and 1.5 hours, and within 400 m and 3
  hours, by reports that are so exact. Raids come in strikes, and a second strike follows the first.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dalil.geo.earth import KM_PER_DEGREE
from dalil.kernels import Floats, Ints, Mask, kernel
from dalil.link.reports.columns import Reports

__all__ = [
    "BURSTS", "NEAR_KM", "LocalDensity", "at_point_per_day", "cluster_log_rate", "exact_to", "log_rates", "own_volume",
    "pair_log_rates",
]  # fmt: skip

NEAR_KM = 3.0  # the least radius of "nearby": a point that claims metres is still of a village of some kilometres
_CELL_DEGREES = 0.25  # side of the cells of the wider neighbourhood: smaller follows few reports, larger blurs fronts
_BIN_DAYS = 8.0  # length of its bins: three of them, the one before and after, are the neighbourhood in time
_AT_POINT_DAYS = 15.0  # to either side: in which an organisation's other attacks at the very point are counted
_POINT_DEGREES = 0.001  # points that agree to this are the very point, 111 m
BURSTS = ((1.5, 1.5 / 24), (0.4, 3.0 / 24))
"""(kilometres, days) of a raid and of a second strike."""


class LocalDensity(NamedTuple):
    """`log_rate` of attacks around each report, in the `dimensions` it states: 1 time, 2 place, 3 both, 0 none.

    `log_whole` is that of the whole case.
    """

    log_rate: Floats
    dimensions: Ints
    log_whole: float

    @classmethod
    def of(cls, reports: Reports, log_rate: Floats) -> LocalDensity:
        """With the dimensions that the reports state."""
        most = float(np.bincount(reports.organisation, minlength=1).max())
        return cls(log_rate, (reports.timed + 2 * reports.placed).astype(np.int64), math.log(max(1.0, most)))


def log_rates(reports: Reports, near: Floats, bursts: list[float]) -> Floats:
    """(n) log attacks per km² and day; where a report has no place, per day; no time, per km²; neither, in all.

    `near` (n) counts the other reports of the same organisation nearby; `bursts` pairs of them in each of `BURSTS`.
    """
    timed, placed = reports.timed, reports.placed
    days = _period_days(reports)
    whole = float(max(1, np.bincount(reports.organisation).max(initial=1)))
    rates = np.full(len(reports), whole)
    rates[timed] = whole / days  # a place that is not stated could be anywhere: all attacks of its days
    if placed.any():
        area = _area_km2(reports)
        rates[placed & ~timed] = whole / area
        both = np.flatnonzero(placed & timed)
        if not len(both):
            return np.asarray(np.log(rates))
        at = reports.first[both]
        wide = 0.5 * near[both] / own_volume(reports, both) + _around(reports, both, at) + whole / (area * days)
        rates[both] = wide
        for pairs, (reach_km, reach_days) in zip(bursts, BURSTS, strict=True):
            exact = both[exact_to(reports, both, reach_km, reach_days)]
            volume = math.pi * reach_km**2 * 2 * reach_days
            rates[exact] = np.maximum(rates[exact], 2.0 * pairs / max(1, len(exact)) / volume)
    return np.asarray(np.log(rates))


def exact_to(reports: Reports, both: Ints, reach_km: float, reach_days: float) -> Mask:
    """Which of the reports `both` (timed and placed) are as exact as this."""
    length = reports.latest[both] - reports.earliest[both]
    return np.asarray((length <= reach_days) & (reports.radius_km[reports.first[both]] <= reach_km))


def at_point_per_day(reports: Reports, both: Ints) -> Floats:
    """(len(both)) other attacks a day that the report's own organisation puts at the very point, within 15 days."""
    at = reports.first[both]
    point = np.round(np.column_stack([reports.latitude[at], reports.longitude[at]]) / _POINT_DEGREES)
    group = np.unique(np.column_stack([reports.organisation[both], point]), axis=0, return_inverse=True)[1].ravel()
    middle = np.round(0.5 * (reports.earliest[both] + reports.latest[both]), 3)
    middle -= middle.min()  # so that a group's number times `span` keeps groups apart in one sorted list
    stated = np.unique(np.column_stack([group, middle]), axis=0)  # an update counts once
    span = float(middle.max() + 10 * _AT_POINT_DAYS)
    keys, mine = stated[:, 0] * span + stated[:, 1], group * span + middle
    others = np.searchsorted(keys, mine + _AT_POINT_DAYS, "right") - np.searchsorted(keys, mine - _AT_POINT_DAYS) - 1
    return np.asarray(np.maximum(others, 0) / (2 * _AT_POINT_DAYS))


def own_volume(reports: Reports, both: Ints) -> Floats:
    """km² · days that each of the reports `both` (timed and placed) covers: its radius, at least 3 km, and a day."""
    length = reports.latest[both] - reports.earliest[both] + 2.0
    return np.asarray(math.pi * np.maximum(reports.radius_km[reports.first[both]], NEAR_KM) ** 2 * length)


def _period_days(reports: Reports) -> float:
    if not reports.timed.any():
        return 1.0
    return float(max(1.0, np.nanmax(reports.latest) - np.nanmin(reports.earliest)))


def _area_km2(reports: Reports) -> float:
    """Of the cells of a quarter degree in which any report lies."""
    cells = np.unique(np.floor(np.column_stack([reports.latitude, reports.longitude]) / _CELL_DEGREES), axis=0)
    widths = np.cos(np.radians((cells[:, 0] + 0.5) * _CELL_DEGREES))
    return float(np.sum(widths) * (_CELL_DEGREES * KM_PER_DEGREE) ** 2)


def _around(reports: Reports, both: Ints, at: Ints) -> Floats:
    """(len(both)) attacks per km² and day in the 27 cells around, by the organisation with the most reports."""
    middle = 0.5 * (reports.earliest[both] + reports.latest[both])
    cells = np.floor(
        np.column_stack(
            [reports.latitude[at] / _CELL_DEGREES, reports.longitude[at] / _CELL_DEGREES, middle / _BIN_DAYS]
        )
    ).astype(np.int64)
    cells -= cells.min(axis=0) - 1  # a rim of empty cells, so that no step wraps into another row
    spans = cells.max(axis=0) + 2
    where = (cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]
    most = np.zeros(len(both))
    steps = [(y * spans[1] + x) * spans[2] + t for y in (-1, 0, 1) for x in (-1, 0, 1) for t in (-1, 0, 1)]
    for organisation in np.unique(reports.organisation[both]):
        keys, counts = np.unique(where[reports.organisation[both] == organisation], return_counts=True)
        total = np.zeros(len(both))
        for step in steps:
            found = np.minimum(np.searchsorted(keys, where + step), len(keys) - 1)
            total += np.where(keys[found] == where + step, counts[found], 0)
        most = np.maximum(most, total)
    width = np.cos(np.radians(reports.latitude[at])) * (_CELL_DEGREES * KM_PER_DEGREE) ** 2
    # Nine cells and three bins were counted.
    return np.asarray(most / (9 * width * 3 * _BIN_DAYS), dtype=np.float64)


@kernel
def cluster_log_rate(density: LocalDensity, members: Ints) -> float:
    """log λ of the cluster: the mean of its reports that state the most."""
    total = np.zeros(4)
    count = np.zeros(4)
    for report in members:
        total[density.dimensions[report]] += density.log_rate[report]
        count[density.dimensions[report]] += 1
    if count[3]:
        return float(total[3] / count[3])
    if count[1] and count[2]:
        return float(total[1] / count[1] + total[2] / count[2] - density.log_whole)
    for kind in (1, 2):
        if count[kind]:
            return float(total[kind] / count[kind])
    return density.log_whole


def pair_log_rates(density: LocalDensity, a: Ints, b: Ints) -> Floats:
    """(pairs) log λ({a, b}) − log λ(a) − log λ(b), as `cluster_log_rate` has it."""
    rate_a, rate_b = density.log_rate[a], density.log_rate[b]
    stated_a, stated_b = density.dimensions[a], density.dimensions[b]
    together = np.where(stated_a == stated_b, 0.5 * (rate_a + rate_b), np.where(stated_a > stated_b, rate_a, rate_b))
    crossed = (stated_a + stated_b == 3) & (stated_a > 0) & (stated_b > 0)
    together = np.where(crossed, rate_a + rate_b - density.log_whole, together)
    return np.asarray(together - rate_a - rate_b)
