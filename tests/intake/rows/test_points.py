"""Latitude and longitude as one value; the radius that goes with it."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.intake.cells.angles import Both
from dalil.intake.cells.faults import Fault
from dalil.intake.rows.columns import Parsed
from dalil.intake.rows.points import far_outside, join_points, radii
from dalil.records import KINDS
from dalil.units import Point

AREA = (36.5, 35.7, 37.7, 36.7)  # west, south, east, north, as the settings of the fixture


def joined(settings, lat: list[Any] | None, lon: list[Any] | None, faults: Any = None) -> tuple[list, list, list]:
    rows = len(lat or lon or ())
    parsed = {
        "latitude": Parsed(lat, faults, both=any(isinstance(each, Both) for each in lat or ())),
        "longitude": Parsed(lon, both=any(isinstance(each, Both) for each in lon or ())),
    }
    refused: list[tuple] = []
    join_points(parsed, rows, settings, lambda row, name, fault: refused.append((row, name, fault.found)))
    return parsed["latitude"].list(rows), parsed["longitude"].list(rows), refused


def test_a_point_stays_a_point(settings) -> None:
    assert joined(settings, [36.2, None], [37.1, None]) == ([36.2, None], [37.1, None], [])


def test_one_number_alone_is_no_point(settings) -> None:
    lat, lon, refused = joined(settings, [36.2, None], [None, 37.1])
    assert (lat, lon) == ([None, None], [None, None])
    assert refused == [(0, "longitude", "nothing"), (1, "latitude", "nothing")]


def test_a_whole_column_that_is_missing_refuses_each_number_of_the_other(settings) -> None:
    assert joined(settings, [36.2], None)[2] == [(0, "longitude", "nothing")]


def test_a_number_refused_before_takes_the_other_with_it_in_silence(settings) -> None:
    faults = {0: (Fault("a latitude"), "x")}
    assert joined(settings, [None], [37.1], faults) == ([None], [None], [])


def test_zero_zero_is_no_place(settings) -> None:
    assert joined(settings, [0.0, 0.0], [0.0, 37.1])[::2] == ([None, 0.0], [(0, "latitude", "0, 0")])


def test_exchanged_numbers_are_refused_with_both(settings) -> None:
    # 37.1, 36.2 lies 44 km north of the area; exchanged it lies inside
    assert joined(settings, [37.1], [36.2])[2] == [(0, "latitude", "37.1, 36.2")]


def test_without_an_area_nothing_is_taken_for_exchanged(settings) -> None:
    anywhere = settings.model_copy(update={"area": None})
    assert joined(anywhere, [37.1], [36.2])[2] == []


def test_a_point_in_one_cell_fills_both_columns(settings) -> None:
    both = Both(36.2, 37.1)
    assert joined(settings, [both, None, both], [None, both, both]) == ([36.2] * 3, [37.1] * 3, [])


def test_a_point_in_one_cell_and_another_value_beside_it_contradict(settings) -> None:
    lat, lon, refused = joined(settings, [Both(36.2, 37.1)], [38.0])
    assert (lat, lon) == ([None], [None]) and [row for row, *_ in refused] == [0]


@pytest.mark.parametrize(
    ("latitude", "longitude", "far"),
    [
        (36.2, 37.1, False),  # inside
        (36.87, 37.1, False),  # 0.17 degrees, 18.9 km north
        (36.9, 37.1, True),  # 0.2 degrees, 22.2 km north
        (36.2, 36.25, True),  # 0.25 degrees, 22.5 km west
        (91.0, 37.1, True),  # no latitude at all
    ],
)
def test_how_far_outside_is_far(latitude: float, longitude: float, far: bool) -> None:
    assert far_outside(Point(latitude, longitude), AREA) is far


def radius(**columns: list[Any]) -> tuple[list, list]:
    names = ("place_precision", "latitude", "place", "place_ar")
    made = radii(KINDS["reports"], {name: Parsed(columns.get(name)) for name in names}, 1)
    return made["radius_m"], made["place_assumed"]


@pytest.mark.parametrize(
    ("columns", "radius_m", "assumed"),
    [
        ({"place_precision": ["town"], "latitude": [36.2]}, 3000.0, False),
        ({"place_precision": ["town"]}, 3000.0, False),
        ({"latitude": [36.2]}, 1500.0, True),  # village
        ({"latitude": [36.2], "place": ["Salam street, Qasr city"]}, 300.0, True),
        ({"latitude": [36.2], "place_ar": ["حي الساحل"]}, 700.0, True),
        ({}, None, False),
    ],
)
def test_the_radius_of_a_report(columns: dict, radius_m: float | None, assumed: bool) -> None:
    assert radius(**columns) == ([radius_m], [assumed])


def test_other_kinds_have_no_radius() -> None:
    assert radii(KINDS["sightings"], {}, 3) == {}
