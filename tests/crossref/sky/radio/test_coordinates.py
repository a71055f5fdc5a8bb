"""Coordinates as they are said. The point is 34°12′05″ N, 175°02′33″ E: 34.20139, 175.04250."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.sky.radio.coordinates import Heard, coordinates
from dalil.crossref.sky.radio.words import code_book, tokens
from dalil.units import Point

THERE = Point(34.201389, 175.0425)


def heard(text: str, language: str = "en") -> Heard | None:
    book = code_book(language)
    assert book is not None
    return coordinates(tokens(text, book), dict(book.spelling))


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        ("en", "34 12 05 north 175 02 33 east", "dms"),
        ("en", "north 34 12 05 east 175 02 33", "dms"),
        ("en", "34°12′05″N 175°02′33″E", "dms"),
        ("en", "341205 north 1750233 east", "dms"),
        ("en", "34.20139 north 175.04250 east", "decimal"),
        ("en", "thirty four degrees twelve minutes five seconds north "
               "one hundred seventy five degrees two minutes thirty three seconds east", "dms"),
        ("en", "three four point two zero one three niner north one seven five point zero four two five zero east",
         "decimal"),
        ("en", "three four one two zero five north one seven five zero two three three east", "dms"),
        ("ru", "34 12 05 север 175 02 33 восток", "dms"),
        ("ru", "тридцать четыре градуса двенадцать минут пять секунд север "
               "сто семьдесят пять градусов две минуты тридцать три секунды восток", "dms"),
        ("ru", "34,20139 северной 175,04250 восточной", "decimal"),
        ("ar", "٣٤ درجة ١٢ دقيقة ٥ ثانية شمال ١٧٥ درجة ٢ دقيقة ٣٣ ثانية شرق", "dms"),
        ("ar", "٣٤٫٢٠١٣٩ شمال ١٧٥٫٠٤٢٥٠ شرق", "decimal"),
        ("ar", "اربعة وثلاثون درجة اثنين دقيقة خمسة ثانية شمال ١٧٥ ٠٢ ٣٣ شرق", "dms"),
    ],
)  # fmt: skip
def test_read_to_within_a_hundred_metres(language: str, text: str, form: str) -> None:
    found = heard(text, language)
    assert found is not None
    assert found.form == form
    there = THERE if "اثنين" not in text else Point(34 + 2 / 60 + 5 / 3600, THERE.longitude)
    assert found.point.distance_to(there) < 100


def test_the_grids() -> None:
    grid = heard("икс 4008000 игрек 7337000", "ru")
    assert grid is not None and grid.form == "grid_1942"
    assert grid.point.distance_to(Point(36.187751, 37.186758)) < 1
    spelt = heard("31 uniform delta quebec 48251 11932")
    assert spelt is not None and spelt.form == "mgrs"
    assert spelt.point.distance_to(Point(48.8582, 2.2945)) < 2


@pytest.mark.parametrize(("text", "sign"), [("10 00 00 south 20 00 00 west", -1), ("10 00 00 north 20 00 00 east", 1)])
def test_sides_have_signs(text: str, sign: int) -> None:
    found = heard(text)
    assert found is not None
    assert (found.point.latitude, found.point.longitude) == (sign * 10, sign * 20)


@pytest.mark.parametrize(
    "text",
    [
        "34 12 05 175 02 33",  # no side
        "34 12 05 north",  # no longitude
        "34 72 05 north 175 02 33 east",  # seventy-two minutes
        "34 12 75 north 175 02 33 east",
        "94 12 05 north 175 02 33 east",  # beyond the pole
        "34 12 05 north 195 02 33 east",
        "34.2 north 175.0 east",  # too few places to be a target
        "34 north 175 east",
        "34 12 north ... east",
        "34121 north 1750233 east",
        "X 40 Y 7337000",
        "31 U IQ 48251 11932",  # there is no column I
        "31 U DQ 4825 11932",  # an odd number of digits
        "34 [unclear] 05 north 175 02 33 east",  # the minutes were not understood: not 34°05′
        "34 ... 05 north 175 02 33 east",
        "34 … 05 north 175 02 33 east",
        "34 ? 05 north 175 02 33 east",
        "34 ?? 05 north 175 02 33 east",
        "34 -- 05 north 175 02 33 east",
        "34 __ 05 north 175 02 33 east",
        "34 (static) 05 north 175 02 33 east",
        "[34?] 12 05 north 175 02 33 east",  # a note in brackets hides the degrees
        "[unclear] 12 05 north 175 02 33 east",
        "34 12 [unclear] north 175 02 33 east",
        "34 12 05 north [unclear] 75 02 33 east",  # a hundred may be hidden
        "34 ... 12 05 north 175 02 33 east",
        "34 degrees [unclear] minutes 05 seconds north 175 02 33 east",
        "34 degrees 05 seconds north 175 degrees 02 minutes 33 seconds east",  # no minutes
        "thirty [unclear] degrees twelve minutes five seconds north 175 02 33 east",
        "twelve [unclear] five north one hundred seventy five two thirty three east",
        "34 er 12 05 north 175 02 33 east",  # a word parts the numbers
        "north 34 12 something 05 east 175 02 33",
        "34.20[?]39 north 175.04250 east",
        "34...139 north 175.04250 east",
        "34....139 north 175.04250 east",
        "31U DQ 482?1 11932",
        "31U DQ 482[unclear]51 119 32",
        "31U [unclear] 48251 11932",
        "X 40?8000 Y 7337000",
        "X 40[?]08000 Y 7337000",
        "1" * 10_000 + " north " + "2" * 10_000 + " east",
        "????????",
        "fuel state two plus four",
        "высота три тысячи",
        "",
    ],
)
def test_nothing_is_invented(text: str) -> None:
    assert heard(text) is None
    assert heard(text, "ru") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "34 [неразборчиво] 05 север 175 02 33 восток"),
        ("ru", "34 неразборчиво 05 север 175 02 33 восток"),
        ("ru", "тридцать четыре градуса ... минут пять секунд север 175 02 33 восток"),
        ("ar", "٣٤ [غير واضح] ٠٥ شمال ١٧٥ ٠٢ ٣٣ شرق"),
        ("ar", "٣٤ ؟ ٠٥ شمال ١٧٥ ٠٢ ٣٣ شرق"),
        ("ar", "٣٤ غير واضح ٠٥ شمال ١٧٥ ٠٢ ٣٣ شرق"),
    ],
)
def test_what_was_not_understood_stays_so_in_every_language(language: str, text: str) -> None:
    assert heard(text, language) is None


@pytest.mark.parametrize(
    "text",
    [
        "[unclear] 34 12 05 north ... 175 02 33 east [static]",  # beside a half that is complete, a mark hides nothing
        "uh 34 12 05 north 175 02 33 east?",
        "three four one two zero five north uh one seven five zero two three three east",
        "northern target 34 12 05 north 175 02 33 east",
        "34 degrees 12 05 north 175 02 33 seconds east",
        "۳۴ ۱۲ ۰۵ north ١٧٥ ٠٢ ٣٣ east",  # digits of two scripts
    ],
)
def test_noise_beside_coordinates_does_no_harm(text: str) -> None:
    found = heard(text)
    assert found is not None and found.point.distance_to(THERE) < 100


@settings(deadline=None)
@given(st.text(alphabet="0123456789 .,°′″XYNSEWnorthsuw?*…[]-", max_size=60))
def test_any_text_gives_a_point_on_earth_or_none(text: str) -> None:
    found = heard(text)
    assert found is None or (abs(found.point.latitude) <= 90 and abs(found.point.longitude) <= 180)


@settings(deadline=None)
@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.integers(0, 179), st.integers(0, 59))
def test_what_is_said_is_what_is_read(d: int, m: int, s: int, e: int, n: int) -> None:
    found = heard(f"{d} {m:02d} {s:02d} north {e} {n:02d} 00 east")
    assert found is not None
    assert found.point.distance_to(Point(d + m / 60 + s / 3600, e + n / 60)) < 1
