"""Which incidents a statement's truth would exclude."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.attribute.outputs.statements import statement_sums
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
RED = {"testimony_id": "t1", "witness": "w1", "directness": "saw", "aircraft_reported": ["red"]}
STOPPED = {
    "statement_id": "s1", "party": "the anns", "made_on": datetime(2020, 10, 18), "act": "denies",
    "scope_from": datetime(2020, 10, 18), "scope_kinds": ["airstrike"],
}  # fmt: skip


def at(month: int, day: int, *, sure: bool) -> dict[str, Any]:
    when = datetime(2020, month, day)
    holds: dict[str, Any] = {"incident": {"earliest": when, "latest": when, "kind": "airstrike"}}
    holds["remnant"] = [{"remnant_id": "m", "munition": "r1", "certainty": "certain"}]
    return holds | ({"testimony": [RED]} if sure else {})


def summed(facts: Facts, settings: Settings, **statement: object) -> dict[str, Any]:
    facts.append("statement", [STOPPED | statement])
    attribute(facts, settings, codebook=BOOK)
    return statement_sums(facts)[0]


def test_stopped_strikes_on_a_day(incidents: Make, settings: Settings) -> None:
    facts = incidents(
        before=at(10, 17, sure=True), high=at(10, 18, sure=True), later=at(11, 2, sure=True), less=at(11, 3, sure=False)
    )
    row = summed(facts, settings)
    assert (row["excluded"], row["high"], row["likely"] + row["more_likely_than_not"]) == (3, 2, 1)


def test_another_partys_statement_excludes_nothing(incidents: Make, settings: Settings) -> None:
    row = summed(incidents(x=at(11, 2, sure=True)), settings, party="bob")
    assert (row["in_scope"], row["excluded"]) == (0, 0)


def test_silence_after_a_question_is_recorded_and_excludes_nothing(incidents: Make, settings: Settings) -> None:
    row = summed(incidents(x=at(11, 2, sure=True)), settings, act="asked_no_reply")
    assert (row["in_scope"], row["excluded"]) == (1, 0)


@pytest.mark.parametrize(
    ("scope", "excluded"),
    [({"scope_kinds": ["artillery"]}, 0), ({"scope_objects": ["hospital"]}, 0),
     ({"scope_to": datetime(2020, 11, 1)}, 0), ({"scope_area": [0.0, 0.0, 1.0, 1.0]}, 0), ({"scope_kinds": None}, 1)],
)  # fmt: skip
def test_scope(incidents: Make, settings: Settings, scope: dict[str, object], excluded: int) -> None:
    assert summed(incidents(x=at(11, 2, sure=True)), settings, **scope)["excluded"] == excluded


def test_an_admission_is_a_line(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"incident": {"earliest": datetime(2020, 2, 1), "latest": datetime(2020, 2, 1)}})
    said = {"statement_id": "s", "party": "ann", "act": "acknowledges"}
    facts.append("statement", [said | {"scope_from": datetime(2020, 2, 1), "scope_to": datetime(2020, 2, 2)}])
    attribute(facts, settings, codebook=BOOK)
    assert facts.value("SELECT stance FROM line WHERE line = 'admission'") == "supports"
    assert facts.value("SELECT party FROM attribution") == "ann"


def test_an_admission_without_a_time_is_none(incidents: Make, settings: Settings) -> None:
    facts = incidents(x=at(2, 1, sure=False))
    facts.append("statement", [{"statement_id": "s", "party": "ann", "act": "acknowledges"}])
    attribute(facts, settings, codebook=BOOK)
    assert facts.value("SELECT stance FROM line WHERE line = 'admission'") == "not_looked_for"
