"""How a language is written: its direction, its fonts, what parts its lists and numbers, how strange text is set in it.

All of it is data: the table `[language]` of `terms.<code>.toml`. A language is there as soon as that file is
(docs/extending.md). Code asks the object, and never which language it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["ENGLISH", "LANGUAGES", "Language", "font_family", "font_packages", "language_of", "letters"]

ENGLISH = "en"
"""The language that others fall back to where they lack a sentence."""

_TERMS = "terms."
_LTR, _AUTO, _END = "\u2066", "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Language:
    """One language that documents are written in.

    `rtl`: written from right to left; whatever comes from outside a sentence is then isolated, for without that
    latitude and longitude look swapped. `names`: the end of the columns that hold names as this language writes them
    (`_ar`), empty for the plain ones. `fonts`: faces in the order in which they are tried; `font_packages`: Python
    packages that bring them, beside those that Typst has. `letters`: first and last code point of what these faces
    draw beyond the letters of Europe. `kerning`, `size_pt`, `leading_em`: how its text is set.
    """

    code: str
    name: str
    rtl: bool = False
    comma: str = ", "
    thousands: str = ","
    decimal: str = "."
    names: str = ""
    fonts: tuple[str, ...] = ()
    font_packages: tuple[str, ...] = ()
    letters: tuple[tuple[int, int], ...] = ()
    kerning: bool = True
    size_pt: float = 10.0
    leading_em: float = 0.6

    @classmethod
    def read(cls, code: str, given: Mapping[str, Any]) -> Language:
        """From the table `[language]`. Raises ValueError for a key that it does not know, or without a name."""
        unknown = given.keys() - {field.name for field in fields(cls)} | given.keys() & {"code"}
        if unknown or not given.get("name"):
            raise ValueError(f"[language] of {_TERMS}{code}.toml: a name and no {sorted(unknown) or 'other fault'}")
        # A language is frozen; lists within it would not be.
        kept = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        return cls(code, **kept | {"letters": tuple((first, last) for first, last in given.get("letters", ()))})

    def number(self, shown: str) -> str:
        """A number written as Python writes it (`1,234.5`): its separators, kept from left to right.

        >>> Language("fr", "français", thousands="\u202f", decimal=",").number("1,234.5")
        '1\u202f234,5'
        """
        return self.ltr(shown.translate({ord(","): self.thousands, ord("."): self.decimal}))

    def shown(self, value: float | None) -> str:
        """A value as a reader sees it: whole numbers whole, others with three significant digits.

        >>> Language("en", "English").shown(1207), Language("en", "English").shown(0.0417)
        ('1,207', '0.0417')
        """
        if value is None:
            return "–"
        # From a thousand on three digits would hide persons.
        whole = float(value).is_integer() or abs(value) >= 1000
        return self.number(f"{value:,.0f}" if whole else f"{value:.3g}")

    def ltr(self, text: str) -> str:
        """Numbers and codes: kept from left to right inside a sentence that runs the other way."""
        return f"{_LTR}{text}{_END}" if self.rtl and text else text

    def own(self, text: str) -> str:
        """Words from outside, whose first letter gives their direction."""
        return f"{_AUTO}{text}{_END}" if self.rtl and text else text

    def named(self, name: str, other: str | None) -> str:
        """The name as this language writes it, where the record has it: `other` is that of the column `names`."""
        return other if self.names and other else name

    def name_column(self, column: str = "name") -> str:
        """The same in SQL: an expression over a table with `column` and, it may be, a column that ends in `names`."""
        return f"coalesce(nullif({column}{self.names}, ''), {column})" if self.names else column


def _found() -> tuple[str, ...]:
    """English, then the others by their codes: a fixed order, for tables and columns follow it."""
    # A listing of the package and no list by hand: a language costs no line of code.
    files = (file.name for file in resources.files(__package__).iterdir())
    codes = sorted(name.split(".")[1] for name in files if name.startswith(_TERMS) and name.endswith(".toml"))
    return (ENGLISH, *(code for code in codes if code != ENGLISH))


LANGUAGES = _found()
"""The languages that documents can be written in."""


@cache
def language_of(code: str) -> Language:
    """The language of this code. Raises KeyError with those there are."""
    if code not in LANGUAGES:
        raise KeyError(f"no catalogue for {code!r}; there are {', '.join(LANGUAGES)}")
    file = resources.files(__package__).joinpath(f"{_TERMS}{code}.toml")
    return Language.read(code, tomllib.loads(file.read_text(encoding="utf-8")).get("language", {}))


def font_family() -> str:
    """Every face of every language, for drawings in which scripts meet.

    >>> font_family()
    'Libertinus Serif, Amiri, serif'
    """
    faces = dict.fromkeys(face for code in LANGUAGES for face in language_of(code).fonts)
    return ", ".join([*faces, "serif"])


def font_packages() -> tuple[str, ...]:
    """The Python packages that bring the faces of every language: a document quotes records in any of them."""
    return tuple(dict.fromkeys(package for code in LANGUAGES for package in language_of(code).font_packages))


def letters() -> tuple[tuple[int, int], ...]:
    """First and last code point of what the faces of any language draw beyond the letters of Europe."""
    return tuple(dict.fromkeys(pair for code in LANGUAGES for pair in language_of(code).letters))
