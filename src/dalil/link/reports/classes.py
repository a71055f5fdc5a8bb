"""Kinds of statements of time and place: each has errors of its own, learned apart.

An attack of the night is given the day before or after more often than one at noon; a time copied from a flight
observer's alert is some minutes early; a point that only stands for a name is no better than the name's region, and
one that stands for a site is the site's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from dalil.kernels import Floats, Ints, Mask

__all__ = ["PLACE_CLASSES", "TIME_CLASSES", "place_classes", "time_classes"]


TIME_CLASSES = ("hour by day", "hour by night", "part of the day", "part of the night", "day", "longer", "alert")
PLACE_CLASSES = ("not said", "survey or imagery", "media or other", "name", "site's name")

_EXACT_DAYS, _PART_DAYS, _DAY_DAYS = 2 / 24, 13 / 24, 26 / 24
_NIGHT_ENDS = 6  # hour of the wall clock: whoever is woken at three speaks of the night of the day before
_EXACT_NAME_KM = 0.3  # radius up to which a point from a name is that of a site and not of a region


def time_classes(earliest: Floats, latest: Floats, alert: Mask, zone: ZoneInfo) -> Ints:
    """(n) place in TIME_CLASSES; `alert` says where the time was taken from an aircraft alert."""
    length = latest - earliest
    hour = 24.0 * np.mod(earliest + _offset_days(earliest, zone), 1.0)
    night = hour < _NIGHT_ENDS
    found = np.select(
        [alert, length <= _EXACT_DAYS, length <= _PART_DAYS, length <= _DAY_DAYS], [6, 0 + night, 2 + night, 4], 5
    )
    return np.asarray(np.where(np.isfinite(earliest), found, 5), dtype=np.int64)


def _offset_days(moments: Floats, zone: ZoneInfo) -> Floats:
    """The zone's offset at each moment, to the day on which it changes."""
    day = np.floor(np.nan_to_num(moments)).astype(np.int64)
    days, where = np.unique(day, return_inverse=True)
    begin = datetime(1970, 1, 1, 12)
    found = [(begin + timedelta(days=int(each))).replace(tzinfo=zone).utcoffset() or timedelta() for each in days]
    return np.array([each / timedelta(days=1) for each in found])[where]


def place_classes(source: list[str | None], named: Mask, radius_km: Floats) -> Ints:
    """(n) place in PLACE_CLASSES; a point from a name that claims to be exact is that of a site."""
    codes = {"survey": 1, "imagery": 1, "media": 2, "other": 2, "name": 3, "site_name": 4}
    found = np.array([codes.get(each or "", 0) for each in source], dtype=np.int64)
    found = np.where(named & (found != 4), 3, found)
    return np.asarray(np.where((found == 3) & (radius_km <= _EXACT_NAME_KM), 4, found), dtype=np.int64)
