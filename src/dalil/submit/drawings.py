"""Drawings of the figures: vector graphics in the documents and as files, the numbers of each as CSV beside it.

They are drawn from what leaves and nothing else: the cut tables, and of the figures those that this audience has.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from dalil.casefile.facts import Facts
from dalil.submit.blocks import Block, heading, picture
from dalil.submit.figures import Figure
from dalil.submit.frame import captioned
from dalil.submit.machine import FICTIONAL, as_text
from dalil.submit.matter import Matter
from dalil.submit.port import DrawingLike, Drawings
from dalil.submit.redact import Released
from dalil.submit.wording import Wording

__all__ = ["DRAWN_TABLES", "drawing_blocks", "drawings_of", "pictures", "write_drawings"]

DRAWN_TABLES = ("party", "incident", "incident_report", "rate_curve", "rate_change", "targeting_observed",
                "targeting_draw", "estimate_curve")  # fmt: skip
"""What is drawn from, beside `figure`."""

_IN_ANNEX = ("incidents-week", "combinations-", "rate-all", "aim-")
_FIGURES = {
    "incidents": ("incidents.{}.",),
    "combinations": ("incidents.{}.",),
    "rate": ("rate.{}.", "every.{}.", "change.{}."),
    "aim": ("targeting.{}.",),
    "undocumented": ("estimate.incidents.graphs.",),
}
"""Where the figures behind a drawing begin, by the first part of its name; the second part fills in."""
_PAIR, _MOST_SPOKEN = 2, 8


def drawings_of(
    released: Released, figures: Collection[Figure], languages: Iterable[str], draw: Drawings | None
) -> dict[str, Sequence[DrawingLike]]:
    """Every drawing by language that a figure stands behind; none where nobody draws.

    What was counted on the way to a figure that was refused, or that does not leave, is not drawn either.
    """
    if draw is None:
        return {}
    shown = Facts.in_memory()
    for table in DRAWN_TABLES:
        if table in released.tables:
            shown.replace(table, released.facts.query(f'SELECT * FROM "{table}"').to_arrow_table())
    shown.replace("figure", [
        {"name": f.name, "scope": f.name.split(".")[1] if f.name.startswith("scope.") else "", "value": f.value}
        for f in figures
    ])  # fmt: skip
    drawn = {language: draw(shown, language) for language in languages}
    return {language: [each for each in every if _numbers(each, figures)] for language, every in drawn.items()}


def _numbers(drawing: DrawingLike, figures: Iterable[Figure]) -> list[int]:
    """The figures behind a drawing."""
    family, _, term = drawing.name.partition("-")
    starts = tuple(start.format(term) for start in _FIGURES.get(family, ()))
    return sorted(figure.number for figure in figures if starts and figure.name.startswith(starts))


def write_drawings(folder: Path, drawn: Mapping[str, Sequence[DrawingLike]], *, fictional: bool) -> None:
    """`NAME.LANGUAGE.svg` with `NAME.LANGUAGE.csv` beside it; of a simulated case both say so."""
    for language, drawings in drawn.items():
        for drawing in drawings:
            folder.mkdir(exist_ok=True)
            stem = f"{drawing.name}.{language}"
            (folder / f"{stem}.svg").write_text(_marked(drawing.svg) if fictional else drawing.svg, encoding="utf-8")
            extra = (FICTIONAL,) if fictional else ()
            with (folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow((*drawing.columns, *extra))
                writer.writerows([*map(_cell, row), *extra] for row in drawing.rows)


def pictures(matter: Matter, words: Wording, *prefixes: str) -> Iterator[Block]:
    """Those whose names begin so, each with how to read it, its figures and the file of its numbers."""
    for drawing in matter.drawings.get(words.language, ()):
        if drawing.name.startswith(prefixes):
            caption, below = captioned(matter, words, drawing.title), _behind(matter, drawing, words)
            yield picture(drawing.svg, caption, _spoken(drawing, words), below)


def drawing_blocks(matter: Matter, words: Wording) -> Iterator[Block]:
    """The part of the annex: what bars and tables do not show. Nothing where nothing was drawn."""
    found = list(pictures(matter, words, *_IN_ANNEX))
    if found:
        yield heading(words.text("drawing.title"))
        yield from found


def _spoken(drawing: DrawingLike, words: Wording) -> str:
    """For who cannot see it: the title, and of a drawing with one number a row the largest of them."""
    if len(drawing.columns) != _PAIR:
        return drawing.title
    largest = sorted(drawing.rows, key=lambda row: (-float(row[1]), str(row[0])))[:_MOST_SPOKEN]
    told = (f"{words.own(str(name))} {words.number(value)}" for name, value in largest)
    return words.text("drawing.rows", title=drawing.title, rows="; ".join(told))


def _behind(matter: Matter, drawing: DrawingLike, words: Wording) -> str:
    family, _, term = drawing.name.partition("-")
    explained = f"drawing.{'week' if term == 'week' else family}"
    told = {"explained": words.text(explained), "file": words.ltr(f"drawings/{drawing.name}.{words.language}.csv")}
    runs = ", ".join(_runs(_numbers(drawing, matter.figures.values())))
    return words.text("drawing.behind", references=words.ltr(f"[{runs}]"), **told)


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """F3, F7–F12."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield f"F{run[0]}" if len(run) == 1 else f"F{run[0]}–F{run[-1]}"


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value


def _marked(svg: str) -> str:
    """A drawing may be cut out of its folder: it carries the word itself."""
    mark = f'<text x="99%" y="10" text-anchor="end" font-size="9" fill="#8b1a1a">{FICTIONAL}</text>'
    return svg.removesuffix("</svg>") + mark + "</svg>"
