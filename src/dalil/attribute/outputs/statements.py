"""Statements are checked, not weighed: which incidents could not be if a statement were true."""

from __future__ import annotations

from typing import Any

from dalil.attribute.lines.admission import IN_SCOPE
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["check_statements", "statement_sums"]

_EXCLUDING = ("denies", "denies_responsibility", "other_explanation")

_CHECK = f"""
SELECT s.statement_id, s.party, s.act, s.made_on, i.incident_id, a.grade, a.party AS found
FROM statement s JOIN incident i ON i.in_scope AND {IN_SCOPE} JOIN attribution a USING (incident_id)
WHERE a.party IS NOT NULL AND a.grade <> 'not_attributed'
ORDER BY ALL
"""


def check_statements(facts: Facts, settings: Settings) -> int:
    """Takes: statement, incident, attribution. Gives: statement_check; returns how many pairs a statement excludes.

    A statement excludes an incident that falls in its scope and was graded against the very party that made it, not
    against a set it belongs to. The grade stands beside it: an incident only likely contradicts no more than that.
    """
    parties = {name: party.id for party in settings.parties for name in (party.id, party.name, *party.aliases)}
    kept = []
    for row in facts.rows(_CHECK):
        party = parties.get(row["party"], row["party"])
        # A set that holds the party is not enough: the statement may be true, and the other of the set have done it.
        if row.pop("found") == party:
            kept.append(row | {"party": party, "excluded": row["act"] in _EXCLUDING})
    facts.replace("statement_check", kept)
    return sum(row["excluded"] for row in kept)


def statement_sums(facts: Facts) -> list[dict[str, Any]]:
    """Each statement with the number of incidents that its truth would exclude, in all and by grade.

    "We stopped all strikes on the 18th": so many incidents after it, of which so many high. `in_scope` also counts
    those of statements that exclude nothing, as where a party acknowledges, or was asked and did not reply.
    """
    return facts.rows("""
        SELECT s.statement_id, any_value(s.party) AS party, any_value(s.act) AS act, any_value(s.made_on) AS made_on,
            count(c.incident_id) AS in_scope, count(*) FILTER (c.excluded) AS excluded,
            count(*) FILTER (c.excluded AND c.grade = 'high') AS high,
            count(*) FILTER (c.excluded AND c.grade = 'likely') AS likely,
            count(*) FILTER (c.excluded AND c.grade = 'more_likely_than_not') AS more_likely_than_not
        FROM statement s LEFT JOIN statement_check c USING (statement_id)
        GROUP BY s.statement_id ORDER BY s.statement_id
    """)
