"""Are posteriors right as often as they say, and grades? python bench/attribute/calibration.py WORK SEED…

Simulates the siege with 15 % of incidents labelled (raids, offensives, wrong labels and rumours on), runs link and
sky once for each seed in the folder WORK, then attribution again and again: with the code book as it is, and with
books that are wrong. `--copied` simulates with 20 % of labels copied from a witness and not declared.

"Two lines with a ratio of at least 2" is read in both ways. `two_lines`: the ratio at the unfavourable end of its
range is at least 2, as the grades ask. `two_lines_at_mean`: the ratio at the mean of the code book is. Sets of two
parties are left out of precision and of these counts: they are too easily right.

`by_chance` is the calibration error that a forecaster would show whose odds are always right: the same stated
probabilities, outcomes drawn from them, 500 times; the mean and the 95 % point. `linked_right` are the incidents whose
reports link put together exactly as the truth does: what is left there is not linking's.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
MACHINE = "2 cores, 24 GiB, Linux x86_64, Python 3.11; shared by 4"
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


@dataclass(frozen=True, slots=True)
class Row:
    """One incident: its candidate, its grade at the second factor, how many lines have a ratio of 2 at the low end of
    their range and at the mean of the book, and whether its reports were put together as they should."""

    judged: Judged
    best: str
    second: str
    low: int
    mean: int
    linked_right: bool


def rows_of(facts: Facts, truth: Any) -> list[Row]:
    """Each incident of which the truth is known."""
    lines = {row.pop("incident_id"): row for row in facts.rows(
        "SELECT incident_id, count(*) FILTER (stance = 'supports') AS low, count(*) FILTER (ratio >= 2) AS mean"
        " FROM line GROUP BY 1")}  # fmt: skip
    found = {row["incident_id"]: json.loads(row["reasons"]) for row in facts.rows("SELECT * FROM attribution")}
    case, whole = read_case(facts), whole_clusters(facts, truth)
    rows = []
    for each in _judged(case, true_incidents(case, truth), truth):
        said = found[each.incident]
        rows.append(Row(each, said["best"], said["grade_at_second_factor"], **lines[each.incident],
                        linked_right=each.incident in whole))  # fmt: skip
    return rows


def whole_clusters(facts: Facts, truth: Any) -> set[str]:
    """The incidents that hold all reports of one true incident and no other's."""
    reports = facts.rows(
        "SELECT incident_id, list(report_id ORDER BY report_id) AS said FROM incident_report GROUP BY 1"
    )
    true: dict[str, set[str]] = {}
    for report, incident in truth.incident_of_report.items():
        true.setdefault(incident, set()).add(report)
    wholes = {frozenset(each) for each in true.values()}
    return {row["incident_id"] for row in reports if frozenset(row["said"]) in wholes}


def by_chance(stated: list[tuple[float, bool]]) -> list[float]:
    """Mean and 95 % point of the calibration error of a forecaster whose odds are right."""
    rng, p = np.random.default_rng(0), np.array([each for each, _ in stated])
    errors = [expected_error(calibration(list(zip(p, rng.random(len(p)) < p, strict=True)))) for _ in range(500)]
    return [_round(np.mean(errors)), _round(np.quantile(errors, 0.95))]


def summary(rows: list[Row]) -> dict[str, Any]:
    """Calibration and grades."""
    one = [row for row in rows if "+" not in row.best]
    high = [row.judged.right for row in one if row.judged.grade == "high"]
    second = [row.judged.true == row.best for row in one if row.second == "high"]
    likely = [row.judged.right for row in one if row.judged.grade == "likely"]
    stated, linked = _stated(rows), _stated([row for row in rows if row.linked_right])
    found: dict[str, Any] = {
        "incidents": len(rows),
        "calibration_error": _round(expected_error(calibration(stated))),
        "by_chance": by_chance(stated),
        "stated_less_right": _round(np.mean([p - right for p, right in stated])),
        "linked_right": len(linked),
        "linked_right_calibration_error": _round(expected_error(calibration(linked))),
        "best_right": _round(np.mean([right for _, right in stated])),
        "high": len(high),
        "high_right": _mean(high),
        "high_at_2": len(second),
        "high_at_2_right": _mean(second),
        "likely": len(likely),
        "likely_right": _mean(likely),
        "sets_offered": sum("+" in row.judged.named for row in rows),
    }
    for name, two in (("two_lines", [row for row in one if row.low >= 2]),
                      ("two_lines_at_mean", [row for row in one if row.mean >= 2])):  # fmt: skip
        found |= {
            name: len(two),
            f"{name}_high": _mean([row.judged.grade == "high" for row in two]),
            f"{name}_high_at_2": _mean([row.second == "high" for row in two]),
        }
    return found


def _stated(rows: list[Row]) -> list[tuple[float, bool]]:
    return [(row.judged.posterior[row.judged.best], row.judged.best == row.judged.true) for row in rows]


def ten_copies(facts: Facts, settings: Settings, book: str) -> float:
    """How far at most a posterior moves when each film that shows an aircraft or munition is posted ten times more."""
    films = "aspect IN ('aircraft', 'munition')"
    facts.query(f"UPDATE observation SET exhibit = observation_id WHERE {films}")
    facts.query(f"INSERT INTO exhibit (organisation, file, sha256) SELECT organisation, exhibit, md5(exhibit)"
                f" FROM observation WHERE {films}")  # fmt: skip
    before = _posteriors(facts, settings, book)
    facts.query(
        "INSERT INTO observation (organisation, report_id, aspect, value, certainty, exhibit, observation_id) SELECT"
        " organisation, report_id, aspect, value, certainty, exhibit || '-' || k, observation_id || '-' || k"
        f" FROM (FROM observation WHERE {films}), range(10) r(k)"
    )
    facts.query("INSERT INTO exhibit (organisation, sha256, file) SELECT organisation, sha256, file || '-' || k"
                " FROM (FROM exhibit WHERE sha256 IS NOT NULL), range(10) r(k)")  # fmt: skip
    after = _posteriors(facts, settings, book)
    return _round(max(abs(after[key] - value) for key, value in before.items()))


def _posteriors(facts: Facts, settings: Settings, book: str) -> dict[tuple[str, str, str], float]:
    attribute(facts, settings, codebook=book)
    return {(row["incident_id"], row["party"], row["role"]): row["posterior"]
            for row in facts.rows("SELECT * FROM finding WHERE NOT contains(party, '+')")}  # fmt: skip


def _mean(values: list[bool]) -> float | None:
    return _round(np.mean(values)) if values else None


def _round(value: Any) -> float:
    return round(float(value), 4)


def main(work: Path, seeds: list[str], copied: bool) -> None:
    """Print and freeze the results."""
    cases = {seed: prepare(work, seed, COPIED if copied else ()) for seed in seeds}
    results: dict[str, Any] = {"machine": MACHINE, "seeds": seeds, "copied_undeclared": 0.2 if copied else 0.025}
    for name, book in books():
        pooled = []
        for seed, case in cases.items():
            facts, settings = load(case), read_settings(case / "case.toml")
            attribute(facts, settings, codebook=book)
            rows = rows_of(facts, read_truth(work / f"s{seed}" / "truth"))
            if name == "as it is":
                results[f"seed {seed}"] = summary(rows) | {"ten_copies_move": ten_copies(facts, settings, book)}
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
