"""Where and when to look: each incident's own window and its shifted ones, and what is found there on either line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.chance import Looked
from dalil.crossref.raids import Attack, raids_of
from dalil.crossref.sky.flights.arrays import Flights
from dalil.crossref.sky.radio.sequences import StrikeSequence
from dalil.crossref.sky.read.sightings import seconds
from dalil.crossref.sky.search.logging_periods import LoggingPeriods
from dalil.crossref.sky.search.stated_times import (
    Span,
    merged,
    nearest_over_parts,
    overlaps,
    stated_spans,
    watched_throughout,
)
from dalil.crossref.sky.search.windows import Places, Windows
from dalil.crossref.spread import Spread
from dalil.crossref.window import PRECISIONS, Declared
from dalil.geo.sphere import distance_m
from dalil.kernels import Floats, Ints, Mask
from dalil.units import Point

__all__ = ["Search", "flights_found", "radio_found", "radio_matches", "search_of"]

_DAY_S = 86_400.0  # seconds
_SAME_DAY_UP_TO_S = 7_200.0  # wider windows would overlap their own shifts
_NIGHT = (19, 5)  # local hours that count as night in the cells of chance
_RADIO_MARGIN_M = 1_000.0  # how far beside the position said a place may lie: a load does not fall where it was aimed


@dataclass(frozen=True)
class Search:
    """Incidents that can be looked for, with their windows (own first, then other days, then the same day).

    `rows` are the incidents; `kind` and `day` are per window as in `chance.Looked`; `middle_s` is the middle of the
    interval, `precision` per incident; `further` the parts of its window beside the main one, `shift_s` by window.
    """

    rows: Sequence[Mapping[str, Any]]
    places: Places
    windows: Windows
    kind: Ints
    day: Ints
    middle_s: Floats
    precision: tuple[str, ...]
    night: Mask
    regime: Ints
    raid: tuple[str, ...]
    day_local: tuple[str, ...]
    left_out: Mapping[str, str]
    further: tuple[Floats, ...]
    shift_s: Floats

    def kept(self, watch: LoggingPeriods) -> Mask:
        """Of each window: whether somebody watched."""
        return watched_throughout(self.places, self.windows, self.shift_s, self.further, watch)

    def parts(self, n: int) -> Floats:
        """(m, 2) seconds: the attack's own window and its further parts, where reports state other times."""
        own = self.windows.start[n]
        return np.concatenate([[[self.windows.begin[own], self.windows.end[own]]], self.further[n]])

    def stretches(self) -> tuple[Ints, Floats]:
        """Everything that is looked into, shifts and further parts included: (m,) incident and (m, 2) seconds."""
        incidents, spans = [], []
        for n in range(len(self.rows)):
            own = slice(self.windows.start[n], self.windows.start[n + 1])
            main = np.stack([self.windows.begin[own], self.windows.end[own]], axis=1)
            further = [part[None, :] + self.shift_s[own][:, None] for part in self.further[n]]
            joined = merged(np.concatenate([main, *further]))
            incidents.append(np.full(len(joined), n, dtype=np.int64))
            spans.append(joined)
        empty = np.zeros(0, dtype=np.int64), np.zeros((0, 2))
        return (np.concatenate(incidents), np.concatenate(spans)) if spans else empty

    def looked(self, bins: NDArray[np.int8], count: int, coverage: Ints, kept: Mask) -> Looked:
        """The windows with what was found there, in cells of precision × hour × coverage (0 none, 1 poor, 2 good)."""
        precisions = {name: n for n, name in enumerate(PRECISIONS)}
        group = np.array([precisions[p] for p in self.precision], dtype=np.int64)
        raids = {name: n for n, name in enumerate(sorted(set(self.raid)))}
        incident = np.repeat(np.arange(len(self.rows)), np.diff(self.windows.start))
        return Looked(
            bins, count, incident, self.kind, self.day, group * 6 + self.night * 3 + coverage, group,
            np.array([raids[name] for name in self.raid], dtype=np.int64), kept,
        )  # fmt: skip


