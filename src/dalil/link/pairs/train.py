"""Training without labels: expectation-maximisation over the pairs that blocking lets through.

E: the probability of each pair from its whole score, in competition with the other pairs of its two reports,
because a report describes one attack. M: the shares of the levels, the errors of times, places and figures, how
often attacks have several reports and how often an organisation has two of one. A person's judgements are labels:
pairs merged or kept apart have the probability 1 or 0. Priors count as a stated number of pairs, so that a small
case keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.kernels import Floats, Int8s, Ints
from dalil.link.pairs.closed_form import joint_figures, score_pairs
from dalil.link.pairs.comparisons import COMPARISONS, PRIOR_PAIRS, Comparison
from dalil.link.pairs.errors import PLACE_MASS, TIME_MASS, error_counts
from dalil.link.pairs.gathering import Pairs
from dalil.link.pairs.prior import Prior, fronts, learn_prior, propensity
from dalil.link.pairs.repeats import with_repeats
from dalil.link.reports.columns import Reports
from dalil.link.reports.figures import FIGURES, figure_model
from dalil.link.reports.likelihood import Evidence, evidence
from dalil.link.reports.parties import NO_LIFT, Lift, Parties, learn_lift

__all__ = ["Model", "first_model", "rescore", "train"]

EXACT_SHARE = (0.6, 0.5, 0.4, 0.5)
"""Of statements that are the true figure, where training begins, in the order of FIGURES."""

_ROUNDS = 8  # at most: each reads all pairs once; fewer leave the shares half way from where they began
_SETTLED = 2e-3  # largest change of a probability under which another round is not worth its time


@dataclass(frozen=True, slots=True)
class Model:
    """All that a run learned: shares of levels, masses of errors, exact shares of figures, prior of partitions.

    `own_u` are the shares of levels among pairs of one organisation, which writes alike whatever it writes of;
    `lift` is of the parties; `propensity` (n) of each report to have a fellow.
    """

    comparisons: tuple[Comparison, ...]
    own_u: tuple[tuple[float, ...], ...]
    boxes: Floats
    time_mass: Floats
    place_mass: Floats
    exact: Floats
    prior: Prior
    lift: Lift
    propensity: Floats


@dataclass(frozen=True, slots=True)
class Trained:
    """The model, what the kernels read, and each pair's parts: (pairs, parts) log likelihood ratios."""

    model: Model
    evidence: Evidence
    parts: Floats
    compared: Floats
    party: Floats
    score: Floats
    probability: Floats


def first_model(organisations: int, reports: int, boxes: Floats) -> Model:
    """Where training begins: elicited, the same for every case."""
    own_u = tuple(comparison.u for comparison in COMPARISONS)
    return Model(
        COMPARISONS,
        own_u,
        boxes,
        TIME_MASS,
        PLACE_MASS,
        np.array(EXACT_SHARE),
        Prior.first(organisations),
        NO_LIFT,
        np.zeros(reports),
    )


def train(reports: Reports, parties: Parties, pairs: Pairs, start: Model) -> Model:
    """Run the rounds; returns the last model."""
    model, before = start, np.zeros(len(pairs.a))
    classes = fronts(reports, parties.code)
    for _ in range(_ROUNDS):
        trained = rescore(reports, parties, pairs, model)
        moved = float(np.abs(trained.probability - before).max(initial=0.0))
        if moved < _SETTLED:
            break
        before = trained.probability
        model = _maximise(trained, reports, parties, pairs, classes)
    return model


def rescore(reports: Reports, parties: Parties, pairs: Pairs, model: Model) -> Trained:
    """E: the scores and probabilities of all pairs under `model`."""
    figures = figure_model(reports.figures, model.exact)
    e = evidence(reports, model.boxes, model.time_mass, model.place_mass, figures)
    parts = score_pairs(e, joint_figures(e), pairs.a, pairs.b)
    parts = with_repeats(parts, pairs.said, pairs.same_organisation, pairs.a, pairs.b)
    compared = _compared(pairs, model)
    party = model.lift.of(parties, pairs.a, pairs.b, pairs.same_organisation)
    score = parts.sum(axis=1) + compared.sum(axis=0) + party + pairs.log_rate
    fellows = model.prior.log_other + model.propensity[pairs.a] + model.propensity[pairs.b]
    score += np.where(pairs.same_organisation, model.prior.log_same, fellows)
    return Trained(model, e, parts, compared, party, score, _competing(reports, pairs, score))


