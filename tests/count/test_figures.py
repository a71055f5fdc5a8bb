"""What figures are called."""

from __future__ import annotations

import pytest

from dalil.count.categories import combined
from dalil.count.figures import Coded, Named, in_words
from dalil.messages import catalogue

NORTH, SOUTH = ("North", "الشمال"), ("South", None)


@pytest.mark.parametrize(
    ("names", "language", "said"),
    [
        ((NORTH,), "en", "North"),
        ((NORTH,), "ar", "\u2068الشمال\u2069"),
        ((SOUTH,), "ar", "\u2068South\u2069"),
        ((NORTH, SOUTH), "en", "North or South (which of the two is not established)"),
        ((NORTH, SOUTH), "ar", "\u2068الشمال\u2069 أو \u2068South\u2069 (لم يثبت أيّهما)"),
    ],
)
def test_a_set_of_parties_never_reads_as_both(
    names: tuple[tuple[str, str | None], ...], language: str, said: str
) -> None:
    assert Named(names).text(catalogue(language)) == said


@pytest.mark.parametrize(("language", "said"), [("en", "a camp + a school"), ("ar", "مخيم + مدرسة")])
def test_a_combination_of_codes_is_said_in_words(language: str, said: str) -> None:
    (word,) = combined("camp+school", ["camp+school"])
    assert in_words(catalogue(language), word) == said


def test_a_code_that_no_catalogue_has_stands_as_it_is() -> None:
    assert combined("camp+silo", ["camp+silo"]) == ("camp+silo",)


@pytest.mark.parametrize("name", ["@home", "@nowhere", "@", "@home+school"])
def test_a_place_or_organisation_whose_name_begins_with_a_sign_stands_as_it_is(name: str) -> None:
    assert in_words(catalogue("en"), name) == name
    assert in_words(catalogue("en"), Coded("home")) != "home"
