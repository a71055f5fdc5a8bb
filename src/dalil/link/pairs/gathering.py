"""The pairs to be weighed, with all that is known of them: levels, persons' judgements, how crowded it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Int8s, Ints, Mask
from dalil.link.pairs.comparisons import COMPARISONS
from dalil.link.pairs.levels import levels_of
from dalil.link.pairs.local_density import LocalDensity, pair_log_rates
from dalil.link.pairs.repeats import Said
from dalil.link.reports.columns import Reports
from dalil.link.reports.decisions import Constraints

__all__ = ["Candidates", "Pairs", "gather"]


class Candidates(NamedTuple):
    """Pairs of reports worth comparing, numbers a < b; how crowded it is around each report, and what each says of time
    and place."""

    a: Ints
    b: Ints
    density: LocalDensity
    said: Said


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports: numbers a < b; `levels` (comparisons, pairs), -1 silent, 0 differs, up to the most telling;
    `fixed` is 1 or 0 where a person judged, else NaN; `log_rate` see `density`, `said` see `repeats`."""

    a: Ints
    b: Ints
    levels: Int8s
    fixed: Floats
    log_rate: Floats
    same_organisation: Mask
    said: Said


def gather(facts: Facts, reports: Reports, candidates: Candidates, constraints: Constraints, engine: str) -> Pairs:
    """Bring together what training and weighing need of the pairs."""
    a, b, density, said = candidates
    return Pairs(
        a=a,
        b=b,
        levels=levels_of(facts, COMPARISONS, a, b, engine=engine),
        fixed=_judged(a, b, constraints),
        log_rate=pair_log_rates(density, a, b),
        same_organisation=reports.organisation[a] == reports.organisation[b],
        said=said,
    )


def _judged(a: Ints, b: Ints, constraints: Constraints) -> Floats:
    """(pairs) 1 merged by a person, 0 kept apart, NaN not judged."""
    first_a, first_b = constraints.must_link[a], constraints.must_link[b]
    fixed = np.where(first_a == first_b, 1.0, np.nan)
    if constraints.cannot_link:
        n = len(constraints.must_link)
        kept = np.array(sorted(low * n + high for low, high in constraints.cannot_link))
        low, high = np.minimum(first_a, first_b), np.maximum(first_a, first_b)
        fixed = np.where(np.isin(low * n + high, kept), 0.0, fixed)
    return np.asarray(fixed)
