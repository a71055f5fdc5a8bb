"""The Hamiltonian move: its slope against differences, and that it can be undone."""

import numpy as np
import pytest

from dalil.count.estimate.chains.gibbs import Cells, State
from dalil.count.estimate.chains.hmc import glide, log_target, slope
from dalil.count.estimate.chains.rows import LOGITS, enter

CELLS = Cells(np.array([[1, 0], [0, 1], [1, 1]], np.uint8), np.array([30, 20, 12]), 62)
STATE = State(np.array([[0.2, 0.4], [0.6, 0.1], [0.5, 0.5]]), np.log([0.5, 0.3, 0.2]), np.array([0.7]))
HELD = np.arange(3)


@pytest.mark.parametrize("capture", [1.0, 2.0])
def test_slope_is_the_derivative(capture):
    target = enter(CELLS, STATE, capture)
    rows, out = target.now.copy(), np.empty((3, 2))
    log_target(CELLS, target, rows, HELD)
    slope(CELLS, target, rows, HELD, out)
    for k in range(3):
        for j in range(2):
            values = []
            for step in (1e-5, -1e-5):
                moved = target.now.copy()
                moved[k, LOGITS + j] += step
                values.append(log_target(CELLS, target, moved, HELD))
            assert out[k, j] == pytest.approx((values[0] - values[1]) / 2e-5, abs=1e-4)


def test_small_steps_are_nearly_always_taken():
    target, rng = enter(CELLS, STATE, 1.0), np.random.default_rng(1)
    assert sum(glide(rng, CELLS, target, HELD, 0.05) for _ in range(100)) > 95


def test_what_is_taken_leaves_the_target_consistent():
    target, rng = enter(CELLS, STATE, 1.0), np.random.default_rng(2)
    while not glide(rng, CELLS, target, HELD, 0.3):
        pass
    head = LOGITS + 2 * 2
    assert target.mix[0] == pytest.approx(target.now[:, 0] @ target.now[:, head:])
    assert not np.allclose(target.now[:, LOGITS : LOGITS + 2], np.log(STATE.inclusion / (1 - STATE.inclusion)))
