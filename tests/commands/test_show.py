"""What `dalil show` gives: flights in order of time, and what each means for an incident."""

from __future__ import annotations

from datetime import datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.commands.show import flights, incident


@pytest.fixture
def facts() -> Facts:
    made = Facts.in_memory()
    made.replace("incident", [{"incident_id": "I-1"}])
    made.replace("flight", [
        {"flight_id": name, "first_at": datetime(2019, 3, 20, hour), "label": "Su-24", "fixes": 3}
        for name, hour in (("F-late", 9), ("F-early", 4))
    ])  # fmt: skip
    made.replace("opportunity", [
        {"incident_id": "I-1", "flight_id": name, "line": "flight", "label": "Su-24", "bin": bin_, "bin_s": s,
         "closest_m": far}
        for name, bin_, s, far in (("F-early", "possible", None, 0.0), ("F-late", "within", 60.0, 400.0))
    ])  # fmt: skip
    made.replace("chance", [
        {"incident_id": "I-1", "line": "flight", "label": "Su-24", "bin": name, "bin_s": s, "chance": chance}
        for name, s, chance in (("within", 60.0, 0.12), ("within", 180.0, 0.3), ("possible", None, 0.7))
    ])  # fmt: skip
    return made


def test_flights_stand_in_order_of_time_with_how_many_attacks_they_were_near(facts: Facts) -> None:
    assert [(row["flight_id"], row["near"]) for row in flights(facts)] == [("F-early", 0), ("F-late", 1)]


def test_flights_of_an_incident_say_how_near_and_how_often_by_chance(facts: Facts) -> None:
    found = incident(facts, "I-1")["flights"]
    told = [(row["flight_id"], row["within_s"], row["chance"]) for row in found]
    assert told == [("F-late", 60.0, 0.12), ("F-early", None, 0.7)]


@pytest.mark.parametrize(
    ("line", "kind", "origin", "said"),
    [
        ("accounts", "report", "o/x", "accounts: o/x"),
        ("media", "record", "obs-4", "media: exhibit of obs-4"),
        ("remnants", "remnants", "o/x", "remnants: remnants:o/x"),
        ("admission", "statement", "S6", "admission: statement:S6"),
        ("flight", None, None, "flight"),
        (None, None, None, None),
    ],
)
def test_what_a_finding_hangs_on_is_spelled_as_published(
    facts: Facts, line: str | None, kind: str | None, origin: str | None, said: str | None
) -> None:
    row = {"incident_id": "I-1", "grade": "likely", "hangs_on": line, "origin_kind": kind, "origin_id": origin}
    facts.replace("attribution", [row])
    assert incident(facts, "I-1")["hangs_on"] == said
