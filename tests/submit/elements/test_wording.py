from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.submit.elements.wording import Wording, printable

DAMASCUS = ZoneInfo("Asia/Damascus")
EN, AR = Wording("en", DAMASCUS), Wording("ar", DAMASCUS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\n lines\tand more ", "two lines and more"),
        ("left\u202eright", "leftright"),
        ("\u2066x\u2069", "x"),
        ("حلب", "حلب"),
        ("smile 😀", "smile [U+1F600]"),
        ("NUL\x00here", "NUL here"),
        ("ﷲ", "الله"),
    ],
)
def test_printable_keeps_what_fonts_have_and_names_the_rest(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(st.text())
def test_printable_text_cannot_turn_the_page_around(text: str) -> None:
    shown = printable(text)
    assert not any(c in shown for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\n\r")


@pytest.mark.parametrize(
    ("value", "expected"), [(None, "–"), (0, "0"), (1234, "1,234"), (0.04167, "0.0417"), (12.345, "12.3")]
)
def test_number(value: float | None, expected: str) -> None:
    assert EN.number(value) == expected


def test_numbers_and_coordinates_are_isolated_in_arabic() -> None:
    assert AR.number(1234) == "\u20661,234\u2069"
    assert AR.point(36.2, 37.15, 4) == "\u206636.2000, 37.1500\u2069"
    assert EN.point(36.2, 37.15, 4) == "36.2000, 37.1500"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(3, 5, "3–5"), (3, 3, "3"), (3, None, "3 or more"), (None, 5, "up to 5"), (None, None, "–"), (0, 0, "0")],
)
def test_interval_never_takes_not_stated_for_zero(low: int | None, high: int | None, expected: str) -> None:
    assert EN.interval(low, high) == expected


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2016-10-01T05:00", "2016-10-01T05:00", "1 October 2016, 08:00"),
        ("2016-10-01T05:00", "2016-10-01T06:59", "1 October 2016, 08:00–09:59"),
        ("2016-09-30T21:00", "2016-10-01T20:59:59", "1 October 2016"),
        ("2016-09-30T21:00", "2016-10-02T20:59:59", "1 October 2016 – 2 October 2016"),
        ("2016-10-01T05:00", "2016-10-02T06:00", "1 October 2016 08:00 – 2 October 2016 09:00"),
    ],
)
def test_when_is_civil_time_of_the_case(earliest: str, latest: str, expected: str) -> None:
    assert EN.when(datetime.fromisoformat(earliest), datetime.fromisoformat(latest)) == expected


def test_days_and_months_have_levantine_names_in_arabic() -> None:
    assert AR.day(date(2016, 11, 14)) == "\u206614\u2069 تشرين الثاني \u20662016\u2069"
    assert EN.month("2016-07") == "July 2016"
    assert EN.month("not a month") == "not a month"


def test_an_unknown_code_stands_as_it_is() -> None:
    assert EN.term("object", "hospital") == "hospital or clinic"
    assert EN.term("object", "windmill") == "windmill"
    assert EN.terms("weapon", None) == ""


def test_arabic_words_in_an_english_sentence_are_isolated() -> None:
    assert EN.own("الصاخور") == "\u2068الصاخور\u2069"
    assert EN.own("Sakhour") == "Sakhour"
