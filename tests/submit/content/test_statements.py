"""What the parties said, read once: in the order of time, without what is held back."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.submit.documents.test_statements import check, statement

from dalil.casefile.facts import Facts
from dalil.submit.content.statements import PartyStatements, read_statements
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


@pytest.fixture
def told(facts: Facts) -> Facts:
    """S2 was made before S1; both speak of I-1, S1 of I-3 besides, which only falls under it."""
    facts.replace("statement", [statement("S1", "denies"),
                                statement("S2", "denies") | {"made_on": datetime(2016, 12, 1)}])  # fmt: skip
    facts.replace("statement_check", [check("S1", "I-1", "likely"), check("S2", "I-1", "likely"),
                                      check("S1", "I-3", "high", excluded=False)])  # fmt: skip
    return facts


def read(facts: Facts, receiver: Receiver) -> PartyStatements:
    return read_statements(cut(facts, receiver))


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["statement_id"] for row in rows]


def test_statements_against_an_incident_come_in_the_order_of_time(told: Facts, receiver: Receiver) -> None:
    assert ids(list(read(told, receiver).against["I-1"])) == ["S2", "S1"]


def test_what_only_falls_under_a_statement_is_not_against_it(told: Facts, receiver: Receiver) -> None:
    said = read(told, receiver)
    assert said.against.get("I-3") is None and ids(list(said.checked["S1"])) == ["S1", "S1"]


def test_a_finding_held_back_is_in_neither(told: Facts, receiver: Receiver) -> None:
    told.replace("review", [{"incident_id": "I-1", "state": "held"}])
    said = read(told, receiver)
    assert said.against.get("I-1") is None and "S2" not in said.checked


def test_a_statement_of_nobody_is_not_told(facts: Facts, receiver: Receiver) -> None:
    facts.replace("statement", [statement("S1", "denies") | {"party": None}])
    assert read(facts, receiver).statements == []


def test_the_public_has_no_check_of_an_incident_that_it_is_not_shown(told: Facts, public: Receiver) -> None:
    told.append("statement_check", [check("S1", "I-2", "high")])
    assert [row["incident_id"] for row in read(told, public).checked["S1"]] == ["I-1", "I-3"]
