"""Distances and directions on the sphere, for one pair or for arrays: metres, degrees, WGS 84.

Great circles on the mean sphere are within 0.6 % of the ellipsoid, far below what an observer's view circle leaves
open. They have no seam at the antimeridian and none at the pole.

Apart from the grids: compiling takes numba, which takes a second to import, and whoever reads a file needs grids alone.
"""

from __future__ import annotations

import math

import numpy as np

from dalil.kernels import Floats, kernel
from dalil.units import EARTH_RADIUS_M

__all__ = ["bearing_deg", "destination", "distance_m", "turn_deg"]

_R = float(EARTH_RADIUS_M)  # a plain number: a kernel freezes what it finds


@kernel
def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance of two points in degrees."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    s = math.sin((phi_b - phi_a) / 2)
    t = math.sin(math.radians(lon_b - lon_a) / 2)
    h = s * s + math.cos(phi_a) * math.cos(phi_b) * t * t
    return 2 * _R * math.asin(min(1.0, math.sqrt(h)))


@kernel
def bearing_deg(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Initial direction from a to b, degrees clockwise from north in [0, 360)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    along = math.radians(lon_b - lon_a)
    east = math.sin(along) * math.cos(phi_b)
    north = math.cos(phi_a) * math.sin(phi_b) - math.sin(phi_a) * math.cos(phi_b) * math.cos(along)
    return math.degrees(math.atan2(east, north)) % 360.0


@kernel
def turn_deg(a: float, b: float) -> float:
    """The signed turn from direction a to direction b, degrees in (-180, 180]."""
    return 180.0 - (180.0 - (b - a)) % 360.0


def destination(latitude: Floats, longitude: Floats, bearing: Floats, metres: Floats) -> tuple[Floats, Floats]:
    """The points reached from arrays of points by directions and distances; longitudes in [-180, 180)."""
    phi, theta, delta = np.radians(latitude), np.radians(bearing), metres / _R
    phi_2 = np.arcsin(np.sin(phi) * np.cos(delta) + np.cos(phi) * np.sin(delta) * np.cos(theta))
    along = np.arctan2(
        np.sin(theta) * np.sin(delta) * np.cos(phi), np.cos(delta) - np.sin(phi) * np.sin(phi_2)
    )  # fmt: skip
    return np.degrees(phi_2), (longitude + np.degrees(along) + 180.0) % 360.0 - 180.0
