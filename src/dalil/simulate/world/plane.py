"""A local plane in metres around one point, and rounding of what is written.

An equirectangular plane is enough: the simulated country is 300 km wide and nothing in it is measured to
better than a metre across more than a few kilometres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dalil.geo.earth import METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Plane:
    """x east and y north in metres around (`latitude`, `longitude`) in degrees, WGS 84."""

    latitude: float
    longitude: float

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a point, rounded to 1e-6 degrees (0.1 m) so that processors agree."""
        scale = METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        return round(self.latitude + y / METRES_PER_DEGREE, 6), round(self.longitude + x / scale, 6)

    def metres(self, latitude: float, longitude: float) -> tuple[float, float]:
        """x and y of a point given in degrees."""
        scale = METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        return (longitude - self.longitude) * scale, (latitude - self.latitude) * METRES_PER_DEGREE


def distance_m(ax: float, ay: float, bx: float, by: float) -> float:
    """Distance of two points of the plane in metres."""
    return math.hypot(ax - bx, ay - by)


def bearing_deg(ax: float, ay: float, bx: float, by: float) -> float:
    """Direction from a to b in degrees clockwise from north, in [0, 360)."""
    return math.degrees(math.atan2(bx - ax, by - ay)) % 360.0
