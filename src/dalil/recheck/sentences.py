"""Whether the sentence of a figure gives its value, in every language that this program writes.

A sentence ends with the value, and its interval where it has one; what stands before is its label, whose words are not
compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalil.messages import LANGUAGES, Catalogue, catalogue
from dalil.recheck.figures import FIGURES, is_value
from dalil.recheck.reading import Fault

__all__ = ["Spoken", "check_sentences"]

_NUMBER = 14  # of the check
_SHOWN = 120  # characters of a sentence in a message
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


@dataclass(slots=True)
class Spoken:
    """How many sentences were compared, the languages that could not be, and what is wrong."""

    compared: int = 0
    unknown: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def check_sentences(figures: Sequence[Any]) -> Spoken:
    """Compare `texts` and `text` of each figure of figures.json with its value, low and high."""
    spoken = Spoken()
    for figure in figures:
        if isinstance(figure, dict) and all(is_value(figure.get(key)) for key in ("value", "low", "high")):
            where = f"{FIGURES}, {figure.get('name')}"
            spoken.faults += [Fault(_NUMBER, *problem, where) for problem in _problems(figure, spoken)]
    return spoken


def _problems(figure: dict[str, Any], spoken: Spoken) -> Iterator[tuple[str, str]]:
    texts = figure.get("texts")
    if not isinstance(texts, dict) or not texts or not all(isinstance(text, str) for text in texts.values()):
        yield "a sentence in each language", "none, or no text"
        return
    if figure.get("text") != texts.get("en", ""):
        yield f"text as in texts: {texts.get('en', '')}"[:_SHOWN], str(figure.get("text"))[:_SHOWN]
    for language, text in texts.items():
        if language not in LANGUAGES:
            spoken.unknown.add(language)
            continue
        spoken.compared += 1
        ends = _ends(figure, catalogue(language))
        if not text.translate(_ISOLATES).endswith(ends):
            yield f"a sentence that ends with “{ends[0].removeprefix(': ')}”", text[-_SHOWN:]


def _ends(figure: dict[str, Any], words: Catalogue) -> tuple[str, ...]:
    """How the sentence may end: numbers as the language writes them, or as figures.json does."""
    low, high = figure.get("low"), figure.get("high")
    form = "number" if low is None else "at_least_interval" if high is None else "interval"
    numbers = [
        {name: write(figure.get(name)) for name in ("value", "low", "high")}
        for write in (words.language.shown, _plainly)
    ]
    sentences = (words.text(f"count.text.{form}", label="", **shown) for shown in numbers)
    return tuple(sentence.translate(_ISOLATES) for sentence in sentences)


def _plainly(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}"
