"""An organisation's second report of one attack: an update mostly repeats the time and place of the first.

Repeated statements are not independent: they count once in the integrals over time, place and toll. What they say
is that they are equal, and that is worth as much as it is rare: the number of other attacks that the organisation
would put at this very point and time by chance, from how many it puts at the point in the weeks around.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dalil.kernels import Floats, Ints, Mask
from dalil.link.pairs.local_density import at_point_per_day
from dalil.link.reports.columns import Reports

__all__ = ["LOG_ANEW", "Said", "repeats", "with_repeats"]

_REPEATED = 0.75  # share of an organisation's second reports that repeat time and point, as updates do; elicited
LOG_ANEW = math.log(1.0 - _REPEATED)
"""A second report of the organisation whose time or place was stated anew."""

_ONCE_DAYS = 2000.0  # at a point with one attack, another is expected once in so many days
_ROUNDED_DAYS = 15 / 1440  # times are stated to the quarter of an hour


class Said(NamedTuple):
    """(n) `statement`: equal for one organisation's equal time and point; `log_repeat`: the log ratio that a repeat
    adds, in 1/(km² day). A report without point or time repeats nothing."""

    statement: Ints
    log_repeat: Floats


def repeats(reports: Reports, log_rate: Floats) -> Said:
    """What each report says of time and place, and how telling it is to say it again; `log_rate` see `density`."""
    statement, log_repeat = np.arange(len(reports), dtype=np.int64), np.zeros(len(reports))
    both = np.flatnonzero(reports.timed & reports.placed)
    if not len(both):
        return Said(statement, log_repeat)
    at = reports.first[both]
    said = np.column_stack([
        reports.organisation[both], reports.latitude[at], reports.longitude[at], reports.earliest[both],
        reports.latest[both],
    ])  # fmt: skip
    _, first, inverse = np.unique(said, axis=0, return_index=True, return_inverse=True)
    statement[both] = both[first][inverse.ravel()]
    length = reports.latest[both] - reports.earliest[both] + _ROUNDED_DAYS
    by_chance = (at_point_per_day(reports, both) + 1.0 / _ONCE_DAYS) * length
    log_repeat[both] = math.log(_REPEATED) + log_rate[both] - np.log(by_chance)
    return Said(statement, log_repeat)


def with_repeats(parts: Floats, said: Said, same: Mask, a: Ints, b: Ints) -> Floats:
    """The parts of pairs (time, place, figures) with those of one organisation's pairs as above."""
    repeated = same & (said.statement[a] == said.statement[b])
    parts[:, 0] += np.where(same, LOG_ANEW, 0.0)
    parts[repeated] = 0.0
    parts[repeated, 0] = said.log_repeat[a[repeated]]
    return parts
