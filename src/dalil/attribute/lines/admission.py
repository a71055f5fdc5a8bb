"""What a party said of its own act. Statements that deny are checked (`outputs.statements`) and not weighed."""

from __future__ import annotations

from dalil.attribute.lines.registry import Feed, Line, register

__all__ = ["IN_SCOPE"]

# A statement or a state of affairs that names no area, kind or object means all of them.
IN_SCOPE = """
    (s.scope_from IS NULL OR i.earliest >= s.scope_from)
    AND (s.scope_to IS NULL OR i.latest <= coalesce(s.scope_to_latest, s.scope_to))
    AND (s.scope_kinds IS NULL OR len(s.scope_kinds) = 0 OR list_contains(s.scope_kinds, i.kind))
    AND (s.scope_objects IS NULL OR len(s.scope_objects) = 0 OR list_has_any(s.scope_objects, i.objects_hit))
    AND (s.scope_area IS NULL OR (i.longitude BETWEEN s.scope_area[1] AND s.scope_area[3]
        AND i.latitude BETWEEN s.scope_area[2] AND s.scope_area[4]))
"""
"""Whether incident `i` lies in the scope of statement `s`."""

# "We struck at some time" is an admission of nothing.
_ADMISSION = f"""
    SELECT i.incident_id, s.party AS written, 'statement' AS origin_kind, s.statement_id AS origin_id, 'party' AS kind,
        '' AS certainty
    FROM statement s JOIN incident i ON s.act = 'acknowledges' AND s.scope_from IS NOT NULL AND {IN_SCOPE}
"""

_DOC = "the party of a statement that acknowledges, for incidents in its scope, where it names a time"

register(Line("admission", 40, feeds=(Feed("statement.admission", _ADMISSION, _DOC),), kinds=("party",)))
