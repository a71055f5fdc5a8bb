"""From weighed evidence to a grade: high, likely, more likely than not, or not attributed.

Not attributed is a result. "Other or unknown" is never graded. Thresholds are in case.toml.
"""

from __future__ import annotations

import numpy as np

from dalil.casefile.sections import AttributeSection
from dalil.kernels import Floats, Ints, Mask

__all__ = ["GRADES", "NOT_ATTRIBUTED", "grade_of", "stance_of", "two_apart"]

GRADES = ("high", "likely", "more_likely_than_not", "not_attributed")
NOT_ATTRIBUTED = GRADES.index("not_attributed")
STANCES = ("supports", "contradicts", "silent", "not_looked_for")


def stance_of(low: Floats, high: Floats, section: AttributeSection) -> Ints:
    """Index in STANCES, judged at the unfavourable end of the range of the ratio; NaN is a line not heard."""
    bar = section.supports_ratio
    with np.errstate(invalid="ignore"):
        found: Ints = np.select([np.isnan(low), low >= bar, high <= 1 / bar], [3, 0, 1], default=2)
    return found


def two_apart(supports: Mask, elicited: Mask, shared: Mask) -> Mask:
    """(N,): two supporting lines that share no source, not both of the sky where that is only elicited.

    `supports`, `elicited` are (N, lines), `shared` (N, lines, lines): whether two lines share an origin.
    """
    both = supports[:, :, None] & supports[:, None, :] & ~shared
    # Flight and radio may rest on one opinion of what labels mean.
    both &= ~(elicited[:, :, None] & elicited[:, None, :])
    lines = supports.shape[1]
    return np.asarray(both[:, ~np.eye(lines, dtype=np.bool_)].any(axis=1), dtype=np.bool_)


def grade_of(
    supported: Mask, apart: Mask, weakened: Floats, weakest: Floats, posterior: Floats, section: AttributeSection
) -> Ints:
    """Index in GRADES for each incident (N,).

    `supported`: a line supports; `apart`: two do without a shared source; `weakened`: the posterior at the lowest
    prior with every supporting ratio reduced and every contradicting one enlarged; `weakest`: without any one origin.
    """
    # In this order: without a line that supports nothing is graded, whatever the prior says of who does most.
    high = apart & (weakened >= section.high) & (weakest >= section.without_one)
    found: Ints = np.select(
        [~supported, high, weakened >= section.likely, posterior > 0.5], [3, 0, 1, 2], default=NOT_ATTRIBUTED
    )
    return found
