"""Whether chains agree, and how many independent draws theirs are worth.

Rank-normalised split R-hat, bulk and tail effective sample sizes (Vehtari, Gelman, Simpson, Carpenter, Bürkner
2021). Draws are (chains, draws). Chains that do not move at all have R-hat 1 and as many effective draws as draws.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import norm, rankdata

from dalil.kernels import Floats

__all__ = ["bulk_draws", "effective_draws", "r_hat", "tail_draws"]


def _split(draws: Floats) -> Floats:
    """Each chain cut into halves, (2 chains, draws // 2): a chain that drifts disagrees with itself."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: Floats) -> Floats:
    ranks = rankdata(draws, method="average").reshape(draws.shape)
    # Blom's plotting positions, as Vehtari et al. have them.
    return np.asarray(norm.ppf((ranks - 0.375) / (draws.size + 0.25)))


def _plain_r_hat(draws: Floats) -> float:
    length = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = draws.mean(axis=1).var(ddof=1)
    return 1.0 if within == 0 == between else float(np.sqrt((length - 1) / length + between / within))


def r_hat(draws: Floats) -> float:
    """The larger of R-hat of the draws and of their distance from the median; 1 where chains agree."""
    halves = _split(np.asarray(draws, float))
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_normal_scores(halves)), _plain_r_hat(_normal_scores(folded)))


def effective_draws(draws: Floats) -> float:
    """Effective sample size by Geyer's initial monotone sequence over all chains."""
    draws = np.asarray(draws, float)
    chains, length = draws.shape
    centred = draws - draws.mean(axis=1, keepdims=True)
    # Twice the length: the end of a chain must not wrap round to its beginning.
    spectrum = np.abs(np.fft.rfft(centred, 2 * length, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, axis=1)[:, :length] / (length - 1)
    within = covariance[:, 0].mean()
    pooled = within * (length - 1) / length + (draws.mean(axis=1).var(ddof=1) if chains > 1 else 0.0)
    if pooled == 0:
        return float(draws.size)
    correlation = 1 - (within - covariance.mean(axis=0)) / pooled
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    positive = pairs[: int(np.argmax(pairs < 0))] if (pairs < 0).any() else pairs
    time = 2 * np.minimum.accumulate(positive).sum() - 1 if len(positive) else 1.0
    # No more than draws × log10(draws): chains that alternate would else be worth any number.
    return float(draws.size / max(time, 1 / np.log10(draws.size)))


def bulk_draws(draws: Floats) -> float:
    """Effective draws for the middle of the distribution."""
    return effective_draws(_normal_scores(_split(np.asarray(draws, float))))


def tail_draws(draws: Floats, level: float = 0.95) -> float:
    """Effective draws for the ends of the `level` interval: the smaller of the two."""
    halves = _split(np.asarray(draws, float))
    ends = np.quantile(halves, [(1 - level) / 2, (1 + level) / 2])
    return min(effective_draws((halves <= end).astype(float)) for end in ends)
