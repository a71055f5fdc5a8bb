"""The page for the public: alleged before any number, what is not shown, nothing on who did it."""

from __future__ import annotations

import pytest
from tests.submit.documents.test_letter import make_matter

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Dossier
from dalil.submit.documents.summary import summary, summary_text
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver


@pytest.fixture
def dossier(facts: Facts, settings: Settings, public: Receiver) -> Dossier:
    return make_matter(facts, settings, public)


def words(dossier: Dossier, language: str = "en") -> Wording:
    return Wording(language, dossier.settings.timezone)


def test_alleged_stands_before_the_first_number(dossier: Dossier) -> None:
    kinds = [block["is"] for block in summary(dossier, words(dossier))["blocks"]]
    texts = [block.get("text", "") for block in summary(dossier, words(dossier))["blocks"]]
    alleged = next(at for at, text in enumerate(texts) if text.startswith("All numbers are alleged by the sources."))
    assert alleged < kinds.index("bullets")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_and_text_say_the_same(dossier: Dossier, language: str) -> None:
    text = summary_text(dossier, words(dossier, language))
    for block in summary(dossier, words(dossier, language))["blocks"]:
        if block["is"] in ("paragraph", "bullets"):
            assert all(line in text for line in block.get("items", [block.get("text")]))


def test_it_names_no_party_and_no_withheld_organisation(dossier: Dossier) -> None:
    text = summary_text(dossier, words(dossier))
    assert not [name for name in ("Northern Command", "north", "Beta", "Gamma", "Delta") if name in text]
    assert "Recorded by: Alpha." in text
