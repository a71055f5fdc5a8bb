"""MGRS references to points: the square's centre on WGS 84.

Inverse transverse Mercator by Krüger's series to n⁴ (Karney 2011, "Transverse Mercator with an accuracy of a few
nanometers", eq. 35 and 36); letters by NGA.SIG.0012 (MGRS), scheme AA.
"""

from __future__ import annotations

import math
import re

from dalil.units import Metres, Point

__all__ = ["is_mgrs", "point_of_mgrs", "point_of_utm"]

_PATTERN = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d{0,10})")
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_BANDS = "CDEFGHJKLMNPQRSTUVWX"

_AXIS_M, _FLATTENING, _SCALE = 6_378_137.0, 1 / 298.257223563, 0.9996
_N = _FLATTENING / (2 - _FLATTENING)
_RECTIFYING_M = _AXIS_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3 + 116 * _N**4 / 45,
    7 * _N**2 / 3 - 8 * _N**3 / 5 - 227 * _N**4 / 45,
    56 * _N**3 / 15 - 136 * _N**4 / 35,
    4279 * _N**4 / 630,
)


def is_mgrs(text: str) -> bool:
    """True when `text`, without spaces, has the form of a reference."""
    found = _PATTERN.fullmatch("".join(text.split()).upper())
    return found is not None and len(found.group(5)) % 2 == 0


def point_of_mgrs(text: str) -> tuple[Point, Metres]:
    """Centre of the square and half its diagonal. Raises ValueError for a square that does not exist."""
    found = _PATTERN.fullmatch("".join(text.split()).upper())
    if found is None or len(found.group(5)) % 2:
        raise ValueError("not an MGRS reference")
    zone, band = int(found.group(1)), found.group(2)
    if not 1 <= zone <= 60:
        raise ValueError("zones run from 1 to 60")
    columns = _COLUMNS[(zone - 1) % 3]
    if found.group(3) not in columns:
        raise ValueError(f"zone {zone} has no column {found.group(3)}")
    digits = len(found.group(5)) // 2
    side = 10.0 ** (5 - digits)
    easting = (columns.index(found.group(3)) + 1) * 1e5 + int(found.group(5)[:digits] or 0) * side
    row = (_ROWS.index(found.group(4)) - (5 if zone % 2 == 0 else 0)) % 20
    northing = _northing_in_band(band, row * 1e5 + int(found.group(5)[digits:] or 0) * side)
    centre = point_of_utm(zone, band >= "N", easting + side / 2, northing + side / 2)
    return centre, Metres(side * math.sqrt(0.5))


def _northing_in_band(band: str, northing: float) -> float:
    """The northing, known up to multiples of 2,000 km, that lies in the latitudes of `band`."""
    south = -80.0 + 8 * _BANDS.index(band)
    origin = 0.0 if band >= "N" else 1e7
    lowest = origin + 110_000.0 * south - 150_000.0
    return northing + 2e6 * math.ceil((lowest - northing) / 2e6)


def point_of_utm(zone: int, northern: bool, easting: float, northing: float) -> Point:
    """Latitude and longitude of a UTM position; within a millimetre inside its zone."""
    xi = (northing - (0.0 if northern else 1e7)) / (_SCALE * _RECTIFYING_M)
    eta = (easting - 500_000.0) / (_SCALE * _RECTIFYING_M)
    turns = list(enumerate(_BETA, 1))
    xi_0 = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in turns)
    eta_0 = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in turns)
    chi = math.asin(math.sin(xi_0) / math.cosh(eta_0))
    latitude = chi + sum(d * math.sin(2 * j * chi) for j, d in enumerate(_DELTA, 1))
    longitude = math.radians(zone * 6 - 183) + math.atan2(math.sinh(eta_0), math.cos(xi_0))
    return Point(math.degrees(latitude), math.degrees(longitude))
