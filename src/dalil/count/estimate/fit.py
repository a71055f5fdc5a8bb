"""One table, one method: the posterior, and the two others that a refusal is read from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dalil.count.estimate.chains.gibbs import Prior
from dalil.count.estimate.classes import ChainSettings, ClassPosterior, class_posterior
from dalil.count.estimate.graphs import graph_posterior
from dalil.count.estimate.heterogeneity import chao_lower
from dalil.count.estimate.result import Reason, Sample
from dalil.count.estimate.table import CaptureTable

__all__ = ["Fit", "fit"]

LARGEST = 10  # times Chao's lower bound: totals up to here are held possible, and twice as many as a test
STRONGER = 4  # times the prior's weight, as a test
DEPENDENT = 0.5  # an edge more likely than this is named


@dataclass(frozen=True)
class Fit:
    """`full` is the posterior that is reported; `half` has half its largest total; `stronger` a stronger prior."""

    full: Sample
    half: Sample
    stronger: Sample
    reasons: list[Reason]
    because: list[Reason]
    diagnostics: dict[str, Any]


def fit(
    table: CaptureTable, method: str, seed: int, delta: float | None = None, chains: ChainSettings | None = None
) -> Fit:
    """The posterior of the total by `graphs` or `classes`."""
    largest = int(LARGEST * max(chao_lower(table), table.observed))
    if method == "graphs":
        return _graphs(table, largest, delta or 2.0 ** -len(table.lists))
    return _classes(table, largest, seed, chains or ChainSettings())


def _graphs(table: CaptureTable, largest: int, delta: float) -> Fit:
    posterior = graph_posterior(table, 2 * largest, delta)
    # Twice the largest total held possible is computed once; half of it is cut out of it and costs nothing.
    full = Sample(posterior.totals, posterior.weights)
    strong = graph_posterior(table, 2 * largest, STRONGER * delta)
    joined = posterior.joined(table.lists)
    diagnostics = {
        "delta": delta,
        "graphs": len(posterior.graphs.edges),
        "largest_total": largest,
        "joined": [{"lists": [a, b], "probability": round(p, 4)} for a, b, p in joined],
    }
    because = [_dependent(a, b, p) for a, b, p in joined if p > DEPENDENT]
    return Fit(full, full.below(largest), Sample(strong.totals, strong.weights), [], because, diagnostics)


def _dependent(first: str, second: str, probability: float) -> Reason:
    text = f"Lists {first} and {second} depend on one another (probability {probability:.2f})."
    return Reason("dependent", text, {"lists": [first, second], "probability": probability})


def _classes(table: CaptureTable, largest: int, seed: int, settings: ChainSettings) -> Fit:
    posterior = class_posterior(table, seed, Prior(), settings)
    full = _equal(posterior).below(2 * largest)
    # The stronger prior only has to say whether the median moves: its chains need not go on for the ends.
    quick = replace(settings, most_sweeps=settings.sweeps)
    # Four times the weight in two parameters: twice each.
    strong = class_posterior(table, seed, Prior(capture=float(np.sqrt(STRONGER))), quick)
    diagnostics = {
        "classes": settings.classes,
        "chains": len(posterior.totals),
        "sweeps": posterior.totals.shape[1],
        "r_hat": round(posterior.r_hat, 4),
        "effective_draws": round(posterior.bulk),
        "effective_draws_tails": round(posterior.tail),
        "classes_held": round(posterior.held, 2),
        "largest_total": largest,
        "accepted": {kind: round(rate, 3) for kind, rate in posterior.accepted.items()},
    }
    reasons = [] if posterior.r_hat <= settings.most_r_hat else [_apart(posterior, settings.most_r_hat)]
    # Half a class more than one is no noise of the sampler.
    because = [_unequal(posterior.held)] if posterior.held > 1.5 else []
    return Fit(full, full.below(largest), _equal(strong), reasons, because, diagnostics)


def _equal(posterior: ClassPosterior) -> Sample:
    totals = posterior.totals.reshape(-1)
    return Sample(totals, np.full(len(totals), 1 / len(totals)))


def _apart(posterior: ClassPosterior, most: float) -> Reason:
    text = f"The chains do not agree (R-hat {posterior.r_hat:.3f}, at most {most} is asked for)."
    return Reason("chains_apart", text, {"r_hat": posterior.r_hat})


def _unequal(held: float) -> Reason:
    text = f"Cases differ in how easily they are recorded: about {held:.1f} kinds of them show in the lists."
    return Reason("unequal", text, {"classes": held})
