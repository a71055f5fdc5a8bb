"""Consent that was withdrawn: logged once, applied to the facts whenever they are made.

A withdrawn testimony speaks no more for anybody; a withdrawn report still counts, for the attack took place, but its
account leaves to no audience. What left before is listed as recalled by the next submission (`submit --since`).
"""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.vault.log.reader import Log, Recorded

__all__ = ["apply_withdrawals", "what_it_names"]


def what_it_names(facts: Facts, name: str) -> dict[str, list[str]]:
    """What a person means by `name`: testimonies of a witness, a testimony, or a report; empty lists for nothing."""
    testimonies = facts.rows(
        "SELECT testimony_id FROM testimony WHERE testimony_id = ? OR witness = ? OR organisation || '/' || witness = ?"
        " ORDER BY 1",
        [name, name, name],
    )
    reports = facts.rows("SELECT report_id FROM report WHERE report_id = ?", [name])
    return {
        "testimonies": [row["testimony_id"] for row in testimonies],
        "reports": [row["report_id"] for row in reports],
    }


def apply_withdrawals(log: Log, facts: Facts) -> int:
    """Mark in the facts what the log says was withdrawn; returns the number of records that are.

    Takes: testimony, report. Gives: `testimony.withdrawn_on` (the earlier of the day stated and the day logged) and an
    empty `report.consent`. A chain that the case does not trust withdraws only what it brought in itself.
    """
    marked = 0
    for entry in log.entries("withdraw"):
        if entry.details is None:
            continue
        day = entry.time[:10]
        for testimony_id in _theirs(facts, "testimony", entry.details["testimonies"], entry):
            # The earlier day: a submission of the days between was made when consent no longer stood.
            facts.query(
                "UPDATE testimony SET withdrawn_on = least(coalesce(withdrawn_on, ?::DATE), ?::DATE)"
                " WHERE testimony_id = ?",
                [day, day, testimony_id],
            )
            marked += 1
        for report_id in _theirs(facts, "report", entry.details["reports"], entry):
            # The attack took place whoever may say so: the row stays and is counted.
            facts.query("UPDATE report SET consent = [] WHERE report_id = ?", [report_id])
            marked += 1
    return marked


def _theirs(facts: Facts, table: str, names: list[str], entry: Recorded) -> list[str]:
    """Those of `names` over which the chain of `entry` may speak: all, or of what it read itself."""
    if entry.trusted:
        return names
    read = facts.query(
        f"SELECT {table}_id FROM {table} WHERE {table}_id IN (SELECT unnest(?::VARCHAR[])) AND source_sha256 IN"
        " (SELECT sha256 FROM reading WHERE chain = ?) ORDER BY 1",
        [names, entry.chain],
    )
    return [name for (name,) in read.fetchall()]
