"""What was left of the munition. The remnants of one report were found together and identified together."""

from __future__ import annotations

from dalil.attribute.lines.registry import Feed, Line, register

# An identification without a word on how sure it is counts as the least sure.
_MUNITION = """
    SELECT i.incident_id, m.munition AS written, 'remnants' AS origin_kind, i.origin_id, 'remnant' AS kind,
        coalesce(m.certainty, 'possible') AS certainty
    FROM remnant m JOIN incident_report i USING (report_id)
"""

register(Line("remnants", 30, feeds=(Feed("remnant.munition", _MUNITION, "`munition` of remnants"),),
              kinds=("remnant",)))  # fmt: skip
