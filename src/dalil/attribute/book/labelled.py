"""What incidents settled elsewhere showed, as counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dalil.kernels import Floats

__all__ = ["GRID", "Labelled"]

GRID = np.linspace(0.01, 0.99, 99)
"""Reliabilities tried, a hundredth apart: ranges of a book are stated no finer, and 0 and 1 are nobody's."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """`counts[variable, party, value]`: how often labelled incidents showed it; `incidents[party]`: how many.

    `trust[kind]`: log likelihood of each reliability of GRID; `inverse_temperature`: the exponent of all ratios that
    fits them best.
    """

    counts: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    incidents: Mapping[str, int] = field(default_factory=dict)
    trust: Mapping[str, Floats] = field(default_factory=dict)
    inverse_temperature: float = 1.0
