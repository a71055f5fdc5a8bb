"""Columns of moments: the interval of each row from one cell, or from the two cells of its ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import WEEK, Moments, Span
from dalil.intake.rows.columns import Parsed

__all__ = ["Intervals", "days_where_midnights", "intervals_of", "reported_intervals"]

_TIMESTAMP = pa.timestamp("us")


@dataclass(frozen=True, slots=True)
class Intervals:
    """Earliest and latest by row; the rest for reports only."""

    earliest: pa.Array
    latest: pa.Array
    faults: dict[int, Fault]
    precision: list[str | None] | None = None
    notes: list[list[str] | None] | None = None


def intervals_of(parsed: Parsed, rows: int, moments: Moments, *, instants: bool = False) -> Intervals:
    """The interval of each cell of one column. `instants`: what an instrument wrote, whose midnights are moments."""
    if parsed.values is None:
        empty = pa.nulls(rows, _TIMESTAMP)
        return Intervals(empty, empty, {})
    if isinstance(parsed.values, pa.Array):
        found = _of_timestamps(parsed.values, moments)
        if instants or not _midnights(parsed.values):
            return found
        parsed = Parsed(_spans_of(found, moments), parsed.faults)
        faults = found.faults
    else:
        faults = {}
    spans = parsed.list(rows) if instants else days_where_midnights(parsed.list(rows), moments)
    return Intervals(
        pa.array([span and span.earliest for span in spans], _TIMESTAMP),
        pa.array([span and span.latest for span in spans], _TIMESTAMP),
        faults,
    )


def days_where_midnights(spans: list[Span | None], moments: Moments) -> list[Span | None]:
    """Midnights as the days that they stand for, where most of the clocks in the column are midnights.

    Programs write a bare day as its midnight. Where most clocks of a batch are that, the column is one of days; where
    they are not, somebody wrote 00:00 beside other hours and meant it.
    """
    clocks = [span for span in spans if span is not None and span.precision == "minute"]
    midnights = sum(span.midnight is not None for span in clocks)
    if 2 * midnights <= len(clocks):
        return spans
    return [span and moments.whole_day(span) for span in spans]


def reported_intervals(
    earliest: Parsed, latest: Parsed, precision: Parsed, rows: int, clocks: tuple[Moments, Moments]
) -> Intervals:
    """The interval of each report: [earliest, latest], widened to the precision that it states.

    An end that was written is taken as written; where only a beginning stands, the interval is as wide as the
    beginning was written, or as the precision stated. A precision coarser than both ends widens a single moment.
    `clocks` read the two ends, which may be of two zones.
    """
    join = _joined(clocks[0])
    out: list[Span | Fault | None] = []
    written = precision.list(rows)
    firsts, lasts = _without_midnights(
        _spans(earliest, rows, clocks[0]), _spans(latest, rows, clocks[1]), written, clocks
    )
    for first, last, stated in zip(firsts, lasts, written, strict=True):
        try:
            out.append(join(first, last, stated))
        except Fault as fault:
            out.append(fault)
    spans = [None if isinstance(each, Fault) else each for each in out]
    return Intervals(
        pa.array([span and span.earliest for span in spans], _TIMESTAMP),
        pa.array([span and span.latest for span in spans], _TIMESTAMP),
        {row: each for row, each in enumerate(out) if isinstance(each, Fault)},
        [span.precision if span else None for span in spans],
        [_notes(span, stated) for span, stated in zip(spans, written, strict=True)],
    )


def _without_midnights(
    firsts: list[Span | None], lasts: list[Span | None], stated: list[str | None], clocks: tuple[Moments, Moments]
) -> tuple[list[Span | None], list[Span | None]]:
    """Both columns with days for midnights, but where a clock is stated: as precision, or at the other end."""
    days, ends = days_where_midnights(firsts, clocks[0]), days_where_midnights(lasts, clocks[1])
    for row, (first, last, precision) in enumerate(zip(firsts, lasts, stated, strict=True)):
        clock = any(end is not None and end.precision == "minute" and end.midnight is None for end in (first, last))
        if clock or precision in ("minute", "hour"):
            days[row], ends[row] = first, last
    return days, ends


def _notes(span: Span | None, stated: str | None) -> list[str] | None:
    if span is None:
        return None
    return list(span.notes) or None if stated else [*span.notes, "precision_implied"]


def _joined(moments: Moments) -> Callable[[Span | None, Span | None, str | None], Span | None]:
    def join(first: Span | None, last: Span | None, stated: str | None) -> Span | None:
        if first is None:
            return None
        span = first if last is None else _between(first, last)
        if not stated:
            return span
        # a precision widens one moment; two ends that differ were stated by whoever wrote both
        single = last is None or (last.earliest, last.latest) == (first.earliest, first.latest)
        return moments.widened(span, stated) if single else replace(span, precision="day" if stated == WEEK else stated)

    return join


def _between(first: Span, last: Span) -> Span:
    if last == first:
        return first
    end = last.clock or last.latest  # an end written to the minute is that minute's beginning, as its writer gave it
    if end < first.earliest:
        raise Fault(
            "an end that is not before the beginning", "mend earliest or latest", found="latest before earliest"
        )
    coarser = first.hull(last)
    return Span(first.earliest, end, coarser.precision, coarser.notes)


def _spans(parsed: Parsed, rows: int, moments: Moments) -> list[Span | None]:
    if not isinstance(parsed.values, pa.Array):
        return parsed.list(rows)
    return _spans_of(_of_timestamps(parsed.values, moments), moments)


def _spans_of(found: Intervals, moments: Moments) -> list[Span | None]:
    ends = zip(found.earliest.to_pylist(), found.latest.to_pylist(), strict=True)
    return [None if first is None else moments.instant(first, last) for first, last in ends]


def _midnights(cells: pa.Array) -> bool:
    """True where some typed moment has no clock but 00:00, as written or at an offset of whole quarters."""
    return pc.any(pc.equal(cells, pc.floor_temporal(cells, 15, unit="minute"))).as_py() is True


def _of_timestamps(cells: pa.Array, moments: Moments) -> Intervals:
    """Typed timestamps: with an offset to UTC at once; without one by the zone's offset at each quarter of an hour."""
    far: dict[int, Fault] = {}
    if cells.type.tz:
        utc = cells.cast(pa.timestamp("us", tz="UTC"), safe=False).cast(_TIMESTAMP)
        earliest, latest = utc, utc
    else:
        local = cells.cast(_TIMESTAMP, safe=False)
        # two days: more than any offset, so that what is plausible in UTC is not lost here
        local, far = _without(local, _implausible(local, moments, margin=timedelta(days=2)))
        quarters = pc.floor_temporal(local, 15, unit="minute").dictionary_encode()
        offsets = [moments.offsets(moment) for moment in quarters.dictionary.to_pylist()]
        least, most = (_taken([pair[end] for pair in offsets], quarters.indices) for end in (0, 1))
        earliest, latest = pc.subtract(local, most), pc.subtract(local, least)
    faults = far | _implausible(earliest, moments)
    return Intervals(_without(earliest, faults)[0], _without(latest, faults)[0], faults)


def _without(moments: pa.Array, faults: dict[int, Fault]) -> tuple[pa.Array, dict[int, Fault]]:
    """The moments with the faulty ones empty, and the faults."""
    if not faults:
        return moments, faults
    fine = pa.array([row not in faults for row in range(len(moments))])
    return pc.if_else(fine, moments, pa.scalar(None, _TIMESTAMP)), faults


def _taken(offsets: list[timedelta], indices: pa.Array) -> pa.Array:
    return pa.array(offsets, pa.duration("us")).take(indices)


def _implausible(earliest: pa.Array, moments: Moments, margin: timedelta = timedelta()) -> dict[int, Fault]:
    """By row why it is no date. A year that Python's calendar does not hold is compared, never converted."""
    first, last = moments.plausible
    sides = (
        (pc.less(earliest, _scalar(first - margin)), datetime.min),
        (pc.greater(earliest, _scalar(last + margin)), datetime.max),
    )
    return {
        row: moments.fault_of(example)
        for outside, example in sides
        for row in pc.indices_nonzero(pc.fill_null(outside, False)).to_pylist()
    }


def _scalar(moment: datetime) -> Any:
    return pa.scalar(moment, _TIMESTAMP)
