"""Number words."""

from __future__ import annotations

import pytest

from dalil.simulate.observe.spoken import in_words, phrases


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (0, "zero", "ноль"),
        (7, "seven", "семь"),
        (13, "thirteen", "тринадцать"),
        (20, "twenty", "двадцать"),
        (59, "fifty nine", "пятьдесят девять"),
        (100, "one hundred", "сто"),
        (112, "one hundred twelve", "сто двенадцать"),
        (175, "one hundred seventy five", "сто семьдесят пять"),
    ],
)
def test_words(number: int, english: str, russian: str):
    assert in_words(number, "en") == english
    assert in_words(number, "ru") == russian


def test_arabic_uses_its_digits():
    assert in_words(175, "ar") == "١٧٥"


def test_every_number_has_words_of_its_own():
    for language in ("en", "ru", "ar"):
        assert len({in_words(number, language) for number in range(200)}) == 200


def test_russian_release_is_the_word_that_was_heard():
    assert phrases("ru")["release"] == "сработал"
