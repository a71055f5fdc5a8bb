"""Sentences with the numbers of the figures behind them."""

from __future__ import annotations

from collections.abc import Iterable

from dalil.submit.figures import Figure
from dalil.submit.matter import Matter
from dalil.submit.wording import Wording

__all__ = ["cited", "references", "sentences"]


def sentences(matter: Matter, words: Wording, names: Iterable[str]) -> list[str]:
    """The sentences of those of the figures that this audience has, each with its number."""
    found = (matter.figures[name] for name in names if name in matter.figures)
    return [cited(words, figure.texts.get(words.language, figure.texts.get("en", "")), figure) for figure in found]


def cited(words: Wording, sentence: str, *figures: Figure) -> str:
    """A sentence with the numbers of the figures behind it."""
    return words.text("cited", sentence=sentence, reference=references(words, *figures))


def references(words: Wording, *figures: Figure) -> str:
    """[F1, F2]."""
    # One piece, not to be broken over a line: brackets at a break in Arabic look turned round.
    numbers = ",\u00a0".join(figure.reference for figure in figures)
    return words.ltr(f"[{numbers}]")
