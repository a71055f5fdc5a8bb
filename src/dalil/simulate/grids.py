"""Coordinates as they are read out on the radio: degrees, MGRS, and the 1942 grid (EPSG:28401-28432).

Transverse Mercator by Krüger's series to the third order in n (Karney 2011, eqs. 35 and 36): exact to a
millimetre within a zone. The shift from WGS 84 to Pulkovo 1942 is that of GOST R 51794-2008.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_BANDS = "CDEFGHJKLMNPQRSTUVWX"


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Semi-major axis in metres and flattening."""

    a: float
    f: float


WGS84 = Ellipsoid(6_378_137.0, 1 / 298.257223563)
KRASSOVSKY = Ellipsoid(6_378_245.0, 1 / 298.3)


def transverse_mercator(
    latitude: float, longitude: float, central: float, ellipsoid: Ellipsoid, scale: float
) -> tuple[float, float]:
    """Easting from the central meridian and northing from the equator, metres."""
    n = ellipsoid.f / (2 - ellipsoid.f)
    radius = ellipsoid.a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3, 13 / 48 * n**2 - 3 / 5 * n**3, 61 / 240 * n**3)
    phi, lam = math.radians(latitude), math.radians(longitude - central)
    eccentricity = 2 * math.sqrt(n) / (1 + n)
    tau = math.sinh(math.atanh(math.sin(phi)) - eccentricity * math.atanh(eccentricity * math.sin(phi)))
    xi = math.atan2(tau, math.cos(lam))
    eta = math.atanh(math.sin(lam) / math.sqrt(1 + tau**2))
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in enumerate(alpha, 1))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in enumerate(alpha, 1))
    return scale * radius * east, scale * radius * north


def grid_1942(latitude: float, longitude: float) -> tuple[int, int]:
    """X (north) and Y (east, the zone in front) of the 1942 grid in whole metres."""
    old_latitude, old_longitude = _to_pulkovo(latitude, longitude)
    zone = int(old_longitude // 6) + 1
    east, north = transverse_mercator(old_latitude, old_longitude, zone * 6 - 3, KRASSOVSKY, 1.0)
    return round(north), round(zone * 1_000_000 + 500_000 + east)


def mgrs(latitude: float, longitude: float) -> str:
    """MGRS to one metre, in the groups in which it is read.

    >>> mgrs(48.8582, 2.2945)
    '31U DQ 48251 11932'
    """
    zone = int((longitude + 180) // 6) + 1
    east, north = transverse_mercator(latitude, longitude, zone * 6 - 183, WGS84, 0.9996)
    east, north = east + 500_000, north if latitude >= 0 else north + 10_000_000
    band = _BANDS[min(int((latitude + 80) // 8), 19)]
    column = _COLUMNS[(zone - 1) % 3][int(east // 100_000) - 1]
    row = _ROWS[(int(north // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    return f"{zone}{band} {column}{row} {int(east) % 100_000:05d} {int(north) % 100_000:05d}"


def dms(value: float) -> tuple[int, int, int]:
    """Degrees, minutes and whole seconds."""
    total = round(abs(value) * 3600)
    return total // 3600, total % 3600 // 60, total % 60


def _to_pulkovo(latitude: float, longitude: float) -> tuple[float, float]:
    x, y, z = _to_cartesian(latitude, longitude, WGS84)
    ry, rz = math.radians(-0.35 / 3600), math.radians(-0.79 / 3600)
    # Inverse of x' = x + t + s x + R x, small enough to invert by sign.
    x, y, z = x - 23.57, y + 140.95, z + 79.8
    x, y, z = x - rz * y + ry * z, y + rz * x, z - ry * x
    scale = 1 + 0.22e-6
    return _from_cartesian(x * scale, y * scale, z * scale, KRASSOVSKY)


def _to_cartesian(latitude: float, longitude: float, e: Ellipsoid) -> tuple[float, float, float]:
    phi, lam = math.radians(latitude), math.radians(longitude)
    square = e.f * (2 - e.f)
    normal = e.a / math.sqrt(1 - square * math.sin(phi) ** 2)
    return (
        normal * math.cos(phi) * math.cos(lam),
        normal * math.cos(phi) * math.sin(lam),
        normal * (1 - square) * math.sin(phi),
    )


def _from_cartesian(x: float, y: float, z: float, e: Ellipsoid) -> tuple[float, float]:
    square, across = e.f * (2 - e.f), math.hypot(x, y)
    phi = math.atan2(z, across * (1 - square))
    for _ in range(5):
        normal = e.a / math.sqrt(1 - square * math.sin(phi) ** 2)
        phi = math.atan2(z + square * normal * math.sin(phi), across)
    return math.degrees(phi), math.degrees(math.atan2(y, x))
