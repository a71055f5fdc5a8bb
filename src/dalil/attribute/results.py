"""What was judged, as rows of the tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from dalil.attribute.chunk import Chunk
from dalil.attribute.codebook import LINES
from dalil.attribute.grade import GRADES, NOT_ATTRIBUTED, STANCES
from dalil.attribute.sky_groups import HEARD, Sky
from dalil.attribute.weigh import Judged
from dalil.casefile.facts import Facts, arrow_schema
from dalil.records import TABLES

__all__ = ["Results"]

DIRECT = "direct"


class Results:
    """Takes chunks as they are judged and writes attribution, finding, line and evidence."""

    def __init__(self, facts: Facts, hypotheses: Sequence[str]) -> None:
        self._facts, self._hypotheses = facts, tuple(hypotheses)
        self._names = [row["incident_id"] for row in facts.rows("SELECT incident_id FROM attribute_case ORDER BY n")]
        self._findings: list[pa.Table] = []
        self._attributions: list[dict[str, Any]] = []
        self._lines: list[pa.Table] = []
        self._grades: Counter[str] = Counter()
        self.wrong = 0.0
        for table in ("finding", "attribution", "line"):
            facts.replace(table, [])

    @property
    def count(self) -> int:
        """How many incidents there are."""
        return len(self._names)

    def grades(self) -> dict[str, int]:
        """How many incidents got each grade."""
        return {grade: self._grades[grade] for grade in GRADES}

    def add(self, role: str, first: int, chunk: Chunk, judged: Judged) -> None:
        """Take the incidents `first` … of one chunk."""
        names = self._names[first : first + len(judged.grade)]
        sets = self._sets(judged)
        speaks = np.ones(len(names), dtype=np.bool_) if role == DIRECT else np.diff(chunk.start) > 0
        self._facts.append("finding", self._finding_rows(role, names, sets, judged, speaks))
        if role != DIRECT:
            return
        self._facts.append("line", self._line_rows(names, sets, chunk, judged))
        self._facts.append("attribution", list(self._attribution_rows(names, sets, chunk, judged)))
        self._grades.update(GRADES[grade] for grade in judged.grade)
        self.wrong = round(self.wrong + float((1 - judged.posterior)[judged.grade == 0].sum()), 4)

    def sky(self, role: str, sky: Sky) -> None:
        """Say of a line of the sky that it was looked for and silent, and where its match is no line of its own."""
        rows = [
            {"incident_id": self._names[row.incident], "line": LINES[row.line], "spoke": row.spoke in HEARD,
             "note": None if row.independent else json.dumps({"why": "not_independent"})}
            for row in sky.rows
        ]  # fmt: skip
        if role != DIRECT or not rows:
            return
        schema = pa.schema([("incident_id", pa.string()), ("line", pa.string()), ("spoke", pa.bool_()),
                            ("note", pa.string())])  # fmt: skip
        self._facts.connection.register("attribute_heard", pa.Table.from_pylist(rows, schema=schema))
        self._facts.query(
            "UPDATE line SET note = h.note, stance = CASE WHEN stance = 'not_looked_for' AND h.spoke THEN 'silent'"
            " ELSE stance END FROM attribute_heard h WHERE line.incident_id = h.incident_id AND line.line = h.line"
        )
        self._facts.connection.unregister("attribute_heard")

    def write(self) -> None:
        """Write every observation, used or set aside."""
        self._facts.replace("evidence", [])
        self._facts.query(
            "INSERT INTO evidence (incident_id, line, origin, variable, value, dropped, copies)"
            " SELECT incident_id, line, origin, variable, value, dropped, count(*) FROM attribute_observation"
            " WHERE role = 'direct' GROUP BY ALL ORDER BY ALL"
        )

    def _sets(self, judged: Judged) -> list[str]:
        named = np.array(self._hypotheses)
        patterns, place = np.unique(judged.member, axis=0, return_inverse=True)
        texts = ["+".join(sorted(named[mask])) for mask in patterns]
        return [texts[i] for i in place.ravel()]

    def _finding_rows(
        self, role: str, names: Sequence[str], sets: Sequence[str], judged: Judged, speaks: Any
    ) -> pa.Table:
        size = len(self._hypotheses)
        single = judged.member.sum(axis=1) == 1
        grade = np.where(judged.member & single[:, None], judged.grade[:, None], NOT_ATTRIBUTED)[speaks].ravel()
        stated = judged.posteriors[speaks].reshape(-1, 3).round(6)
        pair = np.flatnonzero(speaks & ~single & (judged.grade != NOT_ATTRIBUTED)).tolist()
        incident = np.repeat(np.array(names, dtype=object)[speaks], size).tolist()
        columns = {
            "incident_id": [*incident, *(names[i] for i in pair)],
            "party": [*(self._hypotheses * int(speaks.sum())), *(sets[i] for i in pair)],
            "role": [role] * (len(incident) + len(pair)),
            "posterior": [*stated[:, 0].tolist(), *judged.posterior[pair].round(6).tolist()],
            "low": [*stated[:, 1].tolist(), *[None] * len(pair)],
            "high": [*stated[:, 2].tolist(), *[None] * len(pair)],
            "grade": [*(GRADES[g] for g in grade), *(GRADES[g] for g in judged.grade[pair])],
        }
        return pa.Table.from_pydict(columns, schema=_part("finding", columns))

    def _line_rows(self, names: Sequence[str], sets: Sequence[str], chunk: Chunk, judged: Judged) -> pa.Table:
        count, size = judged.stance.shape
        slot = chunk.incident * size + chunk.line
        ends = np.searchsorted(slot, np.arange(count * size + 1))
        several = [
            sorted({name for names in chunk.origins[a:b] for name in names}) if b > a else None
            for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]
        ratio = judged.ratios.round(6).reshape(-1, 3)
        missing = np.isnan(ratio[:, 0])
        columns = {
            "incident_id": np.repeat(np.array(names, dtype=object), size).tolist(),
            "line": list(LINES) * count,
            "stance": np.array(STANCES, dtype=object)[judged.stance.ravel()].tolist(),
            "party": np.repeat(np.array(sets, dtype=object), size).tolist(),
            "origins": several,
        }
        for i, name in enumerate(("ratio", "ratio_low", "ratio_high")):
            columns[name] = pa.array(ratio[:, i], mask=missing)
        return pa.Table.from_pydict(columns, schema=_part("line", columns))

    def _attribution_rows(
        self, names: Sequence[str], sets: Sequence[str], chunk: Chunk, judged: Judged
    ) -> Iterator[dict[str, Any]]:
        labels = [
            f"{LINES[line]}: {', '.join(origins)}"
            for line, origins in zip(chunk.line.tolist(), chunk.origins, strict=True)
        ]
        apart, start = judged.apart.round(6).tolist(), chunk.start.tolist()
        for i, (name, party) in enumerate(zip(names, sets, strict=True)):
            mine = range(start[i], start[i + 1])
            without = dict(sorted((labels[g], apart[g]) for g in mine))
            falls = float(judged.falls_at[i])
            yield {
                "incident_id": name,
                "party": party if judged.grade[i] != NOT_ATTRIBUTED else None,
                "grade": GRADES[judged.grade[i]],
                "likelihood_ratio": round(float(judged.against_next[i]), 4),
                "hangs_on": _named(min(without, key=lambda label: (without[label], label), default=None)),
                "grade_falls_at": None if np.isnan(falls) else falls,
                "reasons": _reasons(party, i, judged, without),
            }


def _named(label: str | None) -> str | None:
    """What may be named: of the sky the line alone, for its origins are networks of observers."""
    return label.partition(":")[0] if label and label.startswith(("flight", "radio")) else label


def _part(table: str, columns: dict[str, Any]) -> pa.Schema:
    whole = arrow_schema(TABLES[table])
    return pa.schema([whole.field(name) for name in columns])


def _reasons(party: str, i: int, judged: Judged, without: dict[str, float]) -> str:
    return json.dumps(
        {
            "best": party,
            "grade_at_second_factor": GRADES[judged.grade_shown[i]],
            "posterior": round(float(judged.posterior[i]), 6),
            "weakened": [round(float(value), 6) for value in judged.weakened[i]],
            "without": without,
        }
    )
