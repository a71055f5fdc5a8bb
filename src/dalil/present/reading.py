"""What the reasons of many incidents are written from, read once: a query for each incident would take 15 ms each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dalil.casefile.facts import Facts

__all__ = ["Read"]

Row = dict[str, Any]

_CHOSEN = "incident_id IN (SELECT unnest(?::VARCHAR[]))"
_SHOWN = """
SELECT incident_id, line, variable, value, count(DISTINCT (origin_kind, origin_id)) AS n FROM evidence
WHERE {chosen} AND dropped IS NULL GROUP BY ALL ORDER BY ALL
"""
# Of one origin that says two things of one variable: between origins that is a disagreement, within one a doubt.
_CONFLICTS = """
SELECT DISTINCT incident_id, line, variable, said
FROM (SELECT incident_id, line, origin_kind, origin_id, variable, list(DISTINCT value ORDER BY value) AS said
      FROM evidence WHERE {chosen} AND dropped IS NULL GROUP BY ALL HAVING count(DISTINCT value) > 1) ORDER BY ALL
"""
_ASIDE = """
SELECT incident_id, dropped, sum(copies)::BIGINT AS n FROM evidence WHERE {chosen} AND dropped IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""


class Read:
    """The rows behind the reasons of some incidents, by incident (and line, and party)."""

    def __init__(self, facts: Facts, incident_ids: Sequence[str]) -> None:
        self._facts, self._ids = facts, [list(incident_ids)]
        self.graded = self._one("SELECT * FROM attribution WHERE {chosen}")
        self.spans = self._one("SELECT incident_id, earliest, latest FROM incident WHERE {chosen}")
        self.present = self._one("SELECT * FROM sky_present WHERE {chosen}")
        self.reviews = self._one("SELECT incident_id, state, reason FROM review WHERE {chosen}")
        self.answers = self._all("SELECT * FROM line_review WHERE {chosen}", "line")
        self.lines = self._all("SELECT * FROM line WHERE {chosen} ORDER BY ratio DESC NULLS LAST, line")
        self.shown = self._all(_SHOWN, "line")
        self.conflicts = self._all(_CONFLICTS, "line")
        self.aside = self._all(_ASIDE)
        self.sky = self._all("SELECT * FROM sky_evidence WHERE {chosen} ORDER BY incident_id, line, party_id",
                             "line", "party_id")  # fmt: skip
        self.statements = self._all("SELECT * FROM statement_check WHERE {chosen} ORDER BY made_on, statement_id")
        self._actors = facts.rows("SELECT * FROM actor ORDER BY actor_id")

    def _rows(self, sql: str) -> list[Row]:
        return self._facts.rows(sql.format(chosen=_CHOSEN), self._ids)

    def _one(self, sql: str) -> dict[str, Row]:
        return {row["incident_id"]: row for row in self._rows(sql)}

    def _all(self, sql: str, *keys: str) -> dict[tuple[str, ...], list[Row]]:
        groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in self._rows(sql):
            groups[tuple(row[key] for key in ("incident_id", *keys))].append(row)
        return groups

    def units(self, party: str, incident_id: str) -> list[str]:
        """Forces, units and bases below a party at the time of the incident, by name."""
        span = self.spans.get(incident_id)
        if span is None:
            return []
        under = self._under(party)
        found = (actor for actor in self._actors if actor["actor_id"] in under and actor["kind"] != "party")
        return sorted(a["name"] or a["actor_id"] for a in found if _existed(a, span["earliest"], span["latest"]))

    # Down the tree of actors, whatever it is: records can hold rings.
    def _under(self, party: str) -> set[str]:
        known, new = {party}, {party}
        while new:
            new = {actor["actor_id"] for actor in self._actors if actor["part_of"] in new} - known
            known |= new
        return known


def _existed(actor: Row, earliest: datetime | None, latest: datetime | None) -> bool:
    """A bound that is not stated, on either side, excludes nothing."""
    begun = actor["from_at"] is None or latest is None or actor["from_at"] <= latest
    return begun and (actor["to_at"] is None or earliest is None or actor["to_at"] >= earliest)
