"""Linking and persons: which reports were put together, which rows of victim lists."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any

from dalil.geo.earth import METRES_PER_DEGREE
from dalil.simulate.score.case import Tables
from dalil.simulate.score.clusters import b_cubed, complete, pairwise, recovered
from dalil.simulate.score.truth import Row, Truth

NEAR_S = 3 * 3600  # with NEAR_M: two attacks so close that reports of them, at the usual errors, look like one
NEAR_M = 150.0
"""Metres; the error of a report located by its neighbourhood is larger."""


def score_linking(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """Pairwise and B-cubed agreement of incidents; None where nothing was linked."""
    found = {row["report_id"]: row["incident_id"] for row in case["incident_report"]}
    if not found:
        return None
    true = truth.incident_of_report
    full = complete(found, true)
    return {
        **agreement(full, true),
        "incidents": len(set(full.values())),
        "incidents_true": len(set(true.values())),
        "incidents_recovered": recovered(full, true),
        "reports": len(true),
        "reports_not_linked": sum(report not in found for report in true),
        **_kept_apart(full, truth),
    }


def score_persons(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """The same of persons."""
    found = {row["victim_id"]: row["person_id"] for row in case["person_victim"]}
    if not found:
        return None
    true = {row["person_id"]: row["true_person"] for row in truth.tables["victims"]}
    full = complete(found, true)
    return {
        **agreement(full, true),
        "persons": len(set(full.values())),
        "persons_true": len(set(true.values())),
        "persons_recovered": recovered(full, true),
        "rows_not_linked": sum(row not in found for row in true),
    }


def score_origins(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """Copies between organisations: of the pairs that truly go back to one account, how many share an origin."""
    found = {row["report_id"]: row["origin_id"] for row in case["origin"]}
    if not found:
        return None
    copies = [row for row in truth.tables["origins"] if row["how"] == "rereport"]
    result: dict[str, Any] = {"rereports": len(copies)}
    for name, wanted in (("declared", "true"), ("undeclared", "false")):
        pairs = [(row["report_id"], row["origin_report_id"]) for row in copies if row["declared"] == wanted]
        caught = [a in found and b in found and found[a] == found[b] for a, b in pairs]
        result[f"{name}_recall"] = sum(caught) / len(caught) if caught else None
    own = {row["report_id"] for row in truth.tables["reports"] if row["how"] == "own"}
    result["own_reports_of_own_origin"] = _apart(found, own)
    return result


def _apart(found: Mapping[str, str], own: set[str]) -> float:
    """Share of the independent reports that share an origin with no other one."""
    members: dict[str, int] = defaultdict(int)
    for report in own:
        if report in found:
            members[found[report]] += 1
    total = sum(members.values())
    return sum(n for n in members.values() if n == 1) / total if total else 1.0


def agreement(found: Mapping[Any, Hashable], true: Mapping[Any, Hashable]) -> dict[str, float]:
    """Pairwise and B-cubed precision, recall and F1 under the names of a score."""
    result: dict[str, float] = {}
    for name, measure in (("pairwise", pairwise(found, true)), ("b_cubed", b_cubed(found, true))):
        result |= {f"{name}_precision": measure.precision, f"{name}_recall": measure.recall, f"{name}_f1": measure.f1}
    return result


def _kept_apart(found: Mapping[str, Hashable], truth: Truth) -> dict[str, Any]:
    """Pairs of attacks on one place within three hours, both reported: were they kept apart?"""
    clusters: dict[str, set[Hashable]] = defaultdict(set)
    for report, incident in truth.incident_of_report.items():
        clusters[incident].add(found[report])
    near = close_pairs(list(truth.reported.values()))
    # One report in the other's cluster is enough to have thrown the two attacks together.
    apart = [not clusters[a] & clusters[b] for a, b in near]
    return {"close_pairs": len(near), "close_pairs_kept_apart": sum(apart) / len(apart) if apart else None}


def close_pairs(incidents: list[Row]) -> list[tuple[str, str]]:
    """Pairs of incidents within `NEAR_S` seconds and `NEAR_M` metres of one another."""
    rows = sorted(
        (_epoch(row["at"]), float(row["latitude"]), float(row["longitude"]), row["incident_id"]) for row in incidents
    )
    found = []
    for n, (at, latitude, longitude, name) in enumerate(rows):
        for other_at, other_latitude, other_longitude, other in rows[n + 1 :]:
            # Sorted by time: no later one can be near either.
            if other_at - at > NEAR_S:
                break
            east = (other_longitude - longitude) * math.cos(math.radians(latitude))
            if METRES_PER_DEGREE * math.hypot(other_latitude - latitude, east) <= NEAR_M:
                found.append((name, other))
    return found


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
