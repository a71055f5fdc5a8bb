"""Requests to states: which times and areas of flight records would settle which incidents.

Made from released positions and intervals alone. No observer's post, no sighting and no witness has a part in it, so
that a request cannot be read backwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dalil.submit.content.entries import Entry

__all__ = ["RecordRequest", "requests_for"]

MARGIN = timedelta(minutes=30)  # on both sides: an aircraft is up before it strikes and after
LONGEST = timedelta(hours=6)
"""Where a time is known to no better than this, some aircraft was always near: records of it would settle nothing."""
RELEASE_M = 15_000
"""Beyond the place's own radius: the distance from which a bomb can be released, rounded up."""


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """A time in UTC and a circle, for the sheets that records of it would settle."""

    since: datetime
    until: datetime
    latitude: float
    longitude: float
    radius_m: int
    sheet: str


def requests_for(entries: Sequence[Entry]) -> list[RecordRequest]:
    """Requests for incidents with a position, a time known to six hours or better, that are not settled already.

    Settled is an incident graded high. Attacks from the ground are left out where their kind is known.
    """
    return [_request(entry) for entry in entries if _open(entry)]


def _open(entry: Entry) -> bool:
    row = entry.row
    if row["latitude"] is None or row["earliest"] is None or row["latest"] - row["earliest"] > LONGEST:
        return False
    return row["kind"] in (None, "airstrike", "other") and (entry.finding or {}).get("grade") != "high"


def _request(entry: Entry) -> RecordRequest:
    row = entry.row
    # Coarser than the released position, so that the request says no more than the register does.
    radius = round((row["radius_m"] or 0) + RELEASE_M, -3)
    return RecordRequest(
        since=row["earliest"] - MARGIN,
        until=row["latest"] + MARGIN,
        latitude=round(row["latitude"], 2),
        longitude=round(row["longitude"], 2),
        radius_m=int(radius),
        sheet=entry.sheet,
    )
