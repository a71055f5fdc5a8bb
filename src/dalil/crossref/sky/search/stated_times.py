"""All the times that reports state for one attack: where they differ, each of them is looked at.

The incident has one interval, the likeliest. A report off by a night or by twelve hours may still be the right one, so
a flight that fits what any report states is listed. And a night is often dated by its evening: a time in the small
hours is looked for on the next date too. Where a time half a day or the case's offset from UTC away is what another
report says (to a part of the day or better), the slip explains them both: it is looked at. The price is paid openly:
shifted windows have the same parts, and so chance rises with them. An interval that holds a narrower one adds nothing
and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from dalil.casefile.facts import Facts
from dalil.crossref.sky.flights.arrays import Flights
from dalil.crossref.sky.read.sightings import seconds
from dalil.crossref.sky.search.logging_periods import LoggingPeriods
from dalil.crossref.sky.search.prism import Opportunities, best_bins, opportunities
from dalil.crossref.sky.search.windows import Places, Windows
from dalil.crossref.spread import Spread
from dalil.crossref.window import PRECISIONS, Declared
from dalil.kernels import Floats, Ints, Mask

__all__ = [
    "Span",
    "merged",
    "nearest_over_parts",
    "opportunities_over_parts",
    "overlaps",
    "stated_spans",
    "watched_throughout",
]

_TO_THE_MINUTE, _PART_OF_DAY = (timedelta(seconds=PRECISIONS[name]) for name in ("minute", "part_of_day"))
Moments = tuple[datetime, datetime]
_DAY, _HALF_DAY = timedelta(days=1), timedelta(hours=12)


@dataclass(frozen=True)
class Span:
    """The window of one incident in seconds, its precision, and its further parts (m, 2), which overlap nothing."""

    begin: float
    end: float
    precision: str
    further: Floats


def stated_spans(
    facts: Facts, rows: Sequence[Mapping[str, Any]], declared: Declared, zone: ZoneInfo, spread: Spread
) -> list[Span | None]:
    """Takes `incident_report` and `report`. The span of each incident; None where its time is too vague."""
    told: dict[str, dict[Moments, float]] = {}
    for row in facts.rows(
        "SELECT DISTINCT incident_id, r.earliest, r.latest, r.organisation FROM incident_report "
        "JOIN report r USING (report_id) WHERE r.earliest IS NOT NULL AND r.latest IS NOT NULL ORDER BY ALL"
    ):
        times = told.setdefault(row["incident_id"], {})
        stated, own = (row["earliest"], row["latest"]), spread[row["organisation"]][0]
        times[stated] = min(times.get(stated, own), own)
    return [_span(row, told.get(row["incident_id"], {}), declared, zone) for row in rows]


def _span(row: Mapping[str, Any], told: Mapping[Moments, float], declared: Declared, zone: ZoneInfo) -> Span | None:
    """`told` has, by stated time, the spread of the best source that states it (see `spread`)."""
    if row["earliest"] is None or row["latest"] is None:
        return None
    own = (row["earliest"], row["latest"])
    stated = (dict(told) if declared.stated_times else {}) | {own: _best_spread(own, told)}
    window = declared.window_of(*own, stated[own])
    if window is None:
        return None
    looked_at = stated | _on_the_next_date(stated, declared, zone)
    if declared.stated_times:
        looked_at |= _slips(stated, zone)
    parts = [(seconds(window[0]), seconds(window[1]))]
    for other in sorted(looked_at, key=lambda t: (t[1] - t[0], t)):
        wide = declared.window_of(other[0], other[1], looked_at[other])
        if wide is None or _vaguer(wide[2], window[2]) or (other[0] <= own[0] and own[1] <= other[1]):
            continue
        part = (seconds(wide[0]), seconds(wide[1]))
        if any(_holds(part, p) for p in parts) or any(_holds(p, part) for p in parts):
            continue
        if sum(b - a for a, b in [*parts, part]) <= _longest(declared, "day"):
            parts.append(part)
    return _joined(parts, window[2], declared)


def _best_spread(own: Moments, told: Mapping[Moments, float]) -> float:
    """Of the sources that state this time to the minute, the best; 0 where none does."""
    fits = (s for (a, b), s in told.items() if b - a <= _TO_THE_MINUTE and a <= own[0] and own[1] <= b)
    return min(fits, default=0.0)


def _on_the_next_date(stated: Mapping[Moments, float], declared: Declared, zone: ZoneInfo) -> dict[Moments, float]:
    return {
        (a + _DAY, b + _DAY): spread
        for (a, b), spread in stated.items()
        if _small_hours(a, b, zone, declared.night_until_hour)
    }


def _slips(stated: Mapping[Moments, float], zone: ZoneInfo) -> dict[Moments, float]:
    """Times that a slip of half a day, or of local time for UTC, brings to where another report has the attack."""
    found = {}
    for (a, b), spread in stated.items():
        if b - a > _TO_THE_MINUTE:
            continue
        offset = a.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
        for slip in (-_HALF_DAY, _HALF_DAY, -offset, offset):
            for c, d in (other for other in stated if other[1] - other[0] <= _PART_OF_DAY):
                if c <= a + slip and b + slip <= d and not (c <= a and b <= d):
                    found[a + slip, b + slip] = spread
    return found


def _small_hours(earliest: datetime, latest: datetime, zone: ZoneInfo, until: int) -> bool:
    """Whether an interval lies between midnight and `until`, local hours (the last hour may be that one)."""
    first, last = (moment.replace(tzinfo=UTC).astimezone(zone) for moment in (earliest, latest))
    return first.hour < until and first.date() == last.date() and last.hour <= until


def _vaguer(other: str, own: str) -> bool:
    """Whether a stated time is too vague to stand beside one that is known better: it would drown it in chance."""
    order = list(PRECISIONS)
    return order.index(other) > max(order.index(own), order.index("hour"))


def _finer(one: str, other: str) -> bool:
    order = list(PRECISIONS)
    return order.index(one) < order.index(other)


def _holds(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] <= b[0] and b[1] <= a[1]


def _longest(declared: Declared, precision: str) -> float:
    return PRECISIONS[precision] + 2 * declared.window_s.get(precision, 0.0)


def _joined(parts: list[tuple[float, float]], precision: str, declared: Declared) -> Span:
    """The part of the incident's own interval, grown by what overlaps it, and the others."""
    own = parts[0]
    joined = [(begin, end) for begin, end in merged(np.array(parts, dtype=np.float64)).tolist()]
    main = next(p for p in joined if _holds(p, own))
    further = np.array([p for p in joined if p != main], dtype=np.float64).reshape(-1, 2)
    total = sum(b - a for a, b in joined)
    # Chance is pooled by precision: windows that are longer together belong with those that are longer alone.
    precision = next(
        p for p in PRECISIONS if p == "day" or (total <= _longest(declared, p) and not _finer(p, precision))
    )
    return Span(main[0], main[1], precision, further)


