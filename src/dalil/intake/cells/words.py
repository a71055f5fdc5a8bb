"""The words for months, parts of the day and prayers, loaded once from words.toml and folded."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeVar

from dalil.names import fold

__all__ = ["Vocabulary", "european_digits", "vocabulary"]

_Meaning = TypeVar("_Meaning")
_DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_DIGITS |= {ord("٫"): ".", ord("٬"): "", ord("\u00a0"): " ", ord("\u202f"): " "}
# a minus that is no hyphen is a minus: without this the sign of a number would be lost or the number refused
_DIGITS |= dict.fromkeys(map(ord, "−﹣－"), "-")
# marks of direction are invisible, and come along when a number is copied out of Arabic text
_DIGITS |= dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"), "")


def european_digits(text: str) -> str:
    """`text` with European digits and decimal point, without marks of direction.

    >>> european_digits("٢٠١٦-١٠-٠١")
    '2016-10-01'
    """
    return text.translate(_DIGITS)


@dataclass(frozen=True, slots=True)
class Half:
    """The hours of twelve that a word puts before noon, and those that it puts after."""

    am: frozenset[int]
    pm: frozenset[int]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words and what they stand for."""

    months: dict[str, int]
    month_pattern: re.Pattern[str]
    parts: dict[str, tuple[str, ...]]
    prayers: dict[str, str]
    halves: dict[str, Half]
    month_parts: dict[str, tuple[int, int]]
    weekdays: dict[str, int]
    hours: dict[str, int]
    minutes: dict[str, int]
    days: dict[str, int]
    zones: dict[str, str]
    about: re.Pattern[str]
    after: frozenset[str]
    before: frozenset[str]
    spoken: frozenset[str]
    filler: frozenset[str]
    until: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The words of words.toml."""
    raw = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    months = _numbered(raw["months"])
    signs = raw["signs"]
    filler = frozenset(map(fold, signs["filler"]))
    return Vocabulary(
        months=months,
        month_pattern=re.compile(rf"\b({_any_of(months)})\b"),
        parts=_also_bare({fold(phrase): tuple(parts) for phrase, parts in raw["parts"].items()}, filler),
        prayers={fold(word): prayer for prayer, words in raw["prayers"].items() for word in words},
        halves=_also_bare(
            {
                fold(word): Half(frozenset(half["am"]), frozenset(half["pm"]))
                for half in raw["halves"]
                for word in half["words"]
            },
            filler,
        ),
        month_parts={fold(word): (first, last) for word, (first, last) in raw["month_parts"].items()},
        weekdays=_numbered(raw["weekdays"]),
        hours=_numbered(raw["hours"]),
        minutes=_numbered(raw["minutes"]),
        days=_numbered(raw["days"]),
        zones={fold(word): zone for zone, words in raw["zones"].items() for word in words},
        about=re.compile(rf"\b(?:{_any_of(map(fold, signs['about']))})\b"),
        after=frozenset(map(fold, signs["after"])),
        before=frozenset(map(fold, signs["before"])),
        spoken=frozenset(map(fold, signs["spoken"])),
        filler=filler,
        until=re.compile(
            rf"\s(?:{_any_of({*signs['until'], *map(fold, signs['until'])})})\s"
            r"|\s[-–—]\s|/|\.\."
        ),
    )


def _any_of(words: Iterable[str]) -> str:
    # the longest first: else a word that begins like another would be cut short
    return "|".join(sorted(words, key=len, reverse=True))


def _numbered(table: dict[str, list[str]]) -> dict[str, int]:
    return {fold(word): int(number) for number, words in table.items() for word in words}


def _also_bare(phrases: dict[str, _Meaning], filler: frozenset[str]) -> dict[str, _Meaning]:
    """The phrases, and each without the small words that are dropped from what is read; a whole phrase goes before."""
    bare = {" ".join(word for word in phrase.split() if word not in filler): phrase for phrase in phrases}
    return {short: phrases[phrase] for short, phrase in bare.items() if short} | phrases
