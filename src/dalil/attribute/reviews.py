"""What persons said of findings: held or accepted, from the decisions in the log."""

from __future__ import annotations

from dalil.casefile.facts import Facts

__all__ = ["write_reviews"]


def write_reviews(facts: Facts) -> None:
    """Takes: decision, incident_report. Gives: review, one row for each incident that somebody judged.

    The state follows from what stands: where hold and accept contradict each other neither wins, and the incident is
    held until one is retracted.
    """
    facts.replace("review", facts.rows(
        "SELECT i.incident_id, CASE WHEN bool_or(d.kind = 'hold') THEN 'held' ELSE 'accepted' END AS state,"
        " max_by(d.by, d.decision_id) AS \"by\", max_by(d.reason, d.decision_id) AS reason,"
        " max(d.decision_id) AS decision_id"
        " FROM decision d JOIN incident_report i ON list_contains(d.a, i.report_id)"
        " WHERE d.kind IN ('hold', 'accept') AND d.retracted_by IS NULL GROUP BY i.incident_id ORDER BY 1"
    ))  # fmt: skip
