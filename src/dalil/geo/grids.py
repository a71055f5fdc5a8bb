"""Grids and latitude, longitude, both ways: UTM, MGRS, and the 1942 grid of the Soviet maps (EPSG:28401-28432).

Transverse Mercator by Krüger's series to the fourth order in n (Karney 2011, eqs. 35 and 36), exact to far below a
millimetre within a zone. Between Pulkovo 1942 and WGS 84 by the seven parameters of GOST R 51794-2008, good to some
three metres over the former Soviet Union and to some ten elsewhere. MGRS letters by NGA.STND.0037.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dalil.units import Metres, Point

__all__ = [
    "KRASSOWSKY",
    "WGS84",
    "Ellipsoid",
    "dms",
    "grid_1942_of",
    "mgrs_of",
    "point_of_grid_1942",
    "point_of_square",
    "point_of_tm",
    "point_of_utm",
    "tm_of",
]

_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
# Pulkovo 1942 to WGS 84 (GOST R 51794-2008): metres, seconds of arc, parts in a million.
_SHIFT_M = (23.57, -140.95, -79.8)
_TURN_S = (0.0, -0.35, -0.79)  # about the axes, in coordinate frame rotation
_SCALE_PPM = -0.22  # of the size
_UTM = 0.9996  # scale on the central meridian of a UTM zone


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Semi-major axis in metres, and flattening."""

    axis_m: float
    flattening: float

    @property
    def third_flattening(self) -> float:
        """(a - b) / (a + b), the n of Krüger's series."""
        return self.flattening / (2 - self.flattening)

    @property
    def rectifying_m(self) -> float:
        """Radius of the sphere whose meridian is as long."""
        n = self.third_flattening
        return self.axis_m / (1 + n) * (1 + n**2 / 4 + n**4 / 64)


WGS84 = Ellipsoid(6_378_137.0, 1 / 298.257223563)
KRASSOWSKY = Ellipsoid(6_378_245.0, 1 / 298.3)


def point_of_tm(north_m: float, east_m: float, meridian: float, ellipsoid: Ellipsoid, scale: float) -> Point:
    """The point of a northing from the equator and an easting from the central meridian, on the same ellipsoid."""
    n, radius = ellipsoid.third_flattening, scale * ellipsoid.rectifying_m
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


def tm_of(
    latitude: float, longitude: float, meridian: float, ellipsoid: Ellipsoid, scale: float
) -> tuple[float, float]:
    """Northing from the equator and easting from the central meridian, metres: the inverse of `point_of_tm`."""
    n, radius = ellipsoid.third_flattening, scale * ellipsoid.rectifying_m
    alpha = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    phi, along = math.radians(latitude), math.radians(longitude - meridian)
    eccentricity = 2 * math.sqrt(n) / (1 + n)
    tau = math.sinh(math.atanh(math.sin(phi)) - eccentricity * math.atanh(eccentricity * math.sin(phi)))
    xi, eta = math.atan2(tau, math.cos(along)), math.atanh(math.sin(along) / math.sqrt(1 + tau**2))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in enumerate(alpha, 1))
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in enumerate(alpha, 1))
    return radius * north, radius * east


def point_of_utm(zone: int, northern: bool, easting: float, northing: float) -> Point:
    """Latitude and longitude of a UTM position; within a millimetre inside its zone."""
    north = northing - (0.0 if northern else 1e7)
    return point_of_tm(north, easting - 500_000.0, zone * 6 - 183, WGS84, _UTM)


def point_of_grid_1942(x_m: float, y_m: float) -> Point:
    """The WGS 84 point of X (metres north) and Y (metres east, the zone's number in front of the last six digits).

    Raises ValueError where there is no such zone or the point lies outside it.
    """
    zone, east = int(y_m // 1_000_000), y_m % 1_000_000
    if not (1 <= zone <= 60 and 100_000 <= east <= 900_000 and 0 < x_m < 9_400_000):
        raise ValueError("not a reference of the 1942 grid")
    old = point_of_tm(x_m, east - 500_000, zone * 6 - 3, KRASSOWSKY, 1.0)
    return _to_wgs84(old)


def grid_1942_of(point: Point) -> tuple[int, int]:
    """X (north) and Y (east, the zone in front) of a WGS 84 point in whole metres."""
    old = _to_pulkovo(point)
    zone = int(old.longitude // 6) + 1
    north, east = tm_of(old.latitude, old.longitude, zone * 6 - 3, KRASSOWSKY, 1.0)
    return round(north), round(zone * 1_000_000 + 500_000 + east)


def _to_wgs84(old: Point) -> Point:
    x, y, z = _cartesian(old, KRASSOWSKY)
    _, ry, rz = (math.radians(s / 3600) for s in _TURN_S)
    scale = 1 + _SCALE_PPM * 1e-6
    # Coordinate frame rotation: X' = T + m (1 + R) X.
    new = (x + rz * y - ry * z, -rz * x + y, ry * x + z)
    dx, dy, dz = (scale * value + shift for value, shift in zip(new, _SHIFT_M, strict=True))
    return _geographic(dx, dy, dz, WGS84)


def _to_pulkovo(point: Point) -> Point:
    """The inverse of `_to_wgs84`: the rotation is so small that its sign inverts it."""
    x, y, z = (value - shift for value, shift in zip(_cartesian(point, WGS84), _SHIFT_M, strict=True))
    _, ry, rz = (math.radians(s / 3600) for s in _TURN_S)
    scale = 1 / (1 + _SCALE_PPM * 1e-6)
    turned = (x - rz * y + ry * z, rz * x + y, -ry * x + z)
    return _geographic(scale * turned[0], scale * turned[1], scale * turned[2], KRASSOWSKY)


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


def point_of_square(zone: int, band: str, square: str, digits: str) -> tuple[Point, Metres]:
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
    point = point_of_tm(north, east - 500_000, zone * 6 - 183, WGS84, _UTM)
    return point, Metres(side * math.sqrt(0.5))


def _in_band(band: str, north: float) -> float:
    """Northings repeat every 2,000 km: the one in the latitudes of the band, counted from the equator."""
    lowest = 110_600.0 * (-80 + 8 * _BANDS.index(band)) - 100_000.0
    southern = band < "N"
    value = north - 1e7 if southern else north
    return value + 2e6 * math.ceil((lowest - value) / 2e6)


def mgrs_of(point: Point) -> str:
    """MGRS to one metre, in the groups in which it is read.

    >>> mgrs_of(Point(48.8582, 2.2945))
    '31U DQ 48251 11932'
    """
    zone = int((point.longitude + 180) // 6) + 1
    north, east = tm_of(point.latitude, point.longitude, zone * 6 - 183, WGS84, _UTM)
    east, north = east + 500_000, north if point.latitude >= 0 else north + 10_000_000
    band = _BANDS[min(int((point.latitude + 80) // 8), 19)]
    column = _COLUMNS[(zone - 1) % 3][int(east // 100_000) - 1]
    row = _ROWS[(int(north // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    return f"{zone}{band} {column}{row} {int(east) % 100_000:05d} {int(north) % 100_000:05d}"


def dms(value: float) -> tuple[int, int, int]:
    """Degrees, minutes and whole seconds.

    >>> dms(175.02513)
    (175, 1, 30)
    """
    total = round(abs(value) * 3600)
    return total // 3600, total % 3600 // 60, total % 60
