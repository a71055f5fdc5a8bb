"""Stated probabilities against what was so: log loss, Brier score, calibration table, expected calibration error."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

FLOOR = 1e-6  # no finite score would punish a stated zero that was so; this one costs 13.8 nats
# Of the bins of a calibration table: tenths, the last one halved, because surest statements do most harm where wrong.
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a calibration table: probabilities from `low` (included) to `high`, what was stated, what was so."""

    low: float
    high: float
    n: int
    stated: float
    observed: float


def log_loss(stated: Sequence[Mapping[str, float]], true: Sequence[str]) -> float:
    """Mean of -ln of the probability of what was so, at least `FLOOR`.

    >>> round(log_loss([{"a": 0.5, "b": 0.5}, {"a": 1.0}], ["a", "a"]), 4)
    0.3466
    """
    return math.fsum(-math.log(max(p.get(t, 0.0), FLOOR)) for p, t in zip(stated, true, strict=True)) / len(true)


def brier(stated: Sequence[Mapping[str, float]], true: Sequence[str]) -> float:
    """Mean over cases of the sum over outcomes of (probability - was so)^2, from 0 to 2.

    >>> brier([{"a": 0.8, "b": 0.2}], ["a"])
    0.08
    """
    total = 0.0
    for p, t in zip(stated, true, strict=True):
        total += math.fsum((p.get(name, 0.0) - (name == t)) ** 2 for name in {*p, t})
    return round(total / len(true), 12)


def calibration(pairs: Sequence[tuple[float, bool]], edges: Sequence[float] = EDGES) -> list[Bin]:
    """The table of (probability, was so) by bins; empty bins are left out."""
    found = []
    for low, high in pairwise(edges):
        inside = [(p, so) for p, so in pairs if low <= p < high or (high == edges[-1] and p == high)]
        if inside:
            n = len(inside)
            stated, observed = math.fsum(p for p, _ in inside) / n, sum(so for _, so in inside) / n
            found.append(Bin(low, high, n, stated, observed))
    return found


def expected_error(table: Sequence[Bin]) -> float:
    """Expected calibration error: |stated - observed| averaged over the cases of a table."""
    total = sum(row.n for row in table)
    return math.fsum(row.n * abs(row.stated - row.observed) for row in table) / total if total else 0.0
