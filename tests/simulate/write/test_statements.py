"""Statements of parties: one row for each of statements.toml, with days that follow the period."""

from __future__ import annotations

import csv
import tomllib
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from dalil.simulate import simulate

DECLARED = tomllib.loads(resources.files("dalil.simulate").joinpath("statements.toml").read_text("utf-8"))["statements"]


@pytest.fixture(scope="module")
def stated(siege: Path) -> list[dict[str, str]]:
    (path,) = (siege / "raw").rglob("statements.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_row_for_each(stated):
    assert [(row["party"], row["act"]) for row in stated] == [(said["party"], said["act"]) for said in DECLARED]


def test_days_follow_the_period(stated, at):
    """Toruvia says two days later that it stopped, 0.62 of the way through, and speaks of all days from then on."""
    clock = at("siege", 1).calendar.clock
    stop = clock.start + timedelta(days=int(0.62 * clock.days))
    assert stated[0]["made_on"] == (stop + timedelta(days=2)).isoformat()
    assert (stated[0]["scope_from"], stated[0]["scope_to"]) == (stop.isoformat(), clock.end.isoformat())
    assert stop.isoformat() in stated[0]["text"]


def test_a_statement_is_made_within_the_period_and_after_what_it_speaks_of_began(stated, at):
    clock = at("siege", 1).calendar.clock
    for row in stated:
        assert clock.start <= date.fromisoformat(row["made_on"]) <= clock.end
        assert not row["scope_from"] or row["scope_from"] <= row["made_on"]


def test_what_it_does_not_speak_of_is_left_open(stated):
    for row, said in zip(stated, DECLARED, strict=True):
        assert row["scope_kinds"] == said.get("kinds", "")
        assert row["scope_objects"] == said.get("objects", "")
        assert bool(row["scope_area"]) == bool(said.get("area"))


def test_each_says_that_it_is_invented(stated):
    assert all(row["text"].startswith("[Fictional] ") for row in stated)
    assert all(row["url"].startswith("https://statements.invalid/") for row in stated)


def test_none_where_they_are_switched_off(tmp_path: Path):
    simulate(tmp_path / "out", 1, "small", {"media": "off", "labels.statements": "false", "war.incidents": "25"})
    for path in (tmp_path / "out" / "raw").rglob("statements.csv"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 1
