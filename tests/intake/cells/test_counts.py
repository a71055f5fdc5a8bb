from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.intake.cells.counts import count_of
from dalil.intake.cells.faults import Fault


def both(text: str) -> tuple[int | None, int | None]:
    """Minimum and maximum; None where none is said."""
    found: list[int | None] = []
    for end in ("min", "max"):
        try:
            found.append(count_of(text, end))
        except Fault:
            found.append(None)
    return found[0], found[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", (7, 7)), ("7.0", (7, 7)), ("٧", (7, 7)), ("1,250", (1250, 1250)), ("7+", (7, None)), ("٧+", (7, None)),
        (">=7", (7, None)), ("at least 7", (7, None)), ("more than 7", (7, None)), ("no fewer than 7", (7, None)),
        ("ما لا يقل عن 7", (7, None)), ("7 على الأقل", (7, None)), ("أكثر من 7", (7, None)),
        ("up to 7", (None, 7)), ("no more than 7", (None, 7)), ("less than 7", (None, 7)), ("لا يزيد عن 7", (None, 7)),
        ("5-7", (5, 7)), ("5 to 7", (5, 7)), ("between 5 and 7", (5, 7)), ("5 إلى 7", (5, 7)), ("بين 5 و7", (5, 7)),
        ("صفر", (0, 0)), ("none", (0, 0)),
        ("ثلاثة", (3, 3)), ("ثلاثة أطفال", (3, 3)), ("قتيلان", (2, 2)), ("شهيد", (1, 1)),
        ("6 قتلى", (6, 6)), ("two children", (2, 2)), ("أحد عشر", (11, 11)),
    ],
)  # fmt: skip
def test_a_minimum_and_a_maximum(text: str, expected: tuple[int | None, int | None]) -> None:
    assert both(text) == expected


@pytest.mark.parametrize(
    "text", ["7.5", "-7", "−7", "7?", "about 7", "حوالي 7", "عشرات", "several", "7-5", "unknown", "", "--"]
)
def test_what_is_no_number(text: str) -> None:
    assert both(text) == (None, None)


def test_a_column_of_one_number_takes_no_range() -> None:
    assert count_of("ثلاثة") == 3
    with pytest.raises(Fault, match="whole number"):
        count_of("3+")


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_end_of_a_range_is_beyond_it(one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert both(f"{low} - {high}") == (low, high)
    assert both(f"{low}+") == (low, None)
