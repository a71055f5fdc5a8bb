"""What incidents settled elsewhere showed, as counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Labelled"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """`counts[variable, party, value]`: how often labelled incidents showed it; `incidents[party]`: how many."""

    counts: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    incidents: Mapping[str, int] = field(default_factory=dict)
