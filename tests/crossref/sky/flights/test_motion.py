"""How two sightings fit in time, distance and direction. 200 m/s, circles of 8 km, clocks good to 40 s."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.sky.flights.motion import IMPOSSIBLE, Step, motion

NONE = math.nan


def scores(gap: float, km: float, *, away: float = 90.0, i: float = NONE, j: float = NONE) -> tuple[float, ...]:
    return motion(Step(float(gap), 1000.0 * km, away, i, j, 8_000.0, 8_000.0), 200.0, 350.0, 40.0)


def test_the_time_it_takes_to_fly_straight_is_likeliest() -> None:
    by_gap = {gap: scores(gap, 40)[0] for gap in (60, 120, 200, 300, 500)}
    assert max(by_gap, key=by_gap.__getitem__) == 200


@pytest.mark.parametrize(("gap", "km"), [(0, 100), (60, 200), (5000, 10)])
def test_what_cannot_be_is_impossible(gap: float, km: float) -> None:
    assert scores(gap, km)[:3] == (IMPOSSIBLE,) * 3


@pytest.mark.parametrize(("heading", "better"), [(90.0, True), (60.0, True), (270.0, False), (0.0, False)])
def test_a_heading_towards_the_next_post_speaks_for_it(heading: float, better: bool) -> None:
    assert (scores(200, 40, i=heading)[0] > scores(200, 40)[0]) is better


def test_two_headings_that_differ_speak_against_straight_flight() -> None:
    assert scores(200, 40, i=90, j=90)[0] > scores(200, 40, i=90, j=180)[0]


def test_turning_off_takes_longer_and_circling_less() -> None:
    assert scores(900, 40)[1] > scores(900, 40)[0]
    assert scores(60, 2)[2] > scores(60, 2)[1]


def test_the_heading_says_how_far_along_the_way_it_is() -> None:
    # 40 km apart, but flown at 60 degrees to that line: 20 km along it, 100 s.
    assert scores(100, 40, i=30.0)[3] == pytest.approx(100, abs=1)
    assert scores(100, 40, i=90.0)[3] == pytest.approx(200, abs=1)


@settings(deadline=None)
@given(st.floats(0, 4000), st.floats(0, 200), st.floats(0, 360), st.floats(0, 360))
def test_scores_are_finite(gap: float, km: float, i: float, j: float) -> None:
    assert all(math.isfinite(value) and value >= IMPOSSIBLE for value in scores(gap, km, i=i, j=j)[:3])


@settings(deadline=None)
@given(st.floats(0, 359), st.floats(0, 4000), st.floats(0, 100))
def test_turning_the_map_changes_nothing(turn: float, gap: float, km: float) -> None:
    plain = scores(gap, km, away=90.0, i=80.0, j=100.0)
    turned = scores(gap, km, away=(90 + turn) % 360, i=(80 + turn) % 360, j=(100 + turn) % 360)
    assert turned == pytest.approx(plain, abs=1e-6)


def test_densities_worked_out_by_hand() -> None:
    """40 km in 200 s, no headings: 197.3 s to expect, spread 59.6 s; at least 160 s to turn off, so 40 s over."""
    expected = math.sqrt(40_000**2 - 2 * 8_000**2 / 3) / 200
    spread = math.sqrt(40**2 + (0.2 * expected) ** 2 + 20**2)
    z = (200 - expected) / spread
    near, far = math.exp(-z * z / 2) / (spread * 2.50663), math.exp(-z * z / 18) / (3 * spread * 2.50663)
    turning = math.exp(-40 / 500) / 500
    found = scores(200, 40)
    assert found[0] == pytest.approx(math.log(0.9 * near + 0.1 * far + 0.02 * turning), abs=1e-3)
    assert found[1] == pytest.approx(math.log(turning), abs=1e-3)
    assert found[2] == pytest.approx(math.log(0.8 * math.exp(-40 / 120) / 120 + 0.2 * turning), abs=1e-3)
