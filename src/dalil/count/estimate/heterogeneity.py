"""What the lists cannot show: cases that are hard to record for every list alike.

Overlaps cannot tell a population in which all is recorded equally well from one with a part that no list
reaches (Link 2003). So an estimate is a lower bound wherever cases may differ or lists may share sources. The curve
says by how much it would rise: each case has its own log odds of being recorded, normal with standard deviation
`spread` and common to all lists (the model Mth); the factor on the undocumented is that of the fitted odds of
being on no list, against spread 0.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from dalil.count.estimate.result import CurvePoint, Sample
from dalil.count.estimate.table import CaptureTable

__all__ = ["SPREADS", "chao_lower", "curve"]

Floats = npt.NDArray[np.float64]

SPREADS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
NODES, MASSES = np.polynomial.hermite_e.hermegauss(41)
MASSES = MASSES / MASSES.sum()


def chao_lower(table: CaptureTable) -> float:
    """Chao's lower bound of the total, from cases on one list and on two; bias-corrected (Chao 1987).

    >>> from dalil.count.estimate.table import table_from_counts
    >>> chao_lower(table_from_counts("ABC", {(1, 0, 0): 10, (1, 1, 0): 4}))
    20.0
    """
    once, twice = (int(cases) for cases in table.times_listed()[1:3])
    lists = len(table.lists)
    return float(table.observed + (lists - 1) / lists * once * (once - 1) / (2 * (twice + 1)))


def curve(table: CaptureTable, sample: Sample, spreads: tuple[float, ...] = SPREADS) -> list[CurvePoint]:
    """The estimate `sample` at each spread of the log odds beyond what the lists show."""
    low, median, high = sample.quantiles(0.025, 0.5, 0.975)
    level = _start(table)
    points, base = [], None
    for spread in spreads:
        level = _fit(table, spread, level)
        missed = _never(level, spread)
        odds = missed / (1 - missed)
        base = odds if base is None else base
        points.append(_point(table.observed, spread, _odds_ratio(level, spread), odds / base, median, low, high))
    return points


def _point(
    observed: int, spread: float, odds_ratio: float, factor: float, median: int, low: int, high: int
) -> CurvePoint:
    totals = [observed + round(factor * (total - observed)) for total in (median, low, high)]
    return CurvePoint(spread, round(odds_ratio, 3), round(factor, 3), *totals)


def _start(table: CaptureTable) -> Floats:
    part = np.clip(table.on_list() / chao_lower(table), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(part / (1 - part)))


def _present(level: Floats, spread: float) -> Floats:
    """Probability of each list at each node of the spread, (nodes, lists)."""
    return np.asarray(expit(level + spread * NODES[:, None]))


def _never(level: Floats, spread: float) -> float:
    """Probability of being on no list."""
    return float(MASSES @ np.prod(1 - _present(level, spread), axis=1))


def _fit(table: CaptureTable, spread: float, start: Floats) -> Floats:
    """Log odds of each list at spread 0 that make the table most likely, given that each case is on a list."""
    marks = table.combinations.astype(bool)

    def loss(level: Floats) -> float:
        # log of both outcomes from the logit itself: 1 - present loses all digits where a list is never empty
        logit = level + spread * NODES[:, None]
        log_in, log_out = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)
        by_node = np.exp(np.where(marks[:, None, :], log_in, log_out).sum(axis=2))
        seen = float(np.log1p(-_never(level, spread)))
        return table.observed * seen - float(table.counts @ np.log(by_node @ MASSES))

    return np.asarray(minimize(loss, start, method="L-BFGS-B", bounds=[(-30, 30)] * len(start)).x)


def _odds_ratio(level: Floats, spread: float) -> float:
    """Geometric mean over pairs of lists of the odds ratio of being on both."""
    present = _present(level, spread)
    logs = [_log_odds_ratio(present[:, i], present[:, j]) for i, j in combinations(range(len(level)), 2)]
    return float(np.exp(np.mean(logs)))


def _log_odds_ratio(first: Floats, second: Floats) -> float:
    both, one = MASSES @ (first * second), MASSES @ (first * (1 - second))
    other, none = MASSES @ ((1 - first) * second), MASSES @ ((1 - first) * (1 - second))
    return float(np.log(both) + np.log(none) - np.log(one) - np.log(other))
