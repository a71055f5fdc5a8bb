"""Copies of one recording are one origin; two recordings stay two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from dalil.attribute.book.model import FEEDS
from dalil.attribute.lines.media import find_films
from dalil.casefile.facts import Facts

from .conftest import told

Make = Callable[..., Facts]
AT = datetime(2020, 5, 1, 10, 5, 17)
SHOWN = {"aspect": "munition", "value": "v"}


def origins(facts: Facts) -> int:
    """How many origins what is seen on all exhibits goes back to."""
    find_films(facts)
    return int(facts.value(f"SELECT count(DISTINCT origin_id) FROM ({FEEDS['observation.munition'][1].sql})"))


def films(make: Make, *exhibits: dict[str, Any], same_origin: bool = False) -> int:
    """How many recordings a.mp4 of one organisation and b.mp4 of another go back to."""
    seen = [
        {"organisation": f"o{i}", "observation_id": f"o{i}", "exhibit": name, **SHOWN} for i, name in enumerate("ab")
    ]
    facts = make(x={"observation": seen[:1]})
    origin = "o/x" if same_origin else "o/y"
    facts.append("incident_report", [{"incident_id": "x", "report_id": "o/y", "origin_id": origin}])
    facts.append("observation", [seen[1] | {"report_id": "o/y"}])
    facts.append("exhibit", [{"organisation": f"o{i}", "file": "ab"[i], **e} for i, e in enumerate(exhibits)])
    return origins(facts)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"sha256": "ab"}, {"sha256": "ab"}, 1),
        ({"sha256": "ab"}, {"sha256": "cd"}, 2),
        ({"source_url": "https://www.v.invalid/1#t=3"}, {"source_url": "http://v.invalid/1/"}, 1),
        ({"source_url": "https://v.invalid/1"}, {"source_url": "https://v.invalid/2"}, 2),
        ({"captured_at": AT}, {"captured_at": AT}, 1),
        ({"captured_at": AT}, {"captured_at": AT.replace(second=18)}, 2),
        ({"captured_at": AT.replace(second=0)}, {"captured_at": AT.replace(second=0)}, 2),
        ({"source_url": "https://v.invalid/1"}, {"obtained_from": "v.invalid/1"}, 1),
        ({}, {"obtained_from": "a"}, 1),
        ({"obtained_from": "a channel"}, {"obtained_from": "a channel"}, 2),
    ],
)
def test_signs_of_one_recording(incidents: Make, first: dict[str, Any], second: dict[str, Any], expected: int) -> None:
    assert films(incidents, first, second) == expected


def test_who_retells_an_account_retells_its_pictures(incidents: Make) -> None:
    assert films(incidents, {}, {}, same_origin=True) == 1


def test_a_name_is_within_its_organisation(incidents: Make) -> None:
    assert films(incidents, {}, {"file": "a"}) == 2


def test_ties_reach_on_through_a_third(incidents: Make) -> None:
    names = [("a", {"sha256": "ab", "source_url": "u"}), ("b", {"sha256": "cd", "source_url": "v", "captured_at": AT}),
             ("c", {"sha256": "ab", "captured_at": AT})]  # fmt: skip
    facts = incidents(x={"observation": [{"observation_id": name, "exhibit": name, **SHOWN} for name, _ in names]})
    facts.append("exhibit", [{"file": name, **signs} for name, signs in names])
    assert origins(facts) == 1


@pytest.mark.parametrize(
    ("aspect", "feed"), [("aircraft", "observation.aircraft"), ("munition", "observation.munition")]
)
def test_observations_by_their_aspect(incidents: Make, aspect: str, feed: str) -> None:
    seen = [{"observation_id": f"o{i}", "exhibit": "a", "aspect": each, "value": "v"} for i, each in
            enumerate((aspect, "damage"))]  # fmt: skip
    assert told(incidents(x={"observation": seen}), f"observation.{aspect}") == [("v", "record", "o0", "exhibit")]


def test_an_observation_without_an_exhibit_is_of_its_report(incidents: Make) -> None:
    seen = {"observation_id": "o1", "aspect": "munition", "value": "v"}
    assert told(incidents(x={"observation": [seen]}), "observation.munition") == [("v", "record", "o/x", "exhibit")]
