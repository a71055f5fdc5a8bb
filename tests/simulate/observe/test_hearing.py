"""What a listener writes down: rightly, with another digit, or with a mark."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.simulate.observe.hearing import Ear
from dalil.simulate.observe.spoken import phrases


def ear(misheard: float, unclear: float = 0.0, language: str = "en", seed: int = 1) -> Ear:
    return Ear(np.random.default_rng(seed), language, misheard, unclear)


def test_what_is_no_digit_is_always_heard_rightly():
    heard = ear(1.0, 1.0).hears(["N", "E"])
    assert (heard.text, heard.misheard, heard.unclear) == ("N E", 0, 0)


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_numbers_are_said_in_the_words_of_the_language(language: str):
    said = ear(0.0, language=language).hears([12]).text
    assert said == {"en": "twelve", "ru": "двенадцать", "ar": "١٢"}[language]


def test_a_misheard_digit_is_always_another_digit():
    for seed in range(40):
        heard = ear(1.0, seed=seed).hears(["7777"])
        assert len(heard.text) == 4
        assert "7" not in heard.text
        assert heard.text.isdigit()
        assert (heard.misheard, heard.unclear) == (4, 0)


def test_every_other_digit_can_be_misheard():
    heard = "".join(ear(1.0, seed=seed).hears(["7"]).text for seed in range(300))
    assert set(heard) == set("012345689")


def test_a_misheard_number_could_have_been_said():
    for seed in range(60):
        heard = ear(1.0, language="ar", seed=seed).hears([30])
        number = int(heard.text)
        assert 0 <= number < 60
        assert number != 30
        assert heard.misheard == 1


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_mark_is_one_of_the_language_and_no_error(language: str):
    heard = ear(1.0, 1.0, language).hears([44])
    assert heard.text in phrases(language)["unclear"]
    assert (heard.misheard, heard.unclear) == (0, 1)


def test_counts_are_of_all_pieces_together():
    heard = ear(1.0, 1.0).hears(["12", "north", 5])
    assert (heard.misheard, heard.unclear) == (0, 3)


def test_the_share_of_marks_is_the_one_asked_for():
    heard = ear(1.0, 0.3, seed=5).hears(["1" * 4_000])
    assert heard.unclear == pytest.approx(1_200, abs=100)  # three standard deviations
    assert heard.misheard == 4_000 - heard.unclear


def test_each_hearing_is_drawn_anew():
    listener = ear(0.5, seed=3)
    assert listener.hears(["123456789"]) != listener.hears(["123456789"])
