"""Coordinates as they were written down: the form, what is no digit, and the digits field by field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.crossref.sky.radio.words import code_book, tokens
from dalil.crossref.sky.radio.written import Written, written

NORTH_EAST = ("dms", "north", "dms", "east")


def read(text: str) -> Written | None:
    book = code_book("en")
    assert book is not None
    return written(tokens(text, book), dict(book.spelling))


@pytest.mark.parametrize(
    "text",
    [
        "34 05 06 north 175 10 11 east",
        "north 34 05 06 east 175 10 11",
        "coordinates 34 05 06 north 175 10 11 east over",
        "34 05 06 n 175 10 11 e",
    ],
)
def test_sides_before_or_after(text: str) -> None:
    assert read(text) == Written("dms", NORTH_EAST, ("34", "05", "06", "", "175", "10", "11", ""))


def test_longitude_first() -> None:
    found = read("175 10 11 east 34 05 06 north")
    assert found == Written("dms", NORTH_EAST, ("34", "05", "06", "", "175", "10", "11", ""))


@pytest.mark.parametrize(
    ("text", "form", "frame"),
    [
        ("34.139 south 175.5021 west", "decimal", ("decimal", "south", "decimal", "west")),
        ("34.139 north 175 10 11 east", "decimal", ("decimal", "north", "dms", "east")),
        ("34 05 north 175 10 east", "dms", ("dm", "north", "dm", "east")),
    ],
)
def test_each_half_has_its_kind(text: str, form: str, frame: tuple[str, ...]) -> None:
    found = read(text)
    assert found is not None
    assert (found.form, found.frame) == (form, frame)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("31 u d q 48251 11932", ("31", "4825111932")),
        ("31 uniform delta quebec 48251 11932", ("31", "4825111932")),
        ("31 u dq 482 119", ("31", "482119")),
        ("31 u dq 48[unclear]", ("31", "48*")),
    ],
)
def test_a_square(text: str, fields: tuple[str, ...]) -> None:
    assert read(text) == Written("mgrs", ("U", "D", "Q"), fields)


@pytest.mark.parametrize(
    "text",
    ["31 u dq 482", "31 u dq 4825", "31 i dq 48251 11932", "31 u do 48251 11932", "311 u dq 48251 11932", "u dq 48251"],
)
def test_no_square(text: str) -> None:
    assert read(text) is None


def test_the_1942_grid() -> None:
    assert read("x 3812345 y 7654321") == Written("grid_1942", (), ("3812345", "7654321"))
    assert read("x ray 3812345 yankee 37654321") == Written("grid_1942", (), ("3812345", "37654321"))
    assert read("x 3812345") is None
    assert read("x 38123 y 7654321") is None  # digits are missing, and nothing says where


@pytest.mark.parametrize(
    "text",
    [
        "34 05 06 north",
        "34 05 06 175 10 11",
        "34 and 05 and 06 north 175 10 11 east",  # a word that parts numbers may hide a digit
        "",
    ],
)
def test_what_fills_no_form(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("fields", "full"),
    [
        (("34", "5", "6", "", "75", "1", "2", ""), ("34", "05", "06", "", "075", "01", "02", "")),
        (("34", "*", "06", "", "175", "10", "11", ""), ("34", "??", "06", "", "175", "10", "11", "")),
        (("3*", "05", "06", "5", "175", "10", "11", ""), ("3?", "05", "06", "5", "175", "10", "11", "")),
        (("34", "05", "06", "*", "175", "10", "11", ""), ("34", "05", "06", "*", "175", "10", "11", "")),  # any length
    ],
)
def test_fields_at_their_full_length(fields: tuple[str, ...], full: tuple[str, ...]) -> None:
    assert Written("dms", NORTH_EAST, fields).full().fields == full


@given(st.lists(st.text("0123456789?*", max_size=3), min_size=8, max_size=8))
def test_whole_is_without_a_mark_and_full_twice_is_full_once(fields: list[str]) -> None:
    said = Written("dms", NORTH_EAST, tuple(fields))
    assert said.whole == (not set("?*") & set("".join(fields)))
    assert said.full().full() == said.full()
