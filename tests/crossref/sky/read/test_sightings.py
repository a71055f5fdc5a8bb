"""Log lines, read: none is lost, and each says how it was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import at, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import parties_by_alias, read_sightings

Filled = Callable[..., Facts]


def read(facts: Facts, settings: Settings) -> Any:
    return read_sightings(facts, settings, load_catalogue(settings.sky.aircraft))


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({}, "used", None),
        ({"latitude": None}, "set_aside", "no_position"),
        ({"seen_at": None, "seen_at_latest": None}, "set_aside", "no_time"),
        ({"seen_at_latest": at(70)}, "set_aside", "time_too_coarse"),
    ],
)
def test_unusable_lines_are_set_aside_with_a_reason(
    filled: Filled, settings: Settings, more: dict[str, Any], status: str, reason: str | None
) -> None:
    facts = filled(sighting=[sighting(1, 0, 34.0, 175.0) | more])
    used = read(facts, settings)
    assert facts.rows("SELECT status, reason FROM sighting_reading") == [{"status": status, "reason": reason}]
    assert len(used) == (status == "used")


def test_a_line_entered_twice_is_one_sighting(filled: Filled, settings: Settings) -> None:
    facts = filled(sighting=[sighting(1, 0, 34.0, 175.0), sighting(2, 0, 34.0, 175.0), sighting(3, 1, 34.0, 175.0)])
    assert len(read(facts, settings)) == 2
    found = facts.rows("SELECT sighting_id, status, reason FROM sighting_reading ORDER BY sighting_id")
    assert [tuple(row.values()) for row in found] == [
        ("S1", "used", None), ("S2", "doubled", "entered_twice"), ("S3", "used", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "notes"),
    [
        ({"heading_deg": 400.0}, ["heading_out_of_range"]),
        ({"heading_deg": -1.0}, ["heading_out_of_range"]),
        ({"heading_deg": 360.0}, []),
        ({"view_range_m": None}, ["view_range_assumed"]),
        ({"view_range_m": 9e9}, ["view_range_assumed"]),
        ({"aircraft": "flying saucer"}, ["type_unknown"]),
    ],
)
def test_a_value_that_cannot_be_is_noted_and_not_used(
    filled: Filled, settings: Settings, more: dict[str, Any], notes: list[str]
) -> None:
    facts = filled(sighting=[sighting(1, 0, 34.0, 175.0, **more)])
    sightings = read(facts, settings)
    assert facts.value("SELECT notes FROM sighting_reading") == notes
    assert np.isnan(sightings.heading[0]) or 0 <= sightings.heading[0] <= 360
    assert 0 < sightings.radius_m[0] <= 12_000


def test_the_operator_is_a_party_only_where_the_case_says_so(filled: Filled, settings: Settings) -> None:
    rows = [
        sighting(1, 0, 34.0, 175.0, operator_reported="Northern"),
        sighting(2, 1, 34.0, 175.0, operator_reported="somebody", aircraft="Russian"),
    ]
    assert read(filled(sighting=rows), settings).operator == ["north", ""]


def test_bearing_and_distance_move_the_circle(filled: Filled, settings: Settings) -> None:
    rows = [
        sighting(1, 0, 34.0, 175.0),
        sighting(2, 1, 34.0, 175.0, bearing_deg=0.0, distance_m=4_000.0),
        sighting(3, 2, 34.0, 175.0, bearing_deg=0.0),
    ]
    found = read(filled(sighting=rows), settings)
    assert found.radius_m.tolist() == [8_000.0, 3_000.0, 4_800.0]
    assert (found.latitude - 34.0) * 111_195 == pytest.approx([0, 4_000, 4_000], abs=1)


def test_a_place_without_a_point_is_located_through_the_case(filled: Filled, settings: Settings) -> None:
    place = {
        "source_sha256": "2",
        "source_row": 1,
        "place_id": "1",
        "name": "Marjan",
        "latitude": 34.1,
        "longitude": 175.2,
    }
    facts = filled(
        place=[place],
        sighting=[
            sighting(1, 0, None, None, place="Marjan", post="X: Marjan", view_range_m=None),
            sighting(2, 1, None, None, place="Nowhere", post="X: Nowhere"),
        ],
    )
    found = read(facts, settings)
    assert (found.latitude.tolist(), found.longitude.tolist(), found.radius_m.tolist()) == ([34.1], [175.2], [6_000.0])
    notes = facts.rows("SELECT status, notes FROM sighting_reading ORDER BY sighting_id")
    assert notes == [
        {"status": "used", "notes": ["located_by_name", "view_range_assumed"]},
        {"status": "set_aside", "notes": ["no_such_place"]},
    ]


def test_aliases_are_folded(settings: Settings) -> None:
    assert parties_by_alias(settings) == {"north": "north", "northern": "north", "south": "south"}


def test_half_the_interval_is_the_moment(filled: Filled, settings: Settings) -> None:
    facts = filled(sighting=[sighting(1, 0, 34.0, 175.0, seen_at_latest=at(0) + timedelta(seconds=59))])
    assert read(facts, settings).at_s[0] % 60 == 29.5
