"""The hours of prayer from the height of the sun, as wide intervals: people name them loosely.

Sun's position after the United States Naval Observatory's "Approximate Solar Coordinates" (within an arc minute
for two centuries around 2000, so within seconds of time here). Conventions for fajr and isha range from 15 to 19.5
degrees below the horizon and the noon prayer is announced after the sun has passed; the margins hold all of them.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from dalil.units import Point, UtcInterval

__all__ = ["PRAYERS", "prayer_interval", "sun_transit"]

PRAYERS = ("fajr", "dhuhr", "asr", "maghrib", "isha")

HORIZON_DEG = -0.833  # refraction and half the sun's disc
FIRST_LIGHT_DEG = -20.0  # half a degree beyond the earliest convention for fajr (19.5), so that all lie within
DEEP_DUSK_DEG = -15.0  # the earliest convention for isha
CALL_MARGIN = timedelta(minutes=15)  # set by judgement: wider loses sharpness, narrower contradicts a loose witness
ISHA_LASTS = timedelta(hours=3)  # people say isha until they sleep; no source gives an end


def _sun(moment: datetime) -> tuple[float, float]:
    """(declination in radians, equation of time in minutes) at a UTC moment."""
    days = (moment - datetime(2000, 1, 1, 12)).total_seconds() / 86_400
    mean_anomaly = math.radians(357.529 + 0.98560028 * days)
    mean_longitude = 280.459 + 0.98564736 * days
    longitude = math.radians(mean_longitude + 1.915 * math.sin(mean_anomaly) + 0.020 * math.sin(2 * mean_anomaly))
    obliquity = math.radians(23.439 - 0.00000036 * days)
    right_ascension = math.degrees(math.atan2(math.cos(obliquity) * math.sin(longitude), math.cos(longitude)))
    equation = (mean_longitude - right_ascension + 180) % 360 - 180
    return math.asin(math.sin(obliquity) * math.sin(longitude)), 4 * equation


def sun_transit(day: date, point: Point) -> datetime:
    """UTC moment near the civil noon of `day` at which the sun is highest over `point`."""
    noon = datetime(day.year, day.month, day.day, 12) - timedelta(minutes=4 * point.longitude)
    return noon - timedelta(minutes=_sun(noon)[1])


def _hour_angle(transit: datetime, point: Point, altitude: float) -> timedelta | None:
    """Time between transit and the moment the sun stands at `altitude` (radians); None where it never does."""
    declination, latitude = _sun(transit)[0], math.radians(point.latitude)
    cosine = (math.sin(altitude) - math.sin(latitude) * math.sin(declination)) / (
        math.cos(latitude) * math.cos(declination)
    )
    return timedelta(hours=math.degrees(math.acos(cosine)) / 15) if abs(cosine) <= 1 else None


def prayer_interval(prayer: str, day: date, point: Point) -> UtcInterval | None:
    """When people at `point` can mean by this prayer on `day`; None where the sun gives no such hour (far north).

    >>> prayer_interval("dhuhr", date(2016, 10, 1), Point(36.2, 37.15)).earliest.strftime("%H:%M")
    '09:05'
    """
    transit = sun_transit(day, point)
    shadow = math.atan(1 / (1 + math.tan(abs(math.radians(point.latitude) - _sun(transit)[0]))))
    angles = [
        _hour_angle(transit, point, altitude)
        for altitude in (shadow, *(math.radians(a) for a in (HORIZON_DEG, DEEP_DUSK_DEG, FIRST_LIGHT_DEG)))
    ]
    if any(angle is None for angle in angles):
        return None
    asr, horizon, dusk, first_light = (angle for angle in angles if angle is not None)
    spans = {
        "fajr": (transit - first_light, transit - horizon + CALL_MARGIN),
        "dhuhr": (transit - CALL_MARGIN, transit + asr + CALL_MARGIN),
        "asr": (transit + asr - CALL_MARGIN, transit + horizon),
        "maghrib": (transit + horizon - CALL_MARGIN, transit + first_light),
        "isha": (transit + dusk - CALL_MARGIN, transit + first_light + ISHA_LASTS),
    }
    earliest, latest = (moment.replace(microsecond=0) for moment in spans[prayer])
    return UtcInterval(earliest, latest)
