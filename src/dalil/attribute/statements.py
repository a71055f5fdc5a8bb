"""Statements are checked, not weighed: which incidents could not be if a statement were true."""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["check_statements"]

_EXCLUDING = ("denies", "denies_responsibility", "other_explanation")

_CHECK = """
SELECT s.statement_id, s.party, s.act, s.made_on, i.incident_id, a.grade
FROM statement s JOIN incident i ON i.in_scope
    AND (s.scope_from IS NULL OR i.earliest >= s.scope_from)
    AND (s.scope_to IS NULL OR i.latest <= coalesce(s.scope_to_latest, s.scope_to))
    AND (s.scope_kinds IS NULL OR len(s.scope_kinds) = 0 OR list_contains(s.scope_kinds, i.kind))
    AND (s.scope_objects IS NULL OR len(s.scope_objects) = 0 OR list_has_any(s.scope_objects, i.objects_hit))
    AND (s.scope_area IS NULL OR (i.longitude BETWEEN s.scope_area[1] AND s.scope_area[3]
        AND i.latitude BETWEEN s.scope_area[2] AND s.scope_area[4]))
JOIN attribution a USING (incident_id)
WHERE a.party IS NOT NULL AND a.grade <> 'not_attributed'
ORDER BY ALL
"""


def check_statements(facts: Facts, settings: Settings) -> int:
    """Takes: statement, incident, attribution. Gives: statement_check; returns how many pairs a statement excludes.

    A statement excludes an incident that falls in its scope and was graded against the very party that made it. The
    grade stands beside it: an incident only likely contradicts a statement no more than that.
    """
    parties = {name: party.id for party in settings.parties for name in (party.id, party.name, *party.aliases)}
    kept = []
    for row in facts.rows(_CHECK.replace("a.grade\nFROM", "a.grade, a.party AS found\nFROM")):
        found = row.pop("found")
        if parties.get(row["party"], row["party"]) == found:
            kept.append(row | {"excluded": row["act"] in _EXCLUDING})
    facts.replace("statement_check", kept)
    return sum(row["excluded"] for row in kept)
