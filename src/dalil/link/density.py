"""How crowded it is where and when a report lies: the rate of other attacks that could be mistaken for it.

Two reports of one village and day are strong evidence of one attack where a year brings one attack, and weak in
a city under siege. The rate at a report is half the other reports that its own organisation has nearby (within
its radius, at least 3 km, and a day), added to the rate of the wider neighbourhood (9 cells of a quarter degree,
24 days), in which the organisation with the most reports counts: several organisations' reports of one attack do
not make it crowded.
"""

from __future__ import annotations

import math

import numpy as np

from dalil.link.likelihood import KM_PER_DEGREE
from dalil.link.reports import Floats, Ints, Reports

__all__ = ["NEAR_KM", "log_rates"]

NEAR_KM = 3.0
_CELL_DEGREES = 0.25
_BIN_DAYS = 8.0


def log_rates(reports: Reports, near: Floats) -> Floats:
    """(n) log attacks per km² and day; where a report has no place, per day; no time, per km²; neither, in all.

    `near` (n) counts the other reports of the same organisation nearby.
    """
    timed, placed = reports.timed, reports.placed
    days = _period_days(reports)
    whole = float(max(1, np.bincount(reports.organisation).max(initial=1)))
    rates = np.full(len(reports), whole)
    rates[timed] = whole / days
    if placed.any():
        area = _area_km2(reports)
        rates[placed & ~timed] = whole / area
        both = np.flatnonzero(placed & timed)
        at = reports.first[both]
        length = reports.latest[both] - reports.earliest[both] + 2.0
        own = math.pi * np.maximum(reports.radius_km[at], NEAR_KM) ** 2 * length
        rates[both] = 0.5 * near[both] / own + _around(reports, both, at) + whole / (area * days)
    return np.asarray(np.log(rates), dtype=np.float64)


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
    cells -= cells.min(axis=0) - 1
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
    return np.asarray(most / (9 * width * 3 * _BIN_DAYS), dtype=np.float64)
