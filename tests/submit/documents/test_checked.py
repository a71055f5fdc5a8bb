"""Incident by incident: what a statement would exclude, with the exhibits behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.submit.documents.test_statements import check, make, statement

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.exhibits import Exhibit
from dalil.submit.documents.statements import checked_blocks
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver


@pytest.fixture
def dossier(facts: Facts, settings: Settings, receiver: Receiver) -> Dossier:
    """A denial that I-1 (likely), I-2 (withheld) and I-3 (high) would contradict; two exhibits on the sheet of I-1."""
    facts.replace("statement", [statement("S1", "denies")])
    facts.replace("statement_check", [check("S1", "I-1", "likely"), check("S1", "I-3", "high")])
    exhibits = [Exhibit(number, ("S-0001",), {}, "", "") for number in (1, 2)]
    return replace(make(facts, settings, receiver), exhibits=exhibits)


def tables(dossier: Dossier, language: str = "en") -> list[dict[str, Any]]:
    words = Wording(language, dossier.settings.timezone)
    return [block for block in checked_blocks(dossier, words) if block["is"] == "table"]


def test_the_surest_come_first_and_each_has_its_exhibits(dossier: Dossier) -> None:
    (found,) = tables(dossier)
    assert [(row[0], row[3]) for row in found["rows"]] == [("S-0003", "high likelihood"), ("S-0001", "likely")]
    assert found["rows"][0][4] == "–"
    assert [link["text"] for link in found["rows"][1][4]["links"]] == ["X-0001", "X-0002"]


def test_each_number_leads_to_its_row_in_the_list(dossier: Dossier) -> None:
    assert [link["mark"] for link in tables(dossier, "ar")[0]["rows"][1][4]["links"]] == ["X-0001", "X-0002"]


def test_where_the_list_is_elsewhere_numbers_lead_nowhere(dossier: Dossier) -> None:
    many = [replace(dossier.exhibits[0], number=number) for number in range(1, 1002)]
    assert isinstance(tables(replace(dossier, exhibits=many))[0]["rows"][1][4], str)


def test_a_finding_held_back_is_not_held_against_a_statement(
    facts: Facts, settings: Settings, receiver: Receiver, dossier: Dossier
) -> None:
    facts.replace("review", [{"incident_id": "I-3", "state": "held"}])
    assert [row[0] for row in tables(make(facts, settings, receiver))[0]["rows"]] == ["S-0001"]


def test_silence_has_no_table(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    facts.replace("statement", [statement("S2", "asked_no_reply")])
    facts.replace("statement_check", [check("S2", "I-1", "high", excluded=False)])
    assert tables(make(facts, settings, receiver)) == []
