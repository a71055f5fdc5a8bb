"""Times of day in words and figures, as minutes from the local midnight."""

from __future__ import annotations

from datetime import time

import pytest

from dalil.intake.cells.clock import hours_of

PARTS = {
    "morning": (time(6), time(11)),
    "noon": (time(11), time(13)),
    "afternoon": (time(13), time(17)),
    "evening": (time(17), time(20)),
    "night": (time(20), time(4)),
}


def minutes(text: str) -> tuple[int, int, str] | None:
    """First and last minute after midnight, and the precision."""
    found = hours_of(text, PARTS)
    return found and (int(found.first.total_seconds() // 60), int(found.last.total_seconds() // 60), found.precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", (870, 870, "minute")),
        ("14:30:00", (870, 870, "minute")),
        ("١٤:٣٠", (870, 870, "minute")),
        ("2:30 pm", (870, 870, "minute")),
        ("12:15 am", (15, 15, "minute")),
        ("12:15 pm", (735, 735, "minute")),
        ("14:30 pm", (870, 870, "minute")),
        ("8 pm", (1200, 1259, "hour")),
        ("8 in the morning", (480, 539, "hour")),
        ("about 14:30", (840, 900, "hour")),
        ("~14:30", (840, 900, "hour")),
        ("حوالي 14:30", (840, 900, "hour")),
        ("2:30 afternoon", (870, 870, "minute")),
        ("9:00 evening", None),  # neither 9 nor 21 lies in this evening
        ("morning", (360, 660, "part_of_day")),
        ("night", (1200, 1680, "part_of_day")),  # past midnight, to 4:00
    ],
)
def test_what_is_a_time_of_day(text: str, expected: tuple | None) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize("text", ["14:30 am", "24:00", "12:60", "8", "25 pm", "someday", ""])
def test_what_is_none(text: str) -> None:
    assert minutes(text) is None


def test_a_time_with_seconds_is_that_second() -> None:
    found = hours_of("14:30:15", PARTS)
    assert found is not None and found.first == found.last and found.first.total_seconds() == 52_215


def test_a_prayer_names_itself_and_the_part_in_which_it_falls() -> None:
    found = hours_of("dhuhr prayer", PARTS)
    assert found is not None and (found.prayer, found.notes) == ("dhuhr", ("prayer",))
    assert found.first.total_seconds() == 11 * 3600


def test_a_part_that_the_case_does_not_know_is_none() -> None:
    assert hours_of("morning", {}) is None
