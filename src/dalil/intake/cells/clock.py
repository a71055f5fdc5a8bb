"""The time of a day in words or figures, as hours from the local midnight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta

from dalil.intake.cells.spelling import spelled
from dalil.intake.cells.words import vocabulary
from dalil.names import fold

__all__ = ["Hours", "hours_of"]

ABOUT = timedelta(minutes=30)
"""How far "about 14:00" may be off on either side."""

_LENGTH = timedelta(seconds=59, microseconds=999_999)  # of a minute whose seconds were not written
_DAY_ENDS = timedelta(hours=23, minutes=59) + _LENGTH
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?![\d:])")
_OF_24 = re.compile(r"(?<![\d:])(?:0\d|1[3-9]|2[0-3]):\d\d")
_BARE_HOUR = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")
_BETWEEN = re.compile(r"\s?-\s?(?=\d)|\s(?:و|and)\s?(?=\d)")
_PRAYER_PARTS = {
    "fajr": ("dawn",), "dhuhr": ("noon",), "asr": ("afternoon",), "maghrib": ("evening",),
    "isha": ("evening", "late_evening"),
}  # fmt: skip

Parts = Mapping[str, tuple[time, time]]


@dataclass(frozen=True, slots=True)
class Hours:
    """First and last moment after the local midnight, both included."""

    first: timedelta
    last: timedelta
    precision: str
    notes: tuple[str, ...] = ()
    prayer: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said beside a clock: the words that are left, and what the small words were."""

    words: str
    about: bool = False
    spoken: bool = False
    side: str = ""


def hours_of(text: str, parts: Parts, *, spoken: bool = False) -> Hours | None:
    """What `text` (a time of day without its date, or two of them) means, or None. `parts` are those of case.toml.

    `spoken`: the date was written in words, so that 3:30 may be a clock of twelve hours.

    >>> hours_of("8:30 pm", {}).first
    datetime.timedelta(seconds=73800)
    """
    text = spelled(text).text.replace("~", " about ")
    if (two := _two_ends(text)) is not None:
        return _from_to(*two, parts, spoken)
    return _one(text, parts, spoken)


def _two_ends(text: str) -> tuple[str, str] | None:
    """The ends of a range; "2:30 - 4" has them, "14:30 evening" has not."""
    for pattern in (vocabulary().until, _BETWEEN):
        pieces = pattern.split(text)
        if len(pieces) == 2 and all(any(sign.isdigit() for sign in piece) for piece in pieces):
            return pieces[0], pieces[1]
    return None


def _from_to(first: str, last: str, parts: Parts, spoken: bool) -> Hours | None:
    """The hull of two ends. The word for the half of the day may stand at one of them and be meant of both."""
    half = _said(_without_figures(last)).words
    if _OF_24.search(f"{first} {last}"):  # one end that a clock of 24 hours writes says how the other is meant
        first, last = (_CLOCK.sub(lambda found: found.group(0).zfill(5), end) for end in (first, last))
        spoken = False
    end = _one(last, parts, spoken)
    if end is None:
        return None
    begin = _one(f"{first} {half}", parts, spoken) if half and not _said(_without_figures(first)).words else None
    if begin is None or begin.first > end.last:
        begin = _one(first, parts, spoken)
    # a bare number is an hour beside one that is written in full: "14:00 - 16"
    if begin is None or begin.first > end.last:
        return None
    order = ("minute", "hour", "part_of_day")
    notes = tuple(dict.fromkeys((*begin.notes, *end.notes, "range")))
    return Hours(begin.first, end.last, max(begin.precision, end.precision, key=order.index), notes)


def _without_figures(text: str) -> str:
    return re.sub(r"[\d:]+", " ", text)


def _one(text: str, parts: Parts, spoken: bool) -> Hours | None:
    found = _CLOCK.search(text)
    rest = text if found is None else f"{text[: found.start()]} {text[found.end() :]}"
    said = _said(rest)
    said = replace(said, spoken=said.spoken or spoken)
    if found is not None:
        clock = _clock_hours(found, said, parts)
    elif bare := _BARE_HOUR.search(said.words):
        left = _said(said.words.replace(bare.group(1), " ", 1))
        clock = _bare_hours(bare.group(1), replace(said, words=left.words, side=said.side or left.side), parts)
    else:
        return _part_hours(said.words, parts)
    return clock and _aside(clock, said)


def _aside(clock: Hours, said: _Said) -> Hours:
    """The clock as "about", "after" and "before" widen it."""
    if said.side == "after":
        return Hours(clock.first, _DAY_ENDS, "part_of_day", ("after",))
    if said.side == "before":
        return Hours(timedelta(), clock.last, "part_of_day", ("before",))
    if not said.about:
        return clock
    precision = "hour" if clock.precision == "minute" else clock.precision
    return Hours(clock.first - ABOUT, clock.last + ABOUT, precision, ("approximate", *clock.notes))


