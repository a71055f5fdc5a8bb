"""The origin that a finding hangs on, in words of each language."""

from __future__ import annotations

import pytest

from dalil.messages import LANGUAGES, catalogue
from dalil.messages.origins import origin_words
from dalil.records.kinds import ORIGIN_KINDS

ENGLISH = catalogue("en")


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("exhibit", "X-0001", "exhibit X-0001"),
        ("exhibit", "X-0001, X-0002", "exhibit X-0001, X-0002"),
        ("record", "obs-4", "the exhibit that record obs-4 describes"),
        ("remnants", "A/1", "the remnants of report A/1"),
        ("statement", "S6", "statement S6"),
        ("report", "A/1", "report A/1"),
        ("report", "exhibit of obs-4", "report exhibit of obs-4"),
    ],
)
def test_each_kind_of_origin_has_its_word(kind: str, name: str, said: str) -> None:
    assert origin_words(ENGLISH, kind, name) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_is_without_words(language: str) -> None:
    words = catalogue(language)
    told = [origin_words(words, kind, "A/1") for kind in ORIGIN_KINDS]
    assert all("A/1" in each and "{" not in each for each in told)
    assert len(set(told)) == len(ORIGIN_KINDS)
    assert not [key for key in words.missing if key.startswith("reasons.origin.")]


def test_an_unknown_kind_has_none() -> None:
    with pytest.raises(KeyError):
        origin_words(ENGLISH, "rumour", "A/1")


def test_ids_are_isolated_by_whoever_writes_the_page() -> None:
    said = origin_words(catalogue("ar"), "report", "A/1", catalogue("ar").language.own)
    assert "\u2068A/1\u2069" in said
