"""A moment as somebody spelled it, brought to one spelling before it is read.

Letters are folded, signs stay. Hours, minutes and days in words become figures; a month that is named twice
(`تموز/يوليو`) is named once; a point between hour and minute becomes a colon; a weekday and the name of a zone are
taken out and kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from dalil.intake.cells.words import european_digits, vocabulary
from dalil.names import fold

__all__ = ["Spelled", "spelled"]

# diacritics of Arabic are no letters to a pattern, and apostrophes belong to "o'clock"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670'’])*")
_HALF_WITH_POINTS = re.compile(r"\b([ap])\s?\.\s?m\b\.?")
_UTC_AND = re.compile(r"\b(?:utc|gmt)\s?([+-])(\d{1,2})(?::?(\d\d))?(?!\d)")
_YEAR_OF_OUR_ERA = re.compile(r"(?<!\d)(\d{4})\s?م(?=\s|$)")
_POINTED = re.compile(r"(?<![\d.,:/+-])([01]?\d|2[0-3])\s?[.,]([0-5]\d)(?![\d.,:/]|\s?[-/]\d{1,2}[-/])")
_WITH_H = re.compile(r"(?<![\d:])([01]?\d|2[0-3])h([0-5]\d)(?!\d)")
_PAST = re.compile(r"\b(half|quarter) past (\d{1,2})(?![\d:])")
_TO = re.compile(r"\bquarter to (\d{1,2})(?![\d:])")
_LONG_DASH = re.compile(r"\s*[–—]\s*")


@dataclass(frozen=True, slots=True)
class Spelled:
    """The text in one spelling, the weekday it names (Monday is 0) and the zone it names."""

    text: str
    weekday: int | None = None
    zone: str = ""


def spelled(text: str) -> Spelled:
    """One spelling of `text`.

    >>> spelled("السبت 1 تشرين الأول/أكتوبر 2016، الساعة الثالثة والنصف عصراً").text
    '1 تشرين الاول 2016، الساعه 3:30 عصرا'
    """
    text = _WORD.sub(lambda found: fold(found.group(0)) or " ", european_digits(text))
    # the marks of ISO 8601 stay as they are written
    text = re.sub(r"(?<=\d)z\b", "Z", re.sub(r"(?<=\d)t(?=\d\d:)", "T", text))
    text = _LONG_DASH.sub(" - ", _HALF_WITH_POINTS.sub(r"\1m", text))
    text = _YEAR_OF_OUR_ERA.sub(r"\1", _UTC_AND.sub(_offset, text))
    text, zone = _taken_out(text, _zones(), vocabulary().zones)
    text, weekday = _taken_out(text, _weekdays(), vocabulary().weekdays)
    text = _days().sub(lambda found: f"{vocabulary().days[found.group(1)]} من", _once(text))
    return Spelled(_in_figures(text).strip(" ،,;"), weekday if isinstance(weekday, int) else None, str(zone or ""))


def _offset(found: re.Match[str]) -> str:
    sign, hours, minutes = found.groups()
    return f"{sign}{int(hours):02d}:{minutes or '00'}"


def _in_figures(text: str) -> str:
    words = vocabulary()
    text = _hours().sub(lambda found: str(words.hours[found.group(0)]), text)
    text = _minutes().sub(_with_minutes, text)
    text = _PAST.sub(lambda found: f"{found.group(2)}:{30 if found.group(1) == 'half' else 15}", text)
    text = _TO.sub(lambda found: f"{int(found.group(1)) - 1 or 12}:45", text)
    return _WITH_H.sub(r"\1:\2", _POINTED.sub(r"\1:\2", text))


def _with_minutes(found: re.Match[str]) -> str:
    hour, minute = int(found.group(1)), vocabulary().minutes[found.group(2)]
    # "three less a quarter" is said of the hour that is coming
    before = found.group(2).startswith("الا ")
    return f"{hour - 1 or 12 if before else hour}:{minute:02d}"


def _once(text: str) -> str:
    """A month named by two of its names is named once; two different months are left as they stand."""
    months = vocabulary().months

    def one(found: re.Match[str]) -> str:
        first, second = found.group(1), found.group(2)
        return first if months[first] == months[second] else found.group(0)

    return _two_months().sub(one, text)


def _taken_out(text: str, pattern: re.Pattern[str], meaning: Mapping[str, str | int]) -> tuple[str, str | int | None]:
    """`text` without what the pattern finds, and the one thing that it means; nothing where two things are meant."""
    meant = {meaning[" ".join(found.group(1).split())] for found in pattern.finditer(text)}
    if len(meant) != 1:
        return text, None
    return re.sub(r"\s+", " ", pattern.sub(" ", text)), next(iter(meant))


def _any_of(words: Iterable[str]) -> str:
    # the longest first: else a word that begins like another would be cut short
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@cache
def _zones() -> re.Pattern[str]:
    return re.compile(rf"\b(?:ب|بال)?({_any_of(vocabulary().zones)})\b(?!\s?[+-]?\d)")


@cache
def _weekdays() -> re.Pattern[str]:
    # the prayer of Friday is an hour, and no weekday
    return re.compile(rf"(?<!صلاه )(?<!خطبه )\b(?:يوم\s+)?({_any_of(vocabulary().weekdays)})\b[،,.]?")


@cache
def _days() -> re.Pattern[str]:
    return re.compile(rf"\b({_any_of(vocabulary().days)}) من\b")


@cache
def _hours() -> re.Pattern[str]:
    # in English only before "o'clock" or after "past" and "to": "two" alone may count anything
    hours = vocabulary().hours
    latin = _any_of(word for word in hours if word.isascii())
    arabic = _any_of(word for word in hours if not word.isascii())
    return re.compile(rf"(?:(?<=past )|(?<=quarter to ))(?:{latin})\b|\b(?:{arabic})\b|\b(?:{latin})(?=\s+o\s?clock)")


@cache
def _minutes() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d:])(\d{{1,2}})\s+({_any_of(vocabulary().minutes)})\b")


@cache
def _two_months() -> re.Pattern[str]:
    months = _any_of(vocabulary().months)
    return re.compile(rf"\b({months})\s?[/(\\|-]\s?({months})\b\)?")
