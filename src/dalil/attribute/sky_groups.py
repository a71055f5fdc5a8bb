"""Flight and radio as lines: the chance-based ratios of the sky, never a bare match.

Each (incident, line) is one group; its log likelihood per party is the sky's log ratio, 0 for "other or unknown".
Its uncertainty is the sky's own draws where there are some, else a normal spread over the stated range.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dalil.attribute.book_model import LINES
from dalil.casefile.facts import Facts

__all__ = ["Sky", "SkyRow", "sky_weights", "what_the_sky_says"]

Array = npt.NDArray[np.float64]
_Z = 1.959964  # two-sided 95 % point of the normal distribution
HEARD = ("matched", "silent")
"""What `spoke` says where the line was looked for and could have been seen."""


@dataclass(frozen=True, slots=True)
class SkyRow:
    """One line of one incident; by hypothesis the log ratio, the spread of its range (0 where none is given), and
    whether what the labels mean was only elicited for it."""

    incident: int
    line: int
    origins: tuple[str, ...]
    spoke: str
    independent: bool
    mean: Array
    spread: Array
    elicited: npt.NDArray[np.bool_]

    @property
    def speaks(self) -> bool:
        """Whether it is weighed: a match that goes back to the report's own source is shown and not used."""
        return self.independent and bool(np.any(self.mean))


@dataclass(frozen=True, slots=True)
class Sky:
    """Rows in the order of incidents and lines; `drawn[incident, line]` is (draws, hypotheses)."""

    rows: list[SkyRow] = field(default_factory=list)
    drawn: dict[tuple[int, int], Array] = field(default_factory=dict)

    def between(self, first: int, last: int) -> Sequence[SkyRow]:
        """The rows of the incidents first … last - 1."""
        ends = (bisect_left(self.rows, n, key=lambda row: row.incident) for n in (first, last))
        return self.rows[slice(*ends)]


_ROWS = """
SELECT c.n, list_position({lines}, e.line) - 1 AS line, e.party_id, e.log_ratio, e.low, e.high, e.origin_ids,
    coalesce(e.spoke, 'matched') AS spoke, coalesce(e.basis = 'elicited', false) AS elicited,
    bool_and(coalesce(e.independent, true)) OVER (PARTITION BY c.n, e.line) AS independent
FROM sky_evidence e JOIN attribute_case c USING (incident_id) WHERE e.line IN ('flight', 'radio') ORDER BY 1, 2, 3
"""
_DRAWS = """
SELECT c.n, list_position({lines}, d.line) - 1 AS line, d.party_id, list(d.log_ratio ORDER BY d.draw) AS draws
FROM sky_draw d JOIN attribute_case c USING (incident_id) WHERE d.line IN ('flight', 'radio')
GROUP BY ALL ORDER BY 1, 2, 3
"""


def what_the_sky_says(facts: Facts, hypotheses: tuple[str, ...]) -> Sky:
    """Takes: sky_evidence, sky_draw, and the incidents numbered in `attribute_case`."""
    sky = Sky()
    place = {party: index for index, party in enumerate(hypotheses)}
    for n, line, party, mean, low, high, origins, spoke, elicited, independent in facts.query(
        _ROWS.format(lines=list(LINES))
    ).fetchall():
        if not sky.rows or (sky.rows[-1].incident, sky.rows[-1].line) != (n, line):
            names = tuple(sorted(origins or ())) or (f"sky:{LINES[line]}",)
            zero = np.zeros(len(hypotheses))
            sky.rows.append(SkyRow(n, line, names, spoke, independent, zero, zero.copy(), zero > 0))
        if party in place and mean is not None:
            sky.rows[-1].elicited[place[party]] = elicited
            sky.rows[-1].mean[place[party]] = mean
            sky.rows[-1].spread[place[party]] = ((high or mean) - (low or mean)) / (2 * _Z)
    for n, line, party, draws in facts.query(_DRAWS.format(lines=list(LINES))).fetchall():
        column = sky.drawn.setdefault((n, line), np.zeros((len(draws), len(hypotheses))))
        if party in place:
            column[:, place[party]] = np.resize(draws, len(column))
    return sky


def sky_weights(sky: Sky, row: SkyRow, draws: int, seed: int) -> Array:
    """(H, draws + 1), the last the sky's estimate. Without draws of its own one error moves all its ranges alike."""
    drawn = sky.drawn.get((row.incident, row.line))
    if drawn is not None:
        return np.concatenate([np.resize(drawn, (draws, drawn.shape[1])).T, row.mean[:, None]], axis=1)
    error = np.append(np.random.default_rng(seed).standard_normal(draws), 0.0)
    found: Array = row.mean[:, None] + error[None] * row.spread[:, None]
    return found
