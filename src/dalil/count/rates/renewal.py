"""Did the rate change? A search over every possible moment, with a p-value that knows of the search.

Attacks that follow one another at once are one raid. Under a steady rate, raids with the gaps that follow them
are exchangeable, whether they come at random or at regular distances. So the likelihood ratio averaged over all
moments (Andrews and Ploberger 1994, Econometrica 62, 1383–1414: the best on average over where the change may be) is
compared with what it is after raids and gaps are put in random order. The change is put where the ratio is largest.
A change that is found splits the series, and each part is searched again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import logsumexp

from dalil.kernels import Floats

__all__ = ["Raids", "Split", "dispersion", "raids_in", "search"]


_MOST_RAIDS = 400  # longer series are tested on blocks of consecutive raids
_AT_ONCE = 0.1  # of the mean gap: attacks closer than this are one raid
_AT_ONCE_DAYS = 3 / 24  # three hours: where attacks are rare a tenth of the gap would join separate days


@dataclass(frozen=True)
class Raids:
    """Raids of a stretch of observed time: moments from its beginning, sizes, and its length, all in days."""

    at: Floats
    size: Floats
    length: float

    @property
    def gaps(self) -> Floats:
        """From each raid to the next, the last to the end."""
        return np.diff(np.concatenate([self.at, [self.length]]))

    def between(self, first: float, end: float) -> Raids:
        """Those of [first, end), counted from `first`."""
        inside = (self.at >= first) & (self.at < end)
        return Raids(self.at[inside] - first, self.size[inside], end - first)

    def blocks(self, most: int = _MOST_RAIDS) -> Raids:
        """The same with consecutive raids joined, so that at most about `most` remain."""
        step = -(-len(self.at) // most) if len(self.at) > most else 1
        heads = np.arange(0, len(self.at), step)
        return self if step == 1 else Raids(self.at[heads], np.add.reduceat(self.size, heads), self.length)


def raids_in(times: Floats, length: float) -> Raids:
    """Join sorted moments that follow one another at once."""
    if len(times) == 0:
        return Raids(times, times, length)
    at_once = min(_AT_ONCE_DAYS, _AT_ONCE * length / len(times))
    heads = np.concatenate([[0], 1 + np.flatnonzero(np.diff(times) > at_once)])
    sizes = np.diff(np.concatenate([heads, [len(times)]])).astype(np.float64)
    return Raids(times[heads], sizes, length)


@dataclass(frozen=True, slots=True)
class Split:
    """The best single change of a stretch of observed time: where, how large, and its p-value."""

    at_days: float
    log_ratio: float
    p: float


def _n_log(events: Floats, days: Floats) -> Floats:
    return np.where(events > 0, events * np.log(np.maximum(events, 1e-300) / np.maximum(days, 1e-300)), 0.0)


def _profile(at: Floats, size: Floats, length: float, least: float) -> tuple[Floats, Floats]:
    """Poisson log-likelihood ratios of a change just before and just after each raid, and these moments.

    `at` and `size` (..., n) run along the last axis. Parts shorter than `least` days are no regimes.
    """
    after = np.cumsum(size, axis=-1)
    left = np.concatenate([after - size, after], axis=-1)
    moments = np.concatenate([at, at], axis=-1)
    total = after[..., -1:]
    ratio = _n_log(left, moments) + _n_log(total - left, length - moments) - _n_log(total, np.array(length))
    return np.where((moments >= least) & (length - moments >= least), ratio, -np.inf), moments


def _largest_split(raids: Raids, *, least: float, draws: int, rng: np.random.Generator) -> Split | None:
    raids = raids.blocks()
    if len(raids.at) < 4 or raids.length < 2 * least:
        return None
    ratios, moments = _profile(raids.at, raids.size, raids.length, least)
    best = int(np.argmax(ratios))
    if not np.isfinite(ratios[best]):
        return None
    shuffled = _shuffled_averages(raids, least, draws, rng)
    p = (1 + np.count_nonzero(shuffled >= _average(ratios) - 1e-9)) / (1 + draws)
    return Split(float(moments[best]), float(ratios[best]), float(p))


def _average(ratios: Floats) -> Floats:
    """Log of the ratios' sum over the moments (last axis); the largest alone is ruled by chance at the ends."""
    return np.asarray(logsumexp(ratios, axis=-1))


def _shuffled_averages(raids: Raids, least: float, draws: int, rng: np.random.Generator) -> Floats:
    gaps, count = raids.gaps, len(raids.at)
    found = []
    for first in range(0, draws, 100):
        order = rng.permuted(np.broadcast_to(np.arange(count), (min(100, draws - first), count)), axis=1)
        at = raids.at[0] + np.cumsum(gaps[order], axis=1) - gaps[order]
        found.append(_average(_profile(at, raids.size[order], raids.length, least)[0]))
    return np.concatenate(found)


def search(raids: Raids, *, least: float, level: float, draws: int, rng: np.random.Generator) -> list[Split]:
    """Changes at `level`, in order of time; where none reaches it, the one of largest ratio with its p."""
    whole = _largest_split(raids, least=least, draws=draws, rng=rng)
    if whole is None or whole.p > level:
        return [whole] if whole else []
    found = [whole]
    waiting = [(0.0, whole.at_days), (whole.at_days, raids.length)]
    while waiting:
        first, end = waiting.pop(0)
        split = _largest_split(raids.between(first, end), least=least, draws=draws, rng=rng)
        if split is not None and split.p <= level:
            here = first + split.at_days
            found.append(Split(here, split.log_ratio, split.p))
            waiting += [(first, here), (here, end)]
    return sorted(found, key=lambda split: split.at_days)


def dispersion(raids: Raids, changes: list[float]) -> float:
    """φ = Σ (size − rate · gap)² / Σ size within regimes: 1 for a Poisson process, 3 for raids of three.

    Below 1 for regular distances; kept within 0.2 and 20, and 1 where there are few raids.
    """
    bounds = [0.0, *changes, raids.length]
    squares, events, freedom = 0.0, 0.0, 0
    for first, end in pairwise(bounds):
        part = raids.between(first, end)
        if len(part.at) < 3:
            continue
        size, gap = part.size[:-1], part.gaps[:-1]
        off = size - size.sum() / gap.sum() * gap
        squares, events, freedom = squares + float(off @ off), events + float(size.sum()), freedom + len(size)
    regimes = len(bounds) - 1
    # Too few gaps to estimate it from: raids are taken to come at random.
    if freedom <= regimes + 3:
        return 1.0
    # Bounds that a handful of raids cannot leave: evenly spaced like a schedule, or twenty at once.
    return float(np.clip(squares / events * freedom / (freedom - regimes), 0.2, 20.0))
