"""What a feed gives of one incident."""

from __future__ import annotations

from dalil.attribute.book.model import FEEDS
from dalil.casefile.facts import Facts


def told(facts: Facts, feed: str) -> list[tuple[str, str, str, str]]:
    """(written, kind and id of the origin, kind of source) that a feed gives of incident x."""
    line, read = FEEDS[feed]
    if line.prepare:
        line.prepare(facts)
    sql = f"SELECT written, origin_kind, origin_id, kind FROM ({read.sql}) WHERE incident_id = 'x' ORDER BY ALL"
    return [tuple(row) for row in facts.query(sql).fetchall()]
