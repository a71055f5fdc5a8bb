"""Log-linear models of capture tables, as the published estimates use them; for comparison only.

Poisson models with the intercept as the log of the cell nobody sees. A term whose lists share no case is minus
infinity: its cells are left out (Chan, Silverman, Vincent 2021). A model counts only if its estimate exists (Fienberg
and Rinaldo 2012, by a linear programme). Terms are sets of lists as bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numba import njit
from scipy.optimize import linprog
from scipy.stats import multivariate_t, norm, poisson

from dalil.count.estimate.table import CaptureTable

Terms = frozenset[int]


@dataclass(frozen=True)
class LogLinear:
    """`total` with the unseen; `bic` takes cases as observations and counts terms that are minus infinity."""

    terms: Terms
    total: float
    bic: float


def full_counts(table: CaptureTable) -> np.ndarray:
    """Counts of all combinations but the empty one, by code, (2^lists - 1,)."""
    out = np.zeros(1 << len(table.lists))
    out[table.codes] = table.counts
    return out[1:]


def main_effects(lists: int) -> Terms:
    """The model of independence."""
    return frozenset(1 << j for j in range(lists))


def pairs(lists: int) -> list[int]:
    """All two-list terms."""
    return [1 << i | 1 << j for i, j in combinations(range(lists), 2)]


@cache
def hierarchical(lists: int, order: int) -> list[Terms]:
    """All hierarchical models with all main effects and terms of up to `order` lists."""
    models = [main_effects(lists)]
    for size in range(2, order + 1):
        terms = [sum(1 << j for j in some) for some in combinations(range(lists), size)]
        grown = []
        for model in models:
            free = [t for t in terms if all(t & ~(1 << j) in model for j in range(lists) if t >> j & 1)]
            grown += [model | set(some) for n in range(len(free) + 1) for some in combinations(free, n)]
        models = grown
    return models


@njit(cache=True)
def _newton(design: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Poisson regression by scoring; coefficients and log likelihood without the factorials."""
    rate = counts + 0.5
    eta = np.log(rate)
    beta = np.zeros(design.shape[1])
    old = -np.inf
    for _ in range(60):
        weighted = design * rate.reshape(-1, 1)
        ridge = 1e-10 * np.eye(design.shape[1])
        beta = np.linalg.solve(design.T @ weighted + ridge, weighted.T @ (eta + (counts - rate) / rate))
        eta = np.minimum(np.maximum(design @ beta, -40.0), 40.0)
        rate = np.exp(eta)
        value = (counts * eta - rate).sum()
        if abs(value - old) < 1e-9 * (abs(value) + 1):
            break
        old = value
    return beta, old


def _finite(counts: np.ndarray, terms: Terms) -> tuple[np.ndarray, list[int]]:
    """Cells that a finite fit uses (codes), and its terms: those of no case are minus infinity."""
    codes = np.arange(1, len(counts) + 1)
    gone = [t for t in terms if counts[(codes & t) == t].sum() == 0]
    keep = np.array([all(code & t != t for t in gone) for code in codes], bool)
    finite = sorted(t for t in terms if not any(t & g == g for g in gone))
    return codes[keep], finite


def design(codes: np.ndarray, terms: list[int]) -> np.ndarray:
    """Intercept and terms, (cells, 1 + terms)."""
    return np.column_stack([np.ones(len(codes))] + [((codes & t) == t).astype(float) for t in terms])


def fit(counts: np.ndarray, terms: Terms) -> LogLinear:
    """The model's total and BIC; inf where the matrix has not the rank."""
    codes, finite = _finite(counts, terms)
    matrix, seen = design(codes, finite), counts[codes - 1]
    if matrix.shape[1] > len(codes) or np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return LogLinear(terms, np.inf, np.inf)
    beta, _ = _newton(matrix, seen)
    log_likelihood = poisson.logpmf(seen, np.exp(matrix @ beta)).sum()
    bic = -2 * log_likelihood + (1 + len(terms)) * np.log(counts.sum())
    return LogLinear(terms, float(counts.sum() + np.exp(beta[0])), float(bic))


