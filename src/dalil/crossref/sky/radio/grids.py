"""Grid references to latitude and longitude: MGRS, and the 1942 grid of the Soviet maps (EPSG:28401-28432).

Inverse transverse Mercator by Krüger's series to the fourth order in n (Karney 2011, eqs. 35 and 36), exact to far
below a millimetre within a zone. From Pulkovo 1942 to WGS 84 by the seven parameters of GOST R 51794-2008, good to
some three metres over the former Soviet Union and to some ten elsewhere. MGRS letters by NGA.STND.0037.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dalil.units import Metres, Point

__all__ = ["grid_1942", "mgrs", "point_of_tm"]

_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_SHIFT_M = (23.57, -140.95, -79.8)
_TURN_S = (0.0, -0.35, -0.79)
_SCALE_PPM = -0.22


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Semi-major axis in metres, and flattening."""

    axis_m: float
    flattening: float


_WGS84 = Ellipsoid(6_378_137.0, 1 / 298.257223563)
_KRASSOWSKY = Ellipsoid(6_378_245.0, 1 / 298.3)


def point_of_tm(north_m: float, east_m: float, meridian: float, ellipsoid: Ellipsoid, scale: float) -> Point:
    """The point of a northing from the equator and an easting from the central meridian, on the same ellipsoid."""
    n = ellipsoid.flattening / (2 - ellipsoid.flattening)
    radius = scale * ellipsoid.axis_m / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    delta = (
        2 * n - 2 * n**2 / 3 - 2 * n**3 + 116 * n**4 / 45,
        7 * n**2 / 3 - 8 * n**3 / 5 - 227 * n**4 / 45,
        56 * n**3 / 15 - 136 * n**4 / 35,
        4279 * n**4 / 630,
    )
    xi, eta = north_m / radius, east_m / radius
    xi_0 = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in enumerate(beta, 1))
    eta_0 = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in enumerate(beta, 1))
    chi = math.asin(math.sin(xi_0) / math.cosh(eta_0))
    phi = chi + sum(d * math.sin(2 * j * chi) for j, d in enumerate(delta, 1))
    return Point(math.degrees(phi), meridian + math.degrees(math.atan2(math.sinh(eta_0), math.cos(xi_0))))


def grid_1942(x_m: float, y_m: float) -> Point:
    """The WGS 84 point of X (metres north) and Y (metres east, the zone's number in front of the last six digits).

    Raises ValueError where there is no such zone or the point lies outside it.
    """
    zone, east = int(y_m // 1_000_000), y_m % 1_000_000
    if not (1 <= zone <= 60 and 100_000 <= east <= 900_000 and 0 < x_m < 9_400_000):
        raise ValueError("not a reference of the 1942 grid")
    old = point_of_tm(x_m, east - 500_000, zone * 6 - 3, _KRASSOWSKY, 1.0)
    return _to_wgs84(old)


def _to_wgs84(old: Point) -> Point:
    x, y, z = _cartesian(old, _KRASSOWSKY)
    _, ry, rz = (math.radians(s / 3600) for s in _TURN_S)
    scale = 1 + _SCALE_PPM * 1e-6
    # Coordinate frame rotation: X' = T + m (1 + R) X.
    new = (x + rz * y - ry * z, -rz * x + y, ry * x + z)
    dx, dy, dz = (scale * value + shift for value, shift in zip(new, _SHIFT_M, strict=True))
    return _geographic(dx, dy, dz, _WGS84)


def _cartesian(point: Point, e: Ellipsoid) -> tuple[float, float, float]:
    phi, lam = math.radians(point.latitude), math.radians(point.longitude)
    square = e.flattening * (2 - e.flattening)
    normal = e.axis_m / math.sqrt(1 - square * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), normal * (1 - square) * math.sin(phi)


def _geographic(x: float, y: float, z: float, e: Ellipsoid) -> Point:
    square, across = e.flattening * (2 - e.flattening), math.hypot(x, y)
    phi = math.atan2(z, across * (1 - square))
    for _ in range(6):
        normal = e.axis_m / math.sqrt(1 - square * math.sin(phi) ** 2)
        phi = math.atan2(z + square * normal * math.sin(phi), across)
    longitude = math.degrees(math.atan2(y, x))
    return Point(math.degrees(phi), longitude)


def mgrs(zone: int, band: str, square: str, digits: str) -> tuple[Point, Metres]:
    """Centre of an MGRS square and half its diagonal. Raises ValueError for one that does not exist."""
    if not 1 <= zone <= 60 or band not in _BANDS or len(digits) % 2 or len(digits) > 10 or len(square) != 2:
        raise ValueError("not an MGRS reference")
    columns = _COLUMNS[(zone - 1) % 3]
    if square[0] not in columns or square[1] not in _ROWS:
        raise ValueError("no such square in this zone")
    half = len(digits) // 2
    side = 10.0 ** (5 - half)
    east = (columns.index(square[0]) + 1) * 1e5 + int(digits[:half] or 0) * side + side / 2
    row = (_ROWS.index(square[1]) - (5 if zone % 2 == 0 else 0)) % 20
    north = _in_band(band, row * 1e5 + int(digits[half:] or 0) * side) + side / 2
    point = point_of_tm(north, east - 500_000, zone * 6 - 183, _WGS84, 0.9996)
    return point, Metres(side * math.sqrt(0.5))


def _in_band(band: str, north: float) -> float:
    """Northings repeat every 2,000 km: the one in the latitudes of the band, counted from the equator."""
    lowest = 110_600.0 * (-80 + 8 * _BANDS.index(band)) - 100_000.0
    southern = band < "N"
    value = north - 1e7 if southern else north
    return value + 2e6 * math.ceil((lowest - value) / 2e6)
