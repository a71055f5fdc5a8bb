"""Capture tables of the public records of deaths in Khartoum State, one a draw of linking.

Reviewers' scores are chances of a duplicate or a match (0, .1, .2, .4, .8, 1), as the study takes them (Dahab et al.
2024). Records of too little information, out of the study's dates or of another state are left out. Covariates
are not used.
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np

from dalil.count.estimate.table import CaptureTable, table_from_counts

CHANCE = (0.0, 0.1, 0.2, 0.4, 0.8, 1.0)
FROM, TO = (2023, 4), (2024, 6)


def _kept(row: dict[str, str]) -> bool:
    """Enough information, in Khartoum, and not dated outside the study."""
    dated = row["year_death"] not in ("", "NA") and row["month_death"] not in ("", "NA")
    when = (int(float(row["year_death"])), int(float(row["month_death"]))) if dated else FROM
    return float(row["del_score"] or 0) >= 5 and row["loc_death"] == "Khartoum" and FROM <= when <= TO


def _pairs(rows: list[dict[str, str]]) -> list[tuple[int, int, float]]:
    """Pairs of records with the chance that they are one death: duplicates in a list, matches across."""
    by_dup = {row["dup_id"]: i for i, row in enumerate(rows)}
    out = []
    halves: dict[str, tuple[int, float]] = {}
    for i, row in enumerate(rows):
        parts = row["dup_id"].split("_")
        parent = by_dup.get("_".join(parts[:2]))
        if len(parts) > 2 and parent is not None and parent != i:
            out.append((parent, i, CHANCE[int(float(row["dup_score"] or 0))]))
        for n in range(1, 6):
            key, score = row[f"ovrlp_id_{n}"][:-2], row[f"ovrlp_score_{n}"]
            if not key or not score:
                continue
            if key in halves and halves[key][0] != i:
                out.append((halves[key][0], i, CHANCE[int(max(halves[key][1], float(score)))]))
            halves[key] = (i, float(score))
    return out


def _units(number: int, joined: list[tuple[int, int]]) -> list[int]:
    """A representative for each record: records joined directly or through others have the same."""
    parent = list(range(number))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in joined:
        parent[root(a)] = root(b)
    return [root(i) for i in range(number)]


def sudan_tables(folder: Path, *, injuries: bool, draws: int = 50, seed: int = 1) -> list[CaptureTable]:
    """One table a draw of linking; `injuries`: intentional injuries only."""
    with gzip.open(folder / "sudan_mse_lists" / "records.csv.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if _kept(row)]
    if injuries:
        rows = [row for row in rows if row["cod"] == "injury_intentional"]
    pairs, rng = _pairs(rows), np.random.default_rng(seed)
    lists = [("PB", "PV", "SM").index(row["id"][:2]) for row in rows]
    tables = []
    for _ in range(draws):
        joined = [(a, b) for (a, b, chance), u in zip(pairs, rng.random(len(pairs)), strict=True) if u < chance]
        units: dict[int, list[int]] = {}
        for unit, place in zip(_units(len(rows), joined), lists, strict=True):
            units.setdefault(unit, [0, 0, 0])[place] = 1
        counts: dict[tuple[int, ...], int] = {}
        for marks in units.values():
            counts[tuple(marks)] = counts.get(tuple(marks), 0) + 1
        tables.append(table_from_counts(("public survey", "private survey", "social media"), counts))
    return tables
