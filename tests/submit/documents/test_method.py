"""The method annex: settings in words, the code book's numbers, nothing of how the program writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.submit.conftest import make_settings
from tests.submit.documents.test_letter import make_matter

from dalil.casefile.facts import Facts
from dalil.submit.content.collect import read_codebook
from dalil.submit.content.dossier import Dossier
from dalil.submit.documents.method import method
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver

SKY = {"aircraft": [{"id": "Su-24", "aircraft_class": "fixed_wing", "operators": ["north"]}]}


@pytest.fixture
def dossier(facts: Facts, receiver: Receiver) -> Dossier:
    return make_matter(facts, make_settings(sky=SKY), receiver)


def number(variable: str, value: str, party: str, before: float, after: float, citation: str) -> dict[str, Any]:
    return {"variable": variable, "value": value, "party": party, "pseudo_count": before, "posterior_count": after,
            "citation": citation}  # fmt: skip


def rows(dossier: Dossier, language: str = "en") -> dict[str, str]:
    blocks = method(dossier, Wording(language, dossier.settings.timezone))["blocks"]
    return {row[0]: row[1] for block in blocks if block["is"] == "table" for row in block["rows"]}


def test_settings_are_said_in_words(dossier: Dossier) -> None:
    found = rows(dossier)
    assert found["aircraft.Su-24"] == "aircraft_class: fixed_wing; operators: north"
    assert (found["learn_prior"], found["selected_by_hand"], found["lists"]) == ("yes", "no", "none")
    assert found["area"] == "36.5, 35.7, 37.7, 36.7"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_value_is_written_as_the_program_holds_it(dossier: Dossier, language: str) -> None:
    shown = rows(dossier, language).values()
    assert not [text for text in shown if text in ("True", "False", "None", "") or "{" in text or "'" in text]


def test_in_arabic_west_stays_left_of_east(dossier: Dossier) -> None:
    area = next(text for key, text in rows(dossier, "ar").items() if "area" in key)
    assert area == "\u206636.5, 35.7, 37.7, 36.7\u2069"


def test_the_code_book_stands_beside_what_labels_made_of_it(facts: Facts, dossier: Dossier) -> None:
    facts.replace("codebook_parameter", [
        number("weapon", "cluster", "north", 2.0, 5.5, "judgement (J.)"),
        number("weapon", "cluster", "other", 1.0, 1.0, "Report 7"),
        number("book.temper", "", "", 1.0, 1.3, ""),
    ])  # fmt: skip
    blocks = method(replace(dossier, codebook=read_codebook(facts)), Wording("en", dossier.settings.timezone))["blocks"]
    tabled = [(block["head"], block["rows"]) for block in blocks if block["is"] == "table"]
    assert (["Value", "Northern Command", "any other"], [["cluster munition", "2 → 5.5", "1"]]) in tabled
    assert (["Setting", "Value"], [["book.temper", "1 → 1.3"]]) in tabled
    note = next(b["text"] for b in blocks if b["is"] == "note" and "rest on judgement" in b["text"])
    assert "Of 2 numbers, 1 rest on judgement alone" in note and "J." not in note


def test_without_a_code_book_there_is_no_heading_for_one(dossier: Dossier) -> None:
    blocks = method(dossier, Wording("en", dossier.settings.timezone))["blocks"]
    assert "Code book" not in [block["text"] for block in blocks if block["is"] == "heading"]
