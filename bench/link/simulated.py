"""Score linking on simulated cases: python bench/link/simulated.py CASE TRUTH [CASE TRUTH …] [--write].

CASE is a case folder into which the raw files of a simulation were read, TRUTH the simulation's truth folder. The
facts are copied, so that the case stays as it is.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from dalil import engine
from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, read_settings
from dalil.intake.guard.sealed_names import sealed_names
from dalil.link import link
from dalil.locate.stage import locate
from dalil.records import TABLES
from dalil.simulate.score.clusters import b_cubed, complete, pairwise
from dalil.simulate.score.linking import close_pairs

ASKED = {"pairwise_f1": 0.95, "b_cubed_f1": 0.96, "kept_apart": 0.8, "persons_f1": 0.97, "blocking_recall": 0.99}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def facts_of(case: Path) -> tuple[Facts, Settings]:
    """The facts of the case in a temporary copy, and its settings."""
    copy = Path(tempfile.mkdtemp()) / "facts.duckdb"
    shutil.copyfile(case / "facts.duckdb", copy)
    facts = Facts(engine.connect(copy))
    there = {row[0] for row in facts.query("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, declared in TABLES.items():
        if name not in there:  # the case was read before this table was declared
            facts.query(declared.ddl)
    return facts, read_settings(case / "case.toml")


def score(facts: Facts, truth: Path) -> dict[str, float]:
    """F1 of incidents and persons, and the share of close attacks kept apart."""
    true = {row["report_id"]: row["incident_id"] for row in rows_of(truth / "reports.csv")}
    found = complete(dict(facts.query("SELECT report_id, incident_id FROM incident_report").fetchall()), true)
    clusters = defaultdict(set)
    for report, incident in true.items():
        clusters[incident].add(found[report])
    reported = [row for row in rows_of(truth / "incidents.csv") if row["incident_id"] in clusters]
    near = close_pairs(reported)
    people = {row["person_id"]: row["true_person"] for row in rows_of(truth / "victims.csv")}
    persons = complete(dict(facts.query("SELECT victim_id, person_id FROM person_victim").fetchall()), people)
    pair = pairwise(found, true)
    given = facts.query(
        "SELECT x.report_id, y.report_id FROM candidate JOIN report_n AS x ON x.n = a JOIN report_n AS y ON y.n = b"
    ).fetchall()
    wanted = sum(n * (n - 1) // 2 for n in Counter(true.values()).values())
    blocked = sum(true[x] == true[y] for x, y in given if x in true and y in true)
    return {
        "pairwise_f1": pair.f1, "precision": pair.precision, "recall": pair.recall,
        "b_cubed_f1": b_cubed(found, true).f1, "blocking_recall": blocked / wanted, "close": len(near),
        "kept_apart": float(np.mean([not clusters[a] & clusters[b] for a, b in near])) if near else 1.0,
        "persons_f1": pairwise(persons, people).f1, "persons_precision": pairwise(persons, people).precision,
        "persons_recall": pairwise(persons, people).recall,
    }  # fmt: skip


def calibration(facts: Facts, truth: Path) -> tuple[list[tuple[float, bool]], list[tuple[float, bool]]]:
    """(probability, right) of pairs in `pair`; (stability, right) of clusters of four to eight reports."""
    true = {row["report_id"]: row["incident_id"] for row in rows_of(truth / "reports.csv")}
    pairs = [
        (p, true[a] == true[b])
        for a, b, p in facts.query("SELECT a, b, probability FROM pair").fetchall() if a in true and b in true
    ]  # fmt: skip
    size = defaultdict(set)
    for report, incident in true.items():
        size[incident].add(report)
    wholes = {frozenset(reports) for reports in size.values()}
    query = (
        "SELECT stability, list(report_id) FROM incident JOIN incident_report USING (incident_id)"
        " WHERE reports BETWEEN 4 AND 8 GROUP BY incident.incident_id, stability"
    )
    return pairs, [(p, frozenset(reports) in wholes) for p, reports in facts.query(query).fetchall()]


def table(judged: list[tuple[float, bool]], edges: list[float]) -> list[dict[str, float]]:
    """For each stretch of stated probabilities: how many, what was stated on average, how many were right."""
    rows = []
    for low, high in itertools.pairwise(edges):
        mine = [(p, right) for p, right in judged if low <= p < high]
        if mine:
            stated, right = np.mean([p for p, _ in mine]), np.mean([r for _, r in mine])
            rows.append(
                {"from": low, "n": len(mine), "stated": round(float(stated), 3), "right": round(float(right), 3)}
            )
    return rows


def main(arguments: list[str]) -> None:
    """Arguments: CASE TRUTH CASE TRUTH …, and --write to freeze the result beside this file."""
    folders = [each for each in arguments if not each.startswith("-")]
    scores, pairs, clusters = {}, [], []
    for case, truth in zip(folders[::2], folders[1::2], strict=True):
        facts, settings = facts_of(Path(case))
        locate(facts, settings)
        with Case.open(Path(case), write=True) as opened:
            sealed = sealed_names(opened)
        summary = link(facts, settings, sealed=sealed)
        found = score(facts, Path(truth))
        found["blocking_recall_as_shown"] = summary.blocking_recall
        scores[Path(case).name] = {name: round(value, 4) for name, value in found.items()}
        print(case, scores[Path(case).name], file=sys.stderr)
        some_pairs, some_clusters = calibration(facts, Path(truth))
        pairs += some_pairs
        clusters += some_clusters
    mean = {name: round(float(np.mean([each[name] for each in scores.values()])), 4) for name in found}
    result = {
        "asked": ASKED, "mean": mean, "cases": scores,
        "pairs_by_probability": table(pairs, [0.0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.85, 0.95, 1.01]),
        "clusters_of_four_to_eight_by_stability": table(clusters, [0.0, 0.35, 0.5, 0.65, 0.75, 0.85, 0.95, 1.01]),
    }  # fmt: skip
    text = json.dumps(result, indent=1)
    print(text)
    if "--write" in arguments:
        (Path(__file__).parent / "simulated.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
