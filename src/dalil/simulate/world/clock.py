"""Times as whole seconds UTC, and how people write them in the zone of the conflict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dalil.units import zone

DAY_S = 86_400  # seconds; days of the calendar have an hour more or less where summer time begins or ends


@dataclass(frozen=True, slots=True)
class Clock:
    """The period of the conflict and its zone. Times elsewhere in the simulator are epoch seconds, UTC."""

    zone: str
    start: date
    days: int

    @property
    def first_s(self) -> int:
        """Local midnight at the start of the first day."""
        return self.instant(datetime.combine(self.start, time()))

    @property
    def last_s(self) -> int:
        """The last second of the last day."""
        return self.instant(datetime.combine(self.start + timedelta(days=self.days), time())) - 1

    @property
    def end(self) -> date:
        """The last day."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def _zone(self) -> ZoneInfo:
        return zone(self.zone)

    def local(self, at_s: int) -> datetime:
        """The local wall time of an instant."""
        return datetime.fromtimestamp(at_s, self._zone)

    def instant(self, wall: datetime) -> int:
        """The instant of a naive wall time (the earlier reading where it exists twice)."""
        return int(wall.replace(tzinfo=self._zone, fold=0).timestamp())

    def hour(self, at_s: int) -> float:
        """Local hour of the day, 0 to 24."""
        wall = self.local(at_s)
        return wall.hour + wall.minute / 60

    def day(self, at_s: int) -> int:
        """Number of the local day since the first, from 0."""
        return (self.local(at_s).date() - self.start).days


def utc_text(at_s: int) -> str:
    """ISO 8601 in UTC with a Z, to the second."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sun_height(hour: float, day_of_year: int, latitude: float) -> float:
    """Sine of the sun's height at a local solar hour: above 0 by day. Cooper's declination (1969)."""
    # 23.45 degrees is the tilt of the axis; the year begins at the March equinox in Cooper's count.
    declination = math.radians(23.45) * math.sin(math.tau * (284 + day_of_year) / 365)
    turn = math.radians(15 * (hour - 12))
    phi = math.radians(latitude)
    return math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(declination) * math.cos(turn)
