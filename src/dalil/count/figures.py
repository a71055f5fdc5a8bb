"""One figure: a name, a value, the query that gives it, and the words that say it.

Names are dotted and begin with what is counted; a figure of a named scope begins with `scope.<id>.`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dalil.casefile.facts import Facts
from dalil.count.scopes import Selection
from dalil.messages import LANGUAGES, Catalogue, catalogue, language_of

__all__ = [
    "Category", "Coded", "Counting", "Figure", "Named", "Refusal", "Said", "in_words", "integer", "number",
    "write_figures", "write_refusals",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A party, or several of which one did it: (name, Arabic name or None) each."""

    names: tuple[tuple[str, str | None], ...]

    def text(self, words: Catalogue) -> str:
        """In the language where there is a name in it. Of several it says that it is not established which."""
        language = words.language
        own = [language.own(language.named(name, arabic)) for name, arabic in self.names]
        if len(own) == 1:
            return own[0]
        return words.text("reasons.either", one=language.comma.join(own[:-1]), other=own[-1])


@dataclass(frozen=True, slots=True)
class Coded:
    """Words of the catalogue by their codes, as `home` or `home+school`: a type, because a place may be called so."""

    codes: str

    def text(self, words: Catalogue) -> str:
        """In the language of the catalogue."""
        return " + ".join(words.text(f"count.word.{each}") for each in self.codes.split("+"))


Said = str | Named | Coded | date
"""What fills a label: text as it stands, names, words of the catalogue, a day."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a figure is broken down by, and which part of it: readers take it from here and not from names or queries.

    `counted` is the category as the records have it; of several spellings that share a name, the first by text.
    """

    family: str | None = None
    counted: str | None = None
    party: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one scope. `words` fill its label: days are said in words, codes in those of the
    catalogue; text stands as it is, whatever it begins with."""

    name: str
    value: float | None
    unit: str
    query: str
    rows: int
    key: str
    selection: Selection
    words: tuple[Said, ...] = ()
    low: float | None = None
    high: float | None = None
    kind: str = "total"
    of: Category = Category()

    @property
    def full_name(self) -> str:
        """The name with its scope."""
        return f"{self.selection.prefix}{self.name}"

    def label(self, language: str) -> str:
        """What is counted, without the number."""
        words = catalogue(language)
        filled = {chr(ord("a") + n): in_words(words, word) for n, word in enumerate(self.words)}
        label = words.text(f"count.label.{self.key}", **filled)
        if not self.selection.id:
            return label
        return words.text("count.scope", scope=words.language.own(self.selection.title), label=label)

    def text(self, language: str) -> str:
        """The whole sentence. A figure that no source states says so: not stated is not zero."""
        form = "not_stated" if self.value is None else "number" if self.low is None else "interval"
        if form == "interval" and self.high is None:
            form = "at_least_interval"
        shown = {name: number(getattr(self, name), language) for name in ("value", "low", "high")}
        return catalogue(language).text(f"count.text.{form}", label=self.label(language), **shown)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A figure that was asked for and is not given: `key` names the reason in the catalogue."""

    name: str
    selection: Selection
    key: str
    fields: tuple[tuple[str, str], ...] = ()

    def text(self, language: str) -> str:
        """The reason, as a sentence."""
        return catalogue(language).text(f"count.refused.{self.key}", **dict(self.fields))


@dataclass
class Counting:
    """What one part of counting gives: figures, refusals, and rows of its tables by table."""

    figures: list[Figure] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, other: Counting) -> None:
        """Take over what another part gave."""
        self.figures += other.figures
        self.refusals += other.refusals
        for table, rows in other.rows.items():
            self.rows[table] += rows


def in_words(words: Catalogue, word: Said) -> str:
    """One word of a label in the language of the catalogue; see `Figure.words`."""
    if isinstance(word, date):
        return words.day(word)
    if isinstance(word, Named | Coded):
        return word.text(words)
    return words.language.own(word)


def number(value: float | None, language: str = "en") -> str:
    """A number as a reader sees it: whole numbers whole, others with three significant digits.

    >>> number(1207), number(0.0417), number(12.345)
    ('1,207', '0.0417', '12.3')
    """
    if value is None:
        return "–"
    whole = float(value).is_integer() or abs(value) >= 1000
    shown = f"{value:,.0f}" if whole else f"{value:.3g}"
    return language_of(language).number(shown)


def integer(value: object) -> int | None:
    """A whole number from a query; NULL stays None."""
    return None if value is None else int(value)  # type: ignore[call-overload]


def write_figures(facts: Facts, figures: Sequence[Figure]) -> None:
    """Fill `figure` and `figure_text`. Two figures of one name are a fault of the program."""
    # The name is the key of the table; of two figures under one name a reader would see either.
    names = [figure.full_name for figure in figures]
    if len(set(names)) != len(names):
        raise ValueError(f"figures named twice: {sorted({name for name in names if names.count(name) > 1})[:5]}")
    facts.replace("figure", [_row(figure) for figure in figures])
    facts.replace(
        "figure_text",
        [
            {"name": f.full_name, "language": language, "label": f.label(language), "text": f.text(language)}
            for f in figures
            for language in LANGUAGES
        ],
    )


def _row(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.full_name, "value": figure.value, "low": figure.low, "high": figure.high,
        "unit": figure.unit, "text": figure.text("en"), "query": figure.query, "rows": figure.rows,
        "kind": figure.kind, "scope": figure.selection.id, "family": figure.of.family, "counted": figure.of.counted,
        "party": figure.of.party, "grade": figure.of.grade,
    }  # fmt: skip


def write_refusals(facts: Facts, refusals: Sequence[Refusal]) -> None:
    """Fill `count_refusal`."""
    facts.replace(
        "count_refusal",
        [
            {"name": r.name, "scope": r.selection.id, "reason": r.key, "text": r.text("en")}
            for r in sorted(refusals, key=lambda r: (r.name, r.selection.id))
        ],
    )
