"""The pairs to be weighed, with all that is known of them: levels, persons' judgements, how crowded it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dalil.casefile.facts import Facts
from dalil.link.pairs.comparisons import COMPARISONS
from dalil.link.pairs.levels import levels_of
from dalil.link.pairs.local_density import Crowd, pair_log_rates
from dalil.link.pairs.repeats import Said
from dalil.link.reports.columns import Floats, Ints, Reports

__all__ = ["Pairs", "gather"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports: numbers a < b; `levels` (comparisons, pairs), -1 silent, 0 differs, up to the most telling;
    `fixed` is 1 or 0 where a person judged, else NaN; `log_rate` see `density`, `said` see `repeats`."""

    a: Ints
    b: Ints
    levels: NDArray[np.int8]
    fixed: Floats
    log_rate: Floats
    same_organisation: NDArray[np.bool_]
    said: Said


def gather(
    facts: Facts,
    reports: Reports,
    crowd: Crowd,
    said: Said,
    a: Ints,
    b: Ints,
    unit: Ints,
    apart: set[tuple[int, int]],
    engine: str,
) -> Pairs:
    """Bring together what training and weighing need of the pairs a < b."""
    return Pairs(
        a=a,
        b=b,
        levels=levels_of(facts, COMPARISONS, a, b, engine=engine),
        fixed=_judged(a, b, unit, apart),
        log_rate=pair_log_rates(crowd, a, b),
        same_organisation=reports.organisation[a] == reports.organisation[b],
        said=said,
    )


def _judged(a: Ints, b: Ints, unit: Ints, apart: set[tuple[int, int]]) -> Floats:
    """(pairs) 1 merged by a person, 0 kept apart, NaN not judged."""
    fixed = np.where(unit[a] == unit[b], 1.0, np.nan)
    if apart:
        n = len(unit)
        kept = np.array(sorted(low * n + high for low, high in apart))
        low, high = np.minimum(unit[a], unit[b]), np.maximum(unit[a], unit[b])
        fixed = np.where(np.isin(low * n + high, kept), 0.0, fixed)
    return np.asarray(fixed)
