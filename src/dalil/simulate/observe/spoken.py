"""Number words and set phrases of the radio in three languages, from words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@cache
def phrases(language: str) -> dict[str, Any]:
    """The phrases of `ru`, `ar` or `en` by their step: coordinates, clearance, release, …; chatter is a list."""
    text = resources.files("dalil.simulate").joinpath("words.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)[language]
    return found


def in_words(number: int, language: str) -> str:
    """A number from 0 to 199 in English or Russian words; Arabic uses its digits.

    >>> in_words(34, "en"), in_words(175, "ru"), in_words(12, "ar")
    ('thirty four', 'сто семьдесят пять', '١٢')
    """
    if language == "ar":
        return str(number).translate(_ARABIC_DIGITS)
    words = phrases(language)
    units, tens = words["units"].split(), words["tens"].split()
    parts = [words["hundred"]] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        parts.append(tens[rest // 10 - 2])
        rest %= 10
    if rest or not parts:
        parts.append(units[rest])
    return " ".join(parts)
