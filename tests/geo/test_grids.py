"""Grid references. Known values: PROJ 9 (tmerc, helmert with the GOST parameters), and published points."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.geo.grids import (
    KRASSOWSKY,
    WGS84,
    dms,
    grid_1942_of,
    mgrs_of,
    point_of_grid_1942,
    point_of_square,
    point_of_tm,
    tm_of,
)
from dalil.units import Point


@pytest.mark.parametrize(
    ("x", "y", "latitude", "longitude"),
    [
        (4_008_000.0, 7_337_000.0, 36.18775083817725, 37.18675798119717),  # PROJ, zone 7
        (6_180_000.0, 7_413_000.0, None, None),
    ],
)
def test_the_1942_grid_agrees_with_proj(x: float, y: float, latitude: float | None, longitude: float | None) -> None:
    found = point_of_grid_1942(x, y)
    if latitude is not None and longitude is not None:
        assert found.latitude == pytest.approx(latitude, abs=1e-9)
        assert found.longitude == pytest.approx(longitude, abs=1e-9)
    else:
        assert 36 < found.longitude < 42  # in its zone


@pytest.mark.parametrize(
    ("x", "y"), [(4e6, 500_000.0), (4e6, 61_500_000.0), (-1.0, 7_500_000.0), (1e7, 7_500_000.0), (4e6, 7_050_000.0)]
)
def test_what_is_no_reference_is_refused(x: float, y: float) -> None:
    with pytest.raises(ValueError, match="1942"):
        point_of_grid_1942(x, y)


@pytest.mark.parametrize(
    ("zone", "band", "square", "digits", "point", "within_m"),
    [
        (31, "U", "DQ", "4825111932", Point(48.8582, 2.2945), 1.5),  # the Eiffel tower
        (31, "U", "DQ", "48251193", Point(48.8582, 2.2945), 15),
        (18, "S", "UJ", "2339407395", Point(38.897700, -77.036500), 5),  # the White House
        (56, "H", "LH", "3490052290", Point(-33.856784, 151.215297), 80),  # the Sydney Opera House
    ],
)
def test_mgrs(zone: int, band: str, square: str, digits: str, point: Point, within_m: float) -> None:
    assert point_of_square(zone, band, square, digits)[0].distance_to(point) < within_m


@pytest.mark.parametrize(
    ("zone", "band", "square", "digits"),
    [(0, "U", "DQ", "12"), (61, "U", "DQ", "12"), (31, "I", "DQ", "12"), (31, "U", "JQ", "12"), (31, "U", "DQ", "123")],
)
def test_squares_that_do_not_exist(zone: int, band: str, square: str, digits: str) -> None:
    with pytest.raises(ValueError, match=r"MGRS|square"):
        point_of_square(zone, band, square, digits)


@pytest.mark.parametrize(("digits", "radius"), [("4825111932", 0.707), ("48251193", 7.07), ("482119", 70.7)])
def test_the_radius_is_what_the_digits_leave_open(digits: str, radius: float) -> None:
    assert point_of_square(31, "U", "DQ", digits)[1] == pytest.approx(radius, rel=0.01)


def test_utm_of_a_well_known_tower() -> None:
    # Eiffel tower, 48.8582 N 2.2945 E: zone 31, 448251.8 E, 5411932.7 N (published in many places).
    north, east = tm_of(48.8582, 2.2945, 3.0, WGS84, 0.9996)
    assert (500_000 + east, north) == pytest.approx((448_251.9, 5_411_932.7), abs=0.2)


def test_the_central_meridian_is_an_arc_of_the_meridian() -> None:
    # Meridian arc of WGS 84 from the equator to 45 degrees: 4,984,944.378 m.
    assert tm_of(45, 9, 9, WGS84, 1.0) == pytest.approx((4_984_944.378, 0.0), abs=0.01)


@pytest.mark.parametrize(
    ("latitude", "longitude", "square"),
    [(48.8582, 2.2945, "31U DQ"), (34.2, 175.0, "60S UC"), (0.0, 0.0, "31N AA"), (-33.8568, 151.2153, "56H LH")],
)
def test_squares_of_mgrs(latitude: float, longitude: float, square: str) -> None:
    assert mgrs_of(Point(latitude, longitude)).startswith(square + " ")


def test_the_1942_grid_bears_its_zone_and_is_near_the_geometric_place() -> None:
    north, east = grid_1942_of(Point(34.2, 175.0))
    assert east // 1_000_000 == 30  # 174 to 180 degrees
    plain = tm_of(34.2, 175.0, 177.0, KRASSOWSKY, 1.0)
    # The shift of the datum moves a point by at most some 200 m.
    assert abs(north - plain[0]) < 200
    assert abs(east - 30_500_000 - plain[1]) < 200


@settings(deadline=None)
@given(st.floats(-79, 83), st.floats(-3.4, 3.4), st.sampled_from([(WGS84, 0.9996), (KRASSOWSKY, 1.0)]))
def test_there_and_back(latitude: float, off: float, grid: tuple[Any, float]) -> None:
    north, east = tm_of(latitude, 39.0 + off, 39.0, *grid)
    assert point_of_tm(north, east, 39.0, *grid).distance_to(Point(latitude, 39.0 + off)) < 0.001


@settings(deadline=None)
@given(st.floats(30, 70), st.floats(0, 179))
def test_the_1942_grid_there_and_back_to_half_a_metre(latitude: float, longitude: float) -> None:
    here = Point(latitude, longitude)
    assert point_of_grid_1942(*grid_1942_of(here)).distance_to(here) < 0.8


@settings(deadline=None)
@given(st.floats(-79, 83), st.floats(-179, 179))
def test_mgrs_there_and_back_to_a_metre(latitude: float, longitude: float) -> None:
    first, square, east, north = mgrs_of(Point(latitude, longitude)).split()
    point, radius = point_of_square(int(first[:-1]), first[-1], square, east + north)
    assert point.distance_to(Point(latitude, longitude)) <= float(radius) + 0.01


@pytest.mark.parametrize(("value", "parts"), [(34.5, (34, 30, 0)), (175.02513, (175, 1, 30)), (-12.999999, (13, 0, 0))])
def test_degrees_minutes_seconds(value: float, parts: tuple[int, int, int]):
    assert dms(value) == parts
