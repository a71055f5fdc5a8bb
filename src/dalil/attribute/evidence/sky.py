"""The lines of the sky, flight and radio: the chance-based ratios of the sky, never a bare match.

Each (incident, line) is one group; its log likelihood per party is the sky's log ratio, 0 for "other or unknown".
Its uncertainty is the sky's own draws where there are some, else a normal spread over the stated range.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dalil.attribute.book.model import LINES, OF_SKY
from dalil.attribute.evidence.origin_keys import JOINT, key
from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Ints, Mask

__all__ = ["UNSURE", "Sky", "no_sky", "what_the_sky_says"]

# Positions said on the radio that may have been misheard: one in eighteen of those that match (docs/decisions/054).
UNSURE = ("unconfirmed", "disputed")
_Z = 1.959964  # two-sided 95 % point of the normal distribution
_ROWS_AT_ONCE = 2_000_000  # draws fetched at once: 50 MB


@dataclass(frozen=True)
class Sky:
    """Rows (R) in the order of incidents and lines.

    `heard`: looked for, and could have been seen; `mean` log ratios and `spread` of their range (R, H), 0 where none is
    given; `elicited` (R, H): what the labels mean was only elicited; `unsure` (R): the position may have been
    misheard; `names` of the origins. `drawn` (R', draws, H)
    are the sky's own draws of the rows with `drawn_at` 0 … R' - 1, those with -1 having none.
    """

    incident: Ints
    line: Ints
    heard: Mask
    independent: Mask
    mean: Floats
    spread: Floats
    elicited: Mask
    unsure: Mask
    names: pa.Array
    drawn: npt.NDArray[np.float32]
    drawn_at: Ints

    @cached_property
    def speaking(self) -> Ints:
        """Rows that are weighed: a match that goes back to the report's own source is shown and not used."""
        return np.flatnonzero(self.independent & self.mean.any(axis=1))

    def between(self, first: int, last: int, *, speaking: bool = False) -> Ints:
        """Numbers of the rows of the incidents first … last - 1, all or those that are weighed."""
        rows = self.speaking if speaking else np.arange(len(self.incident))
        a, b = np.searchsorted(self.incident[rows], [first, last])
        return np.asarray(rows[a:b])

    def logs(self, rows: Ints, draws: int, seed: int) -> Floats:
        """(rows, H, draws + 1) log ratios, the last the sky's estimate. Without draws of its own one error moves all
        its ranges alike."""
        # One error for all rows, as draws of the book are shared by all incidents.
        error = np.append(np.random.default_rng(seed).standard_normal(draws), 0.0)
        found = self.mean[rows][:, :, None] + error * self.spread[rows][:, :, None]
        own = self.drawn_at[rows] >= 0
        if own.any():
            # The sky may have made fewer draws than the book: they are used in turn.
            again = np.arange(draws) % self.drawn.shape[1]
            found[own, :, :-1] = self.drawn[self.drawn_at[rows][own]].transpose(0, 2, 1)[:, :, again]
        return np.asarray(found)


_ROWS = """
SELECT c.n, list_position({lines}, e.line) - 1 AS line, list_position(?, e.party_id) - 1 AS party, e.log_ratio AS mean,
    coalesce(e.low, e.log_ratio) AS low, coalesce(e.high, e.log_ratio) AS high,
    array_to_string(list_sort(coalesce(e.origin_ids, [])), chr(31)) AS names,
    coalesce(e.spoke, 'matched') IN ('matched', 'silent') AS heard, coalesce(e.basis = 'elicited', false) AS elicited,
    coalesce(e.certainty IN {unsure}, false) AS unsure,
    bool_and(coalesce(e.independent, true)) OVER (PARTITION BY c.n, e.line) AS independent
FROM sky_evidence e JOIN attribute_case c USING (incident_id) WHERE e.line IN {sky}
ORDER BY c.n, line, e.party_id
"""
_DRAWS = """
SELECT c.n * {size} + list_position({lines}, d.line) - 1 AS slot, list_position(?, d.party_id) - 1 AS party,
    d.draw - (SELECT min(draw) FROM sky_draw) AS draw, d.log_ratio
FROM sky_draw d JOIN attribute_case c USING (incident_id)
WHERE d.line IN {sky} AND d.log_ratio IS NOT NULL AND list_contains(?, d.party_id)
"""


# A log that goes back to a report of the ground shares its origin with what else that report says.
_REPORTS = """
SELECT DISTINCT origin_id FROM incident_report
WHERE origin_id IN (SELECT unnest(origin_ids) FROM sky_evidence)
"""


def _keys(names: str, line: str, reports: Collection[str]) -> str:
    """The keys of the origins named, joined; where none is, one network of the line."""
    if not names:
        return key("network", line)
    return JOINT.join(key("report" if name in reports else "network", name) for name in names.split(JOINT))


def no_sky(parties: int) -> Sky:
    """Nothing heard."""
    none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    wide = np.zeros((0, parties))
    return Sky(none, none, no, no, wide, wide, wide > 0, no, pa.array([], pa.large_string()), _no_draws(parties), none)


def what_the_sky_says(facts: Facts, hypotheses: Sequence[str]) -> Sky:
    """Takes: sky_evidence, sky_draw, and the incidents numbered in `attribute_case`."""
    parties = list(hypotheses)
    table = facts.query(_ROWS.format(lines=list(LINES), sky=OF_SKY, unsure=UNSURE), [parties]).to_arrow_table()
    if not table.num_rows:
        return no_sky(len(parties))
    column = {name: table.column(name).to_numpy() for name in ("n", "line", "low", "high", "mean", "heard", "elicited",
                                                               "independent", "unsure")}  # fmt: skip
    party = table.column("party").fill_null(-1).to_numpy()
    slots, first, row = np.unique(column["n"] * len(LINES) + column["line"], return_index=True, return_inverse=True)
    # A party that the case does not name, or no ratio: nothing is told, but the line was looked for.
    told = (party >= 0) & ~np.isnan(column["mean"].astype(np.float64))
    at = row[told], party[told]
    mean, spread, elicited = (np.zeros((len(slots), len(parties)), dtype=kind) for kind in (float, float, bool))
    mean[at] = column["mean"][told]
    spread[at] = (column["high"] - column["low"])[told] / (2 * _Z)
    elicited[at] = column["elicited"][told]
    names = table.column("names").combine_chunks().take(first).to_pylist()
    lines = slots % len(LINES)
    reports = {name for (name,) in facts.query(_REPORTS).fetchall()}
    named = [_keys(name, LINES[line], reports) for name, line in zip(names, lines.tolist(), strict=True)]
    heard, independent, unsure = (column[name][first].astype(np.bool_) for name in ("heard", "independent", "unsure"))
    drawn, drawn_at = _drawn(facts, parties, slots)
    return Sky(slots // len(LINES), lines, heard, independent,
               mean, spread, elicited, unsure, pa.array(named, pa.large_string()), drawn, drawn_at)  # fmt: skip


def _no_draws(parties: int) -> npt.NDArray[np.float32]:
    return np.zeros((0, 1, parties), dtype=np.float32)


def _drawn(facts: Facts, parties: list[str], slots: Ints) -> tuple[npt.NDArray[np.float32], Ints]:
    """The sky's own draws, and which of them belong to each of `slots`."""
    sql = _DRAWS.format(lines=list(LINES), size=len(LINES), sky=OF_SKY)
    drawn_at = np.full(len(slots), -1)
    held = facts.query(f"SELECT DISTINCT slot FROM ({sql}) ORDER BY 1", [parties, parties]).fetchnumpy()["slot"]
    held = held[np.isin(held, slots)]
    if not len(held):
        return _no_draws(len(parties)), drawn_at
    drawn_at[np.searchsorted(slots, held)] = np.arange(len(held))
    count = facts.value("SELECT max(draw) - min(draw) + 1 FROM sky_draw")
    found = np.zeros((len(held), count, len(parties)), dtype=np.float32)
    reader = facts.query(sql, [parties, parties]).to_arrow_reader(_ROWS_AT_ONCE)
    for batch in reader:
        slot, party, draw, ratio = (batch.column(name).to_numpy() for name in ("slot", "party", "draw", "log_ratio"))
        place = np.searchsorted(held, slot).clip(max=len(held) - 1)
        known = held[place] == slot
        found[place[known], draw[known], party[known]] = ratio[known]
    return found, drawn_at
