"""What coordinates are read as, once all that were said in one exchange are compared. The case's area is 33-35 N."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cases import settings_of

from dalil.crossref.sky.radio.adjudication import adjudicate
from dalil.crossref.sky.radio.elements import ParsedElement, Saying
from dalil.crossref.sky.radio.words import code_book, tokens
from dalil.crossref.sky.radio.written import written

START = datetime(2019, 3, 20, 12)
CASE = settings_of("2019-01-01", "2019-01-31", area=(174.0, 33.0, 176.0, 35.0))
EAST = " north 175 02 33 east"


def said(latitude: str, seconds: float = 0, **more: Any) -> ParsedElement:
    """Coordinates said once; `post`, `named`, `noisy` and `transcript` may be given."""
    book = code_book("en")
    assert book is not None
    text = latitude + EAST
    found = written(tokens(text, book), dict(book.spelling))
    own = {"post": "P", "transcript": text, "named": True, "noisy": False} | more
    saying = Saying(found, own["post"], own["transcript"], own["named"], own["noisy"])
    name, at = own.get("name", f"T{seconds:g}"), START + timedelta(seconds=seconds)
    return ParsedElement(name, "net", "345", "en", None, "unreadable", at, note="coordinates", saying=saying)


def read(*elements: ParsedElement) -> list[tuple[str, float | None, str]]:
    """(certainty, latitude to three places, note) of each that is left; nothing read is an empty certainty."""
    found = adjudicate(elements, CASE, 1200.0)
    return [(e.certainty, round(e.heard.point.latitude, 3), e.note) if e.heard else ("", None, e.note) for e in found]


def test_said_once_and_understood() -> None:
    assert read(said("34 12 05")) == [("clean", 34.201, "")]


def test_said_once_with_a_word_that_was_not() -> None:
    assert read(said("34 12 05", noisy=True)) == [("unconfirmed", 34.201, "")]


def test_heard_twice_agrees() -> None:
    assert read(said("34 12 05"), said("34 12 05", 60)) == [("agreed", 34.201, "")] * 2


def test_a_hole_is_filled_by_who_heard_and_says_so() -> None:
    first, second = read(said("34 12 05"), said("34 1? 05", 60))
    assert first[0] == "clean"  # one digit of it was heard once
    assert second == ("mended", 34.201, "mended_from_others")


def test_one_against_one_is_disputed() -> None:
    found = read(said("34 12 05"), said("34 17 05", 60))
    assert found == [("disputed", 34.201, "others_differ"), ("disputed", 34.285, "others_differ")]


def test_another_exchange_bears_nothing_out() -> None:
    assert [c for c, *_ in read(said("34 12 05"), said("34 12 05", 600))] == ["clean", "clean"]


@pytest.mark.parametrize(
    ("more", "certainty"),
    [
        ({"seconds": 5}, "clean"),  # the same line of the same post at once: entered twice
        ({"seconds": 0, "post": "Q", "name": "X"}, "clean"),  # and copied under another post
        ({"seconds": 60}, "agreed"),
        ({"seconds": 5, "post": "Q"}, "agreed"),  # another post that heard it too
        ({"seconds": 5, "transcript": "again"}, "agreed"),
    ],
)
def test_a_line_entered_twice_is_not_heard_twice(more: dict[str, Any], certainty: str) -> None:
    seconds = more.pop("seconds")
    assert {c for c, *_ in read(said("34 12 05", name="A"), said("34 12 05", seconds, **more))} == {certainty}


def test_what_no_word_announces_counts_only_beside_what_one_does() -> None:
    alone, elsewhere = said("34 12 05", named=False), said("34 56 49", 60)
    assert read(alone) == []
    assert len(read(alone, said("34 12 05", 60))) == 2
    assert [lat for _, lat, _ in read(alone, elsewhere)] == [34.947]


def test_outside_the_area_is_no_position_of_the_case() -> None:
    assert read(said("38 12 05")) == [("", None, "outside_area")]


def test_one_digit_is_mended_where_nothing_fits() -> None:
    assert read(said("84 12 05")) == [("mended", 34.201, "digit_mended")]


def test_what_fills_no_form_stays_unread_and_other_elements_as_they_are() -> None:
    release = ParsedElement("R", "net", "345", "en", None, "release", START + timedelta(seconds=90))
    found = adjudicate([said("34"), release], CASE, 1200.0)
    assert [(e.element, e.heard) for e in found] == [("unreadable", None), ("release", None)]
    assert found[1] is release
