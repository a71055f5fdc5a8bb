"""All flights as arrays, and from when to when each can have been in the air."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dalil.crossref.sky.flights.arrays import Flown, gather
from dalil.crossref.sky.read.catalogue import Aircraft

JET = Aircraft("jet", "fixed_wing", True, 300.0, 60.0, 3600.0, 3000.0, 240.0)
HELICOPTER = Aircraft("heli", "helicopter", True, 80.0, 0.0, 7200.0, 500.0, 40.0)


def flown(name: str, at: list[float], aircraft: Aircraft = JET, lines: tuple[int, ...] = (0,), **row: Any) -> Flown:
    count = len(at)
    values = {"flight_id": name, "departed_from": None, "landed_at": None} | row
    return Flown(
        values, aircraft, np.array(at), np.full(count, 34.0), np.full(count, 175.0), np.full(count, 8e3), lines
    )


def test_fixes_lie_one_flight_after_the_other() -> None:
    found = gather([flown("a", [0.0, 60.0, 120.0]), flown("b", [30.0], HELICOPTER, lines=())], ["heli", "jet"])
    assert found.start.tolist() == [0, 3, 4]
    assert found.at[found.start[1] : found.start[2]].tolist() == [30.0]
    assert found.label.tolist() == [1, 0]
    assert found.tracked.tolist() == [False, True]
    assert (len(found), found.ids) == (2, ("a", "b"))


def test_what_bounds_a_flight_is_that_of_its_type() -> None:
    found = gather([flown("a", [0.0]), flown("b", [0.0], HELICOPTER)], ["heli", "jet"])
    assert found.top_ms.tolist() == [300.0, 80.0]
    # Six tenths of the top speed for a jet, .85 for a helicopter.
    assert found.cruise_ms.tolist() == pytest.approx([180.0, 68.0])
    # v √(2h/g): 240 √(6000/9.80665) and 40 √(1000/9.80665).
    assert found.release_m.tolist() == pytest.approx([5936.4, 403.9], abs=0.1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, [-2400.0, 4200.0]),  # an hour up, ten minutes seen: fifty at both ends
        ({"departed_from": "base"}, [600.0, 4200.0]),
        ({"landed_at": "base"}, [-2400.0, 1200.0]),
        ({"departed_from": "base", "landed_at": "base"}, [600.0, 1200.0]),
    ],
)
def test_a_flight_seen_to_leave_or_land_was_not_up_before_or_after(row: dict[str, str], expected: list[float]) -> None:
    found = gather([flown("a", [600.0, 1200.0], **row)], ["jet"])
    assert found.reach_s.tolist() == [expected]


def test_a_flight_seen_for_longer_than_its_type_stays_up_has_nothing_to_spare() -> None:
    assert gather([flown("a", [0.0, 5000.0])], ["jet"]).reach_s.tolist() == [[0.0, 5000.0]]


def test_no_flights_are_empty_arrays() -> None:
    found = gather([], [])
    assert (len(found), found.start.tolist(), found.at.shape, found.label.shape) == (0, [0], (0,), (0,))


def test_a_label_that_is_not_numbered_is_an_error() -> None:
    with pytest.raises(KeyError):
        gather([flown("a", [0.0], replace(JET, label="other"))], ["jet"])


def test_no_flight_reaches_beyond_a_moment_on_the_ground() -> None:
    free, bound = flown("a", [100.0, 200.0]), replace(flown("b", [100.0, 200.0]), aloft_s=(40.0, 230.0))
    spans = gather([free, bound], sorted({free.aircraft.label, bound.aircraft.label})).reach_s
    assert spans[0, 0] < 40.0 and spans[0, 1] > 230.0
    assert spans[1].tolist() == [40.0, 230.0]
