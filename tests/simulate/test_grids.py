"""Coordinates on the radio: known points."""

from __future__ import annotations

import pytest

from dalil.simulate.grids import KRASSOVSKY, WGS84, dms, grid_1942, mgrs, transverse_mercator


def test_utm_of_a_well_known_tower():
    # Eiffel tower, 48.8582 N 2.2945 E: zone 31, 448251.8 E, 5411932.7 N (published in many places).
    east, north = transverse_mercator(48.8582, 2.2945, 3.0, WGS84, 0.9996)
    assert (500_000 + east, north) == pytest.approx((448_251.9, 5_411_932.7), abs=0.2)


def test_the_central_meridian_is_an_arc_of_the_meridian():
    # Meridian arc of WGS 84 from the equator to 45 degrees: 4,984,944.378 m.
    assert transverse_mercator(45, 9, 9, WGS84, 1.0) == pytest.approx((0.0, 4_984_944.378), abs=0.01)


@pytest.mark.parametrize(
    ("latitude", "longitude", "square"),
    [(48.8582, 2.2945, "31U DQ"), (34.2, 175.0, "60S UC"), (0.0, 0.0, "31N AA"), (-33.8568, 151.2153, "56H LH")],
)
def test_squares_of_mgrs(latitude: float, longitude: float, square: str):
    assert mgrs(latitude, longitude).startswith(square + " ")


def test_the_1942_grid_bears_its_zone_and_is_near_the_geometric_place():
    north, east = grid_1942(34.2, 175.0)
    assert east // 1_000_000 == 30  # 174 to 180 degrees
    plain = transverse_mercator(34.2, 175.0, 177.0, KRASSOVSKY, 1.0)
    # The shift of the datum moves a point by at most some 200 m.
    assert abs(north - plain[1]) < 200
    assert abs(east - 30_500_000 - plain[0]) < 200


@pytest.mark.parametrize(("value", "parts"), [(34.5, (34, 30, 0)), (175.02513, (175, 1, 30)), (-12.999999, (13, 0, 0))])
def test_degrees_minutes_seconds(value: float, parts: tuple[int, int, int]):
    assert dms(value) == parts
