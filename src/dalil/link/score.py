"""log P of one cluster against its reports apart: the cluster's marginal likelihood and its share of the prior.

    log m(C) = log ∫ time + log ∫ place + Σ figures + (2/|C|) Σ_{pairs} other comparisons
    log prior = log ψ(k) − |C| log ψ(1) + (|C| − k) log duplicate + Σ propensity + log λ(C) − Σ log λ(i)

k organisations, λ the rate of attacks (see `density`). The other comparisons are not integrated; (2/|C|)·Σ counts
the n − 1 facts of n reports once, and not n(n−1)/2 times. A report that repeats another of its organisation (see
`repeats`) counts against that one only.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dalil.link.compiled import kernel
from dalil.link.likelihood import Evidence, figure_score, place_score, time_score
from dalil.link.repeats import LOG_ANEW
from dalil.link.reports import Floats, Ints, Reports

__all__ = ["Crowd", "Target", "cluster_score", "pair_log_rates"]


class Crowd(NamedTuple):
    """`log_rate` of attacks around each report, in the `dimensions` it states: 1 time, 2 place, 3 both, 0 none.

    `log_whole` is that of the whole case; `narrow`: see `density`.
    """

    log_rate: Floats
    dimensions: Ints
    log_whole: float
    narrow: Floats

    @classmethod
    def of(cls, reports: Reports, log_rate: Floats, narrow: Floats) -> Crowd:
        """With the dimensions that the reports state."""
        most = float(np.bincount(reports.organisation, minlength=1).max())
        return cls(log_rate, (reports.timed + 2 * reports.placed).astype(np.int64), math.log(max(1.0, most)), narrow)


class Target(NamedTuple):
    """What a cluster is scored with; arrays over all reports. `statement` and `log_repeat`: see `repeats`."""

    evidence: Evidence
    organisation: Ints
    crowd: Crowd
    statement: Ints
    log_repeat: Floats
    propensity: Floats
    log_psi: Floats
    log_duplicate: float


@kernel
def cluster_log_rate(crowd: Crowd, members: Ints) -> float:
    """log λ of the cluster: the mean of its reports that state the most."""
    total = np.zeros(4)
    count = np.zeros(4)
    for report in members:
        total[crowd.dimensions[report]] += crowd.log_rate[report]
        count[crowd.dimensions[report]] += 1
    if count[3]:
        return float(total[3] / count[3])
    if count[1] and count[2]:
        return float(total[1] / count[1] + total[2] / count[2] - crowd.log_whole)
    for kind in (1, 2):
        if count[kind]:
            return float(total[kind] / count[kind])
    return crowd.log_whole


@kernel
def _said_once(t: Target, members: Ints) -> tuple[Ints, float]:
    """The members whose time and place are statements of their own, and the score of the others' being repeats."""
    once = np.empty(members.size, np.int64)
    count = 0
    score = 0.0
    for place in range(members.size):
        report = members[place]
        repeated, second = False, False
        for earlier in range(place):
            repeated |= t.statement[members[earlier]] == t.statement[report]
            second |= t.organisation[members[earlier]] == t.organisation[report]
        if repeated:
            score += t.log_repeat[report]
        else:
            if second:
                score += LOG_ANEW
            once[count] = report
            count += 1
    return once[:count], score


@kernel
def cluster_score(t: Target, members: Ints, compared: float) -> float:
    """See the module; `members` are numbers of reports, `compared` what the other comparisons add."""
    size = members.size
    if size < 2:
        return 0.0
    e = t.evidence
    once, score = _said_once(t, members)
    score += time_score(e, once) + place_score(e, once) + compared
    for figure in range(e.prior.shape[0]):
        score += figure_score(e, once, figure)
    organisations = np.unique(t.organisation[members]).size
    score += t.log_psi[organisations] - size * t.log_psi[1] + (size - organisations) * t.log_duplicate
    score += cluster_log_rate(t.crowd, members)
    for report in members:
        score -= t.crowd.log_rate[report]
        if organisations > 1:
            score += t.propensity[report]
    return float(score)


def pair_log_rates(crowd: Crowd, a: Ints, b: Ints) -> Floats:
    """(pairs) log λ({a, b}) − log λ(a) − log λ(b), as `cluster_score` has it."""
    rate_a, rate_b = crowd.log_rate[a], crowd.log_rate[b]
    stated_a, stated_b = crowd.dimensions[a], crowd.dimensions[b]
    together = np.where(stated_a == stated_b, 0.5 * (rate_a + rate_b), np.where(stated_a > stated_b, rate_a, rate_b))
    crossed = (stated_a + stated_b == 3) & (stated_a > 0) & (stated_b > 0)
    together = np.where(crossed, rate_a + rate_b - crowd.log_whole, together)
    return np.asarray(together - rate_a - rate_b)
