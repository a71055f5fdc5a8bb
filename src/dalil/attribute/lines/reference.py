"""What was in force at the time and place, from the case's records of sieges and the like.

A state of affairs that names no area means all of them.
"""

from __future__ import annotations

from dalil.attribute.lines.registry import Feed, Line, register

# What has no end is still in force; areas are names of places, whatever their case.
_OF_CONTEXT = """
    SELECT i.incident_id, unnest(c.parties) AS written, 'context' AS origin_kind, c.context_id AS origin_id,
        'reference' AS kind, '' AS certainty
    FROM context c JOIN incident i ON c.kind = '{kind}' AND i.earliest >= c.from_at
        AND i.latest <= coalesce(c.to_at_latest, c.to_at, TIMESTAMP '9999-12-31')
        AND (coalesce(c.area, '') = '' OR lower(c.area) = lower(i.place))
"""


def _context(kind: str, doc: str) -> Feed:
    return Feed(f"context.{kind}", _OF_CONTEXT.format(kind=kind), doc)


register(Line(
    "reference", 50, kinds=("reference",),
    feeds=(
        _context("siege", "the parties of a siege in force at the time and place"),
        _context("ceasefire", "those of a ceasefire"),
        _context("presence", "those recorded as present"),
    ),
))  # fmt: skip
