"""When attacks would have been recorded: observed time.

It comes from evidence that somebody was there to record (`presence` rows of the context that name no party of
the case), never from days that have a report: a day without attacks counts. Without such evidence the whole
period is taken as observed, and every rate says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.scopes import Selection
from dalil.kernels import Floats, Mask
from dalil.units import UtcInterval

__all__ = ["Observed", "local_days", "observed_time", "seconds"]


def seconds(moment: datetime) -> float:
    """Seconds since 1970 of a naive UTC time."""
    return moment.replace(tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Observed:
    """Disjoint intervals in order: shape (n, 2), seconds since 1970, end not included."""

    spans_s: Floats
    basis: str

    def within(self, first_s: float, end_s: float) -> Observed:
        """What of it lies in [first_s, end_s)."""
        cut = np.clip(self.spans_s, first_s, end_s)
        return Observed(cut[cut[:, 1] > cut[:, 0]], self.basis)

    @property
    def total_s(self) -> float:
        """Observed seconds."""
        return float((self.spans_s[:, 1] - self.spans_s[:, 0]).sum())

    def elapsed_s(self, at_s: Floats) -> Floats:
        """Observed seconds before each moment."""
        starts, lengths = self.spans_s[:, 0], self.spans_s[:, 1] - self.spans_s[:, 0]
        done = np.concatenate([[0.0], np.cumsum(lengths)])
        # Before the first span nothing has been observed; between two, all of the earlier one has.
        span = np.searchsorted(starts, at_s, side="right") - 1
        inside = np.where(span >= 0, np.minimum(at_s - starts[span], lengths[span]), 0.0)
        return np.asarray(done[np.maximum(span, 0)] + inside)

    def moment_s(self, elapsed_s: Floats) -> Floats:
        """The moments after so many observed seconds: the inverse of `elapsed_s`."""
        lengths = self.spans_s[:, 1] - self.spans_s[:, 0]
        done = np.concatenate([[0.0], np.cumsum(lengths)])
        span = np.clip(np.searchsorted(done, elapsed_s, side="right") - 1, 0, len(lengths) - 1)
        return np.asarray(self.spans_s[span, 0] + (elapsed_s - done[span]))

    def holds(self, at_s: Floats) -> Mask:
        """Which moments are observed."""
        if not len(self.spans_s):
            return np.zeros(np.shape(at_s), dtype=bool)
        span = np.searchsorted(self.spans_s[:, 0], at_s, side="right") - 1
        return np.asarray((span >= 0) & (at_s < self.spans_s[np.maximum(span, 0), 1]))


def observed_time(facts: Facts, settings: Settings, selection: Selection) -> Observed:
    """Observed time of a scope, to the second. Takes context."""
    # To the second: the query that a sceptic runs adds up whole numbers and gives the same.
    first, end = round(seconds(selection.period.earliest)), round(seconds(selection.period.latest))
    rows = facts.query(
        "SELECT from_at, coalesce(to_at_latest, to_at), coalesce(parties, []) FROM context WHERE kind = 'presence'"
        " AND from_at IS NOT NULL ORDER BY from_at, 2"
    ).fetchall()
    parties = {name.casefold() for party in settings.parties for name in (party.id, party.name, *party.aliases)}
    spans = [
        (round(seconds(since)), round(seconds(until)) if until else end)
        for since, until, named in rows
        if not parties & {name.casefold() for name in named}
    ]
    if not spans:
        return Observed(np.array([[first, end]], dtype=np.float64), "assumed")
    return Observed(_union(spans), "presence").within(first, end)


def _union(spans: list[tuple[int, int]]) -> Floats:
    merged: list[list[int]] = []
    for since, until in sorted(spans):
        # Presence until 23:59:59 and from 00:00:00 on is one span.
        if merged and since <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], until)
        else:
            merged.append([since, until])
    return np.array(merged, dtype=np.float64).reshape(-1, 2)


def local_days(period: UtcInterval, settings: Settings) -> tuple[list[str], Floats]:
    """The civil days of a period, and their beginnings with the end of the last: (n,), (n + 1,) seconds."""
    zone = settings.timezone
    first = period.earliest.replace(tzinfo=UTC).astimezone(zone).date()
    last = period.latest.replace(tzinfo=UTC).astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
    midnights = [datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() for day in days]
    return [day.isoformat() for day in days[:-1]], np.array(midnights)
