"""A label is not an operator: what observers write of each party's aircraft, and how often they are seen at all.

For party p and label l, E = P(its own aircraft account for a match of l | p did it). It holds the one that did it and
those that flew with it. Estimated from incidents whose party was settled elsewhere (by a court or the party itself),
above what chance matches; shrunk to what the catalogue says the party flies. Without such incidents E is elicited,
with a wide range, and says so. theta = E over the sum of E.

One attack is mostly flown with one type, so that labels exclude each other, and 1 - product of (1 - E) is less than d,
how often any own aircraft is seen. d is estimated for itself. It is a matter of posts more than of parties: that of a
party with few settled incidents is shrunk to that of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dalil.casefile.settings import Settings
from dalil.crossref.sky.read.catalogue import Catalogue
from dalil.errors import UsageError
from dalil.kernels import Floats, Ints, Mask
from dalil.names import fold

__all__ = ["Established", "Own", "bin_likelihood", "elicited", "operators_named", "own_matches"]

# E before any settled incident, by what the catalogue says: one of some three types that a party flies; a type that it
# does not fly, which observers write by mistake; and where the catalogue says nothing of the party.
_FLOWN, _NOT_FLOWN, _NOT_KNOWN = 0.35, 0.02, 0.08
_STRENGTH = 4.0  # settled incidents that E is worth: few overrule it
_STRENGTH_NOT_FLOWN = 12.0  # that a party does not fly a type is known better than how often it flies one
_ITERATIONS = 30  # of expectation-maximisation: fixed, so that no stop depends on rounding
_ANY_SEEN, _ANY_STRENGTH = 0.8, 4.0  # d to begin with, and the incidents it is worth
_OPERATED = 0.2  # an elicited E above this says that the catalogue names the party
_RAREST = 0.002  # fewer than one in five hundred windows cannot be told from none


@dataclass(frozen=True)
class Established:
    """Incidents whose party is settled: their numbers, and the number of the party of each."""

    incident: Ints
    party: Ints


@dataclass(frozen=True)
class Own:
    """`rate` (parties, labels), `by_bin` (bins,) how near own aircraft are seen, `reach` (strata,) by coverage, n.

    `any_seen` (parties,) is d under good coverage; 0 where it is not known.
    """

    rate: Floats
    by_bin: Floats
    reach: Floats
    count: Floats
    any_seen: Floats

    def detection(self, p: int, stratum: Ints) -> Floats:
        """P(any own aircraft seen | party p did it), by the stratum of each incident."""
        apart = 1.0 - np.prod(1.0 - self.rate[p][None, :] * self.reach[stratum][:, None], axis=1)
        return np.asarray(np.maximum(apart, self.any_seen[p] * self.reach[stratum]))


def elicited(
    parties: Sequence[tuple[str, tuple[str, ...], bool]],
    labels: Sequence[str],
    catalogue: Catalogue,
    operator_of: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Floats, Floats]:
    """Beta parameters (parties, labels) before any established incident.

    `parties` holds for each its id, its names (folded), and whether it has an air force. `operator_of` names the party
    of labels that in this case do say who flew: the others' aircraft are then called so by mistake only.
    """
    mean, strength = np.full((len(parties), len(labels)), _NOT_KNOWN), np.full((len(parties), len(labels)), _STRENGTH)
    flies = [
        [operator_of[label] == name if label in operator_of else _operates(names, label, catalogue) for label in labels]
        for name, names, _ in parties
    ]
    for p, (_, _, air_force) in enumerate(parties):
        known = any(flies[p])
        for n in range(len(labels)):
            if not air_force and not known:
                mean[p, n], strength[p, n] = _NOT_FLOWN / 2, _STRENGTH_NOT_FLOWN
            elif flies[p][n]:
                mean[p, n] = _FLOWN
            elif labels[n] in operator_of or (known and catalogue.aircraft[labels[n]].is_type):
                mean[p, n], strength[p, n] = _NOT_FLOWN, _STRENGTH_NOT_FLOWN
    return mean * strength, (1 - mean) * strength


def operators_named(settings: Settings, catalogue: Catalogue) -> Mapping[str, str]:
    """`[sky] labels_that_name_operators`: the party of each. Refuses a label or a party that is none of the case."""
    found, parties = settings.sky.labels_that_name_operators, [party.id for party in settings.parties]
    for label, party in sorted(found.items()):
        if label not in catalogue.aircraft:
            raise UsageError(
                "A label of [sky] labels_that_name_operators is not in the catalogue of aircraft.",
                expected="one of " + ", ".join(sorted(catalogue.aircraft)), found=label, do="change case.toml",
            )  # fmt: skip
        if party not in parties:
            raise UsageError(
                f"[sky] labels_that_name_operators gives {label!r} to a party that the case does not have.",
                expected="one of " + ", ".join(parties), found=party, do="change case.toml",
            )  # fmt: skip
    return found


def _operates(names: tuple[str, ...], label: str, catalogue: Catalogue) -> bool:
    return bool({fold(o) for o in catalogue.aircraft[label].operators} & set(names))


def own_matches(
    own: NDArray[np.int8], chance: Floats, stratum: Ints, established: Established, weight: Floats,
    prior: tuple[Floats, Floats],
) -> Own:  # fmt: skip
    """Expectation-maximisation on the established incidents under one draw of their weights.

    `own` (incidents, labels) nearest bin matched, `chance` (incidents, labels, bins) rates of at least as near.
    """
    bins, parties = chance.shape[2], prior[0].shape[0]
    e, by_bin, reach = prior[0] / (prior[0] + prior[1]), np.full(bins, 1.0 / bins), np.array([0.15, 0.6, 1.0])
    rows, who, w = established.incident, established.party, weight[established.incident]
    seen = own[rows]
    matched = seen < bins
    at_bin = np.eye(bins + 1)[np.minimum(seen, bins)]
    count: Floats = np.bincount(who, w, minlength=parties).astype(np.float64)
    for _ in range(_ITERATIONS if len(rows) else 0):
        rate = np.clip(e[who] * reach[stratum[rows]][:, None], 1e-6, 1 - 1e-6)
        from_own = _blame(rate, by_bin, chance[rows], seen) * matched
        total = np.zeros_like(e)
        np.add.at(total, who, from_own * w[:, None])
        tried = np.zeros_like(e)
        np.add.at(tried, who, (reach[stratum[rows]] * w)[:, None] * np.ones(e.shape[1]))
        e = np.clip((total + prior[0]) / (tried + prior[0] + prior[1]), 1e-4, 0.98)
        by_bin = _shares(at_bin[:, :, :bins], from_own * w[:, None], bins)
        reach = _reach(from_own.sum(axis=1) * w, e[who].sum(axis=1) * w, stratum[rows])
    any_seen = _any_seen(seen, chance[rows], reach[stratum[rows]], who, w, prior[0] / (prior[0] + prior[1]) > _OPERATED)
    return Own(e, by_bin, reach, count, any_seen)


def _any_seen(seen: NDArray[np.int8], chance: Floats, reach: Floats, who: Ints, weight: Floats, flies: Mask) -> Floats:
    """(parties,) d: how often any type it operates is matched near, above what chance matches; 0 without one."""
    near = max(0, chance.shape[2] - 2)  # that a flight seen far off could have come is no match
    mine = flies[who]
    matched = ((seen <= near) & mine).any(axis=1)
    by_chance = 1.0 - np.prod(np.where(mine, 1.0 - chance[:, :, near], 1.0), axis=1)
    told = mine.any(axis=1)
    everybody = _above_chance(matched[told], by_chance[told], reach[told], weight[told], _ANY_SEEN)
    found = []
    for p in range(len(flies)):
        own = told & (who == p)
        found.append(_above_chance(matched[own], by_chance[own], reach[own], weight[own], everybody))
    return np.where(flies.any(axis=1), np.array(found, dtype=np.float64), 0.0)


def _above_chance(matched: Mask, by_chance: Floats, reach: Floats, weight: Floats, prior: float) -> float:
    """The d that makes matched = d reach + (1 - d reach) chance likeliest, by expectation-maximisation; shrunk."""
    d = prior
    for _ in range(_ITERATIONS):
        rate = d * reach
        own = np.where(matched, rate / np.maximum(rate + (1 - rate) * by_chance, 1e-9), 0.0)
        d = float((own @ weight + _ANY_STRENGTH * prior) / (reach @ weight + _ANY_STRENGTH))
        d = min(max(d, 0.01), 0.98)
    return d


def _blame(rate: Floats, by_bin: Floats, chance: Floats, seen: NDArray[np.int8]) -> Floats:
    """P(an own aircraft accounts for the match | the bin that was seen), per incident and label."""
    with_own, without = bin_likelihood(rate, by_bin, chance, seen)
    return rate * with_own / (rate * with_own + (1 - rate) * without)


def bin_likelihood(rate: Floats, by_bin: Floats, chance: Floats, seen: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """P(nearest bin = seen) with an own aircraft there and without, (incidents, labels) each.

    The nearest of both is seen: own in bin b and chance no nearer, or chance in b and own further off.
    """
    bins = len(by_bin)
    nearer = np.concatenate([np.zeros((*chance.shape[:2], 1)), chance, np.ones((*chance.shape[:2], 1))], axis=2)
    exactly = np.maximum(np.diff(nearer, axis=2), _RAREST)
    own_exactly = np.concatenate([by_bin, [_RAREST]])
    own_further = 1.0 - np.cumsum(own_exactly)
    at = np.minimum(seen, bins)
    without = np.take_along_axis(exactly, at[:, :, None].astype(np.int64), axis=2)[:, :, 0]
    not_nearer = 1.0 - np.take_along_axis(nearer, at[:, :, None].astype(np.int64), axis=2)[:, :, 0]
    with_own = own_exactly[at] * not_nearer + np.maximum(own_further[at], 0.0) * without
    return with_own, without


def _shares(at_bin: Floats, weight: Floats, bins: int) -> Floats:
    total = (at_bin * weight[:, :, None]).sum(axis=(0, 1)) + 2.0 / bins
    return np.asarray(total / total.sum())


def _reach(found: Floats, expected: Floats, stratum: Ints) -> Floats:
    """How much of what good coverage would see is seen in each stratum; good is 1."""
    seen = np.bincount(stratum, found, minlength=3)[:3]
    due = np.bincount(stratum, expected, minlength=3)[:3]
    share = (seen + 3 * np.array([0.15, 0.6, 1.0])) / (due + 3)
    return np.asarray(np.clip(share / max(share[2], 1e-6), 0.02, 1.0) * np.array([1, 1, 0]) + np.array([0, 0, 1.0]))
