"""What each field of the records gives to a variable, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from dalil.attribute.book.model import FEEDS
from dalil.casefile.facts import Facts

Make = Callable[..., Facts]
NOON = datetime(2020, 5, 1, 12)
AT = {"earliest": NOON, "latest": NOON, "kind": "airstrike", "place": "Town", "longitude": 10.0, "latitude": 50.0}


def told(facts: Facts, feed: str) -> list[tuple[str, str, str]]:
    """(written, origin, kind of source) that a feed gives of incident x."""
    line, read = FEEDS[feed]
    if line.prepare:
        line.prepare(facts)
    sql = f"SELECT written, origin, kind FROM ({read.sql}) WHERE incident_id = 'x' ORDER BY ALL"
    return [tuple(row) for row in facts.query(sql).fetchall()]


@pytest.mark.parametrize(
    ("strikes", "written"), [(1, ["1"]), (2, ["2-3"]), (3, ["2-3"]), (9, ["4+"]), (0, []), (None, [])]
)
def test_number_of_strikes(incidents: Make, strikes: int | None, written: list[str]) -> None:
    found = told(incidents(x={"report": {"strikes": strikes}}), "report.strikes")
    assert [row[0] for row in found] == written


@pytest.mark.parametrize(("hours", "written"), [(0, ["12"]), (2, ["13"]), (3, ["13"]), (4, [])])
def test_hour_where_it_is_known_to_three(incidents: Make, hours: int, written: list[str]) -> None:
    report = {"earliest": NOON, "latest": NOON.replace(hour=12 + hours)}
    assert [row[0] for row in told(incidents(x={"report": report}), "report.hour")] == written


@pytest.mark.parametrize(("field", "feed"), [
    ("aircraft_reported", "report.aircraft"), ("weapons", "report.weapon"),
])  # fmt: skip
def test_each_word_of_a_list_by_itself(incidents: Make, field: str, feed: str) -> None:
    assert told(incidents(x={"report": {field: ["a", "b"]}}), feed) == [
        ("a", "o/x", "account"),
        ("b", "o/x", "account"),
    ]


def test_a_report_that_retells_another_has_its_origin(incidents: Make) -> None:
    facts = incidents(x={"report": {"kind": "airstrike"}, "origin": "p/first"})
    assert told(facts, "report.kind") == [("airstrike", "p/first", "account")]


def test_parties_that_a_report_alleges_feed_nothing(incidents: Make) -> None:
    facts = incidents(x={"report": {"parties_alleged": ["ann"], "kind": "airstrike"}})
    assert [row for feed in FEEDS for row in told(facts, feed) if row[0] == "ann"] == []


@pytest.mark.parametrize(("withdrawn", "expected"), [(None, 1), (datetime(2020, 6, 1), 0)])
def test_withdrawn_testimony_feeds_nothing(incidents: Make, withdrawn: datetime | None, expected: int) -> None:
    said = {"testimony_id": "t", "witness": "w", "parties_alleged": ["ann"], "withdrawn_on": withdrawn}
    assert len(told(incidents(x={"testimony": [said]}), "testimony.party")) == expected


@pytest.mark.parametrize(
    ("aspect", "feed"), [("aircraft", "observation.aircraft"), ("munition", "observation.munition")]
)
def test_observations_by_their_aspect(incidents: Make, aspect: str, feed: str) -> None:
    seen = [{"observation_id": f"o{i}", "exhibit": "a", "aspect": each, "value": "v"} for i, each in
            enumerate((aspect, "damage"))]  # fmt: skip
    assert told(incidents(x={"observation": seen}), f"observation.{aspect}") == [("v", "exhibit of o0", "exhibit")]


def test_an_observation_without_an_exhibit_is_of_its_report(incidents: Make) -> None:
    seen = {"observation_id": "o1", "aspect": "munition", "value": "v"}
    assert told(incidents(x={"observation": [seen]}), "observation.munition") == [("v", "exhibit of o/x", "exhibit")]


ADMITS = {"statement_id": "s", "party": "ann", "act": "acknowledges", "scope_from": datetime(2020, 4, 1)}


@pytest.mark.parametrize(("change", "expected"), [
    ({}, 1),
    ({"act": "denies"}, 0),
    ({"scope_from": None}, 0),  # "we struck at some time" is an admission of nothing
    ({"scope_from": datetime(2020, 5, 2)}, 0),
    ({"scope_to": datetime(2020, 4, 30)}, 0),
    ({"scope_kinds": ["artillery"]}, 0),
    ({"scope_objects": ["hospital"]}, 0),
    ({"scope_area": [9.0, 49.0, 11.0, 51.0]}, 1),
    ({"scope_area": [11.0, 49.0, 12.0, 51.0]}, 0),
])  # fmt: skip
def test_an_admission_is_one_within_its_scope(incidents: Make, change: dict[str, Any], expected: int) -> None:
    facts = incidents(x={"incident": AT})
    facts.append("statement", [ADMITS | change])
    assert told(facts, "statement.admission") == [("ann", "statement:s", "party")] * expected


HOLDS = {"context_id": "c", "from_at": datetime(2020, 1, 1), "parties": ["ann", "bob"]}


@pytest.mark.parametrize("kind", ["siege", "ceasefire", "presence"])
def test_what_was_in_force_at_the_time_and_place(incidents: Make, kind: str) -> None:
    facts = incidents(x={"incident": AT})
    facts.append("context", [HOLDS | {"kind": kind, "area": "TOWN"}])
    assert told(facts, f"context.{kind}") == [("ann", "context:c", "reference"), ("bob", "context:c", "reference")]


@pytest.mark.parametrize("change", [
    {"area": "Village"}, {"from_at": datetime(2020, 5, 2)}, {"to_at": datetime(2020, 4, 30)}, {"kind": "offensive"},
])  # fmt: skip
def test_what_was_not_in_force_there_and_then(incidents: Make, change: dict[str, Any]) -> None:
    facts = incidents(x={"incident": AT})
    facts.append("context", [HOLDS | {"kind": "siege"} | change])
    assert told(facts, "context.siege") == []
