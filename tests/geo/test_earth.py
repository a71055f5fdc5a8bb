"""One radius of the Earth behind every length of a degree."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from dalil.geo.earth import KM_PER_DEGREE, METRES_PER_DEGREE
from dalil.geo.sphere import distance_m
from dalil.units import EARTH_RADIUS_M, Point


def test_a_degree_is_that_of_the_radius_to_the_metre() -> None:
    assert round(math.radians(1) * EARTH_RADIUS_M) == METRES_PER_DEGREE
    assert KM_PER_DEGREE == 111.195  # the very number, for it stands in queries as text


@pytest.mark.parametrize("latitude", [0.0, 34.0, 60.0])
def test_the_plane_and_the_great_circle_agree_over_what_planes_are_used_for(latitude: float) -> None:
    # 0.1 degrees east and north, some 15 km: within a few metres of each other.
    plane = METRES_PER_DEGREE * math.hypot(0.1, 0.1 * math.cos(math.radians(latitude + 0.05)))
    great = distance_m(latitude, 10.0, latitude + 0.1, 10.1)
    assert great == pytest.approx(plane, abs=5)
    assert Point(latitude, 10.0).distance_to(Point(latitude + 0.1, 10.1)) == pytest.approx(great, abs=1e-6)


@pytest.mark.parametrize("room", ["intake", "geo.grids", "geo.earth"])
def test_who_reads_files_does_not_wait_for_a_compiler(room: str) -> None:
    told = f"import sys, dalil.{room}; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
