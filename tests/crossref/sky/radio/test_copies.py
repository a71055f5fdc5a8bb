"""Coordinates said more than once. The point is 34°12′05″ N, 175°02′33″ E unless said otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dalil.crossref.sky.radio.copies import Copy, Outcome, settled
from dalil.crossref.sky.radio.words import code_book, tokens
from dalil.crossref.sky.radio.written import written
from dalil.units import Point

THERE = Point(34.201389, 175.0425)
EAST = " north 175 02 33 east"


def in_area(point: Point) -> bool:
    return 32.0 <= point.latitude <= 36.0 and 173.0 <= point.longitude <= 177.0


def outcomes(*said: str) -> list[Outcome]:
    book = code_book("en")
    assert book is not None
    found = [written(tokens(text, book), dict(book.spelling)) for text in said]
    return settled([Copy(f"T{n}", w) for n, w in enumerate(found, 1) if w is not None], in_area)


def places(*said: str) -> list[str]:
    """For each copy: at the point (here), elsewhere, or unread."""
    found = [outcome.heard for outcome in outcomes(*said)]
    return ["unread" if h is None else "here" if h.point.distance_to(THERE) <= 100 else "elsewhere" for h in found]


@pytest.mark.parametrize(
    ("latitudes", "expected", "why"),
    [
        (["34 12 05"], ["here"], "once"),
        (["34 12 05", "34 17 05", "34 12 05"], ["here"] * 3, "two of three"),
        (["34 12 05", "34 17 05", "84 12 05"], ["here"] * 3, "two of three in each place, though only one said all"),
        (["34 12 05", "34 1? 05"], ["here"] * 2, "a digit from who heard it"),
        (["34 12 05", "34 [unclear] 05"], ["here"] * 2, "a number from who heard it"),
        (["34 ?? 05", "34 12 ??"], ["here"] * 2, "holes in different places"),
        (["34 1? 05", "34 1? 05"], ["unread"] * 2, "nobody heard it"),
        (["34 12 05", "34 72 05"], ["here"] * 2, "there are no 72 minutes"),
        (["34 72 05", "34 72 05", "34 12 05"], ["here"] * 3, "nor if two heard them"),
        (["34 12 05", "38 12 05"], ["here"] * 2, "38 degrees are out of reach"),
        (["34 12 05", "34 17 05"], ["here", "elsewhere"], "one against one: nothing chooses"),
        (["34 12 05", "34 17 05", "34 1? 05"], ["here", "elsewhere", "unread"], "a hole is filled by neither"),
        (["34 12 05", "34 12 07"], ["here"] * 2, "two seconds are sixty metres: one place"),
        (["34 12 05"] * 2 + ["34 56 49"], ["here"] * 2 + ["elsewhere"], "four digits: another place"),
        (["34 12 05", "thirty four degrees twelve minutes five seconds"], ["here"] * 2, "05 and five are the same"),
        (["34 12 05", "three four one two ? five"], ["here"], "digits one by one with a hole fill no form"),
        (["34 12 05", "341?05"], ["here"] * 2, "written together"),
        (["34 17 05", "34.20139"], ["elsewhere", "here"], "two notations that do not agree"),
    ],
)
def test_digits_of_copies(latitudes: list[str], expected: list[str], why: str) -> None:
    assert places(*(text + EAST for text in latitudes)) == expected, why


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["34 12 05" + EAST], ["alone"]),
        (["34 12 05" + EAST] * 2, ["agreed"] * 2),
        (["34 12 05" + EAST, "34 17 05" + EAST], ["disputed"] * 2),
        (["34 12 05" + EAST, "34 1? 05" + EAST], ["alone", "mended"]),  # the digit itself was heard once
        (["34 12 05" + EAST, "34 17 05" + EAST, "34 12 05" + EAST], ["agreed", "mended", "agreed"]),
        (["34 12 05" + EAST, "34.20139 north 175.04250 east"], ["agreed"] * 2),
    ],
)
def test_how_sure(said: list[str], expected: list[str]) -> None:
    assert [outcome.state for outcome in outcomes(*said)] == expected


def test_what_was_mended_names_whose_digits_they_are() -> None:
    found = outcomes("34 12 05" + EAST, "34 17 05" + EAST, "34 12 05 north 175 02 83 east")
    assert [outcome.others for outcome in found] == [(), ("T1", "T3"), ("T1", "T2")]


def test_a_copy_in_another_notation_chooses_between_two() -> None:
    said = ["34 12 05" + EAST, "34 17 05" + EAST, "34.20139 north 175.04250 east"]
    assert places(*said) == ["here"] * 3


def test_a_copy_in_another_notation_fills_a_hole() -> None:
    assert places("34 1? 05" + EAST, "34.20139 north 175.04250 east") == ["here"] * 2


def test_what_was_heard_twice_outside_is_not_drawn_into_the_area() -> None:
    found = outcomes("38 12 05" + EAST, "38 12 05" + EAST, "34 12 05" + EAST)
    assert [round(o.heard.point.latitude, 1) for o in found if o.heard] == [38.2] * 3


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (["X 3790468 Y 30317142", "X 3790468 Y [unclear]0317142"], 2),
        (["X 3790468 Y 30317142", "X 37?0468 Y 30317142"], 2),
        (["X 3790468 Y 30317142", "X 3790468 Y 30[unclear]142"], 2),
        (["X 3790468 Y 30[unclear]142"], 0),
        (["X 379046? Y 30317142"], 1),  # the last metre is no matter
    ],
)
def test_holes_in_grids(copies: list[str], expected: int) -> None:
    assert sum(outcome.heard is not None for outcome in outcomes(*copies)) == expected


def test_holes_in_a_square() -> None:
    book = code_book("en")
    assert book is not None
    found = [written(tokens(t, book), {}) for t in ("31U DQ 48251 11932", "31U DQ 48[unclear]51 11?32")]
    both = settled([Copy(str(n), w) for n, w in enumerate(found) if w], lambda _: True)
    assert [o.heard is not None and o.heard.point.distance_to(Point(48.8582, 2.2945)) < 2 for o in both] == [True] * 2


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.permutations(["34 12 05", "34 17 05", "34 1? 05", "34 12 05", "84 12 05"]))
def test_the_order_of_copies_does_not_matter(latitudes: list[str]) -> None:
    found = outcomes(*(text + EAST for text in latitudes))
    assert all(o.heard is not None and o.heard.point.distance_to(THERE) < 100 for o in found)


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.integers(0, 12), st.integers(0, 9), st.integers(0, 1))
def test_one_wrong_digit_of_three_copies_changes_nothing(place: int, digit: int, which: int) -> None:
    slots = [n for n, sign in enumerate("34 12 05" + EAST) if sign.isdigit()]
    text = "34 12 05" + EAST
    wrong = text[: slots[place]] + str(digit) + text[slots[place] + 1 :]
    copies = [text, text]
    copies.insert(which, wrong)
    assert places(*copies) == ["here"] * 3


_WORDS = (
    "34 12 05 175 02 33 3? ? * … [x] 34.20139 175.04 34.2…9 X 3790468 Y 3031?142 "
    "north east point degrees minutes 31U DQ 4825?11932 forty ³Ⅷ"
)


@hypothesis_settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.sampled_from(_WORDS.split()), max_size=14).map(" ".join), min_size=1, max_size=4))
def test_whatever_was_written_down_is_read_or_not_and_never_an_error(said: list[str]) -> None:
    for outcome in outcomes(*said):
        assert outcome.heard is None or abs(outcome.heard.point.latitude) <= 90
