"""Metres and degrees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dalil.simulate.world.plane import Plane, bearing_deg, distance_m


def test_a_degree_of_latitude_is_111_195_m():
    assert Plane(34.0, 175.0).degrees(0, 111_195) == (35.0, 175.0)


def test_a_degree_of_longitude_shrinks_with_the_cosine():
    assert Plane(60.0, 10.0).degrees(111_195 / 2, 0) == (60.0, 11.0)


@given(st.floats(-80_000, 80_000), st.floats(-80_000, 80_000))
def test_there_and_back_within_the_rounding(x: float, y: float):
    plane = Plane(34.2, 175.0)
    back = plane.metres(*plane.degrees(x, y))
    assert distance_m(x, y, *back) < 0.1  # 1e-6 degrees is 0.11 m


def test_bearings_run_clockwise_from_north():
    assert bearing_deg(0, 0, 0, 1) == 0
    assert bearing_deg(0, 0, 1, 0) == 90
    assert bearing_deg(0, 0, -1, 0) == 270
