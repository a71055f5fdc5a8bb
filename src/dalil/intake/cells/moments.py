"""Moments as people write them, to intervals in UTC.

ISO 8601 with an offset or local in the case's zone; a day or a month alone; ranges; dates with the names of months
in English, Arabic and Levantine usage; clock times, parts of the day and prayers in words. What was written decides
how wide the interval is: a day is the whole local day, a minute the whole minute. A local time that does not exist
or exists twice becomes the hull of its readings, with a note.

Not read on purpose: `01/10/2016`, which is a day in January to one reader and in October to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dalil.casefile.settings import Settings, utc_days
from dalil.intake.cells.clock import Hours, hours_of
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.prayer import prayer_interval
from dalil.intake.cells.words import european_digits, vocabulary
from dalil.names import fold
from dalil.units import Point

__all__ = ["MICROSECOND", "Moments", "Span"]

MICROSECOND = timedelta(microseconds=1)
PLACEHOLDER_BEFORE = 1980
"""Years before this are what programs write for "no date" (1900, 1904, 1970), unless the case reaches back there."""

_EXPECTED = "a time as 2016-10-01T14:30, with or without an offset, a day, a month, or words for them"
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})(?![\d-])")
_YEAR_FIRST_SLASH = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_FROM = re.compile(r"^(?:from|between|من|بين)\s+", re.IGNORECASE)
_OFFSET = re.compile(r"(?:Z|[+-]\d\d(?::?\d\d)?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval in UTC, how precisely it was written, and how it was made. `clock`: a clock time was written."""

    earliest: datetime
    latest: datetime
    precision: str
    notes: tuple[str, ...] = ()
    clock: datetime | None = None

    def hull(self, other: Span) -> Span:
        """The interval that holds both; the coarser precision."""
        order = ("minute", "hour", "part_of_day", "day", "month")
        return Span(
            min(self.earliest, other.earliest),
            max(self.latest, other.latest),
            max(self.precision, other.precision, key=order.index),
            tuple(dict.fromkeys(self.notes + other.notes)),
        )


