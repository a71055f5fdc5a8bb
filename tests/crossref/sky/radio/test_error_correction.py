"""One digit heard wrongly is mended where the case's area leaves no choice, and nowhere else."""

from __future__ import annotations

import pytest
from tests.cases import settings_of

from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.error_correction import in_reach, one_digit_corrected
from dalil.crossref.sky.radio.words import code_book, tokens
from dalil.crossref.sky.radio.written import written
from dalil.units import Point

AREA = (174.0, 33.0, 176.0, 35.0)


def case(area: tuple[float, float, float, float] | None = AREA) -> Settings:
    return settings_of("2019-01-01", "2019-01-31", area=area)


def mend(text: str, area: tuple[float, float, float, float] | None = AREA) -> tuple[float, float] | None:
    book = code_book("en")
    assert book is not None
    said = tokens(text, book)
    found = written(said, dict(book.spelling))
    heard = one_digit_corrected(found, case(area)) if found else None
    return (round(heard.point.latitude, 4), round(heard.point.longitude, 4)) if heard else None


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("84 13 57 north 174 56 51 east", (34.2325, 174.9475), "84 degrees north is nowhere near: only 34 fits"),
        ("64.23309 north 175.04249 east", (34.2331, 175.0425), "the same in decimal degrees"),
        ("34.22471 north 975.01734 east", (34.2247, 175.0173), "there is no longitude of 975 degrees"),
        ("34 13 57 north 174 56 51 east", None, "in the area: nothing is to be mended"),
        ("38 13 57 north 174 56 51 east", None, "outside, and may have been meant"),
        ("34 11 56 north 174 16 97 east", None, "97 seconds: 07 to 57 would all do"),
        ("84 13 57 north 134 56 51 east", None, "two digits are off"),
        ("coordinates to follow 84", None, "no position"),
    ],
)
def test_mending(text: str, expected: tuple[float, float] | None, why: str) -> None:
    assert mend(text) == expected, why


def test_a_wide_area_leaves_a_choice() -> None:
    # 34, 35 and 36 degrees would all lie in it: which digit was meant cannot be known.
    assert mend("84 13 57 north 174 56 51 east", (170.0, 3.0, 179.0, 45.0)) is None


def test_without_an_area_nothing_is_mended() -> None:
    assert mend("84 13 57 north 174 56 51 east", None) is None


def test_a_mended_position_is_never_finer_than_a_hundred_metres() -> None:
    book = code_book("en")
    assert book is not None
    said = tokens("64.23309 north 175.04249 east", book)
    found = written(said, dict(book.spelling))
    assert found is not None
    heard = one_digit_corrected(found, case())
    assert heard is not None and heard.radius_m == 100.0


@pytest.mark.parametrize(
    ("point", "around", "inside"),
    [((34.0, 175.0), 0.0, True), ((35.5, 175.0), 0.0, False), ((35.5, 175.0), 1.0, True), ((34.0, 177.5), 1.0, False)],
)
def test_in_reach(point: tuple[float, float], around: float, inside: bool) -> None:
    assert in_reach(Point(*point), case(), around) is inside
