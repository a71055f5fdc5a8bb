"""The prior on partitions, said outright: how many organisations report an attack, and how often one does twice.

An attack is reported by k of the O organisations with probability P(k) ∝ θ^(k−1); which k is even. A cluster of
reports by k organisations therefore weighs ψ(k) = P(k) / C(O, k), and each report beyond an organisation's first
weighs `duplicate`. θ and `duplicate` are learned.

Organisations do not share their attention evenly: one covers what another covers on one front and not on the
next. So each report has a propensity, learned for the reports of its organisation that accuse the same parties in
one region and season: how often those are found to have a fellow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dalil.kernels import Floats, Ints, Mask
from dalil.link.reports.columns import Reports

__all__ = ["Prior", "fronts", "learn_prior", "propensity"]

# Where training begins, elicited, and how many reports that is worth: a case of some hundred reports moves it.
_FIRST_RATIO = 0.4  # θ: an attack reported by k organisations is 2.5 times as frequent as one by k + 1
_FIRST_DUPLICATE = 0.01  # share of reports that repeat another of their organisation
_PRIOR_REPORTS = 100.0  # reports that the ratio is worth
_PRIOR_DUPLICATES = 300.0  # more for duplicates: they are rare, and few pairs say something about them


@dataclass(frozen=True, slots=True)
class Prior:
    """`ratio` is θ, `duplicate` the probability that a report repeats another of its organisation."""

    organisations: int
    ratio: float
    duplicate: float

    @classmethod
    def first(cls, organisations: int) -> Prior:
        """Before anything is learned."""
        return cls(max(1, organisations), _FIRST_RATIO, _FIRST_DUPLICATE)

    @property
    def log_psi(self) -> Floats:
        """(O + 1) log ψ(k); [0] is unused."""
        sizes = np.arange(1, self.organisations + 1)
        weights = (sizes - 1) * math.log(self.ratio)
        weights -= np.log(np.exp(weights).sum())
        choose = [math.lgamma(self.organisations + 1) - math.lgamma(k + 1) - math.lgamma(self.organisations - k + 1)
                  for k in sizes.tolist()]  # fmt: skip
        return np.concatenate([[0.0], weights - np.array(choose)])

    @property
    def log_other(self) -> float:
        """Log prior odds factor of a pair by two organisations."""
        psi = self.log_psi
        return float(psi[2] - 2 * psi[1]) if self.organisations > 1 else 0.0

    @property
    def log_same(self) -> float:
        """Log prior odds factor of a pair by one organisation."""
        return math.log(self.duplicate) - float(self.log_psi[1])


def learn_prior(prior: Prior, probability: Floats, same: Mask, reports: int) -> Prior:
    """θ so that a report has as many partners as the pairs say; the share of duplicates likewise."""
    partners = (2.0 * probability[~same].sum() + _PRIOR_REPORTS * _partners(_FIRST_RATIO, prior.organisations)) / (
        reports + _PRIOR_REPORTS
    )
    twice = (probability[same].sum() + _PRIOR_DUPLICATES * _FIRST_DUPLICATE) / (reports + _PRIOR_DUPLICATES)
    low, high = 1e-4, 20.0
    for _ in range(60):  # bisection on the logarithm, to the last bit: partners grow with the ratio
        middle = math.sqrt(low * high)
        low, high = (middle, high) if _partners(middle, prior.organisations) < partners else (low, middle)
    return Prior(prior.organisations, math.sqrt(low * high), float(min(max(twice, 1e-4), 0.4)))


def _partners(ratio: float, organisations: int) -> float:
    """How many reports by others a report has on average, when P(k) ∝ ratio^(k−1)."""
    sizes = np.arange(1, organisations + 1)
    weights = np.power(ratio, sizes - 1.0)
    return float((sizes * (sizes - 1) * weights).sum() / (sizes * weights).sum())


_CLASS_PRIOR = 20.0  # reports that the mean of all is worth against a class's own share: a class of few says little
_SEASON_DAYS = 91.0  # a quarter of a year: fronts move from one to the next
_MOST_SHARED = 0.9  # bound of a class's share: all of a small class being linked is no certainty


def fronts(reports: Reports, parties: Ints) -> Ints:
    """(n) the class of each report: organisation, set of parties, degree of the globe and quarter of a year."""
    at = np.where(reports.placed, reports.first[:-1], 0)
    degrees = (
        np.column_stack([reports.latitude[at], reports.longitude[at]])
        if len(reports.latitude)
        else np.zeros((len(reports), 2))
    )
    where = np.where(reports.placed[:, None], np.floor(degrees), -999.0)
    when = np.where(reports.timed, np.floor(np.nan_to_num(reports.earliest) / _SEASON_DAYS), -999.0)
    columns = np.column_stack([reports.organisation, parties, where, when])
    return np.asarray(np.unique(columns, axis=0, return_inverse=True)[1].ravel(), dtype=np.int64)


def propensity(classes: Ints, linked: Floats) -> Floats:
    """(n) what each report adds to the log prior odds of a link, by its class; 0 on average classes.

    `classes` (n) number the classes from 0; `linked` (n) is the probability that a report has a fellow. A class's
    share is drawn to the mean of all as if by `_CLASS_PRIOR` reports.
    """
    mean = float(linked.mean()) if len(linked) else 0.0
    size = np.bincount(classes)
    share = (np.bincount(classes, linked) + _CLASS_PRIOR * mean) / (size + _CLASS_PRIOR)
    # Half of it: the other half comes with the other report of a pair.
    return np.asarray(0.5 * (_odds_of_share(share) - _odds_of_share(np.array([mean])))[classes])


def _odds_of_share(share: Floats) -> Floats:
    """log P(2)/(P(1)/2)² of two organisations that share this share of their reports."""
    bounded = np.clip(share, 1e-3, _MOST_SHARED)
    both = bounded / (2.0 - bounded)
    return np.asarray(np.log(4.0 * both / (1.0 - both) ** 2))
