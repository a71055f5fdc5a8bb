"""How wrong reports are: the masses of the errors of time and place, and of figures, learned from probable pairs."""

from __future__ import annotations

import numpy as np

from dalil.link.compiled import kernel
from dalil.link.figures import OPTIONS
from dalil.link.likelihood import PLACE_WIDTHS, Evidence
from dalil.link.pairs import place_widths, time_boxes
from dalil.link.reports import Floats, Ints

__all__ = ["PLACE_MASS", "TIME_MASS", "error_counts"]

TIME_MASS = np.array([0.55, 0.25, 0.08, 0.03, 0.01, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01])
"""Of reports whose time is wrong as in `boxes_in`: where training begins."""

PLACE_MASS = np.array([0.25, 0.50, 0.20, 0.05])
"""Of reports whose place is better than said, right, loose or wrong, as in `PLACE_WIDTHS`: where training begins."""

_PROBABLE = 0.02


def error_counts(e: Evidence, joint: Floats, a: Ints, b: Ints, probability: Floats) -> tuple[Floats, Floats, Floats]:
    """Expected counts over the pairs: (boxes) of time, (widths) of place, (figures, 2) exact and stated by both."""
    chosen = np.flatnonzero(probability > _PROBABLE)
    return _counts(e, joint, a[chosen], b[chosen], probability[chosen])


@kernel
def _counts(e: Evidence, joint: Floats, a: Ints, b: Ints, probability: Floats) -> tuple[Floats, Floats, Floats]:
    time = np.zeros(e.boxes.shape[0])
    place = np.zeros(PLACE_WIDTHS.shape[0])
    exact = np.zeros((e.prior.shape[0], 2))
    boxes = np.empty((time.size, time.size))
    widths = np.empty((place.size, place.size))
    for pair in range(a.size):
        i, j, p = a[pair], b[pair], probability[pair]
        if not np.isnan(e.earliest[i]) and not np.isnan(e.earliest[j]):
            total = time_boxes(e, i, j, boxes)
            if total > 0.0:
                time += 0.5 * p * (boxes.sum(axis=0) + boxes.sum(axis=1)) / total
        if e.first[i] < e.first[i + 1] and e.first[j] < e.first[j + 1]:
            total = place_widths(e, i, j, widths)
            if total > 0.0:
                place += 0.5 * p * (widths.sum(axis=0) + widths.sum(axis=1)) / total
        for figure in range(exact.shape[0]):
            _count_figure(e, joint, i, j, figure, p, exact)
    return time, place, exact


@kernel
def _count_figure(e: Evidence, joint: Floats, a: int, b: int, figure: int, p: float, exact: Floats) -> None:
    """Add the expected statements that are the true figure, of the two that the pair makes."""
    total, right = 0.0, 0.0
    alpha = e.exact[figure]
    for first in range(OPTIONS):
        for second in range(OPTIONS):
            m, n = e.figures[a, figure, first], e.figures[b, figure, second]
            if m < 0 or n < 0:
                continue
            total += joint[figure, m, n]
            both = alpha * alpha * e.prior[figure, m] if m == n else 0.0
            wrong_n = e.stated[figure, n, m] - (alpha if m == n else 0.0)
            wrong_m = e.stated[figure, m, n] - (alpha if m == n else 0.0)
            right += both + 0.5 * alpha * (e.prior[figure, m] * wrong_n + e.prior[figure, n] * wrong_m)
    if total > 0.0:
        exact[figure, 0] += p * right / total
        exact[figure, 1] += p
