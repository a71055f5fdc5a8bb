"""Moments as people write them, to intervals in UTC.

ISO 8601 with an offset or local in the case's zone; a day or a month alone; ranges; dates with the names of months
in English, Arabic and Levantine usage; clock times, parts of the day and prayers in words. What was written decides
how wide the interval is: a day is the whole local day, a minute the whole minute. A local time that does not exist
or exists twice becomes the hull of its readings, with a note.

Not read on purpose: `01/10/2016`, which is a day in January to one reader and in October to another.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

from dalil.casefile.settings import Settings, utc_days
from dalil.intake.cells.clock import Hours, hours_of
from dalil.intake.cells.days import EXPECTED, days_in, in_calendar, month_end, range_of_days
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.prayer import prayer_interval
from dalil.intake.cells.spelling import spelled
from dalil.intake.cells.words import european_digits, vocabulary
from dalil.units import Point, zone

__all__ = ["MICROSECOND", "WEEK", "Moments", "Span"]

MICROSECOND = timedelta(microseconds=1)
WEEK = "week"
"""A precision that is written, as in ACLED's tables, and no precision of the facts: days around the one written."""
WEEK_AROUND = timedelta(days=3)
"""To either side of the day that stands for a week: ACLED writes the middle of it."""
PLACEHOLDER_BEFORE = 1980
"""Years before this are what programs write for "no date" (1900, 1904, 1970), unless the case reaches back there."""

_ORDER = ("minute", "hour", "part_of_day", "day", "month")  # from narrow to wide
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r" ?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_YEAR_FIRST_SLASH = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_FROM = re.compile(r"^(?:from|between|من|بين)\s+", re.IGNORECASE)
_OFFSET = re.compile(r"(?:Z|[+-]\d\d(?::?\d\d)?)$", re.IGNORECASE)
_SHORT_RANGE = re.compile(r"(\d{1,2}:\d\d)-(\d\d:\d\d)")
_MIDNIGHT = re.compile(r"0?0:00(?::00)?|12:00(?::00)?\s?am")
# beside a date in words: Arabic records write hours of twelve, others where no 0 stands before the hour
_OF_TWELVE = re.compile(r"[\u0600-\u06ff]|(?<![\d:])[1-9]:\d\d")
_ISO_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_AN_OFFSET, _AS_RANGE = "an offset that some zone has, from -12:00 to +14:00", "write a range as 14:00 to 15:00"
_OFFSETS = (timedelta(hours=-12), timedelta(hours=14))  # the least and the greatest that any zone of tzdata has


@dataclass(frozen=True, slots=True)
class Span:
    """An interval in UTC, how precisely it was written, and how it was made. `clock`: a clock time was written."""

    earliest: datetime
    latest: datetime
    precision: str
    notes: tuple[str, ...] = ()
    clock: datetime | None = None
    midnight: date | None = None  # of this day, which may be all that was known: programs write a day as its midnight

    def hull(self, other: Span) -> Span:
        """The interval that holds both; the coarser precision."""
        return Span(
            min(self.earliest, other.earliest),
            max(self.latest, other.latest),
            max(self.precision, other.precision, key=_ORDER.index),
            tuple(dict.fromkeys(self.notes + other.notes)),
        )


