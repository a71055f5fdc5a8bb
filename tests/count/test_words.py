"""One thing has one name: what counting calls a category is what every sheet calls it."""

from __future__ import annotations

from datetime import date

import pytest

from dalil.count.figures import in_words, integer, number
from dalil.messages import LANGUAGES, catalogue
from dalil.records.kinds import OBJECTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code in OBJECTS if code != "other"])
def test_an_object_has_one_name_in_letter_and_sheet(language: str, code: str) -> None:
    words = catalogue(language)
    assert words.text(f"count.word.{code}").removeprefix("an ").removeprefix("a ") == words.text(f"term.object.{code}")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "14 November 2016"), ("ar", "\u206614\u2069 تشرين الثاني \u20662016\u2069")]
)
def test_a_day_is_said_in_words(language: str, said: str) -> None:
    assert in_words(catalogue(language), date(2016, 11, 14)) == said


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (None, "–", "–"),
        (0, "0", "\u20660\u2069"),
        (1207.0, "1,207", "\u20661,207\u2069"),
        (1234.5, "1,234", "\u20661,234\u2069"),
        (0.0417, "0.0417", "\u20660.0417\u2069"),
        (12.345, "12.3", "\u206612.3\u2069"),
    ],
)
def test_a_number_as_a_reader_sees_it(value: float | None, english: str, arabic: str) -> None:
    assert (number(value, "en"), number(value, "ar")) == (english, arabic)


def test_not_stated_is_not_zero() -> None:
    assert integer(None) is None
    assert integer(0) == 0