def _said(rest: str) -> _Said:
    signs = vocabulary()
    words = fold(rest)
    # a whole phrase first: it may hold a word that is dropped elsewhere, as "around midnight" does
    if words in signs.parts or words in signs.prayers or words in signs.halves:
        return _Said(words)
    about = signs.about.search(words) is not None
    every = signs.about.sub(" ", words).split()
    kept = " ".join(word for word in every if word not in signs.filler)
    spoken = about or not signs.spoken.isdisjoint(every)
    first, _, after = kept.partition(" ")
    known = kept in signs.parts or kept in signs.prayers or kept in signs.halves
    if not known and first in signs.after | signs.before:
        return _Said(after, about, spoken, "after" if first in signs.after else "before")
    return _Said(kept, about, spoken)


def _clock_hours(found: re.Match[str], said: _Said, parts: Parts) -> Hours | None:
    hour, minute, second = int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)
    full = _hour_with(hour, said.words, parts)
    if minute > 59 or second > 59 or full is None:
        return None
    first = timedelta(hours=full, minutes=minute, seconds=second)
    if not said.words and _may_be_of_twelve(found.group(1), said):
        return _either_half(first, _LENGTH)
    # seconds of 00 are what programs add to a minute, so they do not make it a moment
    return Hours(first, first + (timedelta() if found.group(3) and second else _LENGTH), "minute")


def _bare_hours(written: str, said: _Said, parts: Parts) -> Hours | None:
    """`8 pm`: the whole hour. A bare number without a word for the half of the day is a time only where one says so."""
    hour = int(written)
    length = timedelta(minutes=59) + _LENGTH
    if not said.words:
        if hour > 23 or not said.spoken:
            return None
        first = timedelta(hours=hour)
        return _either_half(first, length) if _may_be_of_twelve(written, said) else Hours(first, first + length, "hour")
    if (full := _hour_with(hour, said.words, parts)) is None:
        return None
    return Hours(timedelta(hours=full), timedelta(hours=full) + length, "hour")


def _may_be_of_twelve(written: str, said: _Said) -> bool:
    """A spoken hour from 1 to 12 without a word for its half; 03:30, as clocks of 24 hours write it, is not one."""
    return said.spoken and not written.startswith("0") and 1 <= int(written) <= 12


def _either_half(first: timedelta, length: timedelta) -> Hours:
    half = timedelta(hours=12)
    first %= half
    return Hours(first, first + half + length, "part_of_day", ("either_half",))


def _hour_with(hour: int, words: str, parts: Parts) -> int | None:
    """The hour in 24 that `hour` means beside `words` (am, pm, a part of the day); None where they cannot agree."""
    if hour > 23:
        return None
    if not words:
        return hour
    name = words.replace(" ", "_")
    half = vocabulary().halves.get(words)
    if half is not None and name not in parts:
        twelve = hour % 12 or 12
        fits = {twelve % 12: twelve in half.am, twelve % 12 + 12: twelve in half.pm}
        # an hour beyond twelve, or 00, has its half already: "14:30 am" contradicts itself, "14:30 pm" does not
        candidates = [hour] if hour > 12 or hour == 0 else list(fits)
        return next((each for each in candidates if fits[each]), None)
    spans = [span for each in _names(words, parts) if (span := _hull([each], parts, ())) is not None]
    candidates = [hour] if hour > 12 else [hour % 12, hour % 12 + 12]
    # part by part: the hull of night and late evening is the whole day, and would hold either hour
    fitting = [each for each in candidates if any(_holds(span, each) for span in spans)]
    return fitting[0] if len(fitting) == 1 else (hour if hour in fitting else None)


def _holds(span: Hours, hour: int) -> bool:
    return span.first <= timedelta(hours=hour, minutes=59) and timedelta(hours=hour) <= span.last


def _names(words: str, parts: Parts) -> tuple[str, ...]:
    """The parts of the day that `words` stand for."""
    name = words.replace(" ", "_")
    if name in parts:
        return (name,)
    signs = vocabulary()
    prayer = signs.prayers.get(words)
    return signs.parts.get(words) or (_PRAYER_PARTS[prayer] if prayer else ())


def _part_hours(words: str, parts: Parts) -> Hours | None:
    names = _names(words, parts)
    prayer = vocabulary().prayers.get(words, "")
    if not names:
        return None
    if not prayer or words in vocabulary().parts or words.replace(" ", "_") in parts:
        return _hull(names, parts, ("part_of_day",))
    hours = _hull(names, parts, ("prayer",))
    return hours and replace(hours, prayer=prayer)


def _hull(names: Iterable[str], parts: Parts, notes: tuple[str, ...]) -> Hours | None:
    """The hull of named parts; a part that ends before it begins runs past midnight."""
    spans: list[tuple[timedelta, timedelta]] = []
    for name in names:
        if "/" in name:
            first, last = (timedelta(hours=int(end[:2]), minutes=int(end[3:])) for end in name.split("/"))
        elif name in parts:
            start, end = parts[name]
            first, last = _since_midnight(start), _since_midnight(end)
        else:
            return None
        spans.append((first, last if last >= first else last + timedelta(days=1)))
    return Hours(min(first for first, _ in spans), max(last for _, last in spans) + _LENGTH, "part_of_day", notes)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
