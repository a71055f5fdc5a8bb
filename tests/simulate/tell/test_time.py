"""Stated times: each mistake by itself."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from dalil.simulate.tell.time import Told, tell_time
from dalil.simulate.world.clock import Clock
from dalil.simulate.world.loading import load

CLOCK = Clock("Pacific/Auckland", date(2019, 3, 15), 37)
NONE = ("part_of_day", "day_only", "wrong_day", "utc_as_local", "am_for_pm", "alert_time", "round_to_quarter")


def told(wall: str, in_utc: bool = False, alert: int | None = None, sd: float = 0.0, **habits: str) -> Told:
    """A stated time of an attack at a local wall time, with no mistake but those given."""
    settings = load("small", {f"habits.{n}": "0" for n in NONE} | {f"habits.{n}": v for n, v in habits.items()}).habits
    at = CLOCK.instant(datetime.fromisoformat(wall))
    return tell_time(settings, CLOCK, np.random.default_rng(1), at, sd, in_utc, alert)


def test_a_plain_time_is_local_to_the_minute():
    found = told("2019-03-20T22:30")
    assert (found.earliest, found.latest, found.precision) == ("2019-03-20T22:30", "2019-03-20T22:30", "minute")
    assert found.mistakes == ()


def test_the_writer_in_utc_says_so():
    assert told("2019-03-20T22:30", in_utc=True).earliest == "2019-03-20T09:30:00Z"


def test_a_part_of_the_day_is_its_hours():
    found = told("2019-03-20T14:10", part_of_day="1")
    assert (found.earliest, found.latest) == ("2019-03-20T12:00", "2019-03-20T17:59")
    assert found.precision == "part_of_day"


@pytest.mark.parametrize(
    ("wall", "hours"), [("05:59", "00:00 05:59"), ("06:00", "06:00 11:59"), ("23:10", "20:00 23:59")]
)
def test_every_hour_is_in_its_part(wall: str, hours: str):
    found = told(f"2019-03-20T{wall}", part_of_day="1")
    assert f"{found.earliest[11:]} {found.latest[11:]}" == hours


def test_only_the_day():
    found = told("2019-03-20T14:10", day_only="1")
    assert (found.earliest, found.latest, found.precision) == ("2019-03-20", "2019-03-20", "day")


@pytest.mark.parametrize(("wall", "day"), [("00:30", "2019-03-19"), ("04:50", "2019-03-19"), ("05:10", "2019-03-20")])
def test_after_midnight_the_day_before_is_written(wall: str, day: str):
    found = told(f"2019-03-20T{wall}", wrong_day="1")
    assert found.earliest.startswith(day)
    assert ("wrong_day" in found.mistakes) == (day == "2019-03-19")


def test_utc_where_local_time_is_meant():
    found = told("2019-03-20T22:30", utc_as_local="1")
    assert found.earliest == "2019-03-20T09:30"
    assert found.mistakes == ("utc_as_local",)


def test_local_time_where_utc_is_meant():
    assert told("2019-03-20T22:30", in_utc=True, utc_as_local="1").earliest == "2019-03-20T22:30:00Z"


@pytest.mark.parametrize(("wall", "stated"), [("09:20", "21:20"), ("21:20", "09:20")])
def test_morning_for_evening(wall: str, stated: str):
    assert told(f"2019-03-20T{wall}", am_for_pm="1").earliest == f"2019-03-20T{stated}"


def test_rounded_to_the_quarter():
    assert told("2019-03-20T14:10", round_to_quarter="1").earliest == "2019-03-20T14:15"


@pytest.mark.parametrize(("declared", "source"), [("1", "aircraft_alert"), ("0", "witness")])
def test_time_of_an_alert_declared_or_not(declared: str, source: str):
    alert = CLOCK.instant(datetime(2019, 3, 20, 14, 3))
    found = told("2019-03-20T14:10", alert=alert, alert_time="1", alert_declared=declared)
    assert (found.earliest, found.source, found.mistakes) == ("2019-03-20T14:03", source, ("alert",))


def test_without_an_alert_there_is_nothing_to_copy():
    assert told("2019-03-20T14:10", alert_time="1").source != "aircraft_alert"
