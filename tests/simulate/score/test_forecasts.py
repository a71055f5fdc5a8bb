"""Scores of probabilities, worked out by hand."""

from __future__ import annotations

import math

import pytest

from dalil.simulate.score.forecasts import FLOOR, Bin, brier, calibration, expected_error, log_loss

STATED = [{"a": 0.8, "b": 0.2}, {"a": 0.6, "b": 0.4}, {"b": 1.0}]
TRUE = ["a", "b", "b"]


def test_log_loss():
    assert log_loss(STATED, TRUE) == pytest.approx((-math.log(0.8) - math.log(0.4) - 0) / 3)


def test_what_was_thought_impossible_costs_the_floor():
    assert log_loss([{"a": 1.0}], ["b"]) == pytest.approx(-math.log(FLOOR))


def test_brier():
    # (0.2² + 0.2²) = 0.08; (0.6² + 0.6²) = 0.72; 0.
    assert brier(STATED, TRUE) == pytest.approx((0.08 + 0.72) / 3)
    assert brier([{"a": 1.0}], ["b"]) == 2.0


def test_calibration_table():
    pairs = [(0.95, True), (0.97, False), (0.5, True), (1.0, True)]
    assert calibration(pairs, (0.0, 0.6, 0.9, 1.0)) == [
        Bin(0.0, 0.6, 1, 0.5, 1.0),
        Bin(0.9, 1.0, 3, pytest.approx((0.95 + 0.97 + 1.0) / 3), pytest.approx(2 / 3)),
    ]


def test_expected_calibration_error_weighs_by_number():
    table = [Bin(0, 0.5, 1, 0.4, 0.0), Bin(0.5, 1, 3, 0.8, 1.0)]
    assert expected_error(table) == pytest.approx((1 * 0.4 + 3 * 0.2) / 4)
    assert expected_error([]) == 0.0
