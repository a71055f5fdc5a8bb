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
from scipy.optimize import minimize
from scipy.special import expit

from dalil.count.estimate.result import CurvePoint, Sample
from dalil.count.estimate.table import CaptureTable
from dalil.kernels import Floats

__all__ = ["SPREADS", "chao_lower", "curve"]


# Standard deviations of log odds that the curve is read at: none, to where a case one above the mean has 4.5 times the
# odds of being recorded. Beyond, the factor on the unseen is that of the assumption and hardly of the lists.
SPREADS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
# Gauss and Hermite on 41 nodes: exact for polynomials up to degree 81, where the integrand has a factor a list.
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


def curve(table: CaptureTable, sample: Sample, observed: int, spreads: tuple[float, ...] = SPREADS) -> list[CurvePoint]:
    """The estimate `sample` at each spread of the log odds beyond what the lists show.

    `table` gives the shape of the overlaps (it may be the sum over draws of linking), `observed` the documented cases.
    """
    # The posterior is moved as a whole: the curve says what an assumption adds, not how unsure the estimate is.
    low, median, high = sample.quantiles(0.025, 0.5, 0.975)
    level = _start(table)
    points, base = [], None
    for spread in spreads:
        level = _fit(table, spread, level)
        missed = _never(level, spread)
        odds = missed / (1 - missed)
        base = odds if base is None else base
        points.append(_point(observed, spread, _odds_ratio(level, spread), odds / base, median, low, high))
    return points


def _point(
    observed: int, spread: float, odds_ratio: float, factor: float, median: int, low: int, high: int
) -> CurvePoint:
    totals = [observed + round(factor * (total - observed)) for total in (median, low, high)]
    return CurvePoint(spread, round(odds_ratio, 3), round(factor, 3), *totals)


def _start(table: CaptureTable) -> Floats:
    # A list that holds nearly all, or hardly any, still has odds to start from.
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
    histories, part = table.combinations.astype(float), table.counts / table.observed
    found = minimize(
        # Thirty log odds are certainty in double precision: beyond, the search would only lose digits.
        _loss,
        start,
        (histories, part, spread),
        "L-BFGS-B",
        jac=True,
        bounds=[(-30, 30)] * len(start),
        tol=1e-12,
    )
    return np.asarray(found.x)


def _loss(level: Floats, histories: Floats, part: Floats, spread: float) -> tuple[float, Floats]:
    """Minus the log likelihood a case, and its slope. `part`: of the cases, by cell."""
    logit = level + spread * NODES[:, None]
    present = expit(logit)
    # in logs of both outcomes: 1 - present loses its digits where a list holds nearly all
    log_out = -np.logaddexp(0, logit).sum(axis=1)
    given_node = np.exp(histories @ logit.T + log_out) * MASSES
    odds = given_node.sum(axis=1)
    never = MASSES * np.exp(log_out)
    seen = 1 - never.sum()
    expected = (given_node / odds[:, None]) @ present
    slope = never @ present / seen - part @ (histories - expected)
    return float(np.log(seen) - part @ np.log(odds)), slope


def _odds_ratio(level: Floats, spread: float) -> float:
    """Geometric mean over pairs of lists of the odds ratio of being on both."""
    present = _present(level, spread)
    logs = [_log_odds_ratio(present[:, i], present[:, j]) for i, j in combinations(range(len(level)), 2)]
    return float(np.exp(np.mean(logs)))


def _log_odds_ratio(first: Floats, second: Floats) -> float:
    both, one = MASSES @ (first * second), MASSES @ (first * (1 - second))
    other, none = MASSES @ ((1 - first) * second), MASSES @ ((1 - first) * (1 - second))
    return float(np.log(both) + np.log(none) - np.log(one) - np.log(other))