class Moments:
    """Reads moments for one case: its zone, its hours for parts of the day, its place for the prayers."""

    def __init__(self, settings: Settings, as_of: date) -> None:
        self.zone: tzinfo = settings.timezone
        self.key = settings.zone
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
            raise Fault(EXPECTED, "this moment is not in the calendar") from None

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

    def elsewhere(self, name: str) -> Moments:
        """The same reading for clocks of another zone."""
        other = copy(self)
        other.zone, other.key = zone(name), name
        return other

    def _offset_by(self, written: str) -> Moments:
        """The same reading for clocks of a fixed offset (`z`, `+03`, `-0530`)."""
        other = copy(self)
        digits = f"{written[1:].replace(':', '')}0000"
        size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
        offset = -size if written.startswith("-") else size
        if not _OFFSETS[0] <= offset <= _OFFSETS[1]:
            raise Fault(_AN_OFFSET, _AS_RANGE)
        other.zone, other.key = timezone(offset), ""
        return other

    def instant(self, earliest: datetime, latest: datetime) -> Span:
        """A moment in UTC that a typed cell held."""
        civil = self._civil(earliest)
        days = [at.date() for at in (civil, earliest) if at.time() == time()]
        return Span(earliest, latest, "minute", (), earliest, days[0] if days else None)

    def whole_day(self, span: Span) -> Span:
        """The day whose midnight `span` is; `span` where it is no midnight."""
        if span.midnight is None:
            return span
        day = self._day(span.midnight)
        if self._civil(span.earliest).time() == time():
            return replace(day, notes=("midnight",))
        # a midnight of another zone: the day there, or the day here; nobody wrote which
        there = Span(span.earliest, span.earliest + timedelta(days=1) - MICROSECOND, "day", ("midnight",))
        return day.hull(there)

    def civil_day(self, span: Span) -> date:
        """The local day on which `span` begins; the day whose midnight it is."""
        return span.midnight or self._civil(span.earliest).date()

    def widened(self, span: Span, precision: str) -> Span:
        """`span` stretched to the whole local hour, day, week or month in which it lies, if it is finer than that."""
        # a precision finer than what was written would claim more than its writer knew
        if not precision or (precision != WEEK and _ORDER.index(precision) <= _ORDER.index(span.precision)):
            return span
        if precision == WEEK and span.precision == "month":
            return span
        first, last = self._civil(span.earliest), self._civil(span.latest)
        if precision == "hour":
            wide = (first.replace(minute=0, second=0, microsecond=0), last.replace(minute=59, second=59))
        elif precision == "part_of_day":
            wide = self._part_around(first, last)
        elif precision == WEEK:
            first, last, precision = first - WEEK_AROUND, last + WEEK_AROUND, "day"
            wide = (datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59)))
        elif precision == "day":
            wide = (datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59)))
        else:
            wide = (datetime(first.year, first.month, 1), month_end(last.year, last.month))
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
        raise Fault(EXPECTED, "write the time as text")

    def _text(self, text: str) -> Span:
        found = _ISO.fullmatch(text) or _ISO.fullmatch(text := european_digits(text).strip())
        if found is not None:  # nearly every cell of a log is this; words are looked for only where it is not
            day, clock, seconds, offset = found.groups()
            if offset and offset[0] == "-" and seconds is None and self._is_range(day, clock, offset, text):
                return self._words(f"{day} {clock} - {offset[1:]}")
            try:
                at = datetime.fromisoformat(f"{day}T{clock}{(seconds or '').replace(',', '.')}{(offset or '').upper()}")
                return self._at(at, "second" if seconds else "minute")
            except ValueError:
                pass
        if len(text) == 10 and text[4] == "-":
            return self._day(in_calendar(lambda: date.fromisoformat(text)))
        return self._words(text)

    def _is_range(self, day: str, clock: str, written: str, text: str) -> bool:
        """True where `14:00-15:30` is a range, and its minus no offset. Raises `Fault` where it may be either."""
        if len(written) < 5:
            return False
        hours, minutes = int(written[1:3]), int(written[-2:])
        an_offset = timedelta(hours=hours, minutes=minutes) <= -_OFFSETS[0] and minutes in (0, 30)
        later = written[1:3] + written[-2:] > clock.replace(":", "")
        if not an_offset:
            return True
        own = self.offsets(in_calendar(lambda: datetime.fromisoformat(f"{day}T{clock}")))
        # ISO 8601 with its T is what programs write, and programs write offsets
        if "T" in text or -timedelta(hours=hours, minutes=minutes) in own:
            return False
        if not later:
            raise Fault(
                "a range or an offset, not both at once", "write a range as 22:00 to 23:45, an offset behind seconds"
            )
        return True

    def _words(self, written: str) -> Span:
        said = spelled(written)
        if said.zone and said.zone != self.key:
            return self.elsewhere(said.zone)._words(_in_order(said.text))
        text = _FROM.sub("", _in_order(said.text))
        if _SLASHED.search(text):
            raise Fault("year, month and day in this order, as 2016-10-01", "say which number is the month")
        if (parts := range_of_days(text)) is not None:
            first, last = (self._text(part) for part in parts)
            if last.latest < first.earliest:
                raise Fault("a range that ends after it begins", "exchange or mend its ends")
            return replace(first.hull(last), notes=(*first.hull(last).notes, "range"))
        days, rest = days_in(text)
        if said.weekday is not None and isinstance(days, date) and days.weekday() != said.weekday:
            raise Fault("a weekday that fits its date", "mend the date or the weekday: they are of two days")
        return self._days_with_hours(
            days, rest, spoken=_ISO_DAY.search(text) is None and _OF_TWELVE.search(text) is not None
        )

    def _days_with_hours(self, days: tuple[date, date] | date, rest: str, *, spoken: bool) -> Span:
        if isinstance(days, date):
            return self._with_hours(days, rest, spoken=spoken) if _says(rest) else self._day(days)
        if _says(rest):
            raise Fault("a day for the time of day", "write the day in full")
        if days[1] < days[0]:
            raise Fault("a range that ends after it begins", "exchange or mend its ends")
        interval = utc_days(days[0], days[1], self.zone)
        whole_month = days[0].day == 1 and days[1] == month_end(days[0].year, days[0].month).date()
        precision, note = ("month", "whole_month") if whole_month else ("day", "range")
        return Span(interval.earliest, interval.latest, precision, (note,))

    def _with_hours(self, day: date, rest: str, *, spoken: bool) -> Span:
        if not spoken and _MIDNIGHT.fullmatch(rest.strip()):
            return self._at(datetime.combine(day, time()), "minute")
        if short := _SHORT_RANGE.fullmatch(rest.strip()):
            first, last = short.group(1).zfill(5), short.group(2)
            if self._is_range(day.isoformat(), first, f"-{last}", rest):
                rest = f"{first} to {last}"
        if offset := _OFFSET.search(rest):
            if iso := _iso_clock(day, rest):
                return self._at(iso, "minute")
            # words beside a clock with its offset: they are read where that offset is the zone's
            return self._offset_by(offset.group(0))._with_hours(day, rest[: offset.start()], spoken=spoken)
        hours = hours_of(rest, self.parts, spoken=spoken)
        if hours is None:
            raise Fault(EXPECTED, "the day is clear; write the time of day as 14:30 or as a part of the day")
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
        whole = in_calendar(lambda: utc_days(day, day, self.zone))
        return Span(whole.earliest, whole.latest, "day", ("whole_day",))

    def _at(self, moment: datetime, written: str) -> Span:
        """A clock time: to the end of its minute where no seconds were written."""
        midnight = moment.date() if moment.time() == time() else None
        if moment.tzinfo is not None:
            if not _OFFSETS[0] <= (moment.utcoffset() or timedelta()) <= _OFFSETS[1]:
                raise Fault(_AN_OFFSET, _AS_RANGE)
            first = last = moment.astimezone(UTC).replace(tzinfo=None)
            note = ""
            local = self._civil(first)
            midnight = midnight or (local.date() if local.time() == time() else None)
        else:
            first, last, note = self._to_utc(moment)
        latest = last.replace(second=59, microsecond=999_999) if written == "minute" else last
        return Span(first, latest, "minute", (note,) if note else (), first if first == last else None, midnight)

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


def _iso_clock(day: date, rest: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{rest.lstrip('tT ').upper().replace(' ', '')}")
    except ValueError:
        return None


def _in_order(text: str) -> str:
    return _ORDINAL.sub(r"\1", _YEAR_FIRST_SLASH.sub(r"\1-\2-\3", text))


def _says(rest: str) -> bool:
    """False where nothing is left beside the day but small words (`on`, `بتاريخ`)."""
    return any(word not in vocabulary().filler for word in re.findall(r"[^\s,،;.]+", rest))
