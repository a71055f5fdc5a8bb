"""From matches to ratios: how much likelier what was seen is if a party did it than if nobody in the sky did.

For one party, each label is seen with its own aircraft (rate E by coverage) or by chance (rate c):
ratio of a label = [E f_own(bin) + (1 - E) f_chance(bin)] / f_chance(bin), where "none" is a bin too. Over labels the
log ratios add up, damped: a raid brings several labels at once, and so does chance. c is the largest of c1 (mended by
c3) and c2, as shrunk. Ratios of two parties for one label alone never exceed E_p / E_q.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dalil.crossref.chance import (
    Chance,
    Looked,
    chance_rates,
    cluster_weights,
    windows_factor,
)
from dalil.crossref.sky.weigh.labels import Established, Own, bin_likelihood, own_matches
from dalil.kernels import Floats, Ints

__all__ = ["Weighed", "damped", "likelihood_ratios", "weigh", "with_silence"]

_DAMPING = 0.85  # of labels beside the best: a raid brings several at once; undamped, the top is overstated (050)
_ANY_PRIOR = 12.0  # incidents of all parties stand behind the d of each
_MOST = math.log(1000.0)  # nothing seen in the sky says more than a thousand to one
_FIRST_DRAW = 0  # the draw whose weights are all one: the estimate
_FEWEST_OWN = 5  # watched windows of an incident without which there is no base rate
_FEWEST_CELL = 50  # unless its cell has as many
_MOST_CELLS = 40_000_000  # draws x incidents x labels x bins kept: a sixth of a gigabyte at four bytes each


@dataclass(frozen=True)
class Weighed:
    """The result of one line over all draws (axis 0; draw 0 is the estimate).

    `ratio` (draws, incidents, parties), `present` and
    `any_rate` (draws, incidents): of any aircraft; `rate` (draws, incidents, labels, bins) after
    c3; `first` are the unweighted windows, `own` the parties' own rates by draw; `factor` what c3 mended.
    """

    ratio: Floats
    present: Floats
    any_rate: Floats
    rate: Floats
    used: Floats
    first: Chance
    own: tuple[Own, ...]
    factor: Floats
    known: Sequence[Floats]


def weigh(
    looked: Looked, stratum: Ints, established: Established, prior: tuple[Floats, Floats], flies: Floats, draws: int,
    seed: int,
) -> Weighed:  # fmt: skip
    """Rates, own matches and ratios under `draws` draws of days and raids.

    `flies` (parties, labels) is 1 where a label can be the party's own: c3 leaves those pairs out.
    """
    draws = affordable(draws, len(looked.cell) * prior[0].shape[1] * looked.bins)
    rng = np.random.default_rng(seed)
    of_day = cluster_weights(int(looked.day.max(initial=0)) + 1, draws + 1, rng)
    of_raid = cluster_weights(int(looked.raid.max(initial=0)) + 1, draws + 1, rng)
    nearer, own_bins = looked.nearer, looked.own
    found, rates, used, factors, present, any_rate = [], [], [], [], [], []
    anything, nearest = any_label(looked), max(0, looked.bins - 2)
    any_nearer = anything.nearer
    ratio = np.zeros((draws + 1, len(looked.cell), prior[0].shape[0]))
    first = chance_rates(looked, of_day[0], of_raid[0], nearer)
    based = base_rates(looked, first)
    for draw in range(draws + 1):
        chance = first if draw == _FIRST_DRAW else chance_rates(looked, of_day[draw], of_raid[draw], nearer)
        weight = of_raid[draw][looked.raid]
        factor = _factor(own_bins, chance.rate, established, flies, weight)
        rate = np.clip(chance.rate * factor, 1e-4, 1 - 1e-4)
        largest = np.clip(np.maximum(rate, chance.c2), 1e-4, 1 - 1e-4)
        own = own_matches(own_bins, largest, stratum, established, weight, prior)
        if draw != _FIRST_DRAW:
            own = _drawn(own, prior, rng)
        ratio[draw] = likelihood_ratios(own, largest, own_bins, stratum) * based[:, None] + 0.0
        present.append(_present(own, largest, own_bins, stratum, flies) * based + 0.0)
        anywhere = chance_rates(anything, of_day[draw], of_raid[draw], any_nearer)
        any_rate.append(anywhere.rate[:, 0, nearest])
        found.append(own)
        rates.append(rate.astype(np.float32))
        used.append(largest)
        factors.append(factor)
    return Weighed(
        ratio, np.array(present), np.array(any_rate), np.array(rates), used[0], first, tuple(found), np.array(factors),
        _known(own_bins, established, flies, looked.bins),
    )  # fmt: skip


def base_rates(looked: Looked, first: Chance) -> Floats:
    """1 where enough windows were watched to say what happens by chance, else 0: no base rate, no evidence."""
    own = first.n1 + first.n2
    in_cell = np.bincount(looked.cell, own)[looked.cell]
    return ((own >= _FEWEST_OWN) | (in_cell >= _FEWEST_CELL)).astype(np.float64)


def _factor(own_bins: NDArray[np.int8], rate: Floats, established: Established, flies: Floats, weight: Floats) -> float:
    """What c3 says of the windows: matches of labels that the established party does not fly."""
    rows, others = established.incident, flies[established.party] == 0
    middle = rate.shape[2] // 2  # one bin for all, neither the rarest nor the one that matches always
    matched = (own_bins[rows] <= middle)[others]
    expected = rate[rows][:, :, middle][others]
    return windows_factor(matched, expected, np.repeat(weight[rows], others.sum(axis=1)))


def _known(own_bins: NDArray[np.int8], established: Established, flies: Floats, bins: int) -> tuple[Floats, Floats]:
    """c3: per label and bin, how many incidents known to be others' matched, of how many."""
    rows, others = established.incident, flies[established.party] == 0
    near = own_bins[rows][:, :, None] <= np.arange(bins)[None, None, :]
    return (near & others[:, :, None]).sum(axis=0).astype(np.float64), others.sum(axis=0).astype(np.float64)


