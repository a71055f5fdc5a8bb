"""The origin that a finding hangs on, in words of each language."""

from __future__ import annotations

import pytest

from dalil.messages import LANGUAGES, catalogue
from dalil.messages.origins import origin_words

ENGLISH = catalogue("en")


@pytest.mark.parametrize(
    ("line", "origin", "said"),
    [
        ("media", "X-0001", "exhibit X-0001"),
        ("media", "X-0001, X-0002", "exhibit X-0001, X-0002"),
        ("admission", "statement:S6", "statement S6"),
        ("media", "A/1", "report A/1"),
    ],
)
def test_each_kind_of_origin_has_its_word(line: str, origin: str, said: str) -> None:
    assert origin_words(ENGLISH, line, origin) == said


@pytest.mark.parametrize(
    "origin", ["exhibit of A/1", "exhibits of A/1", "exhibit:film.mp4", "remnants:A/1", "context:C3", "X-1", "A/1"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_origin_is_without_words(language: str, origin: str) -> None:
    said = origin_words(catalogue(language), "media", origin)
    assert said
    assert said != origin
    assert "{" not in said


def test_what_lay_at_the_place_is_told_by_its_line() -> None:
    assert origin_words(ENGLISH, "remnants", "A/1") == origin_words(ENGLISH, "media", "remnants:A/1")
    assert origin_words(ENGLISH, "remnants", "A/1") != origin_words(ENGLISH, "media", "A/1")


def test_ids_are_isolated_by_whoever_writes_the_page() -> None:
    said = origin_words(catalogue("ar"), "media", "A/1", catalogue("ar").language.own)
    assert "\u2068A/1\u2069" in said


@pytest.mark.parametrize("origin", ["X-", "X-a", "statement of S6", "exhibit", "X-1;X-2"])
def test_what_only_resembles_a_form_is_a_report_by_its_id(origin: str) -> None:
    assert origin_words(ENGLISH, "media", origin) == f"report {origin}"
