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

    `log_whole` is that of the whole case.
    """

    log_rate: Floats
    dimensions: Ints
    log_whole: float

    @classmethod
    def of(cls, reports: Reports, log_rate: Floats) -> Crowd:
        """With the dimensions that the reports state."""
        most = float(np.bincount(reports.organisation, minlength=1).max())
        return cls(log_rate, (reports.timed + 2 * reports.placed).astype(np.int64), math.log(max(1.0, most)))


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
def _repeats(t: Target, members: Ints) -> tuple[Ints, float]:
    """For each member the place of the one whose statement it repeats (its own: none), and what repeating adds."""
    repeats = np.arange(members.size)
    score = 0.0
    for place in range(members.size):
        report = members[place]
        second = False
        for earlier in range(place):
            if t.statement[members[earlier]] == t.statement[report]:
                repeats[place] = repeats[earlier]
            second |= t.organisation[members[earlier]] == t.organisation[report]
        if repeats[place] != place:
            score += t.log_repeat[report]
        elif second:
            score += LOG_ANEW
    return repeats, score


@kernel
def cluster_score(t: Target, members: Ints, compared: float) -> float:
    """See the module; `members` are numbers of reports, `compared` what the other comparisons add."""
    size = members.size
    if size < 2:
        return 0.0
    e = t.evidence
    repeats, score = _repeats(t, members)
    once = members[repeats == np.arange(size)]
    score += time_score(e, once) + place_score(e, once) + compared
    for figure in range(e.prior.shape[0]):
        score += figure_score(e, members, repeats, figure)
    organisations = 0
    for place in range(size):
        organisations += not np.any(t.organisation[members[:place]] == t.organisation[members[place]])
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
