"""The words for months, parts of the day and prayers, loaded once from words.toml and folded."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dalil.names import fold

__all__ = ["Vocabulary", "european_digits", "vocabulary"]

_DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_DIGITS |= {ord("٫"): ".", ord("٬"): "", ord("\u00a0"): " ", ord("\u202f"): " "}
_DIGITS |= dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"), "")


def european_digits(text: str) -> str:
    """`text` with European digits and decimal point, without marks of direction.

    >>> european_digits("٢٠١٦-١٠-٠١")
    '2016-10-01'
    """
    return text.translate(_DIGITS)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words and what they stand for."""

    months: dict[str, int]
    month_pattern: re.Pattern[str]
    parts: dict[str, tuple[str, ...]]
    prayers: dict[str, str]
    meridiem: dict[str, str]
    about: frozenset[str]
    filler: frozenset[str]
    until: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The words of words.toml."""
    raw = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    months = {fold(word): int(number) for number, words in raw["months"].items() for word in words}
    longest_first = sorted(months, key=len, reverse=True)
    signs = raw["signs"]
    return Vocabulary(
        months=months,
        month_pattern=re.compile(rf"\b({'|'.join(longest_first)})\b"),
        parts={fold(phrase): tuple(parts) for phrase, parts in raw["parts"].items()},
        prayers={fold(word): prayer for prayer, words in raw["prayers"].items() for word in words},
        meridiem={fold(word): part for part in ("morning", "afternoon") for word in signs[part]},
        about=frozenset(map(fold, signs["about"])) | {"~"},
        filler=frozenset(map(fold, signs["filler"])),
        until=re.compile(rf"\s(?:{'|'.join(signs['until'])})\s|\s[-–—]\s|/|\.\."),
    )
