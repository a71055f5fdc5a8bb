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
        {"incident_id": "x", "line": "accounts", "origin": "o", "variable": "kind", "value": value}
        for value in ("airstrike", "artillery")
    ])  # fmt: skip
    read = Read(facts, ["x"])
    assert [row["said"] for row in read.conflicts["x", "accounts"]] == [["airstrike", "artillery"]]
    assert [(row["value"], row["n"]) for row in read.shown["x", "accounts"]] == [("airstrike", 1), ("artillery", 1)]
