"""One latitude or longitude, from the tokens between its sides."""

from __future__ import annotations

import pytest

from dalil.crossref.sky.radio.axis import Axis, axis_of
from dalil.crossref.sky.radio.words import code_book, tokens


def read(text: str, whole: int = 2) -> Axis | None:
    book = code_book("en")
    assert book is not None
    return axis_of(tokens(text, book), whole)


@pytest.mark.parametrize(
    ("text", "whole", "fields"),
    [
        ("34 05 06", 2, ("34", "05", "06", "")),
        ("34 5 6", 2, ("34", "5", "6", "")),
        ("34 05 06.5", 2, ("34", "05", "06", "5")),
        ("340506", 2, ("34", "05", "06", "")),
        ("1750506", 3, ("175", "05", "06", "")),
        ("three four zero five zero six", 2, ("34", "05", "06", "")),
        ("thirty four degrees five minutes six seconds", 2, ("34", "5", "6", "")),
        ("thirty four degrees five six", 2, ("34", "5", "6", "")),  # what was not named follows in order
        ("three four degrees zero five minutes zero six seconds", 2, ("34", "05", "06", "")),
    ],
)
def test_degrees_minutes_and_seconds(text: str, whole: int, fields: tuple[str, ...]) -> None:
    assert read(text, whole) == Axis("dms", fields)


@pytest.mark.parametrize(
    ("text", "fields"),
    [("34 05", ("34", "05", "")), ("34 05.25", ("34", "05", "25")), ("34 degrees 5 minutes", ("34", "5", ""))],
)
def test_degrees_and_minutes(text: str, fields: tuple[str, ...]) -> None:
    assert read(text) == Axis("dm", fields)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("34.139", ("34", "139")),
        ("thirty six point two one zero four", ("36", "2104")),
        ("thirty six point two one zero four degrees", ("36", "2104")),
        ("34.1?9", ("34", "1?9")),
        ("34.…139", ("34", "*139")),
    ],
)
def test_decimal_degrees(text: str, fields: tuple[str, ...]) -> None:
    assert read(text) == Axis("decimal", fields)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("34 degrees [unclear] minutes 06 seconds", ("34", "*", "06", "")),
        ("34 degrees 06 seconds", ("34", "*", "06", "")),  # minutes left out are a hole, not zero
        ("34 [unclear] 06", ("34", "*", "06", "")),
        ("3? 05 06", ("3?", "05", "06", "")),
        ("[unclear] 34 05 06", ("34", "05", "06", "")),  # nothing is hidden before what is complete
    ],
)
def test_a_hole_is_kept(text: str, fields: tuple[str, ...]) -> None:
    assert read(text) == Axis("dms", fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "34",
        "34.12",  # a kilometre: no target
        "34 05 06 07",
        "34.5 05 06",  # decimals in the middle
        "34 05.5 06",
        "3405",
        "point five",
        "34 point",
        "34 point five point six",
        "34.5 point six one two",
        "5 minutes 34 degrees",  # in no order
    ],
)
def test_what_fills_no_form_is_none(text: str) -> None:
    assert read(text) is None
