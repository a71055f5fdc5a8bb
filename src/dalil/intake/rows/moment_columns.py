"""Columns of moments: the interval of each row from one cell, or from the two cells of its ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import Moments, Span
from dalil.intake.rows.columns import Parsed

__all__ = ["Intervals", "intervals_of", "reported_intervals"]

_TIMESTAMP = pa.timestamp("us")


@dataclass(frozen=True, slots=True)
class Intervals:
    """Earliest and latest by row; the rest for reports only."""

    earliest: pa.Array
    latest: pa.Array
    faults: dict[int, Fault]
    precision: list[str | None] | None = None
    notes: list[list[str] | None] | None = None


def intervals_of(parsed: Parsed, rows: int, moments: Moments) -> Intervals:
    """The interval of each cell of one column."""
    if parsed.values is None:
        empty = pa.nulls(rows, _TIMESTAMP)
        return Intervals(empty, empty, {})
    if isinstance(parsed.values, pa.Array):
        return _of_timestamps(parsed.values, moments)
    spans = parsed.values
    return Intervals(
        pa.array([span and span.earliest for span in spans], _TIMESTAMP),
        pa.array([span and span.latest for span in spans], _TIMESTAMP),
        {},
    )


def reported_intervals(earliest: Parsed, latest: Parsed, precision: Parsed, rows: int, moments: Moments) -> Intervals:
    """The interval of each report: [earliest, latest], widened to the precision that it states.

    An end that was written is taken as written; where only a beginning stands, the interval is as wide as the
    beginning was written, or as the precision stated. A precision coarser than both ends widens a single moment.
    """
    join = _joined(moments)
    out: list[Span | Fault | None] = []
    firsts, lasts = _spans(earliest, rows, moments), _spans(latest, rows, moments)
    written = precision.list(rows)
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
        single = last is None or (last.earliest, last.latest) == (first.earliest, first.latest)
        return moments.widened(span, stated) if single else replace(span, precision=stated)

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
    found = _of_timestamps(parsed.values, moments)
    ends = zip(found.earliest.to_pylist(), found.latest.to_pylist(), strict=True)
    return [None if first is None else Span(first, last, "minute", (), first) for first, last in ends]


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
