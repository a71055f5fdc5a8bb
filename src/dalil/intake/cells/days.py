"""The day, or the first and the last day, that a text names: in figures, or with the name of a month."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from dalil.intake.cells.faults import Fault
from dalil.intake.cells.words import vocabulary
from dalil.names import fold

__all__ = ["EXPECTED", "Days", "days_in", "in_calendar", "month_end", "range_of_days"]

EXPECTED = "a time as 2016-10-01T14:30, with or without an offset, a day, a month, or words for them"

_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_ISO_MONTH = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})(?![\d-])")
_BARE_DAY = re.compile(r"\d{1,2}")
_OFFSET = re.compile(r"(?<=:\d\d)\s?(\+\d\d:?\d\d)$")
# "1 و2 تشرين": two days joined by "and"
_AND = re.compile(r"(?<!\d)(\d{1,2}) ?(?:و|and) ?(?=\d{1,2}(?!\d|:))")

Days = tuple[date, date] | date


def in_calendar(make: Callable[[], Any]) -> Any:
    """What `make` gives, or a fault where its day does not exist."""
    try:
        return make()
    except (ValueError, OverflowError):
        raise Fault(EXPECTED, "this day is not in the calendar") from None


def month_end(year: int, month: int) -> datetime:
    """The last second of a month."""
    following = datetime(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(seconds=1)


def range_of_days(text: str) -> tuple[str, str] | None:
    """The two ends of a range of days, each a whole date; None for a day with a range of hours, and for one day.

    >>> range_of_days("1 to 3 october 2016"), range_of_days("2016-10-01 14:00 to 15:30")
    (('1 october 2016', '3 october 2016'), None)
    """
    pieces = [piece.strip() for piece in vocabulary().until.split(text)]
    if len(pieces) != 2 or not all(any(sign.isdigit() for sign in piece) for piece in pieces):
        return None
    first, last = pieces
    day = _ISO_DAY.match(first)
    if day and _BARE_DAY.fullmatch(last):
        return first, f"{day.group(1)}-{day.group(2)}-{last}"
    if not _names_a_day(last):
        return None
    if _BARE_DAY.fullmatch(first):
        return f"{first} {re.sub(r'^[0-9]{1,2} ', '', last)}", last
    if not _names_a_day(first):
        return None
    return _with_year(first, last), last


def _with_year(first: str, last: str) -> str:
    """`30 September to 2 October 2016`: the year is written once."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", last)
    return first if year is None or re.search(r"(?<!\d)\d{4}(?!\d)", first) else f"{first} {year.group(0)}"


def _names_a_day(text: str) -> bool:
    found = _ISO_DAY.search(text) or _ISO_MONTH.search(text) or vocabulary().month_pattern.search(text)
    return found is not None


def days_in(text: str) -> tuple[Days, str]:
    """The day, or first and last day, that `text` names, and what is left of it. Raises `Fault`."""
    if found := _ISO_DAY.search(text):
        year, month, day = map(int, found.groups())
        return _date(year, month, day), _without(text, found)
    if found := _ISO_MONTH.search(text):
        year, month = map(int, found.groups())
        first = _date(year, month, 1)
        return (first, month_end(year, month).date()), _without(text, found)
    return _named_month(text)


def _date(year: int, month: int, day: int) -> date:
    found: date = in_calendar(lambda: date(year, month, day))
    return found


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,،;").lstrip("Tt ")


def _fold_keeping_clock(text: str) -> str:
    """`text` folded, with the colons of clock times and the dashes between them kept."""
    kept = re.sub(r"(\d):(?=\d)", r"\1xcolonx", re.sub(r"(:\d\d)\s?-\s?(?=\d{1,2}:)", r"\1 xdashx ", text))
    return fold(kept).replace("xcolonx", ":").replace("xdashx", "-")


def _named_month(text: str) -> tuple[Days, str]:
    offset = _OFFSET.search(text)
    if offset is not None:
        days, rest = _named_month(text[: offset.start()])
        return days, f"{rest}{offset.group(1)}"
    return _around_month(_AND.sub(r"\1 ", _fold_keeping_clock(text)))


def _around_month(text: str) -> tuple[Days, str]:
    words = vocabulary()
    month = words.month_pattern.search(text)
    if month is None:
        raise Fault(EXPECTED, "write the date as year-month-day")
    number = words.months[month.group(1)]
    before, after = text[: month.start()], text[month.end() :]
    year = re.search(r"\b(\d{4})\b", after) or re.search(r"\b(\d{4})\b", before)
    if year is None:
        raise Fault(EXPECTED, "the year is missing")
    blank = {"before": before.replace(year.group(0), " "), "after": after.replace(year.group(0), " ")}
    days = re.search(r"(?<![:\d])(\d{1,2})(?: (\d{1,2}))?(?: of| من| شهر| من شهر)? *$", blank["before"])
    side = "before"
    if days is None:
        days, side = re.search(r"^ *(\d{1,2})(?: (\d{1,2}))?(?![:\d])", blank["after"]), "after"
    if days is None:
        return _of_month(int(year.group(1)), number, f"{blank['before']} {blank['after']}")
    blank[side] = blank[side].replace(days.group(0), " ", 1)
    rest = f"{blank['before']} {blank['after']}".strip()
    made = [_date(int(year.group(1)), number, int(day)) for day in days.groups() if day]
    return (made[0] if len(made) == 1 else (made[0], made[1])), rest


def _of_month(year: int, month: int, rest: str) -> tuple[Days, str]:
    """The month, or the part of it that one word says (`early`, `أواخر`)."""
    words = vocabulary()
    last = month_end(_date(year, month, 1).year, month).date()
    said = " ".join(word for word in rest.split() if word not in words.filler)
    for part in (said, rest.strip()):
        if part in words.month_parts:
            begins, ends = words.month_parts[part]
            return (_date(year, month, begins), _date(year, month, min(ends, last.day))), ""
    return (_date(year, month, 1), last), said
