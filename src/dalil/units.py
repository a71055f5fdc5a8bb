"""Units and meanings as types: hashes, metres, intervals in UTC, points on WGS 84."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dalil.errors import Refused

__all__ = ["EARTH_RADIUS_M", "Metres", "Point", "Sha256", "UtcInterval", "parse_sha256", "sha256_of", "zone", "zones"]

Sha256 = NewType("Sha256", str)
"""64 lower-case hexadecimal digits."""

Metres = NewType("Metres", float)

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres; great-circle distances with it are within 0.6 % of the ellipsoid."""

_HEX = re.compile(r"[0-9a-f]{64}")  # one spelling a hash: names of files are compared as text


def sha256_of(content: bytes) -> Sha256:
    """SHA-256 of `content`.

    >>> sha256_of(b"")[:8]
    'e3b0c442'
    """
    return Sha256(hashlib.sha256(content).hexdigest())


def parse_sha256(text: str) -> Sha256:
    """Take `text` as a hash, or raise `Refused`. Capitals are refused: one hash has one spelling."""
    if not _HEX.fullmatch(text):
        raise Refused("This is not a SHA-256 hash.", expected="64 lower-case hexadecimal digits", found=repr(text[:80]))
    return Sha256(text)


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The names of all zones that the package tzdata has."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=1_000)
def zone(name: str) -> ZoneInfo:
    """The zone of that name, by the rules of the package tzdata, or `ZoneInfoNotFoundError`.

    Never by those of the machine: the log names the package, and a case read elsewhere must give the same moments.

    >>> zone("Asia/Damascus").key
    'Asia/Damascus'
    """
    if name not in zones():
        raise ZoneInfoNotFoundError(f"No time zone found with key {name}")
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@dataclass(frozen=True, slots=True, order=True)
class UtcInterval:
    """An interval closed at both ends; naive datetimes in UTC."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is not None or self.latest.tzinfo is not None:
            raise ValueError("an interval holds naive UTC times")
        if self.latest < self.earliest:
            raise ValueError("an interval ends before it begins")

    def overlaps(self, other: UtcInterval) -> bool:
        """True when the two share at least one moment."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def hull(self, other: UtcInterval) -> UtcInterval:
        """The smallest interval that holds both."""
        return UtcInterval(min(self.earliest, other.earliest), max(self.latest, other.latest))

    @property
    def duration(self) -> timedelta:
        """From the earliest to the latest moment."""
        return self.latest - self.earliest


@dataclass(frozen=True, slots=True)
class Point:
    """A point on WGS 84, in degrees."""

    latitude: float
    longitude: float

    def distance_to(self, other: Point) -> Metres:
        """Great-circle distance (haversine).

        >>> round(Point(0, 0).distance_to(Point(0, 1)))
        111195
        """
        phi_1, phi_2 = math.radians(self.latitude), math.radians(other.latitude)
        d_phi, d_lambda = phi_2 - phi_1, math.radians(other.longitude - self.longitude)
        h = math.sin(d_phi / 2) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(d_lambda / 2) ** 2
        # Rounding can carry h just above 1 between antipodes.
        return Metres(2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h))))
