"""The collapsed target: its parts by hand, there and back."""

import numpy as np
import pytest

from dalil.count.estimate.chains.gibbs import Cells, State
from dalil.count.estimate.chains.rows import LOG_E, LOGITS, WEIGHT, E, enter, leave, stick

CELLS = Cells(np.array([[1, 0], [0, 1], [1, 1]], np.uint8), np.array([3, 2, 1]), 6)


def state(alpha=0.7):
    inclusion = np.array([[0.5, 0.2], [0.1, 0.4], [0.3, 0.3]])
    return State(inclusion, np.log(np.array([0.5, 0.3, 0.2])), np.array([alpha]))


def test_rows_by_hand():
    target = enter(CELLS, state(), 1.0)
    # class 0: on no list 0.5 * 0.8 = 0.4, so e = 1 / 0.6; its cells 0.4, 0.1, 0.1 times e
    assert target.now[0, E] == pytest.approx(1 / 0.6)
    assert target.now[0, LOGITS + 4 :] == pytest.approx(np.array([0.4, 0.1, 0.1]) / 0.6)
    seen = np.array([0.5 * 0.6, 0.3 * 0.46, 0.2 * 0.51])
    assert target.now[:, WEIGHT] == pytest.approx(seen / seen.sum())
    assert target.mix[0].sum() == pytest.approx(1)


def test_there_and_back():
    before, after = state(), state()
    after.log_share[:] = 0
    after.inclusion[:] = 0
    leave(enter(CELLS, before, 1.0), after)
    assert after.log_share == pytest.approx(before.log_share)
    assert after.inclusion == pytest.approx(before.inclusion)


@pytest.mark.parametrize("alpha", [0.3, 1.0, 2.5])
def test_density_of_the_stick_with_its_jacobian(alpha):
    """Differences of log density between two states equal those computed from shares and the change of variables."""

    def by_shares(rows):
        parts = rows[:, WEIGHT] * rows[:, E]
        share = parts / parts.sum()
        broken = [share[0], share[1] / (1 - share[0])]
        density = sum((alpha - 1) * np.log(1 - v) for v in broken) - np.log(1 - share[0])
        return density + rows[:, LOG_E].sum() - 3 * np.log(parts.sum())

    first = enter(CELLS, state(alpha), 1.0).now
    other = state(alpha)
    other.inclusion[1] = 0.9, 0.7
    other.log_share[:] = np.log([0.1, 0.6, 0.3])
    second = enter(CELLS, other, 1.0).now
    assert stick(second, alpha) - stick(first, alpha) == pytest.approx(by_shares(second) - by_shares(first))
