"""The tables that attribution gives: one row for each thing they speak of, nothing stronger than it is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.attribute.book.model import LINES
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
RED = {"testimony_id": "t", "witness": "w", "directness": "saw", "aircraft_reported": ["red"]}
R1 = {"remnant_id": "m", "munition": "r1", "certainty": "certain"}
SKY = {"line": "flight", "spoke": "matched", "basis": "estimated", "origin_ids": ["net"], "low": 1.0, "high": 3.0}


@pytest.fixture
def facts(incidents: Make, settings: Settings) -> Facts:
    """`sure` is ann's; of `two` a type of both was seen; `none` has nothing; `out` is out of scope."""
    made = incidents(
        sure={"testimony": [RED], "remnant": [R1], "sky_evidence": [SKY | {"party_id": "ann", "log_ratio": 0.0}]},
        two={"testimony": [RED | {"aircraft_reported": ["blue"]}]},
        none={},
        out={"remnant": [R1], "incident": {"in_scope": False}},
    )
    attribute(made, settings, codebook=BOOK)
    return made


def test_each_incident_in_scope_has_one_grade(facts: Facts) -> None:
    rows = facts.rows("SELECT incident_id, party, grade FROM attribution ORDER BY 1")
    assert [tuple(row.values()) for row in rows] == [
        ("none", None, "not_attributed"), ("sure", "ann", "high"), ("two", "bob+cyd", rows[2]["grade"]),
    ]  # fmt: skip
    assert rows[2]["grade"] != "not_attributed"


def test_each_incident_has_each_line_once(facts: Facts) -> None:
    rows = facts.rows("SELECT incident_id, list(line ORDER BY line) AS lines FROM line GROUP BY 1")
    assert all(row["lines"] == sorted(LINES) for row in rows)
    assert len(rows) == 3


def test_a_line_that_was_looked_for_and_says_nothing_is_silent(facts: Facts) -> None:
    stances = dict(facts.query("SELECT line, stance FROM line WHERE incident_id = 'sure'").fetchall())
    assert (stances["flight"], stances["radio"]) == ("silent", "not_looked_for")


def test_a_line_names_its_origins_and_its_range(facts: Facts) -> None:
    row = facts.rows("SELECT * FROM line WHERE incident_id = 'sure' AND line = 'remnants'")[0]
    assert (row["origin_kinds"], row["origin_ids"]) == (["remnants"], ["o/sure"])
    assert 2 < row["ratio_low"] < row["ratio"] < row["ratio_high"]
    assert facts.value("SELECT count(*) FROM line WHERE ratio IS NULL AND origin_ids IS NOT NULL") == 0


def test_each_hypothesis_has_a_finding_and_a_graded_set_one_more(facts: Facts) -> None:
    counted = facts.query("SELECT incident_id, count(*) FROM finding GROUP BY 1 ORDER BY 1").fetchall()
    assert counted == [("none", 4), ("sure", 4), ("two", 5)]
    both = facts.rows("SELECT * FROM finding WHERE party = 'bob+cyd'")[0]
    parts = facts.value("SELECT sum(posterior) FROM finding WHERE incident_id = 'two' AND party IN ('bob', 'cyd')")
    assert both["posterior"] == pytest.approx(parts, abs=1e-5)


def test_other_is_never_graded(facts: Facts) -> None:
    assert facts.value("SELECT count(*) FROM finding WHERE party = 'other' AND grade <> 'not_attributed'") == 0


def test_evidence_holds_what_was_used_and_what_was_not(facts: Facts) -> None:
    rows = facts.query("SELECT incident_id, line, variable, value, copies FROM evidence ORDER BY ALL").fetchall()
    assert ("sure", "accounts", "aircraft", "red", 1) in rows
    assert ("sure", "remnants", "munition", "r1", 1) in rows


def test_the_numbers_of_the_sheet(facts: Facts) -> None:
    said = json.loads(facts.value("SELECT reasons FROM attribution WHERE incident_id = 'sure'"))
    assert (said["best"], said["second_factor"]) == ("ann", 2.0)
    assert said["weakened"][0] >= said["weakened"][1]
    assert json.loads(facts.value("SELECT reasons FROM attribution WHERE incident_id = 'none'"))["without"] == {}


def test_the_summary_counts_what_the_tables_hold(incidents: Make, settings: Settings) -> None:
    made = incidents(sure={"testimony": [RED], "remnant": [R1]}, none={})
    summary = attribute(made, settings, codebook=BOOK)
    assert (summary.high, summary.not_attributed) == (1, 1)
    posterior = made.value("SELECT posterior FROM finding WHERE incident_id = 'sure' AND party = 'ann'")
    assert summary.expected_wrong_among_high == pytest.approx(1 - posterior, abs=1e-3)


def test_no_table_of_the_work_is_left(facts: Facts) -> None:
    assert facts.rows("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'attribute_%'") == []
