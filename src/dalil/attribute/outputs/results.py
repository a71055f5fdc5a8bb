"""What was judged, as rows of the tables: whole columns, for a register may hold a hundred thousand incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dalil.attribute.book.model import LINES
from dalil.attribute.evidence.chunk import Chunk
from dalil.attribute.evidence.sky import Sky
from dalil.attribute.outputs.origin_names import critical_origin, lists, reasons_json
from dalil.attribute.weigh.grade import GRADES, NOT_ATTRIBUTED, STANCES
from dalil.attribute.weigh.weighing import Judged
from dalil.casefile.facts import Facts, arrow_schema
from dalil.kernels import Ints
from dalil.records import TABLES

__all__ = ["Results"]

DIRECT = "direct"
_NOT_LOOKED_FOR, _SILENT = STANCES.index("not_looked_for"), STANCES.index("silent")
_NOT_INDEPENDENT = '{"why": "not_independent"}'


class Results:
    """Takes chunks as they are judged and writes attribution, finding and line."""

    def __init__(self, facts: Facts, hypotheses: Sequence[str], second_factor: float) -> None:
        self._facts, self._hypotheses, self._second = facts, np.array(hypotheses), second_factor
        names = facts.query("SELECT incident_id FROM attribute_case ORDER BY n").to_arrow_table()
        self._names = pa.array(names.column(0).to_pylist(), type=pa.string())
        self._rows: dict[str, list[pa.Table]] = {"finding": [], "attribution": [], "line": []}
        self._grades: Counter[str] = Counter()
        self.wrong = 0.0

    @property
    def count(self) -> int:
        """How many incidents there are."""
        return len(self._names)

    def grades(self) -> dict[str, int]:
        """How many incidents got each grade."""
        return {grade: self._grades[grade] for grade in GRADES}

    def add(self, role: str, first: int, chunk: Chunk, judged: Judged, sky: Sky) -> None:
        """Take the incidents `first` … of one chunk; of `sky` what it was looked for and did not tell."""
        names = self._names.slice(first, len(judged.grade))
        sets = self._sets(judged)
        speaks = np.ones(len(names), dtype=np.bool_) if role == DIRECT else np.diff(chunk.start) > 0
        self._keep("finding", self._finding(role, names, sets, judged, speaks))
        if role != DIRECT:
            return
        self._keep("line", _lines(names, sets, chunk, judged, sky, first))
        self._keep("attribution", _attributions(names, sets, chunk, judged, self._second))
        self._grades.update(GRADES[grade] for grade in judged.grade.tolist())
        self.wrong = round(self.wrong + float((1 - judged.posterior)[judged.grade == 0].sum()), 4)

    def write(self) -> None:
        """Write the tables."""
        for table in tuple(self._rows):
            parts = self._rows.pop(table)
            self._facts.replace(table, pa.concat_tables(parts) if parts else [])

    def _keep(self, table: str, columns: dict[str, Any]) -> None:
        whole = arrow_schema(TABLES[table])
        self._rows[table].append(pa.table(columns, schema=pa.schema([whole.field(name) for name in columns])))

    def _sets(self, judged: Judged) -> pa.Array:
        """The candidate of each incident, as text."""
        # Sets repeat: each different one is spelled once.
        bits = judged.member @ (1 << np.arange(len(self._hypotheses)))
        patterns, first, place = np.unique(bits, return_index=True, return_inverse=True)
        texts = ["+".join(sorted(self._hypotheses[judged.member[i]])) for i in first]
        return _words(texts, place.ravel()) if len(patterns) else pa.array([], type=pa.string())

    def _finding(self, role: str, names: pa.Array, sets: pa.Array, judged: Judged, speaks: Any) -> dict[str, Any]:
        """A row for each hypothesis, then one for each set that is graded."""
        size = len(self._hypotheses)
        single = judged.member.sum(axis=1) == 1
        grade = np.where(judged.member & single[:, None], judged.grade[:, None], NOT_ATTRIBUTED)[speaks].ravel()
        stated = judged.posteriors[speaks].reshape(-1, 3).round(6)
        # A set that is not graded is no finding: every pair has a posterior, and nobody asked for it.
        pair = np.flatnonzero(speaks & ~single & (judged.grade != NOT_ATTRIBUTED))
        here = np.concatenate([np.repeat(np.flatnonzero(speaks), size), pair])
        ends = np.concatenate([stated[:, 1:], np.full((len(pair), 2), np.nan)])
        party = _words(self._hypotheses.tolist(), np.tile(np.arange(size), int(speaks.sum())))
        return {
            "incident_id": names.take(here),
            "party": pa.concat_arrays([party, sets.take(pair)]),
            "role": _words([role], np.zeros(len(here), dtype=np.int64)),
            "posterior": np.concatenate([stated[:, 0], judged.posterior[pair].round(6)]),
            "low": pa.array(ends[:, 0], mask=np.isnan(ends[:, 0])),
            "high": pa.array(ends[:, 1], mask=np.isnan(ends[:, 1])),
            "grade": _words(GRADES, np.concatenate([grade, judged.grade[pair]])),
        }


def _words(words: Sequence[str], numbers: Ints) -> pa.Array:
    return pa.array(words, type=pa.string()).take(numbers)


def _lines(
    names: pa.Array, sets: pa.Array, chunk: Chunk, judged: Judged, sky: Sky, first: int
) -> dict[str, Any]:  # fmt: skip
    count, size = judged.stance.shape
    here = np.repeat(np.arange(count), size)
    ends = np.searchsorted(chunk.incident * size + chunk.line, np.arange(count * size + 1))
    stance, note = judged.stance.ravel().copy(), np.zeros(count * size, dtype=np.bool_)
    rows = sky.between(first, first + count)
    slots = (sky.incident[rows] - first) * size + sky.line[rows]
    # The sheet must show a match that goes back to the report's own source, though it is not weighed.
    note[slots] = ~sky.independent[rows]
    # Looked for by the sky and not told of: silent, which says more than that nobody listened.
    stance[slots[sky.heard[rows] & (stance[slots] == _NOT_LOOKED_FOR)]] = _SILENT
    ratio = judged.ratios.round(6).reshape(-1, 3)
    kinds, ids = lists(chunk.names, ends)
    columns = {
        "incident_id": names.take(here),
        "line": _words(LINES, np.tile(np.arange(size), count)),
        "stance": _words(STANCES, stance),
        "party": sets.take(here),
        "origin_kinds": kinds,
        "origin_ids": ids,
        "note": pc.if_else(pa.array(note), _NOT_INDEPENDENT, None),
    }
    for i, name in enumerate(("ratio", "ratio_low", "ratio_high")):
        columns[name] = pa.array(ratio[:, i], mask=np.isnan(ratio[:, 0]))
    return columns


def _attributions(names: pa.Array, sets: pa.Array, chunk: Chunk, judged: Judged, second: float) -> dict[str, Any]:
    falls = judged.falls_at
    found = judged.grade != NOT_ATTRIBUTED
    line, kind, origin = critical_origin(chunk, judged.apart.round(6))
    return {
        "incident_id": names,
        "party": pc.if_else(pa.array(found), sets, None),
        "grade": _words(GRADES, judged.grade),
        "likelihood_ratio": judged.against_next.round(4),
        "hangs_on": line,
        "origin_kind": kind,
        "origin_id": origin,
        "grade_falls_at": pa.array(falls, mask=np.isnan(falls)),
        "reasons": reasons_json(
            chunk, judged.apart.round(6), sets, _words(GRADES, judged.grade_shown), judged.posterior.round(6),
            judged.weakened.round(6), second,
        ),
    }  # fmt: skip
