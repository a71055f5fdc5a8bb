"""Distances and directions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.geo.sphere import bearing_deg, destination, distance_m, turn_deg
from dalil.units import Point

LATITUDES = st.floats(-85, 85)
LONGITUDES = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((0.0, 179.5), (0.0, -179.5), 111_195),  # over the antimeridian
        ((89.5, 0.0), (89.5, 180.0), 111_195),  # over the pole
        ((36.2, 37.1), (36.2, 37.1), 0),
    ],
)
def test_distances_have_no_seam(a: tuple[float, float], b: tuple[float, float], metres: float) -> None:
    assert distance_m(*a, *b) == pytest.approx(metres, abs=1)


@pytest.mark.parametrize(
    ("a", "b", "degrees"),
    [
        ((0, 0), (1, 0), 0),
        ((0, 0), (0, 1), 90),
        ((0, 0), (-1, 0), 180),
        ((0, 0), (0, -1), 270),
        ((0, 179), (0, -179), 90),
    ],
)
def test_directions(a: tuple[float, float], b: tuple[float, float], degrees: float) -> None:
    assert bearing_deg(*map(float, a), *map(float, b)) == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize(("a", "b", "turn"), [(10, 20, 10), (350, 10, 20), (10, 350, -20), (0, 180, 180), (90, 90, 0)])
def test_turns(a: float, b: float, turn: float) -> None:
    assert turn_deg(float(a), float(b)) == pytest.approx(turn)


@settings(deadline=None)
@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_that_of_the_units(a: float, b: float, c: float, d: float) -> None:
    assert distance_m(a, b, c, d) == pytest.approx(float(Point(a, b).distance_to(Point(c, d))), abs=1e-3)


@settings(deadline=None)
@given(LATITUDES, LONGITUDES, st.floats(0, 360), st.floats(1, 300_000))
def test_going_there_is_that_far_and_in_that_direction(lat: float, lon: float, bearing: float, metres: float) -> None:
    to = destination(*(np.array([value]) for value in (lat, lon, bearing, metres)))
    assert distance_m(lat, lon, float(to[0][0]), float(to[1][0])) == pytest.approx(metres, rel=1e-6, abs=1e-2)
    assert -180 <= to[1][0] < 180