class Moments:
    """Reads moments for one case: its zone, its hours for parts of the day, its place for the prayers."""

    def __init__(self, settings: Settings, as_of: date) -> None:
        self.zone = settings.timezone
        self.parts = settings.parts_of_day
        self.centre = _centre(settings.area)
        self._case = settings.period
        self._after = datetime.combine(min(as_of, date(9998, 1, 1)) + timedelta(days=2), time())
        self._limits = self.plausible

    def parse(self, cell: Any) -> Span:
        """The interval that `cell` stands for. Raises `Fault`."""
        try:
            return self._plausible(self._typed(cell) if not isinstance(cell, str) else self._text(cell.strip()))
        except OverflowError:  # the first or last day of all calendars, moved by an offset
            raise Fault(_EXPECTED, "this moment is not in the calendar") from None

    @property
    def plausible(self) -> tuple[datetime, datetime]:
        """First and last moment that is taken for a date."""
        first = datetime(PLACEHOLDER_BEFORE, 1, 1)
        return min(first, self._case.earliest), max(self._after, self._case.latest)

    def offsets(self, local: datetime) -> tuple[timedelta, timedelta]:
        """Least and greatest offset from UTC that the zone has at a local time."""
        one = local.replace(tzinfo=self.zone).utcoffset() or timedelta()
        two = local.replace(tzinfo=self.zone, fold=1).utcoffset() or timedelta()
        return min(one, two), max(one, two)

    def fault_of(self, moment: datetime) -> Fault:
        """Why a moment outside `plausible` is not a date."""
        if moment.year < PLACEHOLDER_BEFORE:
            return Fault(f"a date from {PLACEHOLDER_BEFORE} on", "find the true date; this one is a placeholder")
        return Fault("a time that is past", "find the true date; this one lies in the future")

    def civil_day(self, span: Span) -> date:
        """The local day on which `span` begins."""
        return self._civil(span.earliest).date()

    def widened(self, span: Span, precision: str) -> Span:
        """`span` stretched to the whole local hour, day or month in which it lies, if it is finer than that."""
        # a precision finer than what was written would claim more than its writer knew
        if precision in ("", "minute", span.precision):
            return span
        first, last = self._civil(span.earliest), self._civil(span.latest)
        if precision == "hour":
            wide = (first.replace(minute=0, second=0, microsecond=0), last.replace(minute=59, second=59))
        elif precision == "part_of_day":
            wide = self._part_around(first, last)
        elif precision == "day":
            wide = (datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59)))
        else:
            wide = (datetime(first.year, first.month, 1), _month_end(last.year, last.month))
        earliest, latest = self._to_utc(wide[0])[0], self._to_utc(wide[1].replace(microsecond=999_999))[1]
        if (earliest, latest) == (span.earliest, span.latest):
            return replace(span, precision=precision)
        return Span(min(earliest, span.earliest), max(latest, span.latest), precision, (*span.notes, "widened"))

    def _plausible(self, span: Span) -> Span:
        first, last = self._limits
        if not first <= span.earliest <= last:
            raise self.fault_of(span.earliest)
        return span

    def _typed(self, cell: Any) -> Span:
        if isinstance(cell, datetime):
            # a workbook holds a bare day as its midnight
            if cell.time() == time() and cell.tzinfo is None:
                return self._day(cell.date())
            return self._at(cell, "minute" if cell.second == 0 and cell.microsecond == 0 else "second")
        if isinstance(cell, date):
            return self._day(cell)
        raise Fault(_EXPECTED, "write the time as text")

    def _text(self, text: str) -> Span:
        if len(text) >= 16 and text[4:5] == "-" and text[10:11] in "T ":
            try:  # nearly every cell of a log is this; words are looked for only where it is not
                return self._at(datetime.fromisoformat(text), "minute" if _minutes_only(text) else "second")
            except ValueError:
                pass
        plain = european_digits(text)
        if len(plain) == 10 and plain[4] == "-":
            return self._day(_made(lambda: date.fromisoformat(plain)))
        return self._words(plain.strip())

    def _words(self, text: str) -> Span:
        text = _FROM.sub("", _ORDINAL.sub(r"\1", _YEAR_FIRST_SLASH.sub(r"\1-\2-\3", text)))
        if _SLASHED.search(text):
            raise Fault("year, month and day in this order, as 2016-10-01", "say which number is the month")
        if (parts := _range_parts(text)) is not None:
            first, last = (self._text(part) for part in parts)
            if last.latest < first.earliest:
                raise Fault("a range that ends after it begins", "exchange or mend its ends")
            return replace(first.hull(last), notes=(*first.hull(last).notes, "range"))
        days, rest = _days_in(text)
        return self._days_with_hours(days, rest)

    def _days_with_hours(self, days: tuple[date, date] | date, rest: str) -> Span:
        if isinstance(days, date):
            return self._with_hours(days, rest) if rest else self._day(days)
        if rest:
            raise Fault("a day for the time of day", "write the day in full")
        interval = utc_days(days[0], days[1], self.zone)
        whole_month = days[0].day == 1 and days[1] == _month_end(days[0].year, days[0].month).date()
        precision, note = ("month", "whole_month") if whole_month else ("day", "range")
        return Span(interval.earliest, interval.latest, precision, (note,))

    def _with_hours(self, day: date, rest: str) -> Span:
        if _OFFSET.search(rest) and (iso := _iso_clock(day, rest)):
            return self._at(iso, "minute")
        hours = hours_of(rest, self.parts)
        if hours is None:
            raise Fault(_EXPECTED, "the day is clear; write the time of day as 14:30 or as a part of the day")
        span = self._hours(day, hours)
        if not hours.prayer or self.centre is None:
            return span
        found = prayer_interval(hours.prayer, day, self.centre)
        # both, because people mean by a prayer the call, the prayer, or the part of the day around it
        return span.hull(Span(found.earliest, found.latest, "part_of_day", ("prayer",))) if found else span

    def _hours(self, day: date, hours: Hours) -> Span:
        midnight = datetime.combine(day, time())
        first, last = midnight + hours.first, midnight + hours.last
        earliest, _, note = self._to_utc(first)
        _, latest, note_2 = self._to_utc(last)
        notes = tuple(dict.fromkeys(filter(None, (*hours.notes, note, note_2))))
        return Span(earliest, latest, hours.precision, notes, earliest if hours.precision == "minute" else None)

    def _day(self, day: date) -> Span:
        whole = _made(lambda: utc_days(day, day, self.zone))
        return Span(whole.earliest, whole.latest, "day", ("whole_day",))

    def _at(self, moment: datetime, written: str) -> Span:
        """A clock time: to the end of its minute where no seconds were written."""
        if moment.tzinfo is not None:
            first = last = moment.astimezone(UTC).replace(tzinfo=None)
            note = ""
        else:
            first, last, note = self._to_utc(moment)
        latest = last.replace(second=59, microsecond=999_999) if written == "minute" else last
        return Span(first, latest, "minute", (note,) if note else (), first if first == last else None)

    def _to_utc(self, local: datetime) -> tuple[datetime, datetime, str]:
        """Earliest and latest UTC reading of a local time, and `ambiguous` or `nonexistent` where they differ."""
        one = local.replace(tzinfo=self.zone).utcoffset() or timedelta()
        two = local.replace(tzinfo=self.zone, fold=1).utcoffset() or timedelta()
        if one == two:
            return local - one, local - one, ""
        readings = sorted((local - one, local - two))
        return readings[0], readings[1], "ambiguous" if one > two else "nonexistent"

    def _civil(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)

    def _part_around(self, first: datetime, last: datetime) -> tuple[datetime, datetime]:
        """The hull of the parts of the day that hold the civil time; the whole day where none does."""
        holding = [(a, b) for a, b in self.parts.values() if a <= first.time() and last.time() <= b]
        if not holding or first.date() != last.date():
            return datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59))
        start, end = min(a for a, _ in holding), max(b for _, b in holding)
        return datetime.combine(first, start), datetime.combine(last, end.replace(second=59))


