"""What was said, as tokens: numbers, what the code book names, and what nobody understood."""

from __future__ import annotations

import pytest

from dalil.crossref.sky.radio.words import Token, code_book, languages, tokens


def said(text: str, language: str = "en") -> list[Token]:
    book = code_book(language)
    assert book is not None
    return tokens(text, book)


def short(text: str, language: str = "en") -> list[str]:
    """Each token as its digits, or as its sign where it has none."""
    return [token.digits or token.sign for token in said(text, language)]


def test_each_language_has_its_book_and_no_other() -> None:
    assert languages() == ("ar", "en", "ru")
    assert code_book("de") is None
    assert code_book("spelling") is None  # a section of the file, and no language


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "thirty four", ["34"]),
        ("en", "three four", ["3", "4"]),
        ("en", "one hundred seventy five", ["175"]),
        ("en", "twenty zero", ["20", "0"]),  # zero goes on with nothing
        ("en", "thirty forty", ["30", "40"]),
        ("en", "tree fife niner", ["3", "5", "9"]),
        ("ru", "сто семьдесят пять", ["175"]),
        ("ru", "двадцать один", ["21"]),
        ("ar", "اربعة وثلاثون", ["34"]),  # four and thirty
        ("ar", "مئة وخمسة", ["105"]),
    ],
)
def test_number_words_that_go_together(language: str, text: str, expected: list[str]) -> None:
    assert short(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34", ["34"]),
        ("٣٤", ["34"]),
        ("۳۴", ["34"]),
        ("34,5", ["34.5"]),
        ("34.139", ["34.139"]),
        ("3? 05", ["3?", "05"]),
        ("3_ 05", ["3?", "05"]),
        ("?? 05", ["??", "05"]),
        ("? 05", ["*", "05"]),  # one mark alone may stand for all of a number
        ("34 … 05", ["34", "*", "05"]),
        ("34 -- 05", ["34", "*", "05"]),
        ("34 [cough] 05", ["34", "*", "05"]),
        ("34 (static) 05", ["34", "*", "05"]),
        ("34.…139", ["34.*139"]),
        ("34 er 05", ["34", "*", "05"]),
        ("34 unreadable 05", ["34", "*", "05"]),
    ],
)
def test_what_was_not_understood_is_a_mark_and_never_nothing(text: str, expected: list[str]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34° 05′ 06″ n", ["34", "degrees", "05", "minutes", "06", "seconds", "north"]),
        ("34° 05' 06'' north", ["34", "degrees", "05", "minutes", "06", "seconds", "north"]),
        ("cleared hot", ["clearance"]),
        ("you are cleared", ["clearance"]),
        ("new coordinates", ["correction"]),  # the longest phrase, not "coordinates"
        ("twenty seconds to release", ["20", "seconds", "to_release"]),
        ("bombs away", ["release"]),
        ("bombs fell", ["word", "word"]),  # half a phrase names nothing
        ("", []),
    ],
)
def test_phrases(text: str, expected: list[str]) -> None:
    assert short(text) == expected


def test_a_token_keeps_what_was_said() -> None:
    (token,) = said("thirty FOUR")
    assert (token.text, token.spoken) == ("thirty four", True)
    (token,) = said("34")
    assert (token.text, token.spoken) == ("34", False)
