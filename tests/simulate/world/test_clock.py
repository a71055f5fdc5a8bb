"""Local days and hours, with summer time."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dalil.simulate.world.clock import Clock, sun_height, utc_text

CLOCK = Clock("Pacific/Auckland", date(2019, 3, 15), 37)


def test_the_period_begins_and_ends_at_local_midnight():
    assert utc_text(CLOCK.first_s) == "2019-03-14T11:00:00Z"  # UTC+13 in summer
    assert utc_text(CLOCK.last_s) == "2019-04-20T11:59:59Z"  # UTC+12 since 7 April
    assert CLOCK.end == date(2019, 4, 20)


def test_the_period_is_an_hour_longer_than_its_days():
    assert CLOCK.last_s + 1 - CLOCK.first_s == 37 * 86_400 + 3_600


def test_a_time_that_exists_twice_reads_alike():
    first = CLOCK.instant(datetime(2019, 4, 7, 2, 30))
    assert CLOCK.local(first).strftime("%H:%M") == CLOCK.local(first + 3_600).strftime("%H:%M") == "02:30"


def test_days_are_counted_from_the_first():
    assert CLOCK.day(CLOCK.first_s) == 0
    assert CLOCK.day(CLOCK.last_s) == 36


@pytest.mark.parametrize(("hour", "up"), [(12, True), (0, False), (7, True), (23, False)])
def test_the_sun_is_up_by_day(hour: float, up: bool):
    assert (sun_height(hour, 80, 34.2) > 0) is up


def test_the_sun_stands_highest_at_midsummer():
    assert sun_height(12, 172, 34.2) > sun_height(12, 355, 34.2)
    assert sun_height(12, 172, 23.45) == pytest.approx(1.0, abs=1e-3)
