"""How precisely a place is named, and the radius that follows."""

from __future__ import annotations

import pytest

from dalil.intake.cells.precision import precision_in_words, radius_of


@pytest.mark.parametrize(
    ("name", "precision"),
    [
        ("Kafr Zita village", "village"),
        ("حي الصاخور", "neighbourhood"),
        ("مدينة حلب", "city"),
        ("Salam street, Qasr city", "street"),  # only what stands before the first comma is the place
        ("Qasr، قرية", None),
        ("Qasr district street", "street"),  # of two words the finer
        ("Qasr", None),
        ("", None),
        (None, None),
    ],
)
def test_the_word_in_the_name(name: str | None, precision: str | None) -> None:
    assert precision_in_words(name) == precision


@pytest.mark.parametrize(
    ("stated", "latitude", "place", "square_m", "answer"),
    [
        ("town", 36.2, None, None, (3000.0, False)),
        ("exact", 36.2, None, 707.0, (707.0, False)),  # the square is coarser than what was stated
        ("town", 36.2, None, 7.0, (3000.0, False)),
        (None, 36.2, None, 7.0, (10.0, False)),  # no square is finer than `exact`
        (None, 36.2, "Qasr city", None, (7000.0, True)),
        (None, 36.2, None, None, (1500.0, True)),
        (None, None, "Qasr city", None, (None, False)),
    ],
)
def test_the_radius(stated, latitude, place, square_m, answer: tuple) -> None:
    assert radius_of(stated, latitude, place, None, square_m) == answer


def test_the_name_in_the_other_script_counts_where_the_first_says_nothing() -> None:
    assert radius_of(None, 36.2, "Sahel", "حي الساحل", None) == (700.0, True)