def _compared(pairs: Pairs, model: Model) -> Floats:
    """(comparisons, pairs) log m/u of the level of each pair."""
    weights = np.zeros(pairs.levels.shape)
    for row, comparison in enumerate(model.comparisons):
        other = np.log(np.array(comparison.m) / np.array(comparison.u))[::-1]
        own = np.log(np.array(comparison.m) / np.array(model.own_u[row]))[::-1]
        level = pairs.levels[row]
        weights[row] = np.where(level < 0, 0.0, np.where(pairs.same_organisation, own[level], other[level]))
    return weights


def _competing(reports: Reports, pairs: Pairs, score: Floats) -> Floats:
    """Each pair against no link and against what else either report could be linked to in the other's organisation.

    A person's judgement stands. Links to several organisations do not compete: they are of one attack.
    """
    odds = np.exp(np.clip(score, -40.0, 40.0))  # beyond, a sum of odds would lose the smaller ones
    count = len(reports.organisations)
    from_a = pairs.a * count + reports.organisation[pairs.b]
    from_b = pairs.b * count + reports.organisation[pairs.a]
    rivals = np.bincount(from_a, odds, minlength=len(reports) * count)
    rivals += np.bincount(from_b, odds, minlength=len(reports) * count)
    # Both counts hold the pair itself, so that no rival means against = odds.
    against = np.where(pairs.same_organisation, odds, np.maximum(rivals[from_a], rivals[from_b]))
    return np.where(np.isnan(pairs.fixed), odds / (1.0 + against), pairs.fixed)


def _linked(pairs: Pairs, probability: Floats, reports: int) -> Floats:
    """(n) probability that a report has a fellow by another organisation."""
    other = np.where(pairs.same_organisation, 0.0, probability)
    expected = np.bincount(pairs.a, other, minlength=reports) + np.bincount(pairs.b, other, minlength=reports)
    return np.asarray(np.minimum(1.0, expected))


def _maximise(trained: Trained, reports: Reports, parties: Parties, pairs: Pairs, classes: Ints) -> Model:
    """M: every share from the pairs weighted by their probability."""
    model, p = trained.model, trained.probability
    weight = np.where(pairs.same_organisation, 0.0, p)  # a repeat says nothing of how wrong statements are
    time, place, exact = error_counts(trained.evidence, joint_figures(trained.evidence), pairs.a, pairs.b, weight)
    begun = np.array(EXACT_SHARE)
    by_two = ~pairs.same_organisation
    return Model(
        comparisons=tuple(
            _shares(start, pairs.levels[row][by_two], p[by_two]) for row, start in enumerate(COMPARISONS)
        ),
        own_u=tuple(_shares(start, pairs.levels[row][~by_two], p[~by_two]).u for row, start in enumerate(COMPARISONS)),
        boxes=model.boxes,
        time_mass=_normal(time + PRIOR_PAIRS * TIME_MASS),
        place_mass=_normal(place + PRIOR_PAIRS * PLACE_MASS),
        exact=np.clip((exact[:, 0] + PRIOR_PAIRS * begun) / (exact[:, 1] + PRIOR_PAIRS), 0.05, 0.97),
        prior=learn_prior(model.prior, p, pairs.same_organisation, len(reports)),
        lift=learn_lift(parties, pairs.a, pairs.b, p, pairs.same_organisation),
        propensity=propensity(classes, _linked(pairs, p, len(reports))),
    )


def _shares(start: Comparison, level: Int8s, probability: Floats) -> Comparison:
    told = level >= 0
    size = len(start.labels)
    m = np.bincount(level[told], probability[told], minlength=size)[::-1]
    u = np.bincount(level[told], 1.0 - probability[told], minlength=size)[::-1]
    return start.trained(
        _normal(m + PRIOR_PAIRS * np.array(start.m)).tolist(), _normal(u + PRIOR_PAIRS * np.array(start.u)).tolist()
    )


def _normal(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True), dtype=np.float64)


assert len(EXACT_SHARE) == len(FIGURES)
