"""Sentences with the numbers of the figures behind them."""

from __future__ import annotations

from collections.abc import Iterable

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import Figure
from dalil.submit.elements.wording import Wording

__all__ = ["cited", "counted", "ranged", "references", "sentences"]


def sentences(dossier: Dossier, words: Wording, names: Iterable[str]) -> list[str]:
    """The sentences of those of the figures that this audience has, each with its number."""
    found = (dossier.figures[name] for name in names if name in dossier.figures)
    return [cited(words, figure.texts.get(words.language, figure.texts.get("en", "")), figure) for figure in found]


def cited(words: Wording, sentence: str, *figures: Figure) -> str:
    """A sentence with the numbers of the figures behind it."""
    return words.text("cited", sentence=sentence, reference=references(words, *figures))


def counted(words: Wording, figure: Figure | None) -> str:
    """A cell: the number and its figure; a dash where there is none."""
    return words.ltr(f"{figure.value:,.0f} [{figure.reference}]") if figure and figure.value is not None else "–"


def ranged(dossier: Dossier, words: Wording, stem: str, tail: str = "") -> str:
    """A cell: the sum of minima to the sum of maxima, with the figures of both; a dash where nothing is stated."""
    found = [dossier.figures.get(f"{stem}.{end}{tail}") for end in ("min", "max")]
    stated = [figure for figure in found if figure and figure.value is not None]
    interval = words.interval(*(figure.value if figure else None for figure in found))
    return f"{interval} {references(words, *stated)}" if stated else interval


def references(words: Wording, *figures: Figure) -> str:
    """[F1, F2]."""
    # One piece, not to be broken over a line: brackets at a break in Arabic look turned round.
    numbers = ",\u00a0".join(figure.reference for figure in figures)
    return words.ltr(f"[{numbers}]")
