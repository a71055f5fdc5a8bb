"""The page for the public: alleged before any number, what is not shown, nothing on who did it."""

from __future__ import annotations

import pytest
from tests.submit.test_letter import make_matter

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Matter
from dalil.submit.documents.summary import summary, summary_text
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver


@pytest.fixture
def matter(facts: Facts, settings: Settings, public: Receiver) -> Matter:
    return make_matter(facts, settings, public)


def words(matter: Matter, language: str = "en") -> Wording:
    return Wording(language, matter.settings.timezone)


def test_alleged_stands_before_the_first_number(matter: Matter) -> None:
    kinds = [block["is"] for block in summary(matter, words(matter))["blocks"]]
    texts = [block.get("text", "") for block in summary(matter, words(matter))["blocks"]]
    alleged = next(at for at, text in enumerate(texts) if text.startswith("All numbers are alleged by the sources."))
    assert alleged < kinds.index("bullets")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_and_text_say_the_same(matter: Matter, language: str) -> None:
    text = summary_text(matter, words(matter, language))
    for block in summary(matter, words(matter, language))["blocks"]:
        if block["is"] in ("paragraph", "bullets"):
            assert all(line in text for line in block.get("items", [block.get("text")]))


def test_it_names_no_party_and_no_withheld_organisation(matter: Matter) -> None:
    text = summary_text(matter, words(matter))
    assert not [name for name in ("Northern Command", "north", "Beta", "Gamma", "Delta") if name in text]
    assert "Recorded by: Alpha." in text
