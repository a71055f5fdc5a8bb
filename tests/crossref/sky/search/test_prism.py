"""Could it have been there? Places on the equator, where one degree of longitude is 111,195 m."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.sky.flights.arrays import Flights
from dalil.crossref.sky.search.prism import best_bins, opportunities
from dalil.crossref.sky.search.windows import Places, Windows

BINS = np.array([60.0, 180.0, 600.0])
KM = 1 / 111.195  # of longitude, degrees


def flight(
    fixes: list[tuple[float, float]], *, radius_m: float = 0.0, speed: float = 200.0, endurance_s: float = 3600.0,
    release_m: float = 0.0, departs: bool = False, lands: bool = False,
) -> Flights:  # fmt: skip
    """One flight along the equator: fixes are (seconds, km east)."""
    at, east = np.array(fixes).T
    return Flights(
        ids=("F",), labels=("x",), start=np.array([0, len(fixes)]), at=at, latitude=np.zeros(len(fixes)),
        longitude=east * KM, radius_m=np.full(len(fixes), radius_m), label=np.array([0]), top_ms=np.array([speed]),
        cruise_ms=np.array([speed]), release_m=np.array([release_m]), endurance_s=np.array([endurance_s]),
        departs=np.array([departs]), lands=np.array([lands]), tracked=np.array([False]),
    )  # fmt: skip


def place(km_east: float, radius_m: float = 0.0) -> Places:
    return Places(np.array([0.0]), np.array([km_east * KM]), np.array([radius_m]))


def look(flights: Flights, where: Places, begin: float, end: float):
    return opportunities(where, np.array([begin]), np.array([end]), flights, BINS)


# Fixes at 0 s (0 km) and 1,000 s (100 km) at 200 m/s: 500 s to spare, so it can be at the 50 km mark from 250 to 750 s.
LEG = [(0.0, 0.0), (1000.0, 100.0)]


@pytest.mark.parametrize(
    ("km", "begin", "end", "possible"),
    [
        (50, 250, 260, True),
        (50, 240, 249, False),  # too soon to be there
        (50, 751, 760, False),  # too late to come back to the second fix
        (50, 740, 750, True),
        (0, 0, 0, True),
        (140, 500, 600, False),  # 140 km out and 40 back are 180 km, 900 s: there at 700 to 800 s only
        (140, 705, 705, True),
        (151, 0, 1000, False),  # nowhere on the way
    ],
)
def test_a_closed_leg(km: float, begin: float, end: float, possible: bool) -> None:
    found = look(flight(LEG, departs=True, lands=True), place(km), begin, end)
    assert (len(found.place) == 1) is possible


def test_slack_is_the_time_the_leg_has_to_spare() -> None:
    found = look(flight(LEG, departs=True, lands=True), place(50), 0, 1000)
    assert found.slack_s[0] == pytest.approx(500, abs=1)
    assert (found.possible_from[0], found.possible_to[0]) == (pytest.approx(250, abs=1), pytest.approx(750, abs=1))
    assert found.least_m[0] == pytest.approx(0, abs=1)


@pytest.mark.parametrize(("release_m", "radius_m"), [(2_000.0, 0.0), (0.0, 2_000.0)])
def test_release_distance_and_radius_widen_the_place(release_m: float, radius_m: float) -> None:
    narrow = look(flight(LEG, departs=True, lands=True), place(50), 0, 245)
    wide = look(flight(LEG, departs=True, lands=True, release_m=release_m), place(50, radius_m), 0, 245)
    assert (len(narrow.place), len(wide.place)) == (0, 1)


@pytest.mark.parametrize(
    ("begin", "possible", "departs", "endurance_s"),
    [(-300, True, False, 3600), (-300, False, True, 3600), (-3000, False, False, 3600), (-400, False, False, 1200)],
)
def test_before_the_first_fix_the_prism_is_open(
    begin: float, possible: bool, departs: bool, endurance_s: float
) -> None:
    sky = flight(LEG, departs=departs, endurance_s=endurance_s)
    assert (len(look(sky, place(-20), begin, begin + 100).place) == 1) is possible


def test_least_distance_where_the_place_itself_is_out_of_reach() -> None:
    # A load reaches 30 km; in the minute of the window the aircraft comes 12 km nearer to the place 40 km off.
    found = look(flight([(0.0, 0.0)], release_m=30_000.0, departs=True), place(40), 0, 60)
    assert found.least_m[0] == pytest.approx(28_000, abs=50)


@pytest.mark.parametrize(("seconds", "name"), [(30, 0), (100, 1), (400, 2), (700, 3)])
def test_bins_count_seconds_of_flight_to_the_nearest_fix(seconds: float, name: int) -> None:
    found = look(flight([(0.0, 0.0)]), place(0), seconds, seconds)
    assert (found.bin[0], found.gap_s[0]) == (name, pytest.approx(seconds, abs=1e-6))


def test_best_bins_are_the_nearest_per_label() -> None:
    windows = Windows(np.array([0, 3]), np.array([0.0, 400.0, 90_000.0]), np.array([10.0, 410.0, 90_010.0]))
    assert best_bins(place(0), windows, flight([(0.0, 0.0)]), BINS).tolist() == [[0], [2], [4]]


def test_no_flight_no_match() -> None:
    windows = Windows(np.array([0, 1]), np.array([0.0]), np.array([10.0]))
    empty = Flights((), ("x",), np.array([0]), *(np.zeros(0) for _ in range(4)), np.zeros(0, dtype=np.int64),
                    *(np.zeros(0) for _ in range(4)), *(np.zeros(0, dtype=np.bool_) for _ in range(3)))  # fmt: skip
    assert best_bins(place(0), windows, empty, BINS).tolist() == [[4]]


@settings(deadline=None, max_examples=60)
@given(st.floats(-200, 200), st.floats(-2000, 3000), st.floats(1, 900), st.floats(0, 20_000))
def test_a_wider_search_never_loses_a_flight(km: float, begin: float, wide: float, radius_m: float) -> None:
    sky = flight(LEG)
    if len(look(sky, place(km), begin, begin + wide).place):
        assert len(look(sky, place(km, radius_m), begin - 50, begin + wide + 50).place) == 1


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1), st.floats(0, 1000))
def test_where_it_flew_it_can_have_been(share: float, width: float) -> None:
    """A true path within the speed is always inside its own prism."""
    moment, km = share * 1000.0, share * 100.0
    assert len(look(flight(LEG), place(km), moment - width, moment + width).place) == 1
