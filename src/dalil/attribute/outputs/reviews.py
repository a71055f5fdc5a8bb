"""What persons said of findings and of single lines: held or accepted, from the decisions in the log.

A file of its own, short as it is: each table that the stage gives is written in a file that has its name.
"""

from __future__ import annotations

from dalil.attribute.book.model import LINES
from dalil.casefile.facts import Facts

__all__ = ["write_reviews"]

# A reason that begins with the name of a line is an answer to that line.
_ANSWERS = f"""
WITH answer AS (
    SELECT DISTINCT i.incident_id, d.decision_id, d.kind, d."by", d.reason,
        nullif(regexp_extract(lower(d.reason), '^\\s*({"|".join(LINES)})\\s*:', 1), '') AS named
    FROM decision d JOIN incident_report i ON list_contains(d.a, i.report_id)
    WHERE d.kind IN ('hold', 'accept') AND d.retracted_by IS NULL
), judged AS (SELECT *, {{line}} AS line FROM answer WHERE {{which}}), state AS (
    SELECT incident_id, line, CASE WHEN bool_or(kind = 'hold') THEN 'hold' ELSE 'accept' END AS kind
    FROM judged GROUP BY ALL
)
SELECT j.incident_id, j.line, CASE j.kind WHEN 'hold' THEN 'held' ELSE 'accepted' END AS state,
    max_by("by", decision_id) AS "by", max_by(reason, decision_id) AS reason, max(decision_id) AS decision_id
FROM judged j JOIN state s ON j.incident_id = s.incident_id AND j.line = s.line AND j.kind = s.kind
GROUP BY j.incident_id, j.line, j.kind ORDER BY 1, 2
"""


def write_reviews(facts: Facts) -> None:
    """Takes: decision, incident_report. Gives: review, one row for each incident that somebody judged; line_review.

    Who and why are of a judgement that gave the state. Where hold and accept contradict each other neither wins, and
    the incident is held until one is retracted. Who holds one line holds the finding; who accepts one line has not
    accepted the finding.
    """
    whole = facts.rows(_ANSWERS.format(line="''", which="kind = 'hold' OR named IS NULL"))
    facts.replace("review", [{name: row[name] for name in row if name != "line"} for row in whole])
    facts.replace("line_review", facts.rows(_ANSWERS.format(line="named", which="named IS NOT NULL")))
