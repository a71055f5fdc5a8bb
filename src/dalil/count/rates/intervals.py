"""Intervals of a number of events that come in raids.

The number of events of a period is a sum of raids. Its variance is estimated from how civil days differ (a raid
lies within a day or two, days follow one another: Bartlett weight for the next day), and is never below that of
a Poisson number. The interval is that of Fay and Feuer (1997, Statistics in Medicine 16, 791–801) for weighted
sums of Poisson numbers, with the effective raid size variance / events. The usual percentile bootstrap of days
covers 89 to 95 % where this covers 94 to 97 % (bench/count/rates).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import gamma, norm, t

from dalil.kernels import Floats

__all__ = ["Counted", "day_spread", "pooled_interval", "ratio_interval"]


_PAIRS = 4_000  # draws of a ratio, spread over the draws of linking: fewer are quicker, and its ends jitter
_ALONE = 3.0  # effective raid size where nothing was seen: what is unseen need not come singly


@dataclass(frozen=True)
class Counted:
    """Events of one period over all draws: numbers, their variances, and the observed days."""

    events: Floats
    spread: Floats
    days: float

    @property
    def together(self) -> Floats:
        """How many events come together, for each draw."""
        return np.where(self.events > 0, self.spread / np.maximum(self.events, 1), _ALONE)

    def gammas(self, side: str) -> tuple[Floats, Floats]:
        """Shape and scale of the lower or upper confidence distribution of the rate (a day), for each draw."""
        # Garwood's limits of a Poisson number with one event more at the upper end; here one raid more.
        extra = self.together if side == "upper" else 0.0
        mean, variance = self.events + extra, self.spread + extra * self.together
        safe = np.maximum(mean, 1e-12)
        return safe**2 / np.maximum(variance, 1e-12), np.maximum(variance, 1e-12) / safe / self.days

    def quantiles(self, side: str, at: Floats) -> Floats:
        """Quantiles of that distribution: (draws, len(at))."""
        shape, scale = self.gammas(side)
        return np.asarray(gamma.ppf(at[None, :], shape[:, None]) * scale[:, None])


def day_spread(counts: Floats, observed_days: Floats) -> float:
    """Variance of the sum of `counts`, one for each civil day; days differ in how long they were observed.

    A variance from few days is itself uncertain: it is widened as Student's t is against the normal.
    """
    seen = observed_days > 0
    counts, days = counts[seen], observed_days[seen]
    total = float(counts.sum())
    if len(counts) < 2:
        return max(float((counts**2).sum()), total)
    off = counts - total / days.sum() * days
    alone = len(off) / (len(off) - 1) * float(off @ off)
    # The square of how much wider Student's t makes an interval: variances add, widths do not.
    few = (float(t.ppf(0.975, len(off) - 1)) / float(norm.ppf(0.975))) ** 2
    return max(few * alone, few * (alone + float(off[1:] @ off[:-1])), total)


def pooled_interval(counted: Counted, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper limit of the rate (a day), the draws pooled with equal weight."""
    tail = (1 - level) / 2
    low = _mixture_quantile(*counted.gammas("lower"), tail) if counted.events.max() > 0 else 0.0
    return low, _mixture_quantile(*counted.gammas("upper"), 1 - tail)


def _mixture_quantile(shape: Floats, scale: Floats, level: float) -> float:
    ends = gamma.ppf(level, shape) * scale
    # One draw, or all alike: there is nothing to mix, and a root finder would find both ends equal.
    if ends.max() - ends.min() < 1e-12 * ends.max():
        return float(ends[0])
    return float(brentq(lambda x: gamma.cdf(x / scale, shape).mean() - level, ends.min(), ends.max(), rtol=1e-10))


def ratio_interval(after: Counted, before: Counted, seed: int, level: float = 0.95) -> tuple[float, float]:
    """Limits of the ratio of two rates; draw by draw, since one attack cannot lie in both periods."""
    tail = (1 - level) / 2
    rng = np.random.default_rng(seed)
    pairs = max(100, _PAIRS // len(after.events))
    grid = (np.arange(pairs) + 0.5) / pairs
    u, v = rng.permutation(grid), rng.permutation(grid)
    low = after.quantiles("lower", u) / before.quantiles("upper", v)
    with np.errstate(divide="ignore"):
        high = after.quantiles("upper", u) / before.quantiles("lower", v)
    # No interpolation: a limit may be infinite where the earlier period has few attacks.
    return float(np.quantile(low, tail, method="lower")), float(np.quantile(high, 1 - tail, method="higher"))