def _centre(area: tuple[float, float, float, float] | None) -> Point | None:
    if area is None:
        return None
    west, south, east, north = area
    return Point((south + north) / 2, (west + east) / 2)


def _minutes_only(text: str) -> bool:
    return not (len(text) >= 19 and text[16] == ":")


def _date(year: int, month: int, day: int) -> date:
    found: date = _made(lambda: date(year, month, day))
    return found


def _made(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (ValueError, OverflowError):
        raise Fault(_EXPECTED, "this day is not in the calendar") from None


def _month_end(year: int, month: int) -> datetime:
    following = datetime(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(seconds=1)


def _iso_clock(day: date, rest: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{rest.lstrip('tT ')}")
    except ValueError:
        return None


def _range_parts(text: str) -> tuple[str, str] | None:
    """The two ends of a range, or None. `1-3 October 2016` is left to the day."""
    folded_until = vocabulary().until
    pieces = [piece.strip() for piece in folded_until.split(text)]
    if len(pieces) == 2 and all(any(sign.isdigit() for sign in piece) for piece in pieces):
        return _completed(pieces[0], pieces[1])
    return None


def _completed(first: str, last: str) -> tuple[str, str] | None:
    """Ends that are whole: `2016-10-01 14:00 to 15:30` borrows its day, `1 to 3 October 2016` its month."""
    day = _ISO_DAY.match(first)
    if day and re.fullmatch(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[+Z].*)?", last):
        return first, f"{day.group(0)} {last}"
    if day and re.fullmatch(r"\d{1,2}", last):
        return first, f"{day.group(1)}-{day.group(2)}-{last}"
    if re.fullmatch(r"\d{1,2}", first):
        return f"{first} {re.sub(r'^[0-9]{1,2} ', '', last)}", last
    return first, last


def _days_in(text: str) -> tuple[tuple[date, date] | date, str]:
    """The day, or first and last day, that `text` names, and what is left of it."""
    if found := _ISO_DAY.search(text):
        year, month, day = map(int, found.groups())
        return _date(year, month, day), _without(text, found)
    if found := _ISO_MONTH.search(text):
        year, month = map(int, found.groups())
        first = _date(year, month, 1)
        return (first, _month_end(year, month).date()), _without(text, found)
    return _named_month(fold_keeping_clock(text))


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;T")


def fold_keeping_clock(text: str) -> str:
    """`text` folded, with the colons of clock times kept."""
    return fold(re.sub(r"(\d):(?=\d)", r"\1xcolonx", text)).replace("xcolonx", ":")


def _named_month(text: str) -> tuple[tuple[date, date] | date, str]:
    words = vocabulary()
    month = words.month_pattern.search(text)
    if month is None:
        raise Fault(_EXPECTED, "write the date as year-month-day")
    number = words.months[month.group(1)]
    before, after = text[: month.start()], text[month.end() :]
    year = re.search(r"\b(\d{4})\b", after) or re.search(r"\b(\d{4})\b", before)
    if year is None:
        raise Fault(_EXPECTED, "the year is missing")
    blank = {"before": before.replace(year.group(0), " "), "after": after.replace(year.group(0), " ")}
    days = re.search(r"(?<![:\d])(\d{1,2})(?: (\d{1,2}))?(?: of| من)? *$", blank["before"])
    side = "before"
    if days is None:
        days, side = re.search(r"^ *(\d{1,2})(?: (\d{1,2}))?(?![:\d])", blank["after"]), "after"
    if days is None:
        first = _date(int(year.group(1)), number, 1)
        return (first, _month_end(first.year, number).date()), f"{blank['before']} {blank['after']}".strip()
    blank[side] = blank[side].replace(days.group(0), " ", 1)
    rest = f"{blank['before']} {blank['after']}".strip()
    made = [_date(int(year.group(1)), number, int(day)) for day in days.groups() if day]
    return (made[0] if len(made) == 1 else (made[0], made[1])), rest
