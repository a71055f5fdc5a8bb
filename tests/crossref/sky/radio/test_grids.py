"""Grid references. Known values: PROJ 9 (tmerc, helmert with the GOST parameters), and published points."""

from __future__ import annotations

import pytest

from dalil.crossref.sky.radio.grids import grid_1942, mgrs
from dalil.units import Point


@pytest.mark.parametrize(
    ("x", "y", "latitude", "longitude"),
    [
        (4_008_000.0, 7_337_000.0, 36.18775083817725, 37.18675798119717),  # PROJ, zone 7
        (6_180_000.0, 7_413_000.0, None, None),
    ],
)
def test_the_1942_grid_agrees_with_proj(x: float, y: float, latitude: float | None, longitude: float | None) -> None:
    found = grid_1942(x, y)
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
        grid_1942(x, y)


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
    assert mgrs(zone, band, square, digits)[0].distance_to(point) < within_m


@pytest.mark.parametrize(
    ("zone", "band", "square", "digits"),
    [(0, "U", "DQ", "12"), (61, "U", "DQ", "12"), (31, "I", "DQ", "12"), (31, "U", "JQ", "12"), (31, "U", "DQ", "123")],
)
def test_squares_that_do_not_exist(zone: int, band: str, square: str, digits: str) -> None:
    with pytest.raises(ValueError, match=r"MGRS|square"):
        mgrs(zone, band, square, digits)


@pytest.mark.parametrize(("digits", "radius"), [("4825111932", 0.707), ("48251193", 7.07), ("482119", 70.7)])
def test_the_radius_is_what_the_digits_leave_open(digits: str, radius: float) -> None:
    assert mgrs(31, "U", "DQ", digits)[1] == pytest.approx(radius, rel=0.01)