def _drawn(own: Own, prior: tuple[Floats, Floats], rng: np.random.Generator) -> Own:
    """Own rates as one draw of their posterior: few established incidents leave them wide."""
    strength = prior[0] + prior[1] + own.count[:, None]
    rate = rng.beta(np.maximum(own.rate * strength, 1e-3), np.maximum((1 - own.rate) * strength, 1e-3))
    seen = rng.beta(
        own.any_seen * (_ANY_PRIOR + own.count) + 1e-3, (1 - own.any_seen) * (_ANY_PRIOR + own.count) + 1e-3
    )
    any_seen = np.where(own.any_seen > 0, np.clip(seen, 0.01, 0.98), 0.0)
    return Own(np.clip(rate, 1e-4, 0.98), own.by_bin, own.reach, own.count, any_seen)


def likelihood_ratios(own: Own, chance: Floats, seen: NDArray[np.int8], stratum: Ints) -> Floats:
    """(incidents, parties) log ratios."""
    out = np.zeros((len(stratum), own.rate.shape[0]))
    for p in range(own.rate.shape[0]):
        rate = own.rate[p][None, :] * own.reach[stratum][:, None]
        with_own, without = bin_likelihood(rate, own.by_bin, chance, seen)
        labels = np.log((rate * with_own + (1 - rate) * without) / without)
        out[:, p] = with_silence(damped(labels), own, p, stratum)
    return out


def with_silence(total: Floats, own: Own, p: int, stratum: Ints) -> Floats:
    """Where labels together speak against the party, silence counts as d says: seen apart they would say too little."""
    apart = np.log1p(-np.clip(1 - np.prod(1 - own.rate[p][None, :] * own.reach[stratum][:, None], axis=1), 0, 0.999))
    together = np.log1p(-np.clip(own.detection(p, stratum), 0.0, 0.999))
    more = np.maximum(1.0, together / np.minimum(apart, -1e-6))
    return np.where(total < 0, np.maximum(total * more, -_MOST), total)


def damped(labels: Floats) -> Floats:
    """The sum of what labels say, damped where more than one speaks for the party."""
    best = labels.max(axis=1)
    return np.asarray(np.clip(best + _DAMPING * (labels.sum(axis=1) - best), -_MOST, _MOST))


def _present(own: Own, chance: Floats, seen: NDArray[np.int8], stratum: Ints, flies: Floats) -> Floats:
    """(incidents,) log ratio of "an aircraft did it" to "none did", over the parties that fly."""
    ratios = likelihood_ratios(own, chance, seen, stratum)
    if not ratios.shape[1]:  # a case that names no party: nobody's flying can be told from chance
        return np.zeros(len(ratios))
    weight = (flies.sum(axis=1) > 0) * (own.count + 1.0)
    weight = weight / max(weight.sum(), 1e-9)
    top = ratios.max(axis=1, keepdims=True)
    return np.asarray(top[:, 0] + np.log((np.exp(ratios - top) * weight).sum(axis=1) + 1e-12))


def affordable(draws: int, cells: int) -> int:
    """Fewer draws where there are very many cells, so that all of them fit in memory; never fewer than twenty.

    >>> affordable(200, 10_000), affordable(200, 5_000_000)
    (200, 20)
    """
    return max(20, min(draws, _MOST_CELLS // max(1, cells)))


def any_label(looked: Looked) -> Looked:
    """The same windows with one label for all: was anything there?"""
    return replace(looked, bin=looked.bin.min(axis=1, keepdims=True))
