"""Figures against the truth, and whether the estimates of the undocumented hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dalil.simulate.score.case import Tables
from dalil.simulate.score.truth import Row, Truth

_OBJECTS = ("hospital", "school", "mosque", "market", "camp", "home", "rescue")
_WEAPONS = (
    "cluster",
    "incendiary",
    "barrel_bomb",
    "bunker_buster",
    "rocket",
    "guided_bomb",
    "unguided_bomb",
    "chemical",
)


def true_figures(truth: Truth) -> dict[str, float]:
    """The figures a perfect run would give, by name: of the attacks that somebody reported."""
    rows = list(truth.reported.values())
    found: dict[str, float] = {"incidents.total": len(rows)}
    found["incidents.populated"] = sum(row["populated"] == "true" for row in rows)
    found["incidents.incendiary_populated"] = sum(
        _has(row, "weapons", "incendiary") and row["populated"] == "true" for row in rows
    )
    for word in _OBJECTS:
        found[f"incidents.object.{word}"] = sum(_has(row, "objects_hit", word) for row in rows)
    for word in _WEAPONS:
        found[f"incidents.weapon.{word}"] = sum(_has(row, "weapons", word) for row in rows)
    for group in ("civilians", "children"):
        killed = sum(int(row[f"killed_{group}"]) for row in rows)
        found |= {f"killed.{group}.min": killed, f"killed.{group}.max": killed}
    for number, regime in enumerate(truth.parameters.get("medical_regimes", ()), 1):
        found[f"rate.hospital.P{number}"] = float(regime["a_day"])
    return found


def score_figures(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """The error of each figure whose truth is known; `covered` where an interval was given."""
    if not case["figure"]:
        return None
    true, rows = true_figures(truth), []
    for row in case["figure"]:
        if row["name"] in true and row["value"] is not None:
            wanted = true[row["name"]]
            rows.append(
                {
                    "name": row["name"],
                    "value": row["value"],
                    "truth": wanted,
                    "error": row["value"] - wanted,
                    "relative": (row["value"] - wanted) / wanted if wanted else None,
                    "covered": _covered(row, wanted),
                }
            )
    relative = sorted(abs(row["relative"]) for row in rows if row["relative"] is not None)
    return {
        "figures": len(rows),
        "median_relative_error": relative[len(relative) // 2] if relative else None,
        "errors": rows,
    }


def score_undocumented(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """For each estimate of the whole: the interval, the true number, and whether it holds it."""
    if not case["estimate"]:
        return None
    incidents = truth.incidents.values()
    true = {"incidents": len(incidents), "persons": sum(int(row["killed_civilians"]) for row in incidents)}
    rows = []
    for row in case["estimate"]:
        unit = {"incident": "incidents", "person": "persons"}.get(row["unit"], row["unit"])
        if row["stratum"] in ("", "all", None) and unit in true:
            rows.append(
                {
                    "method": row["method"],
                    "unit": unit,
                    "observed": row["observed"],
                    "truth": true[unit],
                    "low": row["low"],
                    "median": row["median"],
                    "high": row["high"],
                    "covered": _covered(row, true[unit]),
                    "refused": row["refused"],
                }
            )
    given = [row["covered"] for row in rows if row["covered"] is not None]
    return {
        "estimates": len(given),
        "refused": sum(bool(row["refused"]) for row in rows),
        "covered": sum(given) / len(given) if given else None,
        "rows": rows,
    }


def _covered(row: Mapping[str, Any], wanted: float) -> bool | None:
    if row["low"] is None or row["high"] is None:
        return None
    return bool(row["low"] <= wanted <= row["high"])


def _has(row: Row, column: str, word: str) -> bool:
    return word in row[column].split(";")
