"""show, estimate: what is known, in the shapes of the contract, read from the facts."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.records import GROUPS, TABLES

__all__ = [
    "VIEWS", "estimate", "estimates", "exhibits", "figures", "flights", "incident", "incidents", "pairs", "refusals",
    "show", "statements", "weights",
]  # fmt: skip

Row = dict[str, Any]

_OWN = ("incident_id", "earliest", "latest", "latitude", "longitude", "radius_m", "place", "kind", "objects_hit",
        "weapons", "strikes", "parties_alleged", "organisations", "origins", "in_scope")  # fmt: skip


def _toll(row: Row, fate: str) -> dict[str, list[int | None]]:
    """{group: [min, max]} of the groups that somebody stated: not stated is not zero."""
    pairs = {group: [row[f"{fate}_{group}_min"], row[f"{fate}_{group}_max"]] for group in GROUPS}
    return {group: pair for group, pair in pairs.items() if pair != [None, None]}


_CHANCE = """
(SELECT chance FROM chance AS c WHERE c.incident_id = o.incident_id AND c.line = o.line AND c.label = o.label
    AND c.bin = o.bin AND c.bin_s IS NOT DISTINCT FROM o.bin_s) AS chance
"""


def _grouped(facts: Facts, table: str, columns: str, order: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    if table.split()[0] in TABLES:
        for row in facts.rows(f"SELECT incident_id, {columns} FROM {table} ORDER BY incident_id, {order}"):
            groups[row.pop("incident_id")].append(row)
    return groups


def incidents(facts: Facts, incident_id: str | None = None) -> list[Row]:
    """The register, one object for each attack."""
    where = "WHERE incident_id = ?" if incident_id else ""
    rows = facts.rows(f"SELECT * FROM incident {where} ORDER BY incident_id", [incident_id] if incident_id else [])
    reports = _grouped(facts, "incident_report", "report_id", "report_id")
    findings = _grouped(facts, "finding", "party, role, posterior, low, high, grade", "posterior DESC, party, role")
    lines = _grouped(facts, "line", "line, stance", "line")
    flights_of = _grouped(
        facts, "opportunity AS o",
        f"label, flight_id, bin AS opportunity, bin_s AS within_s, slack_s, closest_m, {_CHANCE}, possible_from, "
        "possible_to",
        "bin = 'possible', closest_m, flight_id",
    )  # fmt: skip
    attributions = _grouped(facts, "attribution", "*", "incident_id")
    reviews = _grouped(facts, "review", 'state, "by"', "state")
    shaped = []
    for row in rows:
        key = row["incident_id"]
        whole = (attributions.get(key) or [{}])[0]
        shaped.append(
            {name: row[name] for name in _OWN}
            | {
                "reports": [entry["report_id"] for entry in reports.get(key, [])],
                "killed": _toll(row, "killed"),
                "injured": _toll(row, "injured"),
                "link": {"stability": row["stability"]},
                "findings": findings.get(key, []),
                "party": whole.get("party"),
                "grade": whole.get("grade", "not_attributed"),
                "likelihood_ratio": whole.get("likelihood_ratio"),
                "hangs_on": _critical(whole),
                "lines": {entry["line"]: entry["stance"] for entry in lines.get(key, [])},
                "flights": flights_of.get(key, []),
                "review": (reviews.get(key) or [{"state": "unreviewed", "by": None}])[0],
            }
        )
    return shaped


def _critical(attribution: Row) -> str | None:
    """Line and origin that a finding hangs on, as the published output spells them; of the sky the line alone."""
    line, kind, origin = (attribution.get(name) for name in ("hangs_on", "origin_kind", "origin_id"))
    if line is None or kind is None:
        return line
    spelled = {"report": origin, "record": f"exhibit of {origin}"}.get(kind, f"{kind}:{origin}")
    return f"{line}: {spelled}"


def incident(facts: Facts, incident_id: str) -> Row:
    """One attack with each source's own account beside the reconciled one."""
    found = incidents(facts, incident_id)
    if not found:
        raise UsageError(
            f"There is no incident {incident_id}.",
            expected="an id as `dalil show CASE incidents` lists them",
            do="after a re-run ids follow the reports: look for the report instead",
        )
    accounts = facts.rows(
        "SELECT r.* EXCLUDE (source_sha256) FROM report r JOIN incident_report i USING (report_id)"
        " WHERE i.incident_id = ? ORDER BY report_id",
        [incident_id],
    )
    stated = [{name: value for name, value in row.items() if value not in (None, [])} for row in accounts]
    return found[0] | {"accounts": stated}


def exhibits(facts: Facts) -> list[Row]:
    """Each file that was handed in, with what was said of it."""
    rows = facts.rows(
        "SELECT file AS exhibit_id, file, sha256, kind, note FROM exhibit"
        " UNION ALL SELECT o.file_name, o.file_name, o.sha256, NULL, NULL FROM original o"
        " WHERE o.role = 'exhibit' AND NOT EXISTS (SELECT 1 FROM exhibit e WHERE e.sha256 = o.sha256)"
        " ORDER BY 1, 3"
    )
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row["sha256"], row["file"])
    return [
        {name: row[name] for name in ("exhibit_id", "file", "sha256", "kind")}
        | {"origin": first[row["sha256"]] if row["sha256"] else None, "notes": [row["note"]] if row["note"] else []}
        for row in rows
    ]


