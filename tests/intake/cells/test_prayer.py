from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from dalil.intake.cells.prayer import PRAYERS, prayer_interval, sun_transit
from dalil.units import Point

CAIRO = Point(30.0444, 31.2357)


# Solar noon from published almanacs (NOAA calculator), UTC.
@pytest.mark.parametrize(
    ("day", "point", "noon"),
    [
        (date(2016, 6, 21), Point(51.4779, 0.0), datetime(2016, 6, 21, 12, 1, 50)),
        (date(2016, 11, 3), Point(51.4779, 0.0), datetime(2016, 11, 3, 11, 43, 34)),
        (date(2016, 2, 11), Point(51.4779, 0.0), datetime(2016, 2, 11, 12, 14, 12)),
        (date(2016, 10, 1), CAIRO, datetime(2016, 10, 1, 9, 44, 40)),
    ],
)
def test_the_sun_is_highest_when_the_almanac_says(day: date, point: Point, noon: datetime) -> None:
    assert abs(sun_transit(day, point) - noon) < timedelta(seconds=40)


def test_sunset_begins_maghrib_within_its_margin() -> None:
    found = prayer_interval("maghrib", date(2016, 10, 1), CAIRO)
    sunset = datetime(2016, 10, 1, 15, 42)  # 17:42 in Cairo
    assert found is not None
    assert abs(found.earliest + timedelta(minutes=15) - sunset) < timedelta(minutes=2)


def test_prayers_follow_one_another_through_the_day() -> None:
    spans = [prayer_interval(prayer, date(2016, 10, 1), CAIRO) for prayer in PRAYERS]
    begins = [span.earliest for span in spans if span]
    assert begins == sorted(begins)
    assert len(begins) == 5


def test_where_the_sun_does_not_sink_there_is_no_such_hour() -> None:
    assert prayer_interval("isha", date(2016, 6, 21), Point(68.0, 20.0)) is None
