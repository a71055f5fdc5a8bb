"""What reasons are written from, read once for many incidents."""

from __future__ import annotations

from datetime import datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.present.reading import Read


@pytest.fixture
def facts() -> Facts:
    made = Facts.in_memory()
    made.replace("incident", [
        {"incident_id": name, "earliest": datetime(2016, month, 1), "latest": datetime(2016, month, 2)}
        for name, month in (("x", 7), ("y", 9))
    ])  # fmt: skip
    made.replace("actor", [
        {"actor_id": "ann", "kind": "party", "name": "Ann"},
        {"actor_id": "wing", "kind": "unit", "name": "First Wing", "part_of": "ann"},
        {"actor_id": "base", "kind": "base", "part_of": "wing", "from_at": datetime(2016, 8, 1)},
    ])  # fmt: skip
    return made


@pytest.mark.parametrize(("incident", "units"), [("x", ["First Wing"]), ("y", ["First Wing", "base"]), ("z", [])])
def test_units_are_those_of_the_time_and_of_units_below(facts: Facts, incident: str, units: list[str]) -> None:
    assert Read(facts, ["x", "y"]).units("ann", incident) == units


def test_a_ring_of_actors_ends(facts: Facts) -> None:
    facts.query("UPDATE actor SET part_of = 'base' WHERE actor_id = 'ann'")
    assert Read(facts, ["x"]).units("ann", "x") == ["First Wing"]


def test_only_the_chosen_incidents_are_read(facts: Facts) -> None:
    facts.replace("review", [{"incident_id": name, "state": "held"} for name in ("x", "y")])
    assert list(Read(facts, ["y"]).reviews) == ["y"]


def test_values_of_one_origin_that_differ_are_one_conflict(facts: Facts) -> None:
    facts.replace("evidence", [
        {"incident_id": "x", "line": "accounts", "origin_kind": "report", "origin_id": "o", "variable": "kind",
         "value": value}
        for value in ("airstrike", "artillery")
    ])  # fmt: skip
    read = Read(facts, ["x"])
    assert [row["said"] for row in read.conflicts["x", "accounts"]] == [["airstrike", "artillery"]]
    assert [(row["value"], row["n"]) for row in read.shown["x", "accounts"]] == [("airstrike", 1), ("artillery", 1)]


@pytest.mark.parametrize(
    ("bounds", "there"),
    [
        ({}, True),
        ({"from_at": datetime(2016, 7, 2)}, True),
        ({"from_at": datetime(2016, 7, 3)}, False),
        ({"to_at": datetime(2016, 7, 1)}, True),
        ({"to_at": datetime(2016, 6, 30)}, False),
    ],
)
def test_a_unit_existed_from_its_first_day_to_its_last(bounds: dict[str, datetime], there: bool) -> None:
    facts = Facts.in_memory()
    facts.replace("incident", [{"incident_id": "x", "earliest": datetime(2016, 7, 1), "latest": datetime(2016, 7, 2)}])
    facts.replace("actor", [{"actor_id": "wing", "kind": "unit", "name": "Wing", "part_of": "ann", **bounds}])
    assert Read(facts, ["x"]).units("ann", "x") == (["Wing"] if there else [])


def evidence(origin: str, value: str, dropped: str | None = None, copies: int = 1) -> dict[str, object]:
    return {"incident_id": "x", "line": "accounts", "origin_kind": "report", "origin_id": origin,
            "variable": "aircraft", "value": value, "dropped": dropped, "copies": copies}  # fmt: skip


def test_what_is_shown_counts_origins_and_not_copies(facts: Facts) -> None:
    facts.replace("evidence", [evidence("o", "red", copies=3), evidence("p", "red"), evidence("q", "blue")])
    shown = {row["value"]: row["n"] for row in Read(facts, ["x"]).shown["x", "accounts"]}
    assert shown == {"red": 2, "blue": 1}


def test_a_conflict_is_within_one_origin(facts: Facts) -> None:
    facts.replace("evidence", [evidence("o", "red"), evidence("o", "blue"), evidence("p", "grey")])
    (found,) = Read(facts, ["x"]).conflicts["x", "accounts"]
    assert found["said"] == ["blue", "red"]


def test_what_was_set_aside_is_counted_with_its_copies(facts: Facts) -> None:
    facts.replace("evidence", [evidence("o", "red", "hearsay", copies=2), evidence("p", "red", "hearsay"),
                               evidence("q", "red")])  # fmt: skip
    assert [(row["dropped"], row["n"]) for row in Read(facts, ["x"]).aside["x",]] == [("hearsay", 3)]
