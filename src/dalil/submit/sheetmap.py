"""The small map of one sheet: the incident and what each shown account gives, drawn from what the sheet itself states.

No background, no posts, no witnesses, no tiles. Positions are the released ones: where the sheet's are made coarse, so
are these. Shares of a square, from the left and from the top.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from dalil.submit.entries import Entry
from dalil.submit.wording import Wording

__all__ = ["sheet_map"]

_DEGREE_M = 111_195.0
_MOST_POINTS = 9
_LEAST_M = 200.0
_BARS_M = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
_ROUND_EDGE = 1.15  # of the circle or the farthest point


def sheet_map(entry: Entry, words: Wording) -> dict[str, Any] | None:
    """Circles and points, a scale bar and a legend; None where the incident's position does not leave."""
    latitude, longitude = entry.row["latitude"], entry.row["longitude"]
    if latitude is None or longitude is None:
        return None
    radius = float(entry.row["radius_m"] or 0.0)
    points = list(_points(entry, latitude, longitude))
    reach = max(_LEAST_M, radius, *(math.hypot(east, north) for _, east, north in points)) * _ROUND_EDGE
    bar = max((each for each in _BARS_M if each <= reach * 0.8), default=_BARS_M[0])
    return {
        "radius": radius / (2 * reach),
        "points": [
            {"label": words.ltr(label), "x": 0.5 + east / (2 * reach), "y": 0.5 - north / (2 * reach)}
            for label, east, north in points
        ],
        "bar": bar / (2 * reach),
        "bar_text": words.ltr(f"{bar // 1000} km" if bar >= 1000 else f"{bar} m"),
        "legend": words.text("map.legend" if points else "map.legend_alone"),
    }


def _points(entry: Entry, latitude: float, longitude: float) -> Iterator[tuple[str, float, float]]:
    """(number of the account as the sheet lists them, metres east, metres north) of those with a point of their own."""
    squeeze = math.cos(math.radians(latitude))
    for number, account in enumerate(entry.accounts[:_MOST_POINTS], 1):
        north, east = account.row["latitude"], account.row["longitude"]
        if north is not None and east is not None:
            yield str(number), (east - longitude) * squeeze * _DEGREE_M, (north - latitude) * _DEGREE_M
