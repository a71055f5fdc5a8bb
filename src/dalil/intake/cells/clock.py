"""The time of a day in words or figures, as hours from the local midnight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from dalil.intake.cells.words import european_digits, vocabulary
from dalil.names import fold

__all__ = ["Hours", "hours_of"]

ABOUT = timedelta(minutes=30)
"""How far "about 14:00" may be off on either side."""

_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?![\d:])")
_BARE_HOUR = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")
_PRAYER_PARTS = {
    "fajr": ("dawn",), "dhuhr": ("noon",), "asr": ("afternoon",), "maghrib": ("evening",),
    "isha": ("evening", "late_evening"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hours:
    """First and last moment after the local midnight, both included."""

    first: timedelta
    last: timedelta
    precision: str
    notes: tuple[str, ...] = ()
    prayer: str = ""


def hours_of(text: str, parts: Mapping[str, tuple[time, time]]) -> Hours | None:
    """What `text` (a time of day without its date) means, or None. `parts` are the hours of case.toml.

    >>> hours_of("8:30 pm", {}).first
    datetime.timedelta(seconds=73800)
    """
    text = european_digits(text)
    found = _CLOCK.search(text)
    rest = text if found is None else f"{text[: found.start()]} {text[found.end() :]}"
    words = fold(rest.replace("~", " about "))
    about, words = _strip_signs(words)
    if found is not None:
        clock = _clock_hours(found, words, parts)
    elif bare := _BARE_HOUR.search(words):
        clock = _bare_hours(int(bare.group(1)), fold(words.replace(bare.group(1), " ", 1)), parts)
    else:
        return _part_hours(words, parts)
    if clock is None or not about:
        return clock
    return Hours(clock.first - ABOUT, clock.last + ABOUT, "hour", ("approximate",))


def _strip_signs(words: str) -> tuple[bool, str]:
    signs = vocabulary()
    # a whole phrase first: it may hold a word that is dropped elsewhere, as "around midnight" does
    if words in signs.parts or words in signs.prayers:
        return False, words
    kept = [word for word in words.split() if word not in signs.about and word not in signs.filler]
    return any(word in signs.about for word in words.split()), " ".join(kept)


def _clock_hours(found: re.Match[str], words: str, parts: Mapping[str, tuple[time, time]]) -> Hours | None:
    hour, minute, second = int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)
    full = _hour_with(hour, words, parts)
    if minute > 59 or second > 59 or full is None:
        return None
    first = timedelta(hours=full, minutes=minute, seconds=second)
    # seconds of 00 are what programs add to a minute, so they do not make it a moment
    length = timedelta() if found.group(3) and second else timedelta(seconds=59, microseconds=999_999)
    return Hours(first, first + length, "minute")


def _bare_hours(hour: int, words: str, parts: Mapping[str, tuple[time, time]]) -> Hours | None:
    """`8 pm`: the whole hour. A bare number without a word for the half of the day is not a time."""
    if not words or (full := _hour_with(hour, words, parts)) is None:
        return None
    return Hours(timedelta(hours=full), timedelta(hours=full, minutes=59, seconds=59, microseconds=999_999), "hour")


def _hour_with(hour: int, words: str, parts: Mapping[str, tuple[time, time]]) -> int | None:
    """The hour in 24 that `hour` means beside `words` (am, pm, a part of the day); None where they cannot agree."""
    if hour > 23:
        return None
    if not words:
        return hour
    half = vocabulary().meridiem.get(words)
    if half:
        # "14:30 am" contradicts itself; "14:30 pm" does not
        if hour > 12:
            return hour if half == "afternoon" else None
        return hour % 12 + (12 if half == "afternoon" else 0)
    part = _part_hours(words, parts)
    if part is None:
        return None
    candidates = [hour] if hour > 12 else [hour % 12, hour % 12 + 12]
    fitting = [each for each in candidates if part.first <= timedelta(hours=each, minutes=59) and
               timedelta(hours=each) <= part.last]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else (hour if hour in fitting else None)


def _part_hours(words: str, parts: Mapping[str, tuple[time, time]]) -> Hours | None:
    signs = vocabulary()
    name = words.replace(" ", "_")
    if name in parts:
        return _hull([name], parts, ("part_of_day",))
    if words in signs.parts:
        return _hull(signs.parts[words], parts, ("part_of_day",))
    if prayer := signs.prayers.get(words):
        hours = _hull(_PRAYER_PARTS[prayer], parts, ("prayer",))
        return hours and Hours(hours.first, hours.last, hours.precision, hours.notes, prayer)
    return None


def _hull(names: Iterable[str], parts: Mapping[str, tuple[time, time]], notes: tuple[str, ...]) -> Hours | None:
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
    latest = max(last for _, last in spans) + timedelta(seconds=59, microseconds=999_999)
    return Hours(min(first for first, _ in spans), latest, "part_of_day", notes)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
