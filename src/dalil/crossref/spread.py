"""How far the times that each source states lie from the truth, learned from reports alone.

Two sources that state a time for one attack differ by the errors of both: the variance of their differences is the sum
of theirs. Slips of half a day or of a zone are no such errors and are told apart by a flat background. Nothing here
looks at a flight, so windows made from it are fixed before the search.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dalil.casefile.facts import Facts

__all__ = ["Spread", "time_spread", "write_spread"]

Spread = Mapping[str, tuple[float, int]]
"""By organisation: standard deviation in seconds, and the pairs behind it."""

_MINUTE_PRECISE_S = 600  # as in window.PRECISIONS: known to the minute
_FURTHEST_S = 7_200.0  # two sources further apart than this disagree about more than minutes
_PRIOR_SD_S = 480.0  # eight minutes: people round to a quarter of an hour, which alone is 4.3
_PRIOR_PAIRS = 4.0  # what the eight minutes are worth, in pairs of reports (decision 053)
_SLIPS = 0.1  # share of pairs that differ for another reason, where estimation begins
_ROUNDS = 100  # of expectation-maximisation, which has long settled by then: no stop that rounding could move

_PAIRS = f"""
WITH told AS (
    SELECT DISTINCT incident_id, coalesce(origin_id, report_id) AS origin_id, r.organisation, earliest
    FROM incident_report JOIN report AS r USING (report_id)
    WHERE latest - earliest <= INTERVAL {_MINUTE_PRECISE_S} SECOND
)
SELECT a.organisation AS one, b.organisation AS other, epoch(b.earliest - a.earliest) AS apart_s
FROM told AS a JOIN told AS b USING (incident_id)
WHERE a.origin_id <> b.origin_id AND a.organisation < b.organisation
    AND abs(epoch(b.earliest - a.earliest)) <= {_FURTHEST_S}
ORDER BY ALL
"""


def time_spread(facts: Facts) -> dict[str, tuple[float, int]]:
    """By organisation the standard deviation, in seconds, of times it states to the minute, and the pairs behind it.

    Takes incident_report, report. Two reports of one origin are one statement. Of a source that can be compared with
    none nothing is known: 0.
    """
    pairs = facts.rows(_PAIRS)
    names = [row["organisation"] for row in facts.rows("SELECT DISTINCT organisation FROM report ORDER BY 1")]
    number = {name: n for n, name in enumerate(names)}
    one = np.array([number[row["one"]] for row in pairs], dtype=np.int64)
    other = np.array([number[row["other"]] for row in pairs], dtype=np.int64)
    apart = np.array([row["apart_s"] for row in pairs], dtype=np.float64)
    variance, counted = np.full(len(names), _PRIOR_SD_S**2), np.bincount([*one, *other], minlength=len(names))
    slips = _SLIPS
    # Expectation-maximisation: what of each difference is whose, and which differences are slips.
    for _ in range(_ROUNDS if len(pairs) else 0):
        both = variance[one] + variance[other]
        near = (1 - slips) * np.exp(-(apart**2) / (2 * both)) / np.sqrt(2 * np.pi * both)
        weight = near / (near + slips / (2 * _FURTHEST_S))
        total = np.full(len(names), _PRIOR_PAIRS * _PRIOR_SD_S**2)
        pieces = np.full(len(names), _PRIOR_PAIRS)
        for side in (one, other):
            share = variance[side] / both
            np.add.at(total, side, weight * (variance[side] * (1 - share) + (share * apart) ** 2))
            np.add.at(pieces, side, weight)
        variance, slips = total / pieces, float(np.clip(1 - weight.mean(), 0.001, 0.5))
    deviation = np.where(counted > 0, np.sqrt(variance), 0.0)
    return {name: (float(deviation[n]), int(counted[n])) for n, name in enumerate(names)}


def write_spread(facts: Facts, spread: Spread) -> None:
    """Gives `time_spread`."""
    rows = [{"organisation": name, "sd_s": sd, "pairs": pairs} for name, (sd, pairs) in sorted(spread.items())]
    facts.replace("time_spread", rows)
