"""Every sentence that a reader of a submission sees, in every language: one catalogue, no text in code.

A catalogue is the TOML files of one language; keys are dotted. A sentence that a language lacks is given in English,
and the catalogue names it: `missing`. A test holds the languages of this repository to the same keys and fields.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from dalil.messages.language import ENGLISH, LANGUAGES, Language, font_family, font_packages, language_of, letters

__all__ = [
    "LANGUAGES",
    "Catalogue",
    "Language",
    "catalogue",
    "font_family",
    "font_packages",
    "language_of",
    "letters",
]


class Catalogue:
    """The sentences of one language. `missing` are the keys of those that stand in English for lack of its own."""

    def __init__(self, language: Language, sentences: dict[str, str], missing: tuple[str, ...] = ()) -> None:
        self.language, self.sentences, self.missing = language, sentences, missing

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def text(self, key: str, **fields: object) -> str:
        """The sentence of `key` with its fields filled in. Raises KeyError for an unknown key or field."""
        # A missing field raises: a gap in a sentence would read as if nothing were there.
        return self.sentences[key].format(**fields)

    def day(self, day: date) -> str:
        """14 November 2016, its numbers isolated where the language runs the other way."""
        month = self.text(f"term.month.{day.month}")
        return f"{self.language.ltr(str(day.day))} {month} {self.language.ltr(str(day.year))}"


def _flatten(tree: dict[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= _flatten(value, f"{name}.") if isinstance(value, dict) else {name: str(value)}
    return flat


def _own(code: str) -> dict[str, str]:
    """What the files `*.<code>.toml` of this package say, without how the language is written."""
    sentences: dict[str, str] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(f".{code}.toml"):
            tree = tomllib.loads(file.read_text(encoding="utf-8"))
            tree.pop("language", None)  # how it is written is no sentence
            sentences |= _flatten(tree)
    return sentences


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language by its code. Raises KeyError for one that is not there."""
    found, own = language_of(language), _own(language)
    # English first: the order of keys is its order in every language, and so is that of code lists made from it.
    english = own if language == ENGLISH else catalogue(ENGLISH).sentences
    return Catalogue(found, english | own, tuple(key for key in english if key not in own))
