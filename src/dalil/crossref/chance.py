"""How often a match of this kind happens when nobody in the sky did it.

Matches are looked for again in windows where the attack was not: the same place and hour on other days of the same
regime (c1), the same day some hours off (c2). Rates are shrunk twice, by beta-binomial weights: those of a cell
(precision × hour × coverage) towards all cells of its precision, those of one place and hour towards its cell.
Attacks established as another's (c3) set how far the windows are off, all labels together.

Uncertainty is that of whole days (flights of a day are matched by many windows) and whole raids: each draw gives
every day and every raid an exponential weight (the Bayesian bootstrap of Rubin 1981, on two crossed clusters as in
Owen 2007). Draw 0 has all weights 1 and is the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dalil.kernels import Floats, Ints, Mask

__all__ = ["Chance", "Looked", "chance_rates", "cluster_weights", "interval", "windows_factor"]

CELL_WINDOWS = 20.0  # what a cell's precision as a whole is worth, in windows: larger, and cells are more alike
PLACE_WINDOWS = 40.0  # what its cell is worth to one place and hour, in windows: about as many as it has of its own
FACTOR_MATCHES = (
    6.0  # matches that "the windows are right" is worth: a few attacks known to be another's move it little
)
UNKNOWN_RATE, UNKNOWN_WINDOWS = 0.5, 2.0  # without windows a match is as likely as not, and says nothing
_FACTOR_RANGE = (0.5, 4.0)  # windows further off than that are another fault than chance, not to be mended by a factor


@dataclass(frozen=True)
class Looked:
    """What was found in the windows of one line (flights or radio).

    `bin` (windows, labels) is the nearest bin matched, `bins` where none was. Per window: the incident, the kind
    (0 the attack's own, 1 other days, 2 same day), the day, whether somebody watched (`kept`): others count for
    nothing. Per incident: its cell, its group of cells (precision),
    its raid. All are numbers from 0.
    """

    bin: NDArray[np.int8]
    bins: int
    incident: Ints
    kind: Ints
    day: Ints
    cell: Ints
    group: Ints
    raid: Ints
    kept: Mask

    @property
    def own(self) -> NDArray[np.int8]:
        """(incidents, labels): the bin matched in the attack's own window."""
        return np.asarray(self.bin[self.kind == 0], dtype=np.int8)

    @property
    def nearer(self) -> Floats:
        """(windows, labels, bins): 1 where a match is at least as near as the bin."""
        return (self.bin[:, :, None] <= np.arange(self.bins)[None, None, :]).astype(np.float64)


@dataclass(frozen=True)
class Chance:
    """Rates of a match at least as near as each bin, (incidents, labels, bins), of one draw; n of c1 and c2."""

    rate: Floats
    c1: Floats
    c2: Floats
    n1: Ints
    n2: Ints


def cluster_weights(count: int, draws: int, rng: np.random.Generator) -> Floats:
    """(draws, count) weights of clusters: ones in draw 0, exponential in the others."""
    weights = rng.standard_exponential((draws, count))
    weights[0] = 1.0
    return weights


def chance_rates(looked: Looked, of_day: Floats, of_raid: Floats, nearer: Floats | None = None) -> Chance:
    """Shrunk rates under one draw of weights of days and raids; `nearer` may be handed in, being the same for all."""
    nearer = looked.nearer if nearer is None else nearer
    by_kind = [_rates(looked, nearer, (looked.kind == kind) & looked.kept, of_day, of_raid) for kind in (1, 2)]
    (c1, n1, sum1), (c2, n2, sum2) = by_kind
    # Where a regime is too short for other days, the same day stands in for them.
    rate = np.where((sum1 > 0)[:, None, None], c1, c2)
    # And where nobody watched at other hours of any such day, c2 is no finding: it must not outbid c1.
    watched = np.bincount(looked.group, sum2, minlength=int(looked.group.max(initial=-1)) + 1)[looked.group] > 0
    return Chance(rate, c1, np.where(watched[:, None, None], c2, rate), n1, n2)


def _rates(
    looked: Looked, nearer: Floats, chosen: Mask, of_day: Floats, of_raid: Floats
) -> tuple[Floats, Ints, Floats]:
    incidents = len(looked.cell)
    of, weight = looked.incident[chosen], of_day[looked.day[chosen]]
    hits = _by_incident(of, nearer[chosen] * weight[:, None, None], incidents)
    tries: Floats = np.bincount(of, weight, minlength=incidents).astype(np.float64)
    count: Ints = np.bincount(of, minlength=incidents).astype(np.int64)
    cell = _cells(looked, hits, tries, of_raid)
    rate = (hits + PLACE_WINDOWS * cell) / (tries + PLACE_WINDOWS)[:, None, None]
    return rate, count, tries


def _by_incident(of: Ints, values: Floats, incidents: int) -> Floats:
    """Sums over windows, which stand incident by incident."""
    total = np.zeros((incidents, *values.shape[1:]))
    if len(of):
        first = np.flatnonzero(np.diff(of, prepend=-1))
        total[of[first]] = np.add.reduceat(values, first, axis=0)
    return total


def _cells(looked: Looked, hits: Floats, tries: Floats, of_raid: Floats) -> Floats:
    """(incidents, labels, bins): the rate of each incident's cell, shrunk towards its group of cells."""
    weight = of_raid[looked.raid]
    group = _pooled(looked.group, hits, tries, weight, _unknown(hits), UNKNOWN_WINDOWS)
    by_cell_hits, by_cell_tries = _sums(looked.cell, hits, tries, weight)
    first = np.zeros(len(by_cell_tries), dtype=np.int64)
    first[looked.cell] = looked.group
    cell = (by_cell_hits + CELL_WINDOWS * group[first]) / (by_cell_tries + CELL_WINDOWS)[:, None, None]
    return np.asarray(cell[looked.cell])


def _unknown(hits: Floats) -> Floats:
    """(labels, bins): the rate to start from, spread evenly over the bins."""
    bins = hits.shape[2]
    return np.asarray(np.broadcast_to(UNKNOWN_RATE * np.arange(1, bins + 1) / bins, hits.shape[1:]))


def _sums(of: Ints, hits: Floats, tries: Floats, weight: Floats) -> tuple[Floats, Floats]:
    size = int(of.max(initial=-1)) + 1
    total = np.zeros((size, *hits.shape[1:]))
    np.add.at(total, of, hits * weight[:, None, None])
    return total, np.bincount(of, tries * weight, minlength=size).astype(np.float64)


def _pooled(of: Ints, hits: Floats, tries: Floats, weight: Floats, prior: Floats, strength: float) -> Floats:
    total, count = _sums(of, hits, tries, weight)
    return np.asarray((total + strength * prior) / (count + strength)[:, None, None])


def windows_factor(matched: ArrayLike, expected: ArrayLike, weight: ArrayLike) -> float:
    """How far the windows are off: matches of attacks known to be another's over those expected, shrunk to 1.

    >>> windows_factor([1, 0, 0], [0.1, 0.1, 0.1], [1, 1, 1])
    1.1111111111111112
    """
    w = np.asarray(weight, dtype=np.float64)
    observed, foreseen = float(w @ np.asarray(matched, dtype=np.float64)), float(w @ np.asarray(expected))
    return float(np.clip((observed + FACTOR_MATCHES) / (foreseen + FACTOR_MATCHES), *_FACTOR_RANGE))


def interval(draws: Floats) -> tuple[Floats, Floats]:
    """2.5 % and 97.5 % over the first axis, draw 0 left out."""
    low, high = np.quantile(draws[1:], [0.025, 0.975], axis=0)
    return low, high
