"""One cell to one value, type by type: what is taken, what is refused, and what of it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dalil.casefile.settings import Settings
from dalil.intake.cells.cells import ID_LIMIT, cell_parser, plain_numbers, plain_texts
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import Moments
from dalil.records import Column, Sensitivity, Type

TODAY = date(2020, 1, 15)


@pytest.fixture
def parse(settings: Settings):
    """Parse one cell as a column of a type would."""

    def parsing(type_: Type, cell: Any, *, name: str = "x", one_of: tuple[str, ...] = ()) -> Any:
        column = Column(name, type_, Sensitivity.CODE, one_of=one_of)
        return cell_parser(column, Moments(settings, TODAY))(cell)

    return parsing


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        (Type.ID, " A-7 ", "A-7"),
        (Type.ID, 7.0, "7"),  # as a workbook gives the id 7
        (Type.ID, "   ", None),
        (Type.HASH, "ab" * 32, "ab" * 32),
        (Type.TEXT, "two\nlines", "two\nlines"),
        (Type.TEXT, 7.5, "7.5"),
        (Type.CODE, "free words", "free words"),
        (Type.INTEGER, "12", 12),
        (Type.INTEGER, "١٢", 12),
        (Type.INTEGER, "12.0", 12),
        (Type.INTEGER, "+3", 3),
        (Type.INTEGER, 0, 0),
        (Type.NUMBER, "-1.5", -1.5),
        (Type.NUMBER, "١٫٥", 1.5),
        (Type.NUMBER, 7, 7.0),
        (Type.ANGLE, "359.5", 359.5),
        (Type.ANGLE, "360", 0.0),
        (Type.METRES, "0", 0.0),
        (Type.FLAG, "Yes", True),
        (Type.FLAG, "0", False),
        (Type.FLAG, 1.0, True),
        (Type.FLAG, False, False),
        (Type.DATE, "2016-10-01", date(2016, 10, 1)),
        (Type.DATE, date(2016, 10, 1), date(2016, 10, 1)),
        (Type.LATITUDE, "36.2", 36.2),
        (Type.BOX, "36, 35, 38, 37", [36.0, 35.0, 38.0, 37.0]),
        (Type.BOX, [36, 35, 38, 37], [36.0, 35.0, 38.0, 37.0]),
        (Type.LIST, "a; b;;a", ["a", "b"]),
        (Type.LIST, ["a", None, " "], ["a"]),
        (Type.LIST, ";", None),
    ],
)
def test_what_is_taken(parse, type_: Type, cell: Any, value: Any) -> None:
    assert parse(type_, cell) == value


@pytest.mark.parametrize(
    ("type_", "cell", "expected"),
    [
        (Type.ID, "x" * (ID_LIMIT + 1), "an id: one line of at most 300 characters"),
        (Type.ID, "two\nlines", "an id: one line"),
        (Type.TEXT, "a\x07bell", "text without control characters"),
        (Type.TEXT, ["a"], "text"),
        (Type.TEXT, {"a": 1}, "text"),
        (Type.INTEGER, "-1", "a whole number, 0 or more"),
        (Type.INTEGER, "1.5", "a whole number"),
        (Type.INTEGER, "about 3", "a whole number"),
        (Type.INTEGER, "1" * 19, "a whole number"),
        (Type.INTEGER, True, "a whole number"),
        (Type.NUMBER, "many", "a number"),
        (Type.NUMBER, "nan", "a finite number"),
        (Type.NUMBER, "inf", "a finite number"),
        (Type.NUMBER, True, "a number"),
        (Type.ANGLE, "-1", "an angle from 0 to 360 degrees"),
        (Type.ANGLE, "361", "an angle from 0 to 360 degrees"),
        (Type.METRES, "-1", "a distance of 0 metres or more"),
        (Type.FLAG, "maybe", "true or false"),
        (Type.FLAG, 2, "true or false"),
        (Type.DATE, "2016-10", "one day"),
        (Type.DATE, "2016-10-01 14:30", "one day"),
        (Type.DATE, "2016-10-01 to 2016-10-03", "one day"),
        (Type.LATITUDE, "91", "a latitude from -90 to 90 degrees"),
        (Type.BOX, "36, 35, 38", "west,south,east,north in degrees"),
        (Type.BOX, "38, 35, 36, 37", "west < east"),
        (Type.BOX, "36, 35, 38, 91", "west < east"),
    ],
)
def test_what_is_refused(parse, type_: Type, cell: Any, expected: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(type_, cell)
    assert caught.value.expected.startswith(expected) or expected in caught.value.expected


def test_an_altitude_can_lie_below_the_sea(parse) -> None:
    assert parse(Type.METRES, "-430", name="altitude_m") == -430.0


@pytest.mark.parametrize("written", ["Bunker Buster", "bunker-buster", " BUNKER_BUSTER "])
def test_a_code_in_any_spelling(parse, written: str) -> None:
    assert parse(Type.CODE, written, one_of=("rocket", "bunker_buster")) == "bunker_buster"


def test_a_code_that_is_none_says_those_there_are(parse) -> None:
    with pytest.raises(Fault) as caught:
        parse(Type.CODE, "laser", one_of=("rocket", "bunker_buster"))
    assert caught.value.expected == "one of rocket, bunker_buster"


def test_of_a_list_what_is_right_is_kept_and_the_first_fault_said(parse) -> None:
    with pytest.raises(Fault) as caught:
        parse(Type.CODES, "rocket; laser; beam; Rocket", one_of=("rocket",))
    assert (caught.value.kept, caught.value.found) == (["rocket"], "laser")


def test_texts_at_once_are_those_of_the_parser_one_by_one(parse) -> None:
    cells = [" a ", None, "", "b\nc", "  "]
    assert plain_texts(cells, one_line=False) == [parse(Type.TEXT, cell) if cell else None for cell in cells]


@pytest.mark.parametrize(
    ("cells", "one_line"),
    [(["a\x00"], False), (["x" * (ID_LIMIT + 1)], True), (["a\nb"], True), (["a\x7f", "b"], False)],
)
def test_texts_that_need_a_closer_look(cells: list[str], one_line: bool) -> None:
    assert plain_texts(cells, one_line=one_line) is None


@pytest.mark.parametrize("cells", [["1", ""], ["1", None], ["1", "nan"], ["1", "90.1"], ["1", "36°"], []])
def test_numbers_that_need_a_closer_look(cells: list[str]) -> None:
    assert plain_numbers(cells, 90.0) is None


def test_numbers_at_once() -> None:
    assert plain_numbers(["36.2", "-90", "90"], 90.0) == [36.2, -90.0, 90.0]
