"""log P of one cluster against its reports apart: the cluster's marginal likelihood and its share of the prior.

    log m(C) = log ∫ time + log ∫ place + Σ figures + (2/|C|) Σ_{pairs} other comparisons
    log prior = log ψ(k) − |C| log ψ(1) + (|C| − k) log duplicate + Σ propensity + log λ(C) − Σ log λ(i)

k organisations, λ the rate of attacks (see `density`). The other comparisons are not integrated; (2/|C|)·Σ counts
the n − 1 facts of n reports once, and not n(n−1)/2 times. A report that repeats another of its organisation (see
`repeats`) counts against that one only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dalil.kernels import Floats, Ints, kernel
from dalil.link.pairs.local_density import LocalDensity, cluster_log_rate
from dalil.link.pairs.repeats import LOG_ANEW
from dalil.link.reports.likelihood import Evidence, figure_score, place_score, time_score

__all__ = ["Target", "cluster_score"]


class Target(NamedTuple):
    """What a cluster is scored with; arrays over all reports. `statement` and `log_repeat`: see `repeats`."""

    evidence: Evidence
    organisation: Ints
    density: LocalDensity
    statement: Ints
    log_repeat: Floats
    propensity: Floats
    log_psi: Floats
    log_duplicate: float


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
    score += cluster_log_rate(t.density, members)
    for report in members:
        score -= t.density.log_rate[report]
        if organisations > 1:
            score += t.propensity[report]
    return float(score)
