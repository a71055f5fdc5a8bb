"""Is a sighting a second witness? Not if it was written down late, nor if the report has its time from it.

A file of its own, so that the rule can be read and questioned without the writing of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dalil.casefile.facts import Facts
from dalil.crossref.sky.search.search import Search
from dalil.names import fold

__all__ = ["Independence", "independence_of"]

_ALERTS = ("alert", "sighting", "aircraft alert", "spotter", "observatory", "radio")
_LATE = timedelta(hours=2)


@dataclass(frozen=True)
class Independence:
    """Per incident: whether its time comes from an alert, who reported it, and when the first report can be dated."""

    alert_time: Mapping[str, bool]
    reporters: Mapping[str, frozenset[str]]
    latest: Mapping[str, datetime]

    def of_flight(self, incident_id: str, flight: Any) -> tuple[str, bool | None]:
        """(reason that it is no second witness or "", whether a line was logged before the attack's end and soon)."""
        logged = flight.row["logged_latest"]
        before = None if logged is None else bool(logged - flight.row["last_at"] <= _LATE)
        if flight.row["origin"] == "track":
            return "", None
        if self.alert_time.get(incident_id):
            return "alert_time", before
        reporters = self.reporters.get(incident_id, frozenset())
        if reporters and reporters <= set(flight.row["networks"]):
            return "own_source", before
        if before is False:
            return "logged_after", before
        return "", before


def independence_of(facts: Facts, search: Search) -> Independence:
    """Takes `report` and `incident_report`."""
    rows = facts.rows(
        "SELECT incident_id, r.organisation, r.time_source FROM incident_report JOIN report r USING (report_id) "
        "ORDER BY incident_id, report_id"
    )
    sources: dict[str, list[str]] = {}
    reporters: dict[str, set[str]] = {}
    for row in rows:
        sources.setdefault(row["incident_id"], []).append(fold(row["time_source"] or ""))
        reporters.setdefault(row["incident_id"], set()).add(row["organisation"])
    alert = {name: all(any(word in s for word in _ALERTS) for s in texts) for name, texts in sources.items()}
    return Independence(
        alert, {name: frozenset(who) for name, who in reporters.items()},
        {row["incident_id"]: row["latest"] for row in search.rows},
    )  # fmt: skip