def exists(counts: np.ndarray, terms: Terms) -> bool:
    """Whether some table with all cells positive has the same margins."""
    codes, finite = _finite(counts, terms)
    matrix, seen = design(codes, finite), counts[codes - 1]
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return False
    cells = len(codes)
    found = linprog(
        np.append(np.zeros(cells), -1.0),
        A_eq=np.column_stack([matrix.T, np.zeros(matrix.shape[1])]),
        b_eq=matrix.T @ seen,
        A_ub=np.column_stack([-np.eye(cells), np.ones(cells)]),
        b_ub=np.zeros(cells),
        bounds=[(0, None)] * cells + [(None, 1)],
    )
    return bool(found.status == 0 and found.x[-1] > 1e-8)


def best_bic(counts: np.ndarray, models: list[Terms]) -> LogLinear:
    """The model of the lowest BIC among those whose estimate exists."""
    for found in sorted((fit(counts, model) for model in models), key=lambda model: model.bic):
        if exists(counts, found.terms):
            return found
    raise ValueError("no model has an estimate")


def _neighbours(model: Terms, lists: int, order: int) -> Iterator[Terms]:
    """One term more or less, still hierarchical and with all main effects."""
    for size in range(2, order + 1):
        for some in combinations(range(lists), size):
            term = sum(1 << j for j in some)
            if term in model:
                if not any(t != term and t & term == term for t in model):
                    yield model - {term}
            elif all(term & ~(1 << j) in model for j in some):
                yield model | {term}


def downhill(counts: np.ndarray, lists: int, order: int) -> LogLinear:
    """Search by BIC from main effects to better neighbours (Silverman, Chan, Vincent 2024)."""
    best, looked = fit(counts, main_effects(lists)), {main_effects(lists)}
    while True:
        near = [m for m in _neighbours(best.terms, lists, order) if m not in looked]
        looked.update(near)
        found = sorted((fit(counts, model) for model in near), key=lambda model: model.bic)
        better = next((m for m in found if m.bic < best.bic and exists(counts, m.terms)), None)
        if better is None:
            return best
        best = better


def stepwise(counts: np.ndarray, lists: int, threshold: float = 0.02) -> LogLinear:
    """Two-list terms added by Poisson p-value (Chan, Silverman, Vincent 2021)."""
    model = main_effects(lists)
    while True:
        codes, finite = _finite(counts, model)
        matrix = design(codes, finite)
        rates = np.exp(matrix @ _newton(matrix, counts[codes - 1])[0])
        found = []
        for pair in pairs(lists):
            if pair in model:
                continue
            expected = rates[(codes & pair) == pair].sum()
            seen = counts[(np.arange(1, len(counts) + 1) & pair) == pair].sum()
            p = min(poisson.cdf(seen, expected), poisson.sf(seen - 1, expected))
            found.append((p, pair))
        for p, pair in sorted(found):
            if p >= threshold:
                break
            if exists(counts, model | {pair}):
                model = model | {pair}
                break
        else:
            return fit(counts, model)
        if p >= threshold:
            return fit(counts, model)


def bca(
    counts: np.ndarray, estimate: Callable[[np.ndarray], float], draws: int, seed: int, level: float = 0.95
) -> tuple[float, float]:
    """Bias-corrected, accelerated bootstrap interval with the choice of the model within it (Efron 1987)."""
    rng = np.random.default_rng(seed)
    n = int(counts.sum())
    point = estimate(counts)
    replicates = np.array([estimate(rng.multinomial(n, counts / n).astype(float)) for _ in range(draws)])
    less = (replicates < point).mean() + 0.5 * (replicates == point).mean()
    bias = norm.ppf(np.clip(less, 1 / draws, 1 - 1 / draws))
    cells = np.flatnonzero(counts)
    without = np.array([estimate(counts - (np.arange(len(counts)) == c)) for c in cells])
    weights = counts[cells]
    lean = (weights @ without) / n - without
    speed = (weights @ lean**3) / (6 * (weights @ lean**2) ** 1.5)
    ends = norm.ppf([(1 - level) / 2, (1 + level) / 2])
    places = norm.cdf(bias + (bias + ends) / (1 - speed * (bias + ends)))
    low, high = np.quantile(replicates, places)
    return float(low), float(high)