def search_of(facts: Facts, settings: Settings, declared: Declared, spread: Spread) -> Search:
    """Takes `incident`, `incident_report`, `report`, and what `time_spread` learned of the sources.

    The windows of every incident with a place and a time that is known to a day or better.
    """
    rows, left_out, spans = [], {}, []
    columns = "incident_id, earliest, latest, latitude, longitude, radius_m, kind"
    told = facts.rows(f"SELECT {columns} FROM incident ORDER BY incident_id")
    for row, span in zip(told, stated_spans(facts, told, declared, settings.timezone, spread), strict=True):
        if row["latitude"] is None or row["longitude"] is None:
            left_out[row["incident_id"]] = "no_place"
        elif span is None:
            left_out[row["incident_id"]] = "no_time"
        else:
            rows.append(row)
            spans.append(span)
    middles = [row["earliest"] + (row["latest"] - row["earliest"]) / 2 for row in rows]
    start, shift, kind, day = _shifted(spans, middles, declared)
    of = np.repeat(np.arange(len(rows)), np.diff(start))
    shift_s = np.array(shift, dtype=np.float64)
    zone = settings.timezone
    local = [_local(m, zone) for m in middles]
    first_day = int(min(day, default=0))
    points = [Point(row["latitude"], row["longitude"]) for row in rows]
    attacks = [Attack(r["incident_id"], m, p) for r, m, p in zip(rows, middles, points, strict=True)]
    raids = raids_of(attacks, declared.raid_gap_s, declared.raid_gap_m)
    return Search(
        rows=rows, places=_places(rows),
        windows=Windows(
            np.array(start, dtype=np.int64),
            np.array([span.begin for span in spans], dtype=np.float64)[of] + shift_s,
            np.array([span.end for span in spans], dtype=np.float64)[of] + shift_s,
        ),
        kind=np.array(kind, dtype=np.int64), day=np.array(day, dtype=np.int64) - first_day,
        middle_s=np.array([seconds(m) for m in middles]), precision=tuple(span.precision for span in spans),
        night=np.array([m.hour >= _NIGHT[0] or m.hour < _NIGHT[1] for m in local], dtype=np.bool_),
        regime=np.array([declared.regime_at(m) for m in middles], dtype=np.int64),
        raid=tuple(raids[row["incident_id"]] for row in rows), day_local=tuple(m.date().isoformat() for m in local),
        left_out=left_out, further=tuple(span.further for span in spans), shift_s=shift_s,
    )  # fmt: skip


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(zone)


def _places(rows: Sequence[Mapping[str, Any]]) -> Places:
    def column(name: str) -> Floats:
        return np.array([row[name] or 0.0 for row in rows], dtype=np.float64)

    return Places(column("latitude"), column("longitude"), column("radius_m"))


def _shifted(
    spans: Sequence[Span], middles: Sequence[datetime], declared: Declared
) -> tuple[list[int], list[float], list[int], list[int]]:
    """Windows incident by incident. No shift leaves the regime; what else was struck there then stays in."""
    start, moved, kind, day = [0], list[float](), list[int](), list[int]()
    for span, middle in zip(spans, middles, strict=True):
        m = seconds(middle)
        regime = declared.regimes[declared.regime_at(middle)]
        low, high = seconds(regime.from_at), seconds(regime.to_at)
        shifts = [(0.0, 0)]
        shifts += [(d * _DAY_S, 1) for d in range(-declared.shift_days, declared.shift_days + 1) if d]
        shifts += [(s, 2) for s in declared.shift_s if span.end - span.begin <= _SAME_DAY_UP_TO_S]
        for shift, which in shifts:
            if which == 0 or (low <= m + shift <= high and not overlaps(span, shift)):
                moved.append(shift)
                kind.append(which)
                day.append(int((m + shift) // _DAY_S))
        start.append(len(moved))
    return start, moved, kind, day


def flights_found(search: Search, flights: Flights, declared: Declared) -> NDArray[np.int8]:
    """(windows, labels): the nearest bin in which a flight of each label could have been there."""
    bins = np.array(declared.bins_s)
    return nearest_over_parts(search.places, search.windows, search.shift_s, search.further, flights, bins)


def radio_found(search: Search, sequences: Sequence[StrikeSequence], labels: Sequence[str]) -> NDArray[np.int8]:
    """(windows, labels): 0 where a strike sequence of a language fits place and time, 1 where none does."""
    found = np.ones((len(search.windows.begin), len(labels)), dtype=np.int8)
    number = {label: n for n, label in enumerate(labels)}
    for sequence in sequences:
        for n in _near(search, sequence):
            at = seconds(sequence.strike_at) if sequence.strike_at else np.nan
            low, high = search.windows.start[n], search.windows.start[n + 1]
            then = at - search.shift_s[low:high]
            fits = np.any([(begin <= then) & (then <= end) for begin, end in search.parts(n)], axis=0)
            found[low:high, number[sequence.language]][fits] = 0
    return found


def radio_matches(search: Search, sequences: Sequence[StrikeSequence]) -> Iterator[tuple[int, StrikeSequence]]:
    """(incident, sequence) of every strike sequence that fits an attack's place and its own window."""
    for sequence in sequences:
        for n in _near(search, sequence):
            at = seconds(sequence.strike_at) if sequence.strike_at else np.nan
            if any(begin <= at <= end for begin, end in search.parts(n)):
                yield n, sequence


def _near(search: Search, sequence: StrikeSequence) -> list[int]:
    point = sequence.point
    if point is None or sequence.strike_at is None:
        return []
    places = search.places
    span = (abs(places.latitude - point.latitude) < 1.0).nonzero()[0]
    return [int(n) for n in span if fits_place(places, int(n), point, sequence.radius_m)]


def fits_place(places: Places, n: int, point: Point, radius_m: float) -> bool:
    """Whether a position said on the radio can mean the place of incident n."""
    apart = distance_m(places.latitude[n], places.longitude[n], point.latitude, point.longitude)
    return bool(apart <= places.radius_m[n] + radius_m + _RADIO_MARGIN_M)
