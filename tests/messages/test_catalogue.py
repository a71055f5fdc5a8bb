"""Every catalogue says the same things, with the same fields."""

from __future__ import annotations

import string

import pytest

from dalil.messages import LANGUAGES, catalogue
from dalil.records.kinds import GROUPS, OBJECTS, PLACE_RADIUS_M, REPORT_KINDS, TIME_PRECISIONS, WEAPONS


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language: str) -> None:
    missing = catalogue(language).missing
    assert not missing, "\n".join([f"{len(missing)} sentences that {language} lacks:", *missing])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_a_sentence_that_english_lacks(language: str) -> None:
    assert set(catalogue(language).sentences) == set(catalogue("en").sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_same_fields(language: str) -> None:
    english, other = catalogue("en").sentences, catalogue(language).sentences
    assert {key: fields(text) for key, text in english.items()} == {key: fields(other[key]) for key in english}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("family", "codes"),
    [("object", OBJECTS), ("weapon", WEAPONS), ("kind", REPORT_KINDS), ("group", GROUPS),
     ("time_precision", TIME_PRECISIONS), ("place_precision", tuple(PLACE_RADIUS_M)),
     ("month", tuple(str(n) for n in range(1, 13)))],
)  # fmt: skip
def test_every_code_of_the_formats_has_a_word(language: str, family: str, codes: tuple[str, ...]) -> None:
    assert [code for code in codes if f"term.{family}.{code}" not in catalogue(language)] == []


def test_directions_are_closed_in_every_sentence() -> None:
    for language in LANGUAGES:
        for key, text in catalogue(language).sentences.items():
            opened = sum(text.count(mark) for mark in "\u2066\u2067\u2068")
            assert opened == text.count("\u2069"), key
