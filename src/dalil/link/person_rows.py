"""Rows of victim lists, and which two of them are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dalil import names
from dalil.casefile.facts import Facts
from dalil.link.blind import blind

__all__ = ["FAR_DAYS", "NEAR_DAYS", "Victim", "candidate_rows", "read_victims"]

NEAR_DAYS = 1
"""Between the dates that two lists give one death: the attack, the burial."""

FAR_DAYS = 30
"""Between dates of rows with one full name, the father's in it."""


@dataclass(frozen=True, slots=True)
class Victim:
    """One row. `spellings` are the words of its name in each script given: name of the person first, family last."""

    victim_id: str
    organisation: str
    incident_id: str | None
    spellings: tuple[tuple[str, ...], ...] = field(repr=False)
    father: str = field(repr=False)
    age: int | None
    sex: str
    day: date | None
    places: frozenset[str]
    row: dict[str, Any] = field(repr=False)


def read_victims(facts: Facts, sealed: Mapping[str, names.PersonName]) -> list[Victim]:
    """Takes: victim, incident_report. Rows that a later reading replaced count once.

    `sealed` are the names of protected victims, which the facts do not hold.
    """
    rows = facts.rows(
        "SELECT v.*, i.incident_id FROM victim AS v LEFT JOIN incident_report AS i USING (report_id)"
        " WHERE victim_id IS NOT NULL"
        " QUALIFY row_number() OVER (PARTITION BY victim_id ORDER BY source_sha256, source_row) = 1 ORDER BY victim_id"
    )
    return [_victim(row, sealed.get(row["victim_id"])) for row in rows]


def _victim(row: dict[str, Any], sealed: names.PersonName | None) -> Victim:
    said = sealed or names.PersonName(row["name"] or "", row["name_ar"] or "", row["father"] or "")
    spellings = [names.words(text) for text in (said.name, said.name_ar) if text]
    sex = (row["sex"] or "").strip().lower()
    return Victim(
        victim_id=row["victim_id"],
        organisation=row["organisation"] or "",
        incident_id=row["incident_id"],
        spellings=tuple(words for words in spellings if words),
        father=" ".join(names.words(said.father)),
        age=row["age"],
        sex=sex if sex in ("male", "female") else "",
        day=row["date"],
        places=frozenset(names.skeleton(word) for word in names.words(row["place"] or "")),
        row=row,
    )


_CANDIDATES = """
WITH v AS (SELECT * FROM victim_row), dated AS (
    SELECT n, day + unnest(generate_series(-{near}, {near}))::INTEGER AS near FROM v
)
SELECT least(a, b) AS a, greatest(a, b) AS b, bool_and(by_name) AS by_name FROM (
    SELECT l.n AS a, r.n AS b, false AS by_name FROM v AS l JOIN v AS r
    ON l.incident_id = r.incident_id AND l.sex = r.sex
    UNION ALL
    SELECT l.n, r.n, false FROM v AS l JOIN dated AS d USING (n) JOIN v AS r ON r.day = d.near AND l.sex = r.sex
    WHERE (l.incident_id IS NULL OR r.incident_id IS NULL) AND (list_has_any(l.places, r.places) OR l.age = r.age)
    UNION ALL
    SELECT l.n, r.n, true FROM v AS l JOIN dated AS d USING (n) JOIN v AS r ON r.day = d.near AND l.sex = r.sex
    WHERE list_has_any(l.keys, r.keys)
    UNION ALL
    SELECT l.n, r.n, true FROM (SELECT n, day, unnest(full_names) AS name FROM v) AS l
    JOIN (SELECT n, day, unnest(full_names) AS name FROM v) AS r USING (name)
    WHERE coalesce(abs(l.day - r.day) <= {far}, true)
) WHERE a <> b GROUP BY ALL ORDER BY a, b
"""


def candidate_rows(facts: Facts, victims: list[Victim]) -> tuple[list[tuple[int, int]], NDArray[np.bool_]]:
    """Pairs of places in `victims`: of one attack; within a day and of one place, age or word of a name; or of one
    full name (three words at least) within a month; and which of them only their names brought together. A row
    without sex meets both.
    """
    columns = [
        (n, victim.incident_id, sex, victim.age, victim.day, sorted(victim.places), *_keys(victim))
        for n, victim in enumerate(victims)
        for sex in ([victim.sex] if victim.sex else ["male", "female"])
    ]
    schema = pa.schema([
        ("n", pa.int64()), ("incident_id", pa.string()), ("sex", pa.string()), ("age", pa.int64()),
        ("day", pa.date32()), ("places", pa.list_(pa.string())),
        ("keys", pa.list_(pa.string())), ("full_names", pa.list_(pa.string())),
    ])  # fmt: skip
    arrays = [pa.array([row[place] for row in columns], field.type) for place, field in enumerate(schema)]
    facts.connection.register("victim_row", pa.Table.from_arrays(arrays, schema=schema))
    found = facts.query(_CANDIDATES.format(near=NEAR_DAYS, far=FAR_DAYS)).fetchall()
    facts.connection.unregister("victim_row")
    return [(a, b) for a, b, _ in found], np.array([named for _, _, named in found], dtype=np.bool_)


def _keys(victim: Victim) -> tuple[list[str], list[str]]:
    """Blinded skeletons of the words of its name, and of its whole name with the father's where that makes three."""
    bones = [tuple(map(names.skeleton, words)) for words in victim.spellings]
    father = (names.skeleton(victim.father),) if victim.father and " " not in victim.father else ()
    whole = {" ".join(each if len(each) > 2 else (each[0], *father, each[-1])) for each in bones if len(each) > 1}
    return [blind(bone) for each in bones for bone in each], [blind(name) for name in whole if name.count(" ") > 1]
