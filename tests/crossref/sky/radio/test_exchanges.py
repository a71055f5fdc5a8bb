"""Elements of one call sign in groups, and what was said of one target within them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dalil.crossref.sky.radio.elements import ParsedElement, Saying
from dalil.crossref.sky.radio.exchanges import exchanges, together

START = datetime(2019, 3, 20, 12)


def element(kind: str, seconds: float, **more: Any) -> ParsedElement:
    name, at = f"T{seconds:g}", START + timedelta(seconds=seconds)
    other = {"call_sign": "345", "organisation": "net", "language": "ru"} | more
    return ParsedElement(
        name, other.pop("organisation"), other.pop("call_sign"), other.pop("language"), None, kind, at, **other
    )


def coordinates(seconds: float, *, corrected: bool = False) -> ParsedElement:
    return element("unreadable", seconds, saying=Saying(None, "P", "…", corrected=corrected))


def names(groups: list[list[ParsedElement]]) -> list[list[str]]:
    return [[each.transmission_id for each in group] for group in groups]


def test_one_call_sign_within_the_time_declared_is_one_group() -> None:
    said = [coordinates(0), element("clearance", 300), element("release", 600)]
    assert names(together(said, 1200.0)) == [["T0", "T300", "T600"]]
    assert names(together(said, 500.0)) == [["T0", "T300"], ["T600"]]


def test_the_time_counts_from_the_first_of_a_group() -> None:
    said = [coordinates(0), element("lock", 900), element("release", 1300)]
    assert names(together(said, 1200.0)) == [["T0", "T900"], ["T1300"]]


@pytest.mark.parametrize("other", [{"call_sign": "678"}, {"organisation": "others"}, {"language": "en"}])
def test_another_call_sign_log_or_language_is_another_group(other: dict[str, str]) -> None:
    assert names(together([coordinates(0), element("release", 60, **other)], 1200.0)) == [["T0"], ["T60"]]


def test_a_release_ends_a_group_for_what_begins_the_next() -> None:
    said = [coordinates(0), element("release", 60), element("release", 70), element("clearance", 80)]
    assert names(together(said, 1200.0)) == [["T0", "T60", "T70"], ["T80"]]


def test_order_of_hearing_not_of_rows_and_nobody_without_a_call_sign() -> None:
    said = [element("release", 60), coordinates(0), element("clearance", 30, call_sign="")]
    assert names(together(said, 1200.0)) == [["T0", "T60"]]
    assert together([], 1200.0) == []


def test_other_elements_are_in_no_group() -> None:
    assert together([element("word", 0)], 1200.0) == []


def test_coordinates_are_parted_where_they_come_up_again_later() -> None:
    said = [coordinates(0), element("clearance", 100), coordinates(300), coordinates(601)]
    assert names(list(exchanges(said))) == [["T0", "T300"], ["T601"]]


def test_a_correction_begins_anew() -> None:
    said = [coordinates(0), coordinates(20, corrected=True), coordinates(40)]
    assert names(list(exchanges(said))) == [["T0"], ["T20", "T40"]]


def test_a_group_without_coordinates_has_no_exchange() -> None:
    assert list(exchanges([element("clearance", 0), element("release", 10)])) == []
