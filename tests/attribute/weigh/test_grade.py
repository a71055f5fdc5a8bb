"""Grades from what was weighed: every rule with a case on each side of it."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.attribute.weigh.grade import GRADES, STANCES, grade_of, stance_of, two_apart
from dalil.casefile.sections import AttributeSection

SECTION = AttributeSection()


def flag(value: bool) -> np.ndarray:
    return np.array([value])


@pytest.mark.parametrize(
    ("low", "high", "stance"),
    [(2.0, 9.0, "supports"), (1.99, 9.0, "silent"), (0.1, 0.5, "contradicts"), (0.1, 0.51, "silent"),
     (np.nan, np.nan, "not_looked_for")],
)  # fmt: skip
def test_stance_is_judged_at_the_unfavourable_end(low: float, high: float, stance: str) -> None:
    assert STANCES[stance_of(np.array([[low]]), np.array([[high]]), SECTION)[0, 0]] == stance


@pytest.mark.parametrize(
    ("supported", "apart", "weakened", "weakest", "posterior", "grade"),
    [
        (True, True, 0.90, 0.50, 0.95, "high"),
        (True, False, 0.99, 0.90, 0.99, "likely"),
        (True, True, 0.89, 0.90, 0.95, "likely"),
        (True, True, 0.95, 0.49, 0.95, "likely"),
        (True, True, 0.69, 0.90, 0.80, "more_likely_than_not"),
        (True, True, 0.30, 0.10, 0.50, "not_attributed"),
        (False, False, 0.75, 1.00, 0.75, "not_attributed"),
    ],
)
def test_grade(supported: bool, apart: bool, weakened: float, weakest: float, posterior: float, grade: str) -> None:
    numbers = (np.array([value]) for value in (weakened, weakest, posterior))
    assert GRADES[grade_of(flag(supported), flag(apart), *numbers, SECTION)[0]] == grade


def lines(*at: int) -> np.ndarray:
    mask = np.zeros((1, 4), dtype=bool)
    mask[0, list(at)] = True
    return mask


@pytest.mark.parametrize(
    ("supports", "elicited", "shared", "found"),
    [((0, 1), (), None, True), ((0,), (), None, False), ((0, 1), (), (0, 1), False), ((0, 1, 2), (), (0, 1), True),
     ((2, 3), (2, 3), None, False), ((0, 3), (3,), None, True)],
)  # fmt: skip
def test_two_lines_apart(
    supports: tuple[int, ...], elicited: tuple[int, ...], shared: tuple[int, int] | None, found: bool
) -> None:
    together = np.zeros((1, 4, 4), dtype=bool)
    if shared:
        together[0, shared[0], shared[1]] = together[0, shared[1], shared[0]] = True
    assert two_apart(lines(*supports), lines(*elicited), together)[0] == found
