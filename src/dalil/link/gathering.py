"""The pairs to be weighed, with all that is known of them: levels, persons' judgements, how crowded it is."""

from __future__ import annotations

import numpy as np

from dalil.casefile.facts import Facts
from dalil.link.compare import COMPARISONS
from dalil.link.levels import levels_of
from dalil.link.repeats import Said
from dalil.link.reports import Floats, Ints, Reports
from dalil.link.score import Crowd, pair_log_rates
from dalil.link.train import Pairs

__all__ = ["gather"]


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
