"""How wrong reports are: the masses of the errors of time and place, and of figures, learned from probable pairs."""

from __future__ import annotations

import numpy as np

from dalil.kernels import Floats, Ints, kernel
from dalil.link.pairs.closed_form import place_widths, time_boxes
from dalil.link.reports.figures import OPTIONS
from dalil.link.reports.likelihood import Evidence

__all__ = ["PLACE_MASS", "TIME_MASS", "error_counts"]

# Where training begins, elicited; as much as `PRIOR_PAIRS` pairs, so that a small case keeps them. In the order of the
# boxes of `boxes_in`: within 3, 8, 16, 35 minutes, 1.5 hours, 30 hours, ten days; a day later and earlier; morning for
# evening and the reverse; local time for UTC and the reverse.
_BY_DAY = [0.40, 0.20, 0.20, 0.05, 0.04, 0.03, 0.01, 0.015, 0.015, 0.01, 0.01, 0.01, 0.01]
# At night the day before or after is given six times in a hundred each.
_BY_NIGHT = [0.35, 0.18, 0.18, 0.05, 0.04, 0.03, 0.01, 0.06, 0.06, 0.01, 0.01, 0.01, 0.01]
# An alert comes before the strike: mostly 8 to 35 minutes off, hardly ever a day.
_ALERT = [0.10, 0.20, 0.30, 0.25, 0.06, 0.03, 0.01, 0.01, 0.01, 0.01, 0.01, 0.005, 0.005]
TIME_MASS = np.array([_BY_DAY, _BY_NIGHT, _BY_DAY, _BY_NIGHT, _BY_DAY, _BY_DAY, _ALERT])
"""(TIME_CLASSES, boxes) of reports whose time is wrong as in `boxes_in`: where training begins."""

_POINT, _NAMED, _SITE = [0.35, 0.40, 0.20, 0.05], [0.0, 0.75, 0.20, 0.05], [0.20, 0.30, 0.40, 0.10]
PLACE_MASS = np.array([_POINT, _POINT, _POINT, _NAMED, _SITE])
"""(PLACE_CLASSES, widths) of reports whose place is better than said, right, loose or wrong, as in `PLACE_WIDTHS`:
where training begins. A named region's point is never better than it says."""

_PROBABLE = 0.02  # of a pair, from which on it teaches: the many below add little and cost most of the time


def error_counts(e: Evidence, joint: Floats, a: Ints, b: Ints, probability: Floats) -> tuple[Floats, Floats, Floats]:
    """Expected counts over the pairs: (classes, boxes) of time, (classes, widths) of place, (figures, 2) exact and
    stated by both."""
    chosen = np.flatnonzero(probability > _PROBABLE)
    return _counts(e, joint, a[chosen], b[chosen], probability[chosen])


@kernel
def _counts(e: Evidence, joint: Floats, a: Ints, b: Ints, probability: Floats) -> tuple[Floats, Floats, Floats]:
    time, place = np.zeros_like(e.time_mass), np.zeros_like(e.place_mass)
    exact = np.zeros((e.prior.shape[0], 2))
    boxes = np.empty((len(time[0]), len(time[0])))
    widths = np.empty((len(place[0]), len(place[0])))
    for pair in range(a.size):
        i, j, p = a[pair], b[pair], probability[pair]
        if not np.isnan(e.earliest[i]) and not np.isnan(e.earliest[j]):
            total = time_boxes(e, i, j, boxes)
            if total > 0.0:
                _share(boxes, p / total, time[e.time_class[i]], time[e.time_class[j]])
        if e.first[i] < e.first[i + 1] and e.first[j] < e.first[j + 1]:
            total = place_widths(e, i, j, widths)
            if total > 0.0:
                _share(widths, p / total, place[e.place_class[i]], place[e.place_class[j]])
        for figure in range(exact.shape[0]):
            _count_figure(e, joint, i, j, figure, p, exact)
    return time, place, exact


@kernel
def _share(weights: Floats, scale: float, first: Floats, second: Floats) -> None:
    """Add the sums of the rows to `first`, those of the columns to `second`."""
    for k in range(weights.shape[0]):
        for m in range(weights.shape[1]):
            first[k] += scale * weights[k, m]
            second[m] += scale * weights[k, m]


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
