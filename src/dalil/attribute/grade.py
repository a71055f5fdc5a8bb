"""From weighed evidence to a grade: high, likely, more likely than not, or not attributed.

Not attributed is a result. "Other or unknown" is never graded. Thresholds are in case.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dalil.casefile.sections import AttributeSection

__all__ = ["GRADES", "Judged", "LineJudged", "grade_of", "stance_of"]

GRADES = ("high", "likely", "more_likely_than_not", "not_attributed")
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LineJudged:
    """One line of one incident: mean and 95 % range of its log ratio for the candidate against the best rival."""

    line: str
    ratio: float
    low: float
    high: float
    origins: tuple[str, ...]
    elicited: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What a grade rests on. `weakened` are posteriors at log f of `cuts`; `apart` those without each origin."""

    posterior: float
    lines: tuple[LineJudged, ...]
    weakened: dict[float, float]
    apart: dict[str, float]


def stance_of(line: LineJudged, section: AttributeSection) -> str:
    """supports, contradicts or silent: judged at the unfavourable end of the range."""
    if line.low >= np.log(section.supports_ratio):
        return "supports"
    return "contradicts" if line.high <= -np.log(section.supports_ratio) else "silent"


def grade_of(judged: Judged, section: AttributeSection, factor: float) -> str:
    """The grade with every supporting ratio reduced by `factor`, and every contradicting one enlarged."""
    supporting = [line for line in judged.lines if stance_of(line, section) == "supports"]
    if not supporting:
        return "not_attributed"
    weakened = judged.weakened[factor]
    robust = min(judged.apart.values(), default=0.0) >= section.without_one
    if weakened >= section.high and robust and _two_apart(supporting):
        return "high"
    if weakened >= section.likely:
        return "likely"
    return "more_likely_than_not" if judged.posterior > 0.5 else "not_attributed"


def _two_apart(supporting: list[LineJudged]) -> bool:
    """Two supporting lines that share no source, not both of the sky where that is only elicited."""
    for i, one in enumerate(supporting):
        for other in supporting[i + 1 :]:
            both_elicited = one.elicited and other.elicited
            if not set(one.origins) & set(other.origins) and not both_elicited:
                return True
    return False
