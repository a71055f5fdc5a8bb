"""Flights as rows: what they are called, where they came from, what is known of each join."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.crossref.sky.conftest import fix, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.crossref.sky.flights.flown import agreed_type, fields_of, nearest_field
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import parties_by_alias

Filled = Callable[..., Facts]


@pytest.mark.parametrize(
    ("seen", "label"),
    [
        (["Su-34"], "Su-34"),
        (["Su-34", "", "jet"], "Su-34"),
        (["Su-34", "Su-34", "Su-24"], "Su-34"),
        (["Su-34", "Su-24"], "fixed_wing"),  # a tie is what they share
        (["Su-34", "Mi-8"], "unknown"),
        (["Russian", "jet"], "russian"),
        (["Russian", "Su-22"], "fixed_wing"),
        (["helicopter", ""], "helicopter"),
        (["", ""], "unknown"),
    ],
)
def test_a_flight_is_called_what_most_observers_wrote(seen: list[str], label: str) -> None:
    catalogue = load_catalogue()
    assert agreed_type([catalogue.read(name).aircraft for name in seen], catalogue).label == label


def actor(name: str, kind: str, part_of: str | None = None, **more: Any) -> dict[str, Any]:
    return {"source_sha256": "6", "actor_id": name, "name": name, "kind": kind, "part_of": part_of} | more


def test_a_base_belongs_to_the_party_above_it(filled: Filled, settings: Settings) -> None:
    rows = [
        actor("North", "party"),
        actor("wing", "unit", "North"),
        actor("A", "base", "wing", latitude=34.0, longitude=175.0),
        actor("B", "base", None, latitude=34.0, longitude=176.0),
        actor("C", "base", "loop", latitude=1.0, longitude=1.0),
        actor("loop", "unit", "loop"),
        actor("D", "base", "North"),
    ]
    found = fields_of(filled(actor=rows), parties_by_alias(settings))
    assert [(field.actor_id, field.party) for field in found] == [("A", "north"), ("B", ""), ("C", "")]


def test_the_nearest_field_within_reach(filled: Filled, settings: Settings) -> None:
    rows = [actor("A", "base", latitude=34.0, longitude=175.0), actor("B", "base", latitude=34.05, longitude=175.0)]
    fields = fields_of(filled(actor=rows), parties_by_alias(settings))
    assert [getattr(nearest_field(lat, 175.0, fields), "actor_id", None) for lat in (34.0, 34.04, 35.0)] == [
        "A",
        "B",
        None,
    ]


def test_rows_of_a_flight(filled: Filled, settings: Settings) -> None:
    rows = [
        sighting(1, 0, 34.0, 175.0, aircraft="Su-34", heading_deg=90.0, operator_reported="North"),
        sighting(2, 3, 34.0, 175.4, aircraft="Su-34", heading_deg=90.0, behaviour="circling", network="other"),
    ]
    facts = filled(sighting=rows)
    crossref(facts, settings)
    (row,) = facts.rows("SELECT * FROM flight")
    assert (row["label"], row["fixes"], row["posts"], row["circling_s"]) == ("Su-34", 2, 2, 120.0)
    assert (row["operators_reported"], row["networks"], row["tied_party"]) == (["north"], ["net", "other"], None)
    steps = facts.rows("SELECT sighting_id, position, join_confidence FROM flight_sighting ORDER BY position")
    assert [(s["sighting_id"], s["position"]) for s in steps] == [("S1", 0), ("S2", 1)]
    assert steps[0]["join_confidence"] is None
    assert steps[1]["join_confidence"] == row["confidence"]


def test_the_id_of_a_flight_is_that_of_its_sightings(filled: Filled, settings: Settings) -> None:
    rows = [sighting(1, 0, 34.0, 175.0), sighting(2, 600, 34.0, 175.0)]
    names = []
    for order in (rows, rows[::-1]):
        facts = filled(sighting=order)
        crossref(facts, settings)
        names.append({r["flight_id"] for r in facts.rows("SELECT flight_id FROM flight")})
    assert names[0] == names[1]
    assert len(names[0]) == 2


def test_tracks_are_flights_of_their_own(filled: Filled, settings: Settings) -> None:
    rows = [fix(n, "T", 20 * n, 34.0 + 0.03 * n, 175.0, aircraft="Su-34") for n in range(10)]
    facts = filled(position=rows)
    crossref(facts, settings)
    (row,) = facts.rows("SELECT origin, label, fixes, posts, flight_id FROM flight")
    assert (row["origin"], row["label"], row["fixes"], row["posts"]) == ("track", "Su-34", 10, None)
    assert facts.value("SELECT flight_id FROM track") is not None


def test_very_many_lines_at_one_post_are_handled_and_counted(filled: Filled, settings: Settings) -> None:
    """1,099 have more than 400 later lines in reach, and all more than sixty chains before or after."""
    rows = [sighting(n, n / 30, 34.0, 175.0, aircraft="Su-34") for n in range(1500)]  # fifty minutes, every two seconds
    facts = filled(sighting=rows)
    summary = crossref(facts, settings)
    assert (summary.sightings_used, summary.sightings_capped) == (1500, 1500)
    assert facts.value("SELECT count(*) FROM flight_sighting") == 1500
