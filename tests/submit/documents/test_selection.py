"""Sheets for the incidents that a rule chooses, and what they may cost in pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.submit.conftest import StandIn, hand_over, make_settings

from dalil.casefile.facts import Facts
from dalil.casefile.sections import AnnexRule
from dalil.casefile.settings import Settings
from dalil.errors import Refused
from dalil.submit.content.dossier import Dossier, Volume
from dalil.submit.content.entries import read_entries, select
from dalil.submit.content.request import Request
from dalil.submit.documents.annex import annex
from dalil.submit.documents.selection import selection_blocks
from dalil.submit.elements.wording import Wording
from dalil.submit.package.pdf import pages_of
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


@pytest.fixture
def judged(facts: Facts) -> Facts:
    """I-1 (hospital) high against north, I-2 withheld, I-3 (market) likely against north or south."""
    facts.replace("attribution", [
        {"incident_id": "I-1", "party": "north", "grade": "high"},
        {"incident_id": "I-2", "party": "north", "grade": "high"},
        {"incident_id": "I-3", "party": "north+south", "grade": "likely"},
    ])  # fmt: skip
    return facts


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        ({}, ["I-1", "I-2", "I-3"]),
        ({"grades": ["high"]}, ["I-1", "I-2"]),
        ({"parties": ["north"]}, ["I-1", "I-3"]),  # the party of I-2 does not leave, and so chooses nothing
        ({"parties": ["south"]}, ["I-3"]),
        ({"objects": ["market", "school"]}, ["I-2", "I-3"]),
        ({"grades": ["high"], "objects": ["market"]}, []),
        ({"grades": ["likely"], "only": ["I-1"]}, ["I-1", "I-3"]),
        ({"only": ["I-2", "I-9"]}, ["I-2"]),
    ],
)
def test_every_condition_that_is_stated_must_be_met_and_only_adds(
    judged: Facts, receiver: Receiver, rule: dict[str, Any], chosen: list[str]
) -> None:
    entries = read_entries(cut(judged, receiver))
    assert [entry.id for entry in select(entries, AnnexRule.model_validate(rule))] == chosen


def test_a_finding_that_is_held_back_chooses_nothing(judged: Facts, receiver: Receiver) -> None:
    judged.replace("review", [{"incident_id": "I-1", "state": "held"}])
    entries = read_entries(cut(judged, receiver))
    assert [entry.id for entry in select(entries, AnnexRule(grades=("high",)))] == ["I-2"]


def make(facts: Facts, receiver: Receiver, **rule: Any) -> Dossier:
    settings = make_settings(submit={"annex": rule})
    released = cut(facts, receiver)
    entries = read_entries(released)
    chosen = select(entries, settings.submit.annex)
    return Dossier(settings, released, {}, entries, [Volume(1, chosen)], [], "", datetime(2026, 1, 1, tzinfo=UTC))


def test_the_letter_says_who_chose_and_by_which_rule(judged: Facts, receiver: Receiver) -> None:
    dossier = make(judged, receiver, by="The board", reason="They were asked for.", grades=["high"], only=["I-9"])
    blocks = list(selection_blocks(dossier, Wording("en", dossier.settings.timezone)))
    assert "Of 3 incidents in the register, 2 have a sheet. They were selected by The board." in blocks[1]["text"]
    assert blocks[2]["items"] == [
        "Grade of the finding: high likelihood",
        "Named one by one: 0",
        "Named, and not in the register for this audience: 1",
    ]
    assert blocks[3]["text"] == "The reason given: “They were asked for.”"


def test_without_a_rule_or_for_a_question_the_letter_says_nothing_of_it(judged: Facts, receiver: Receiver) -> None:
    words = Wording("en", make_settings().timezone)
    assert list(selection_blocks(make(judged, receiver), words)) == []
    asked = replace(make(judged, receiver, grades=["high"]), request=Request(only=("I-1",)))
    assert list(selection_blocks(asked, words)) == []


def test_the_register_keeps_every_incident_and_marks_those_without_a_sheet(judged: Facts, receiver: Receiver) -> None:
    dossier = make(judged, receiver, grades=["likely"])
    blocks = annex(dossier, Wording("en", dossier.settings.timezone))["blocks"]
    register = next(b["rows"] for b in blocks if b["is"] == "table" and len(b["head"]) == 9)
    assert [(row[0], row[-1]) for row in register] == [("S-0001", "–"), ("S-0002", "–"), ("S-0003", "1")]


def test_more_pages_than_the_budget_are_refused_and_nothing_is_left(
    judged: Facts, case: StandIn, tmp_path: Path
) -> None:
    settings = make_settings(submit={"page_budget": 2, "annex": {"grades": ["high", "likely"]}})
    out = tmp_path / "out"
    with pytest.raises(Refused, match="longer than its page budget") as refused:
        hand_over(case, judged, settings, out, audience="commission", languages=("en",))
    assert "letter.en.pdf" in refused.value.found and "sheets.en.001.pdf" in refused.value.found
    assert [path for path in tmp_path.iterdir() if "out" in path.name] == []


def test_pages_are_those_of_the_document(submitted: Path, settings: Settings) -> None:
    sheets = submitted / "data" / "sheets.en.001.pdf"
    assert pages_of(sheets) == 4  # the register, and one for each of three incidents


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(Refused):
        pages_of(tmp_path / "x.pdf")
