"""How a language is written, as data; and what becomes of a sentence that it lacks."""

from __future__ import annotations

from datetime import date

import pytest

from dalil.messages import LANGUAGES, Catalogue, Language, catalogue, font_family, language_of

FRENCH = Language("fr", "français", comma=", ", thousands="\u202f", decimal=",")
ARABIC, ENGLISH = language_of("ar"), language_of("en")


def test_english_is_first_for_the_others_fall_back_to_it() -> None:
    assert LANGUAGES[0] == "en"
    assert list(LANGUAGES[1:]) == sorted(LANGUAGES[1:])


@pytest.mark.parametrize(
    ("language", "shown"),
    [(ENGLISH, "1,234.5"), (ARABIC, "\u20661,234.5\u2069"), (FRENCH, "1\u202f234,5")],
)
def test_a_number_has_the_separators_of_its_language(language: Language, shown: str) -> None:
    assert language.number("1,234.5") == shown


def test_strange_text_is_isolated_where_the_page_runs_the_other_way() -> None:
    assert ENGLISH.own("Q1") == "Q1"
    assert ARABIC.own("Q1") == "\u2068Q1\u2069"
    assert ARABIC.ltr("Q1") == "\u2066Q1\u2069"
    assert ARABIC.own("") == ARABIC.ltr("") == ""


def test_names_come_from_the_columns_of_the_language() -> None:
    assert ARABIC.named("Aleppo", "حلب") == "حلب"
    assert ARABIC.named("Aleppo", None) == ARABIC.named("Aleppo", "") == "Aleppo"
    assert ENGLISH.named("Aleppo", "حلب") == "Aleppo"
    assert ENGLISH.name_column() == "name"
    assert ARABIC.name_column("title") == "coalesce(nullif(title_ar, ''), title)"


def test_a_day_is_said_in_the_order_of_the_catalogue() -> None:
    assert catalogue("en").day(date(2016, 11, 4)) == "4 November 2016"
    assert catalogue("ar").day(date(2016, 11, 4)).startswith("\u20664\u2069 ")


@pytest.mark.parametrize("given", [{}, {"name": ""}, {"name": "x", "colour": 1}, {"name": "x", "code": "y"}])
def test_a_table_that_is_not_understood_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"terms\.xx\.toml"):
        Language.read("xx", given)


def test_lists_of_the_table_become_what_they_stand_for() -> None:
    read = Language.read("he", {"name": "x", "rtl": True, "fonts": ["A"], "letters": [[1, 2]]})
    assert (read.rtl, read.fonts, read.letters) == (True, ("A",), ((1, 2),))


def test_an_unknown_language_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="en, ar"):
        catalogue("xx")


def test_a_drawing_tries_the_faces_of_every_language() -> None:
    assert font_family().split(", ") == ["Libertinus Serif", "Amiri", "serif"]


def test_a_field_that_is_not_given_is_an_error_not_a_gap() -> None:
    with pytest.raises(KeyError, match="value"):
        Catalogue(ENGLISH, {"a": "{value}"}).text("a")


def test_how_a_language_is_written_is_no_sentence() -> None:
    assert [key for key in catalogue("ar").sentences if key.startswith("language")] == []
