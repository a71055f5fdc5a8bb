"""Drawings in the documents, each with how to read it, its figures and the file of its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dalil.present.graphics import Graphic
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.drawings import numbers_of
from dalil.submit.elements.blocks import Block, heading, picture
from dalil.submit.elements.frame import captioned
from dalil.submit.elements.wording import Wording

__all__ = ["drawing_blocks", "pictures"]

# What bars and tables of the annex show already is not drawn a second time.
_IN_ANNEX = ("incidents-week", "combinations-", "rate-all", "aim-")
_PAIR = 2  # columns: a name and its number
_MOST_SPOKEN = 8  # rows that are read out to who cannot see a drawing; the file beside it has all


def pictures(dossier: Dossier, words: Wording, *prefixes: str) -> Iterator[Block]:
    """Those whose names begin so, each with how to read it, its figures and the file of its numbers."""
    for drawing in dossier.drawings.get(words.language, ()):
        if drawing.name.startswith(prefixes):
            caption, below = captioned(dossier, words, drawing.title), _behind(dossier, drawing, words)
            yield picture(drawing.svg, caption, _spoken(drawing, words), below)


def drawing_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The part of the annex: what bars and tables do not show. Nothing where nothing was drawn."""
    found = list(pictures(dossier, words, *_IN_ANNEX))
    if found:
        yield heading(words.text("drawing.title"))
        yield from found


def _spoken(drawing: Graphic, words: Wording) -> str:
    """For who cannot see it: the title, and of a drawing with one number a row the largest of them."""
    if len(drawing.columns) != _PAIR:
        return drawing.title
    largest = sorted(drawing.rows, key=lambda row: (-float(row[1]), str(row[0])))[:_MOST_SPOKEN]
    told = (f"{words.own(str(name))} {words.number(value)}" for name, value in largest)
    return words.text("drawing.rows", title=drawing.title, rows="; ".join(told))


def _behind(dossier: Dossier, drawing: Graphic, words: Wording) -> str:
    family, _, term = drawing.name.partition("-")
    explained = f"drawing.{'week' if term == 'week' else family}"
    told = {"explained": words.text(explained), "file": words.ltr(f"drawings/{drawing.name}.{words.language}.csv")}
    runs = ", ".join(_runs(numbers_of(drawing, dossier.figures.values())))
    return words.text("drawing.behind", references=words.ltr(f"[{runs}]"), **told)


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """F3, F7–F12."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield f"F{run[0]}" if len(run) == 1 else f"F{run[0]}–F{run[-1]}"
