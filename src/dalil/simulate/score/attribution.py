"""Attribution: are the posteriors right as often as they say, and the grades?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.simulate.score.case import Tables
from dalil.simulate.score.forecasts import brier, calibration, expected_error, log_loss
from dalil.simulate.score.sky import true_incidents, vars_of
from dalil.simulate.score.truth import Truth

GRADES = ("high", "likely", "more_likely_than_not")
DIRECT = ("direct", "", None)
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judged:
    """One incident of the case: posterior by party, grade, the party named, the party it was."""

    incident: str
    posterior: Mapping[str, float]
    grade: str
    named: str
    true: str
    real: str  # the true incident

    @property
    def best(self) -> str:
        """The party with the largest posterior."""
        return max(self.posterior, key=self.posterior.__getitem__)

    @property
    def right(self) -> bool:
        """Whether the named party, or one of the named set, did it."""
        return self.true in self.named.split("+")


def score_attribution(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """Log loss, Brier, calibration, precision and recall by grade, and what copies do to them."""
    judged = _judged(case, true_incidents(case, truth), truth)
    if not judged:
        return None
    stated, true = [row.posterior for row in judged], [row.true for row in judged]
    best = [(row.posterior[row.best], row.best == row.true) for row in judged]
    table = calibration(best)
    return {
        "incidents": len(judged),
        "log_loss": log_loss(stated, true),
        "brier": brier(stated, true),
        "calibration_error": expected_error(table),
        "best_party_right": sum(right for _, right in best) / len(best),
        "calibration": [vars_of(row) for row in table],
        "grades": by_grade(judged),
        "copies": _copies(judged, truth),
    }


def by_grade(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """For each grade and all above it: how many, how many right, and of all incidents how many rightly so graded."""
    found, right, n = [], 0, 0
    for grade in GRADES:
        here = [row for row in judged if row.grade == grade]
        n, right = n + len(here), right + sum(row.right for row in here)
        found.append(
            {
                "grade": grade,
                "n": len(here),
                "precision": _mean([row.right for row in here]),
                "n_at_least": n,
                "precision_at_least": right / n if n else None,
                "recall_at_least": right / len(judged) if judged else None,
            }
        )
    return found


def _judged(case: Tables, incident_of: Mapping[Hashable, Hashable], truth: Truth) -> list[Judged]:
    grades = {row["incident_id"]: (row["grade"] or "", row["party"] or "") for row in case["attribution"]}
    posterior: dict[str, dict[str, float]] = {}
    best: dict[str, tuple[str, str]] = {}
    for row in case["finding"]:
        if row["role"] not in DIRECT:
            continue
        name, party = row["incident_id"], row["party"]
        if row["grade"] in GRADES:
            known = best.get(name)
            if known is None or GRADES.index(row["grade"]) < GRADES.index(known[0]):
                best[name] = row["grade"], party
        # A set's probability is that of its members: only single parties make up the forecast.
        if row["posterior"] is not None and "+" not in party:
            posterior.setdefault(name, {})[party] = float(row["posterior"])
    found = []
    for name in sorted(posterior):
        real = truth.incidents.get(str(incident_of.get(name)))
        if real is not None:
            grade, named = grades.get(name) or best.get(name) or ("", "")
            whole = _with_other(posterior[name])
            found.append(Judged(name, whole, grade, named, real["party"], real["incident_id"]))
    return found


def _with_other(posterior: Mapping[str, float]) -> dict[str, float]:
    rest = 1.0 - sum(posterior.values())
    return dict(posterior) if rest <= 1e-9 else {**posterior, OTHER: posterior.get(OTHER, 0.0) + rest}


def _copies(judged: Sequence[Judged], truth: Truth) -> list[dict[str, Any]]:
    """Where accounts were retold, or a flight's label copied from a witness: are posteriors more often wrong?"""
    retold = {truth.incident_of_report[r["report_id"]] for r in truth.tables["origins"] if r["how"] == "rereport"}
    copied = {r["flight_id"] for r in truth.tables["sightings"] if r.get("copied_label") == "true"}
    labelled = {name for name, row in truth.incidents.items() if row["flight_id"] in copied}
    groups = {
        "retold": [row for row in judged if row.real in retold],
        "not retold": [row for row in judged if row.real not in retold],
        "label copied": [row for row in judged if row.real in labelled],
    }
    return [{"incidents": name, **_group(group)} for name, group in groups.items()]


def _group(group: Sequence[Judged]) -> dict[str, Any]:
    """What was stated of a group of incidents, and how often it was right."""
    high = [row for row in group if row.grade == "high"]
    return {
        "n": len(group),
        "stated": _mean([row.posterior[row.best] for row in group]),
        "right": _mean([row.best == row.true for row in group]),
        "high": len(high),
        "high_right": _mean([row.right for row in high]),
    }


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
