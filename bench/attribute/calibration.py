"""Are posteriors right as often as they say, and grades? python bench/attribute/calibration.py WORK SEED…

Simulates the siege with 15 % of incidents labelled (raids, offensives, wrong labels and rumours on), runs link and
sky once for each seed in the folder WORK, then attribution again and again: with the code book as it is, and with
books that are wrong. `--copied` simulates with 20 % of labels copied from a witness and not declared.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, read_settings
from dalil.simulate.score.attribution import Judged, _judged
from dalil.simulate.score.case import read_case
from dalil.simulate.score.forecasts import calibration, expected_error
from dalil.simulate.score.sky import true_incidents
from dalil.simulate.score.truth import read_truth

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "src" / "dalil" / "simulate" / "codebook.toml"
TAKEN = (
    "incident", "incident_report", "report", "testimony", "observation", "exhibit", "remnant", "statement", "label",
    "context", "decision", "sky_evidence", "sky_draw",
)  # fmt: skip
COPIED = ("observers.copied_label=0.2", "observers.copied_declared=0")
PARTIES = ("toruvia", "naharat", "selvane", "dahr")


def prepare(work: Path, seed: str, more: tuple[str, ...]) -> Path:
    """The case of one seed, made where it is not there yet."""
    out, case = work / f"s{seed}", work / f"s{seed}.case"
    if not case.exists():
        given = [word for name in ("media=off", "labels.share=0.15", *more) for word in ("--set", name)]
        _dalil("simulate", str(out), "--seed", seed, "--preset", "siege", *given)
        _dalil("new", str(case), "--settings", str(out / "case.toml"))
        _dalil("add", str(case), str(out / "raw"))
        _dalil("run", str(case))
    return case


def _dalil(*words: str) -> None:
    subprocess.run([Path(sys.executable).parent / "dalil", *words], check=True, stdout=subprocess.DEVNULL)


def load(case: Path) -> Facts:
    """What attribution takes, in memory."""
    facts = Facts.in_memory()
    facts.query(f"ATTACH '{case / 'facts.duckdb'}' AS kept (READ_ONLY)")
    for table in TAKEN:
        facts.query(f"INSERT INTO {table} SELECT * FROM kept.{table}")
    facts.query("DETACH kept")
    return facts


def by_count(text: str, change: Callable[[str, float], float]) -> str:
    """The code book with every count of `variables.counts` changed: `change(party, count)`."""

    def line(found: re.Match[str]) -> str:
        party, inside = found.group(1), found.group(2)
        return f"{party} = {{ " + re.sub(
            r"= ([\d.]+)", lambda each: f"= {change(party, float(each.group(1))):.4f}", inside
        ) + "}"  # fmt: skip

    head, _, tail = text.partition("[[variables]]")
    return head + "[[variables]]" + re.sub(rf"(?m)^({'|'.join(PARTIES)}) = {{ (.*)}}$", line, tail)


def books() -> Iterator[tuple[str, str]]:
    """The code book, and wrong ones."""
    text = BOOK.read_text(encoding="utf-8")
    yield "as it is", text
    for seed in (1, 2):
        yield f"each number × or ÷ 2 at random, {seed}", by_count(text, _at_random(seed))
    yield "sharpened: squared", by_count(text, lambda _, n: n * n)
    yield "certain: every number × 4", by_count(text, lambda _, n: n * 4)
    for party in PARTIES[:2]:
        yield f"toward {party}: rare is common", _toward(text, party)


def _at_random(seed: int) -> Callable[[str, float], float]:
    stream = np.random.default_rng(seed)
    return lambda _, n: n * 2.0 ** stream.choice([-1, 1])


def _toward(text: str, party: str) -> str:
    """Rare traits of one party are given as common: what others do looks more like it."""
    return by_count(text, lambda name, n: max(2 * n, 3.0) if name == party and n < 3 else n)


def rows_of(facts: Facts, settings: Settings, truth: Any) -> list[tuple[Judged, int, str, str]]:
    """Each incident with how many lines support its candidate, that candidate, and its grade at the second factor."""
    lines = {
        row["incident_id"]: row["n"]
        for row in facts.rows("SELECT incident_id, count(*) FILTER (stance = 'supports') AS n FROM line GROUP BY 1")
    }
    found = {row["incident_id"]: json.loads(row["reasons"]) for row in facts.rows("SELECT * FROM attribution")}
    case = read_case(facts)
    return [
        (each, lines[each.incident], found[each.incident]["best"], found[each.incident]["grade_at_second_factor"])
        for each in _judged(case, true_incidents(case, truth), truth)
    ]


def summary(rows: list[tuple[Judged, int, str, str]]) -> dict[str, Any]:
    """Calibration and grades. Sets of two are left out of precision: they are too easily right."""
    one = [row for row in rows if "+" not in row[2]]
    high = [row[0].right for row in one if row[0].grade == "high"]
    second = [row[0].true == row[2] for row in one if row[3] == "high"]
    two = [row for row in one if row[1] >= 2]
    likely = [row[0].right for row in one if row[0].grade == "likely"]
    stated = [(row[0].posterior[row[0].best], row[0].best == row[0].true) for row in rows]
    return {
        "incidents": len(rows),
        "calibration_error": _round(expected_error(calibration(stated))),
        "best_right": _round(np.mean([right for _, right in stated])),
        "high": len(high),
        "high_right": _mean(high),
        "high_at_2": len(second),
        "high_at_2_right": _mean(second),
        "two_lines": len(two),
        "two_lines_high": _mean([row[0].grade == "high" for row in two]),
        "two_lines_high_at_2": _mean([row[3] == "high" for row in two]),
        "likely": len(likely),
        "likely_right": _mean(likely),
        "sets_offered": sum("+" in row[0].named for row in rows),
    }


def _mean(values: list[bool]) -> float | None:
    return _round(np.mean(values)) if values else None


def _round(value: Any) -> float:
    return round(float(value), 4)


def main(work: Path, seeds: list[str], copied: bool) -> None:
    """Print and freeze the results."""
    cases = {seed: prepare(work, seed, COPIED if copied else ()) for seed in seeds}
    results: dict[str, Any] = {"seeds": seeds, "copied_undeclared": 0.2 if copied else 0.025}
    for name, book in books():
        pooled = []
        for seed, case in cases.items():
            facts, settings = load(case), read_settings(case / "case.toml")
            attribute(facts, settings, codebook=book)
            rows = rows_of(facts, settings, read_truth(work / f"s{seed}" / "truth"))
            if name == "as it is":
                results[f"seed {seed}"] = summary(rows)
            pooled += rows
        results[name] = summary(pooled)
        print(name, json.dumps(results[name]), flush=True)
        if copied:
            break
    target = HERE / ("calibration_copied.json" if copied else "calibration.json")
    target.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--copied"]
    main(Path(given[0]), given[1:], "--copied" in sys.argv)
