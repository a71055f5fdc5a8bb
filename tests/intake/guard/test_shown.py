"""What of a value a refusal may show, by the class of its column."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.intake.guard.shown import SHOWN_CHARACTERS, found_in, holds_people, shape_of
from dalil.records import KINDS, Column, Sensitivity, Type


def shown(cell: Any, class_: Sensitivity, *, people: bool = False) -> str:
    return found_in(cell, Column("x", Type.TEXT, class_), people=people)


@pytest.mark.parametrize(
    ("cell", "class_", "people", "answer"),
    [
        ("laser", Sensitivity.CODE, False, "laser"),
        ("laser", Sensitivity.CODE, True, "text, 5 characters"),  # a shifted row brings names into any column
        ("1980-01-01", Sensitivity.TIME, True, "1980-01-01"),
        ("ليلى", Sensitivity.CODE, True, "text, 4 characters"),
        ("12", Sensitivity.PERSON, False, "text, 2 characters"),
        ("12", Sensitivity.FREE_TEXT, False, "text, 2 characters"),
        ("36.2", Sensitivity.PROTECTED_PLACE, False, "36.2"),
        ("Post 7", Sensitivity.PROTECTED_PLACE, False, "text, 6 characters"),
        ("A. Name", Sensitivity.NAME, False, "text, 7 characters"),
        ("photo.jpg", Sensitivity.FILE_NAME, False, "text, 9 characters"),
        (None, Sensitivity.NAME, False, "nothing"),
        ("", Sensitivity.CODE, False, "nothing"),
        (["a"], Sensitivity.NAME, False, "list"),
    ],
)
def test_what_is_shown(cell: Any, class_: Sensitivity, people: bool, answer: str) -> None:
    assert shown(cell, class_, people=people) == answer


@pytest.mark.parametrize("class_", list(Sensitivity))
def test_no_class_but_the_harmless_shows_words(class_: Sensitivity) -> None:
    open_ = {"id", "code", "count", "time", "place", "party", "original_hash", "consent"}
    assert (shown("words", class_) == "words") is (class_.value in open_)


def test_a_long_cell_is_cut_and_its_length_said() -> None:
    cell = "1" * (SHOWN_CHARACTERS + 1)
    assert shown(cell, Sensitivity.CODE) == "1" * SHOWN_CHARACTERS + "… (81 characters)"


@pytest.mark.parametrize(("stem", "answer"), [("victims", True), ("testimonies", True), ("positions", False)])
def test_which_kinds_hold_people(stem: str, answer: bool) -> None:
    assert holds_people(KINDS[stem]) is answer


@pytest.mark.parametrize(("cell", "shape"), [("abc", "text, 3 characters"), (7, "int"), (None, "nothing")])
def test_the_shape_of_a_cell(cell: Any, shape: str) -> None:
    assert shape_of(cell) == shape