def thresholded(
    counts: np.ndarray, lists: int, *, order: int = 2, threshold: float = 2.0, improper: bool = False, seed: int = 1
) -> tuple[float, float, float]:
    """Bayesian thresholding (Silverman 2020): median and 95 % interval.

    Interactions have prior N(0, 1) or a flat one; those whose posterior mean is less than `threshold` standard
    deviations from 0 are dropped, and the rest is fitted again. The posterior is drawn by importance.
    """
    terms = [*sorted(main_effects(lists)), *pairs(lists)]
    codes = np.arange(1, len(counts) + 1)
    if improper:
        codes, terms = _finite(counts, frozenset(terms))
    kept = _strong(counts, codes, terms, lists, 2, threshold, improper, seed)
    if order == 3:
        triples = [sum(1 << j for j in some) for some in combinations(range(lists), 3)]
        wide = kept + [t for t in triples if all(t & ~(1 << j) in kept for j in range(lists) if t >> j & 1)]
        kept = _strong(counts, codes, wide, lists, 3, threshold, improper, seed)
    draws, weights = _posterior(counts, codes, kept, improper, seed)
    totals = counts.sum() + np.exp(draws[:, 0])
    rank = np.argsort(totals)
    cumulative = np.cumsum(weights[rank])
    low, middle, high = totals[rank][np.searchsorted(cumulative, [0.025, 0.5, 0.975])]
    return float(middle), float(low), float(high)


def _strong(
    counts: np.ndarray,
    codes: np.ndarray,
    terms: list[int],
    lists: int,
    size: int,
    threshold: float,
    improper: bool,
    seed: int,
) -> list[int]:
    """The terms, less those of `size` lists that are weak."""
    draws, weights = _posterior(counts, codes, terms, improper, seed)
    mean = weights @ draws
    spread = np.sqrt(weights @ (draws - mean) ** 2)
    ratio = np.abs(mean / spread)[1:]
    return [t for t, r in zip(terms, ratio, strict=True) if t.bit_count() != size or r >= threshold]


def _posterior(
    counts: np.ndarray, codes: np.ndarray, terms: list[int], improper: bool, seed: int, number: int = 200_000
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of the coefficients with weights that add up to 1."""
    matrix, seen = design(codes, terms), counts[codes - 1]
    flat = np.array(
        [0.0 if improper else 1e-4] + [0.0 if improper else (1e-4 if t.bit_count() == 1 else 1.0) for t in terms]
    )
    beta = np.zeros(matrix.shape[1])
    beta[0] = np.log(seen.sum() * 5)
    for _ in range(200):
        rate = np.exp(np.clip(matrix @ beta, -40, 40))
        information = matrix.T @ (matrix * rate[:, None]) + np.diag(flat + 1e-12)
        step = np.linalg.solve(information, matrix.T @ (seen - rate) - flat * beta)
        beta = beta + step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-10:
            break
    shape = np.linalg.inv(information)
    proposal = multivariate_t(beta, (shape + shape.T) / 2, df=6, seed=seed)
    draws = proposal.rvs(number)
    eta = draws @ matrix.T
    log_weight = eta @ seen - np.exp(eta).sum(axis=1) - 0.5 * (draws**2 @ flat) - proposal.logpdf(draws)
    weights = np.exp(log_weight - log_weight.max())
    return draws, weights / weights.sum()
