"""The posterior under weaker evidence: by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.attribute.weigh.reduce import reduced

PRIOR = np.tile(np.array([[0.45], [0.45], [0.10]]), 4)
MEMBER = np.array([True, False, False])


def worth(*rows: float) -> np.ndarray:
    return np.tile(np.array(rows)[None, :, None], (1, 1, 4))


def at(by_line: np.ndarray, cut: float) -> float:
    out, own = np.zeros(1), np.ascontiguousarray(by_line[:, 0])
    reduced(own, by_line, np.array([0]), MEMBER, PRIOR, 0.2, np.array([cut]), out)
    return float(out[0])


def test_uncut_it_is_bayes_at_the_lowest_prior() -> None:
    # odds 0.2 : 0.8 against rivals of 0.45 : 0.10, each worth 1 against 6
    assert at(worth(6.0, 1.0, 1.0), 1.0) == pytest.approx(0.25 * 6 / (1 + 0.25 * 6))


@pytest.mark.parametrize(("ratio", "cut", "left"), [(6.0, 2.0, 3.0), (1.5, 2.0, 1.0), (0.5, 2.0, 0.25)])
def test_support_is_divided_down_to_nothing_and_contradiction_grows(ratio: float, cut: float, left: float) -> None:
    assert at(worth(ratio, 1.0, 1.0), cut) == pytest.approx(0.25 * left / (1 + 0.25 * left))


def test_a_larger_cut_never_helps() -> None:
    falling = [at(worth(5.0, 2.0, 0.3), cut) for cut in (1.0, 1.5, 2.0, 4.0, 8.0)]
    assert falling == sorted(falling, reverse=True)
