"""The register: from a partition of the reports to incidents, their reports and origins."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link.outputs.reconcile import reconcile
from dalil.link.reports.ids import incident_id

__all__ = ["register", "singletons"]


def singletons(facts: Facts, settings: Settings) -> int:
    """Each report its own attack and its own origin; returns the number of incidents.

    Takes: report, location, report_party. Gives: incident, incident_report, origin.
    """
    reports = [row["report_id"] for row in facts.rows("SELECT report_id FROM report ORDER BY report_id")]
    facts.replace("origin", [{"report_id": r, "origin_id": r, "basis": "own"} for r in reports])
    return register(facts, settings, {r: r for r in reports}, {})


def register(facts: Facts, settings: Settings, cluster_of: Mapping[str, str], stability: Mapping[str, float]) -> int:
    """Write the partition `cluster_of` (report to the smallest report of its cluster) as incidents.

    `stability` gives, by smallest report, how often the draws agree; 1 where it is silent.
    Takes: report, origin, location, report_party. Gives: incident, incident_report.
    """
    reports = sorted(cluster_of)
    ids = {first: incident_id([first]) for first in sorted(set(cluster_of.values()))}
    given = pa.table(
        {"report_id": pa.array(reports, pa.string()), "incident_id": [ids[cluster_of[r]] for r in reports]},
        schema=pa.schema([("report_id", pa.string()), ("incident_id", pa.string())]),
    )
    stable = pa.table(
        {"incident_id": list(ids.values()), "stability": [stability.get(first, 1.0) for first in ids]},
        schema=pa.schema([("incident_id", pa.string()), ("stability", pa.float64())]),
    )
    facts.make("report_incident", given)
    members = facts.query(
        "SELECT incident_id, report_id, organisation, origin_id FROM report_incident"
        " JOIN report USING (report_id) LEFT JOIN origin USING (report_id) ORDER BY ALL"
    ).to_arrow_table()
    facts.query("DROP TABLE report_incident")
    facts.replace("incident_report", members)
    facts.make("incident_stability", stable)
    return reconcile(facts, settings)