def figures(facts: Facts) -> list[Row]:
    """Each figure with the query that gives it."""
    return facts.rows('SELECT name, value, low, high, unit, text, query, "rows" FROM figure ORDER BY name')


def estimates(facts: Facts) -> list[Row]:
    """What nobody wrote down, per method and stratum."""
    rows = facts.rows("SELECT * FROM estimate ORDER BY method, unit, stratum")
    return [row | {"diagnostics": json.loads(row["diagnostics"] or "{}")} for row in rows]


def refusals(facts: Facts) -> list[Row]:
    """What was not taken, and why."""
    return facts.rows("SELECT * EXCLUDE (sha256) FROM refusal ORDER BY sha256, row, field")


def pairs(facts: Facts) -> list[Row]:
    """Pairs of reports near or above the threshold."""
    rows = facts.rows("SELECT * FROM pair ORDER BY probability DESC, a, b")
    return [row | {"comparisons": json.loads(row["comparisons"] or "{}")} for row in rows]


def weights(facts: Facts) -> list[Row]:
    """What the last run learned of linking: of each level of each comparison its shares and its weight."""
    return facts.rows("SELECT * FROM link_parameter ORDER BY name, level")


def flights(facts: Facts) -> list[Row]:
    """The flights that sightings and tracks were joined into, in order of time: when, what, and near how many attacks.

    `near` counts incidents that the flight could have reached in time; what it says of each, `show incident` tells.
    """
    return facts.rows(
        "WITH reached AS (SELECT flight_id, count(*) AS near FROM opportunity"
        " WHERE line = 'flight' AND bin <> 'possible' GROUP BY flight_id)"
        " SELECT f.flight_id, first_at, last_at, label, fixes, coalesce(near, 0) AS near, confidence,"
        " f.* EXCLUDE (flight_id, first_at, last_at, label, fixes, confidence)"
        " FROM flight f LEFT JOIN reached USING (flight_id) ORDER BY first_at, f.flight_id"
    )


def statements(facts: Facts) -> list[dict[str, Any]]:
    """What parties said of their own acts, as recorded, how many findings it would exclude, which, and what is behind.

    `incidents` gives each with its grade, `exhibits` each with the files that its reports name, as `exhibit_id` of
    `show exhibits`; an incident whose reports name none has an empty list.
    """
    from dalil.attribute.outputs.statements import statement_sums

    words = dict(facts.query("SELECT statement_id, text FROM statement").fetchall())
    checked: dict[str, dict[str, str]] = defaultdict(dict)
    for row in facts.rows(
        "SELECT statement_id, incident_id, grade FROM statement_check WHERE excluded ORDER BY statement_id, incident_id"
    ):
        checked[row["statement_id"]][row["incident_id"]] = row["grade"]
    behind = _exhibits_behind(facts)
    return [
        row | {
            "text": words[row["statement_id"]],
            "incidents": checked[row["statement_id"]],
            "exhibits": {name: behind.get(name, []) for name in checked[row["statement_id"]]},
        }
        for row in statement_sums(facts)
    ]  # fmt: skip


def _exhibits_behind(facts: Facts) -> dict[str, list[str]]:
    """By incident that a statement excludes, the files that its reports name."""
    return dict(facts.query(
        "SELECT incident_id, list(DISTINCT file ORDER BY file) FROM (SELECT ir.incident_id, unnest(r.exhibits) AS file"
        " FROM incident_report ir JOIN report r USING (report_id)"
        " WHERE ir.incident_id IN (SELECT incident_id FROM statement_check WHERE excluded)) GROUP BY incident_id"
    ).fetchall())  # fmt: skip


VIEWS = {
    "incidents": incidents,
    "exhibits": exhibits,
    "flights": flights,
    "pairs": pairs,
    "weights": weights,
    "refusals": refusals,
    "figures": figures,
    "estimate": estimates,
    "statements": statements,
}
"""What `dalil show` can list, by name."""


def show(path: Path, what: str, which: str | None) -> Any:
    """What is known, in the shape of the contract."""
    with Case.open(path) as case:
        if what == "log":
            return [_log_row(entry) for entry in case.log.entries()]
        with case.facts() as facts:
            if what == "incident":
                if not which:
                    raise UsageError("`show CASE incident` needs the id.", do="dalil show CASE incidents lists them")
                return incident(facts, which) | {"reasons": _reasons(facts, which)}
            if what not in VIEWS:
                raise UsageError(
                    f"There is nothing called {what!r} to show.",
                    expected=", ".join(["incident ID", *VIEWS, "log"]),
                )
            return VIEWS[what](facts)


def _reasons(facts: Facts, incident_id: str) -> dict[str, str]:
    """What speaks for and against, what is missing and what the finding hangs on, in each language."""
    if not facts.value("SELECT count(*) FROM attribution WHERE incident_id = ?", [incident_id]):
        return {}
    from dalil.messages import LANGUAGES
    from dalil.present.reasons import reasons

    return {language: reasons(facts, incident_id, language).text for language in LANGUAGES}


def _log_row(entry: Any) -> dict[str, Any]:
    return {
        "chain": entry.chain,
        "number": entry.number,
        "time": entry.time,
        "kind": entry.kind,
        "body": dict(entry.body),
        "details": None if entry.details is None else dict(entry.details),
    }


def estimate(table: Path, *, method: str, seed: int) -> dict[str, Any]:
    """The undocumented from a bare capture table."""
    from dalil.count.estimate import estimate_file

    return estimate_file(table, method=method, seed=seed).as_json()
