"""Every sentence that a reader of a submission sees, in English and Arabic: one catalogue, no text in code.

A catalogue is a TOML file per language; keys are dotted. A key that one language lacks is an error in every
language, and a test holds both files to the same keys and the same fields.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

__all__ = ["LANGUAGES", "Catalogue", "catalogue"]

LANGUAGES = ("en", "ar")


class Catalogue:
    """The sentences of one language."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        self.language, self.sentences = language, sentences

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def text(self, key: str, **fields: object) -> str:
        """The sentence of `key` with its fields filled in. Raises KeyError for an unknown key or field."""
        return self.sentences[key].format(**fields)

    def day(self, day: date) -> str:
        """14 November 2016, its numbers isolated in Arabic."""
        start, end = ("\u2066", "\u2069") if self.language == "ar" else ("", "")
        return f"{start}{day.day}{end} {self.text(f'term.month.{day.month}')} {start}{day.year}{end}"


def _flatten(tree: dict[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= _flatten(value, f"{name}.") if isinstance(value, dict) else {name: str(value)}
    return flat


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `language`: all `*.<language>.toml` files of this package together."""
    if language not in LANGUAGES:
        raise KeyError(f"no catalogue for {language!r}; there are {', '.join(LANGUAGES)}")
    sentences: dict[str, str] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(f".{language}.toml"):
            sentences |= _flatten(tomllib.loads(file.read_text(encoding="utf-8")))
    return Catalogue(language, sentences)
