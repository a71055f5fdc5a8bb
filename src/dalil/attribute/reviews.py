"""What persons said of findings: held or accepted, from the decisions in the log."""

from __future__ import annotations

from dalil.casefile.facts import Facts

__all__ = ["write_reviews"]

_REVIEWS = """
WITH judged AS (
    SELECT i.incident_id, d.decision_id, d.kind, d."by", d.reason
    FROM decision d JOIN incident_report i ON list_contains(d.a, i.report_id)
    WHERE d.kind IN ('hold', 'accept') AND d.retracted_by IS NULL
), state AS (
    SELECT incident_id, CASE WHEN bool_or(kind = 'hold') THEN 'hold' ELSE 'accept' END AS kind FROM judged GROUP BY ALL
)
SELECT incident_id, CASE kind WHEN 'hold' THEN 'held' ELSE 'accepted' END AS state,
    max_by("by", decision_id) AS "by", max_by(reason, decision_id) AS reason, max(decision_id) AS decision_id
FROM judged JOIN state USING (incident_id, kind) GROUP BY ALL ORDER BY 1
"""


def write_reviews(facts: Facts) -> None:
    """Takes: decision, incident_report. Gives: review, one row for each incident that somebody judged.

    Who and why are of a judgement that gave the state. Where hold and accept contradict each other neither wins, and
    the incident is held until one is retracted.
    """
    facts.replace("review", facts.rows(_REVIEWS))
