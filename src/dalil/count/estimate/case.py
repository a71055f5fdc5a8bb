"""The undocumented of a case: attacks and killed persons, whole and by month, kind and place.

Takes: incident, incident_report, origin, partition_draw, person, person_victim, victim. Gives: estimate. Lists are
organisations. Refuses nothing: a stratum that does not carry a figure stands with its reason.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dalil.casefile.facts import Facts
from dalil.count.estimate.result import Estimate
from dalil.count.estimate.total import METHODS, combine
from dalil.count.lists import EVERYWHERE, Captures, ListedRecord, capture_tables

__all__ = ["write_estimates"]

MOST_LINKINGS = {"graphs": 50, "classes": 10}  # draws of linking looked at; beyond, the interval no longer changes
STRATA = {"month": "month_local", "kind": "kind", "place": "place"}

_REPORTS = """
SELECT r.report_id, r.organisation, nullif(r.origin_id, r.report_id) AS origin, i.incident_id,
       i.month_local, i.kind, i.place
FROM incident_report r JOIN incident i USING (incident_id) WHERE i.in_scope ORDER BY r.report_id
"""
# A person in a copied report goes back to the same person in the report it was copied from: both have one origin.
# The number before the id lets the report of first hand stand.
_PERSONS = """
SELECT (coalesce(o.origin_id, v.report_id, '') <> coalesce(v.report_id, ''))::INT || ' ' || p.victim_id AS record_id,
       v.organisation, coalesce(o.origin_id, v.report_id) || ' ' || p.person_id AS origin, p.person_id
FROM person_victim p JOIN person n USING (person_id) JOIN victim v ON v.victim_id = p.victim_id
LEFT JOIN origin o ON o.report_id = v.report_id
LEFT JOIN incident i ON i.incident_id = n.incident_id
WHERE n.fate IN ('killed', 'died_later') AND coalesce(i.in_scope, TRUE) ORDER BY 1
"""


def write_estimates(facts: Facts, seed: int = 0, methods: Sequence[str] = METHODS) -> int:
    """Fill the table `estimate`; returns how many rows. Same register, same seed, same rows."""
    rows = [*_incidents(facts, seed, methods), *_persons(facts, seed, methods)]
    return facts.replace("estimate", rows)


def _incidents(facts: Facts, seed: int, methods: Sequence[str]) -> Iterator[dict[str, Any]]:
    reports = facts.rows(_REPORTS)
    linkings = _linkings(facts, {row["report_id"]: row["incident_id"] for row in reports})
    for name, column in {EVERYWHERE: "", **STRATA}.items():
        records = [
            ListedRecord(row["report_id"], row["organisation"], row["origin"], _stratum(name, row, column))
            for row in reports
        ]
        yield from _rows("incidents", capture_tables(records, linkings), seed, methods)


def _stratum(name: str, row: Mapping[str, Any], column: str) -> str:
    return f"{name}={row[column] or 'unknown'}" if column else EVERYWHERE


def _linkings(facts: Facts, register: dict[str, str]) -> list[dict[str, str]]:
    """Each draw of linking: report to attack. Reports that never move stand as in the register."""
    moved: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in facts.rows("SELECT draw, report_id, cluster_id FROM partition_draw ORDER BY draw, report_id"):
        if row["report_id"] in register:
            # a cluster of a draw is never an attack of the register by its name alone
            moved[row["draw"]][row["report_id"]] = f"draw {row['cluster_id']}"
    return [register | changed for _, changed in sorted(moved.items())] or [register]


def _persons(facts: Facts, seed: int, methods: Sequence[str]) -> Iterator[dict[str, Any]]:
    rows = facts.rows(_PERSONS)
    records = [ListedRecord(row["record_id"], row["organisation"], row["origin"]) for row in rows]
    unit = {row["record_id"]: row["person_id"] for row in rows}
    yield from _rows("persons", capture_tables(records, [unit]), seed, methods)


def _rows(unit: str, captures: Captures, seed: int, methods: Sequence[str]) -> Iterator[dict[str, Any]]:
    for stratum, tables in captures.tables.items():
        for method in methods:
            found = combine(tables[: MOST_LINKINGS[method]], method, seed, stratum=stratum)
            yield _row(unit, found, captures)


def _row(unit: str, found: Estimate, captures: Captures) -> dict[str, Any]:
    whole = found.as_json()
    diagnostics = whole["diagnostics"] | {name: whole[name] for name in ("because", "curve")}
    diagnostics |= {"copies_left_out": captures.copies, "units_of_copies_only": max(captures.only_copies)}
    row = {
        name: whole[name] for name in ("method", "stratum", "observed", "median", "low", "high", "at_least", "refused")
    }
    return row | {"unit": unit, "diagnostics": json.dumps(diagnostics, sort_keys=True)}
