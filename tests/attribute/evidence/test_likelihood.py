"""Witnesses, copies and origins: numbers worked out by hand, and laws that hold for any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.attribute.evidence.likelihood import copies, origin, witnesses

THETA = np.array([[0.85, 0.15], [0.2, 0.8]])


def ratio(logs: np.ndarray) -> float:
    return float(np.exp(logs[0] - logs[1]))


def test_one_witness_is_worth_its_ratio() -> None:
    assert ratio(witnesses([1, 0], THETA, 0.5)) == pytest.approx(4.25)


def test_two_alike_witnesses_are_worth_less_than_two() -> None:
    # s = 1: (0.85 / 0.2) * (1.85 / 1.2)
    assert ratio(witnesses([2, 0], THETA, 0.5)) == pytest.approx(4.25 * 1.85 / 1.2)


def test_ten_unanimous_witnesses_at_rho_one_half() -> None:
    assert ratio(witnesses([10, 0], THETA, 0.5)) == pytest.approx(18.5, abs=0.05)


def test_independent_witnesses_multiply_in_the_limit() -> None:
    assert ratio(witnesses([3, 0], THETA, 1e-9)) == pytest.approx(4.25**3, rel=1e-5)


def test_a_reading_is_worth_its_ratio_less_the_reading_error() -> None:
    # e = 0.1: (0.85 * 0.9 + 0.15 * 0.1) / (0.2 * 0.9 + 0.8 * 0.1)
    assert ratio(copies([0], THETA, 0.1)) == pytest.approx(0.78 / 0.26)


def test_copies_that_disagree_lie_between() -> None:
    assert ratio(copies([1], THETA, 0.1)) < ratio(copies([0, 1], THETA, 0.1)) < ratio(copies([0], THETA, 0.1))


@given(st.integers(1, 30))
def test_copies_that_agree_are_worth_exactly_one(n: int) -> None:
    assert ratio(copies([0] * n, THETA, 0.1)) == pytest.approx(3.0)


def test_without_reading_error_a_copy_is_worth_its_ratio() -> None:
    assert ratio(copies([0] * 5, THETA, 0.0)) == pytest.approx(4.25)


@given(st.lists(st.integers(0, 1), min_size=1, max_size=8), st.randoms())
def test_order_of_copies_changes_nothing(readings: list[int], random: object) -> None:
    shuffled = list(readings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert copies(readings, THETA, 0.1) == pytest.approx(copies(shuffled, THETA, 0.1))


def test_an_origin_convinces_at_most_as_far_as_it_is_reliable() -> None:
    told = [np.log(np.array([[0.99, 0.001]]))] * 20
    plain = [np.log(np.array([[0.5]]))] * 20
    weight = origin(told, plain, np.array([[0.9]]))
    # For the worse party the words are then taken as those of one who knows nothing: log(1 - 0.9).
    assert weight[0, 1] == pytest.approx(np.log(0.1))


def test_an_origin_that_cannot_tell_changes_nothing() -> None:
    weight = origin([np.log(np.array([[0.5, 0.5]]))], [np.log(np.array([[0.5]]))], np.array([[0.8]]))
    assert weight == pytest.approx(0.0)