def merged(spans: Floats) -> Floats:
    """(n, 2) stretches of time as the fewest that cover the same, in order; those that touch are one."""
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    reached = np.maximum.accumulate(spans[:, 1])
    first = np.concatenate([[True], spans[1:, 0] > reached[:-1]])
    last = np.concatenate([np.flatnonzero(first)[1:] - 1, [len(spans) - 1]])
    return np.stack([spans[first, 0], reached[last]], axis=1)


def overlaps(span: Span, shift_s: float) -> bool:
    """Whether a shifted window touches a part of the attack's own, with which it would find the attack again."""
    if not shift_s or not len(span.further):
        return False
    own = np.concatenate([[[span.begin, span.end]], span.further])
    moved = own + shift_s
    return bool(((moved[:, None, 0] <= own[None, :, 1]) & (own[None, :, 0] <= moved[:, None, 1])).any())


@dataclass(frozen=True)
class _Parts:
    """Further parts laid flat: the incident of each, and for each of its windows the window that it belongs to."""

    incident: Ints
    windows: Windows
    window: Ints


def _flat(start: Ints, shift_s: Floats, further: Sequence[Floats]) -> _Parts:
    incident, begins, counts, window = [], [], [0], []
    for n, parts in enumerate(further):
        own = np.arange(start[n], start[n + 1])
        for part in parts:
            incident.append(n)
            begins.append(part[None, :] + shift_s[own][:, None])
            counts.append(counts[-1] + len(own))
            window.append(own)
    spans = np.concatenate(begins) if begins else np.zeros((0, 2))
    flat = np.concatenate(window).astype(np.int64) if window else np.zeros(0, dtype=np.int64)
    table = Windows(np.array(counts, dtype=np.int64), spans[:, 0].copy(), spans[:, 1].copy())
    return _Parts(np.array(incident, dtype=np.int64), table, flat)


def _at(places: Places, incident: Ints) -> Places:
    return Places(places.latitude[incident], places.longitude[incident], places.radius_m[incident])


def nearest_over_parts(
    places: Places, windows: Windows, shift_s: Floats, further: Sequence[Floats], flights: Flights, bins_s: Floats
) -> NDArray[np.int8]:
    """(windows, labels): the nearest bin over all parts of each window."""
    found = best_bins(places, windows, flights, bins_s)
    parts = _flat(windows.start, shift_s, further)
    if len(parts.window):
        np.minimum.at(found, parts.window, best_bins(_at(places, parts.incident), parts.windows, flights, bins_s))
    return found


def watched_throughout(
    places: Places, windows: Windows, shift_s: Floats, further: Sequence[Floats], watch: LoggingPeriods
) -> Mask:
    """Of each window: whether somebody watched during all its parts."""
    kept = np.zeros(len(windows.begin), dtype=np.bool_)
    for n in range(len(places.latitude)):
        own = slice(windows.start[n], windows.start[n + 1])
        where = (float(places.latitude[n]), float(places.longitude[n]))
        kept[own] = watch.kept(*where, windows.begin[own], windows.end[own])
        for begin, end in further[n]:
            kept[own] &= watch.kept(*where, begin + shift_s[own], end + shift_s[own])
    return kept


def opportunities_over_parts(
    places: Places, windows: Windows, further: Sequence[Floats], flights: Flights, bins_s: Floats
) -> Opportunities:
    """Every flight that could have been there in any part of the attack's own window, at its nearest."""
    own = windows.start[:-1]
    incident = np.array([n for n, parts in enumerate(further) for _ in parts], dtype=np.int64)
    spans = np.concatenate([np.zeros((0, 2)), *further])
    at = np.concatenate([np.arange(len(own), dtype=np.int64), incident])
    begin, end = np.concatenate([windows.begin[own], spans[:, 0]]), np.concatenate([windows.end[own], spans[:, 1]])
    found = opportunities(_at(places, at), begin, end, flights, bins_s)
    place = at[found.place]
    # By incident, the nearest first, as one search of one window gives them; a flight stands once for an incident.
    order = np.lexsort((found.flight, found.gap_s, place))
    pairs = np.stack([place, found.flight], axis=1)[order]
    first = order[np.sort(np.unique(pairs, axis=0, return_index=True)[1])]
    columns = {name: getattr(found, name)[first] for name in Opportunities.__dataclass_fields__}
    return Opportunities(**columns | {"place": place[first]})
