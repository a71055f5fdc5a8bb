"""Kinds of statements of time and place."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dalil.link.reports.classes import PLACE_CLASSES, TIME_CLASSES, place_classes, time_classes

DAMASCUS = ZoneInfo("Asia/Damascus")


def days(text):
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1)).total_seconds() / 86400


@pytest.mark.parametrize(("earliest", "hours", "alert", "expected"), [
    ("2016-07-01T09:00", 0, False, "hour by day"),
    ("2016-07-01T00:30", 1, False, "hour by night"),  # 03:30 in Damascus
    ("2016-07-01T20:59", 0, False, "hour by day"),  # 23:59
    ("2016-07-01T21:00", 0, False, "hour by night"),  # midnight
    ("2016-07-01T03:00", 0, False, "hour by day"),  # 06:00: the night is over
    ("2016-12-01T03:00", 0, False, "hour by night"),  # in winter it is 05:00
    ("2016-07-01T03:00", 6, False, "part of the day"),
    ("2016-06-30T21:00", 6, False, "part of the night"),
    ("2016-06-30T21:00", 24, False, "day"),
    ("2016-06-30T21:00", 72, False, "longer"),
    ("2016-07-01T09:00", 0, True, "alert"),
])  # fmt: skip
def test_time(earliest, hours, alert, expected):
    first = np.array([days(earliest)])
    found = time_classes(first, first + hours / 24, np.array([alert]), DAMASCUS)
    assert TIME_CLASSES[found[0]] == expected


def test_no_time_is_no_class_of_its_own():
    none = np.array([np.nan])
    assert TIME_CLASSES[time_classes(none, none, np.array([False]), DAMASCUS)[0]] == "longer"


@pytest.mark.parametrize(("source", "named", "radius_km", "expected"), [
    (None, False, 0.1, "not said"), ("survey", False, 0.1, "survey or imagery"),
    ("media", False, 0.1, "media or other"),
    ("name", True, 3.0, "name"), ("", True, 3.0, "name"), ("site_name", False, 0.1, "site's name"),
    ("name", True, 0.1, "site's name"),  # a name that claims to be exact is a site's
])  # fmt: skip
def test_place(source, named, radius_km, expected):
    found = place_classes([source], np.array([named]), np.array([radius_km]))
    assert PLACE_CLASSES[found[0]] == expected
