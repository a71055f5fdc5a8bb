"""No sentence of a document is stronger than its grade, in either language."""

from __future__ import annotations

import re

import pytest

from dalil.messages import LANGUAGES, catalogue

STRONG = {
    "en": r"found responsible|\bguilty\b|\bproved?\b|\bperpetrator|committed by|was responsible for|\bcertainly\b",
    "ar": "ثبتت مسؤولية|وجد مسؤولا|وُجد مسؤولا|الجاني|مذنب|بالتأكيد|من المسؤول$",
}
OWN = ("submit.", "term.grade.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_says_that_anybody_was_found_to_have_done_it(language: str) -> None:
    said = {key: text for key, text in catalogue(language).sentences.items() if key.startswith(OWN)}
    assert len(said) > 300
    assert [key for key, text in said.items() if re.search(STRONG[language], text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["objects", "weapons", "kinds", "persons"])
def test_what_sources_state_is_headed_as_alleged(language: str, key: str) -> None:
    assert {"en": "as alleged", "ar": "مزعوم"}[language] in catalogue(language).text(f"submit.annex.{key}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["toll", "toll_same", "toll_open"])
def test_a_toll_says_alleged_in_its_own_sentence(language: str, key: str) -> None:
    sentence = catalogue(language).sentences[f"submit.letter.{key}"]
    assert {"en": "as alleged", "ar": "بحسب المزعوم"}[language] in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_grades_have_different_words(language: str) -> None:
    grades = ("high", "likely", "more_likely_than_not", "not_attributed")
    assert len({catalogue(language).text(f"term.grade.{grade}") for grade in grades}) == len(grades)
