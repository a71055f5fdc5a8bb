"""Many incidents at once: the same as each alone, on any number of threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.attribute.weigh import weighing
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
TABLES = ("attribution", "finding", "line", "evidence", "codebook_parameter")


def remnant(value: str) -> dict[str, Any]:
    return {"remnant": [{"remnant_id": "m", "munition": value, "certainty": "certain"}]}


def hashes(make: Make, settings: Settings, **reports: dict[str, Any]) -> list[str]:
    facts = make(**reports)
    attribute(facts, settings, codebook=BOOK)
    return [facts.table_hash(name) for name in TABLES]


def test_the_size_of_a_chunk_and_the_number_of_threads_change_nothing(
    incidents: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {f"i{n}": remnant(("r1", "b1", "common")[n % 3]) for n in range(7)}
    whole = hashes(incidents, settings, **many)
    monkeypatch.setattr(weighing, "CHUNK", 2)
    monkeypatch.setattr(weighing.os, "cpu_count", lambda: 3)
    assert hashes(incidents, settings, **many) == whole


def test_an_incident_does_not_depend_on_the_others(incidents: Make, settings: Settings) -> None:
    alone, among = incidents(x=remnant("r1")), incidents(a=remnant("b1"), x=remnant("r1"), z={})
    for facts in (alone, among):
        attribute(facts, settings, codebook=BOOK)
    sql = "SELECT * FROM finding WHERE incident_id = 'x' ORDER BY ALL"
    assert alone.rows(sql) == among.rows(sql)


def test_no_incidents_no_rows(incidents: Make, settings: Settings) -> None:
    summary = attribute(incidents(), settings, codebook=BOOK)
    assert (summary.high, summary.not_attributed, summary.expected_wrong_among_high) == (0, 0, 0.0)


def test_the_grade_at_the_second_factor_is_never_stronger(incidents: Make, settings: Settings) -> None:
    order = ("high", "likely", "more_likely_than_not", "not_attributed")
    facts = incidents(**{value: remnant(value) for value in ("r1", "b1", "common")})
    attribute(facts, settings, codebook=BOOK)
    rows = facts.rows("SELECT grade, reasons->>'grade_at_second_factor' AS second FROM attribution")
    assert all(order.index(row["second"]) >= order.index(row["grade"]) for row in rows)


def test_the_factor_at_which_a_grade_falls_lies_above_the_one_it_was_graded_at(
    incidents: Make, settings: Settings
) -> None:
    saw = {"testimony_id": "t", "witness": "w", "directness": "saw", "aircraft_reported": ["red"]}
    facts = incidents(x=remnant("r1") | {"testimony": [saw]})
    attribute(facts, settings, codebook=BOOK)
    row = facts.rows("SELECT grade, grade_falls_at FROM attribution")[0]
    assert row["grade"] == "high"
    assert 1.5 < row["grade_falls_at"] < 20
