"""Posteriors, weakened posteriors and what is left without an origin, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.attribute.weigh.kernels import Belief, Rules, Said, falls, judge

EVEN = np.array([0.45, 0.45, 0.10])
FALLS = np.array([1.0, 4.0, 16.0])


def believed(whole: np.ndarray) -> Belief:
    """Draws of the prior all alike, and half of it as the lowest."""
    return Belief(np.tile(EVEN[:, None], 51), EVEN / 2, whole)


def judged(*groups: tuple[int, tuple[float, float, float]], whole: float = 1.0, owners: Any = None,
           exponents: tuple[float, float] = (1.0, 1.0)) -> Any:  # fmt: skip
    """One incident; groups of (line, ratio for each hypothesis); fifty draws all alike."""
    ratios = np.array([np.tile(np.array(each)[:, None], 51) for _, each in groups] or [np.ones((3, 51))])
    size = len(groups)
    lines = np.array([k for k, _ in groups], dtype=np.int64)
    said = Said(ratios, np.array([0, size]), np.arange(size), lines, np.array(owners or range(size), dtype=np.int64))
    rules = Rules(np.array([1.5, 2.0]), *exponents, 1, 1, supports=1e9, likely=2.0)
    return judge(said, believed(np.full((3, 51), whole)), rules)


def test_posterior_is_prior_times_ratio() -> None:
    posteriors = judged((0, (4.0, 1.0, 1.0)))[0]
    # 0.45 * 4 / (1.8 + 0.45 + 0.1)
    assert posteriors[0, :, 0] == pytest.approx([1.8 / 2.35, 0.45 / 2.35, 0.1 / 2.35])


def test_nothing_said_leaves_the_prior() -> None:
    assert judged()[0][0, :, 0] == pytest.approx(EVEN)


def test_the_candidates_are_the_best_and_the_best_two_and_never_other() -> None:
    members = judged((0, (1.0, 2.0, 90.0)))[1]
    assert members[0].tolist() == [[False, True, False], [True, True, False]]


def test_ratio_is_against_the_best_named_rival() -> None:
    ratios = judged((1, (6.0, 2.0, 5.0)))[2]
    assert ratios[0, 0, 1] == pytest.approx([3.0, 3.0, 3.0])
    assert np.isnan(ratios[0, 0, 0]).all()


def test_a_line_that_is_doubtful_as_a_whole_is_worth_less() -> None:
    # 0.8 * 6 + 0.2 against 0.8 * 1 + 0.2
    assert judged((1, (6.0, 1.0, 1.0)), whole=0.8)[2][0, 0, 1, 0] == pytest.approx(5.0)


def test_weakened_takes_the_lowest_prior_and_divides_support() -> None:
    # rivals keep their shares 0.45 : 0.10; lowest prior 0.225; support 6 / 1.5 = 4
    odds = 0.225 / 0.775 * 4
    assert judged((0, (6.0, 1.0, 1.0)))[3][0, 0, 0] == pytest.approx(odds / (1 + odds))


def test_support_is_not_turned_into_its_opposite_and_contradiction_grows() -> None:
    for_it, against = judged((0, (1.2, 1.0, 1.0)))[3], judged((0, (9.0, 1.0, 1.0)), (1, (0.5, 1.0, 1.0)))[3]
    assert for_it[0, 0, 1] == pytest.approx(0.225)
    odds = 0.225 / 0.775 * (9.0 / 2) * (0.5 / 2)
    assert against[0, 0, 1] == pytest.approx(odds / (1 + odds))


def test_without_an_origin_all_its_groups_go() -> None:
    groups = (0, (4.0, 1.0, 1.0)), (1, (5.0, 1.0, 1.0)), (2, (3.0, 1.0, 1.0))
    apart = judged(*groups, owners=[7, 7, 8])[4]
    assert apart[:, 0] == pytest.approx([1.35 / 1.9, 1.35 / 1.9, 9 / 9.55])


@pytest.mark.parametrize(("needed", "expected"), [(0.5, 4.0), (0.2, np.nan), (0.99, 1.0), (0.0, np.nan)])
def test_the_first_factor_at_which_too_little_is_left(needed: float, expected: float) -> None:
    # odds 0.225 : 0.775 times 6 are 0.64; f = 4 leaves 1.5 of it, 0.30; f = 16 nothing, 0.225
    zero, member = np.zeros(1, dtype=np.int64), np.array([[True, False, False]])
    said = Said(np.tile(np.array([6.0, 1.0, 1.0])[None, :, None], 51), np.array([0, 1]), zero, zero, zero)
    found = falls(said, believed(np.ones((3, 51))), 1.0, member, np.array([needed]), FALLS)
    assert found[0] == pytest.approx(expected, nan_ok=True)


def test_boldness_moves_posteriors_and_no_ratio_and_no_weakened_posterior() -> None:
    bold, plain = (judged((0, (4.0, 1.0, 1.0)), exponents=(1.0, power)) for power in (2.0, 1.0))
    assert bold[0][0, :, 0] == pytest.approx(np.array([7.2, 0.45, 0.1]) / 7.75)
    assert bold[4][0, 0] == plain[4][0, 0] == pytest.approx(0.45)
    assert (bold[2][0, 0, 0, 0], bold[3][0, 0, 0]) == (plain[2][0, 0, 0, 0], plain[3][0, 0, 0])


def test_a_timid_exponent_moves_all_that_is_judged() -> None:
    posteriors, _, ratios, weakened, _ = judged((0, (4.0, 1.0, 1.0)), exponents=(0.5, 1.0))
    assert posteriors[0, 0, 0] == pytest.approx(0.9 / 1.45)
    assert ratios[0, 0, 0, 0] == pytest.approx(2.0)
    odds = 0.225 / 0.775 * 2 / 1.5
    assert weakened[0, 0, 0] == pytest.approx(odds / (1 + odds))


@settings(deadline=None, max_examples=25)
@given(st.permutations([(0, (4.0, 1.0, 2.0)), (0, (0.3, 1.0, 1.0)), (1, (2.0, 5.0, 1.0)), (2, (1.0, 1.1, 0.4))]))
def test_order_of_groups_changes_nothing(groups: list[tuple[int, tuple[float, float, float]]]) -> None:
    assert judged(*groups)[0] == pytest.approx(judged(*sorted(groups))[0])
