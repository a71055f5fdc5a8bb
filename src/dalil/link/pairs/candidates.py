"""From what blocking lets through to the pairs worth comparing: those that time, place and toll do not rule out."""

from __future__ import annotations

import numpy as np

from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Ints, Mask
from dalil.link.pairs.closed_form import gaps, joint_figures, score_pairs
from dalil.link.pairs.gathering import Candidates
from dalil.link.pairs.local_density import BURSTS, NEAR_KM, LocalDensity, exact_to, log_rates, pair_log_rates
from dalil.link.pairs.repeats import repeats, with_repeats
from dalil.link.pairs.train import Model
from dalil.link.reports.columns import Reports
from dalil.link.reports.figures import figure_model
from dalil.link.reports.likelihood import evidence

__all__ = ["MOST_PAIRS", "best_of_each", "plausible"]

MOST_PAIRS = 40
"""Pairs kept for each report, the best first: in a siege thousands of reports are equally like."""

_RULED_OUT = -6.0
"""log odds of time, place and toll under which nothing else makes up."""


def plausible(facts: Facts, reports: Reports, model: Model) -> Candidates:
    """The pairs to compare, and how crowded it is around each report. Takes: the temporary table candidate.

    Pairs that share a source are kept whatever they say of time and place.
    """
    found = facts.query("SELECT a, b, sourced FROM candidate ORDER BY a, b").fetchnumpy()
    a, b, sourced = found["a"].astype(np.int64), found["b"].astype(np.int64), found["sourced"].astype(np.bool_)
    figures = figure_model(reports.figures, model.exact)
    e = evidence(reports, model.boxes, model.time_mass, model.place_mass, figures)
    days, kilometres = gaps(e, a, b)
    same = reports.organisation[a] == reports.organisation[b]
    lead = np.minimum(reports.first[:-1], max(0, len(reports.latitude) - 1))
    radius = (
        np.where(reports.placed, reports.radius_km[lead], 0.0) if len(lead) and len(reports.latitude) else lead * 0.0
    )
    close = same & (days <= 1.0) & (kilometres <= np.maximum(NEAR_KM, np.minimum(radius[a], radius[b])))
    near = np.bincount(a[close], minlength=len(reports)) + np.bincount(b[close], minlength=len(reports))
    # Updates of one report are no burst: only times that were stated anew are a second strike.
    anew = same & ~_equal(reports, a, b)
    bursts = [float(anew[_in_burst(reports, a, b, days, kilometres, *reach)].sum()) for reach in BURSTS]
    density = LocalDensity.of(reports, log_rates(reports, near.astype(np.float64), bursts))
    said = repeats(reports, density.log_rate)
    score = with_repeats(score_pairs(e, joint_figures(e), a, b), said, same, a, b).sum(axis=1)
    score += pair_log_rates(density, a, b) + np.where(same, model.prior.log_same, model.prior.log_other)
    score[sourced] = np.maximum(score[sourced], 0.0)  # who copies may copy the day wrong: never ruled out here
    kept = np.flatnonzero(score > _RULED_OUT)
    kept = kept[best_of_each(a[kept], b[kept], score[kept], len(reports))]
    return Candidates(a[kept], b[kept], density, said)


def _in_burst(
    reports: Reports, a: Ints, b: Ints, days: Floats, kilometres: Floats, reach_km: float, reach_days: float
) -> Mask:
    """(pairs) True where both reports are as exact as the burst is short, and lie in it."""
    exact = np.zeros(len(reports), dtype=np.bool_)
    both = np.flatnonzero(reports.timed & reports.placed)
    exact[both] = exact_to(reports, both, reach_km, reach_days)
    return np.asarray((days <= reach_days) & (kilometres <= reach_km) & exact[a] & exact[b])


def _equal(reports: Reports, a: Ints, b: Ints) -> Mask:
    """(pairs) True where both state the very same time: an update rather than a second strike."""
    return np.asarray((reports.earliest[a] == reports.earliest[b]) & (reports.latest[a] == reports.latest[b]))


def best_of_each(a: Ints, b: Ints, score: Floats, reports: int) -> Ints:
    """Places of the pairs that are among the `MOST_PAIRS` best of either of their reports, ascending."""
    ends = np.concatenate([a, b])
    places = np.concatenate([np.arange(len(a)), np.arange(len(a))])
    # Each pair stands twice, once for either end; within an end the best first, of equals the earlier pair.
    order = np.lexsort((places, -np.concatenate([score, score]), ends))
    first = np.searchsorted(ends[order], np.arange(reports))
    rank = np.arange(len(order)) - first[ends[order]]
    return np.unique(places[order[rank < MOST_PAIRS]])
