"""What an estimate says, and the weighted samples it is read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dalil.kernels import Floats, Ints

__all__ = ["CurvePoint", "Estimate", "Reason", "Sample", "pool"]

LEVEL = 0.95  # of every interval of the program: the submission says it once


@dataclass(frozen=True)
class Sample:
    """Totals with probabilities: a posterior, exact or drawn. Both (n,); `weights` add up to 1."""

    totals: Ints
    weights: Floats

    def quantiles(self, *levels: float) -> list[int]:
        """The smallest total whose cumulative probability reaches each level."""
        order = np.argsort(self.totals, kind="stable")
        cumulative = np.cumsum(self.weights[order])
        places = np.searchsorted(cumulative, np.array(levels) * cumulative[-1])
        return [int(total) for total in self.totals[order][np.minimum(places, len(order) - 1)]]

    def mean(self) -> float:
        """Posterior mean."""
        return float(self.totals @ self.weights)

    def variance(self) -> float:
        """Posterior variance."""
        return float((self.totals - self.mean()) ** 2 @ self.weights)

    def below(self, limit: int) -> Sample:
        """The part up to `limit`, made to add up to 1; all of it where nothing is below."""
        keep = self.totals <= limit
        if not keep.any():
            return self
        return Sample(self.totals[keep], self.weights[keep] / self.weights[keep].sum())

    def draws(self, number: int, rng: np.random.Generator) -> Ints:
        """Stratified draws in random order: one from each of `number` equal parts."""
        levels = (np.arange(number) + rng.random(number)) / number
        return rng.permutation(np.array(self.quantiles(*levels), np.int64))


def pool(samples: Sequence[Sample]) -> Sample:
    """All samples with equal weight each."""
    return Sample(
        np.concatenate([sample.totals for sample in samples]),
        np.concatenate([sample.weights / len(samples) for sample in samples]),
    )


@dataclass(frozen=True)
class Reason:
    """Why something is refused or only a lower bound: a fixed `code`, a sentence, its numbers and names."""

    code: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CurvePoint:
    """The total if cases differed in how easily they are recorded by more than the lists show.

    `spread`: standard deviation of the log odds of being on a list; `odds_ratio`: what it means between two lists;
    `factor`: on the undocumented. The rest are totals.
    """

    spread: float
    odds_ratio: float
    factor: float
    median: int
    low: int
    high: int


@dataclass(frozen=True)
class Estimate:
    """All cases, documented and not, with a 95 % interval, or the reasons why there is none.

    `median`, `low`, `high` are None iff refused. `at_least`: the figure is to be read as a lower bound, for the
    reasons in `because`. `draws`: the posterior, (n,), empty if refused; not part of the JSON.
    """

    method: str
    observed: int
    median: int | None = None
    low: int | None = None
    high: int | None = None
    refusals: tuple[Reason, ...] = ()
    at_least: bool = True
    because: tuple[Reason, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    stratum: str | None = None
    diagnostics: dict[str, Any] = field(default_factory=dict)
    draws: Ints = field(default_factory=lambda: np.empty(0, np.int64), repr=False, compare=False)

    @property
    def refused(self) -> str | None:
        """Why there is no figure, in sentences; None where there is one."""
        return " ".join(reason.text for reason in self.refusals) or None

    def as_json(self) -> dict[str, Any]:
        """The JSON of `dalil estimate` and `dalil show estimate`."""
        return {
            "method": self.method,
            "observed": self.observed,
            "median": self.median,
            "low": self.low,
            "high": self.high,
            "level": LEVEL,
            "stratum": self.stratum,
            "refused": self.refused,
            "at_least": self.at_least,
            "because": [reason.text for reason in self.because],
            "curve": [vars(point) for point in self.curve],
            "diagnostics": self.diagnostics | {"refusals": [vars(reason) for reason in self.refusals]},
        }
