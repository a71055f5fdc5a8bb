"""Drawings of the figures: vector graphics in the documents and as files, the numbers of each as CSV beside it.

They are drawn from what leaves and nothing else: the cut tables, and of the figures those that this audience has.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dalil.casefile.facts import Facts
from dalil.submit.blocks import Block, picture
from dalil.submit.figures import Figure
from dalil.submit.machine import FICTIONAL, as_text
from dalil.submit.matter import Matter
from dalil.submit.port import DrawingLike, Drawings
from dalil.submit.redact import Released
from dalil.submit.wording import Wording

__all__ = ["DRAWN_TABLES", "drawings_of", "pictures", "write_drawings"]

DRAWN_TABLES = ("party", "incident", "incident_report", "rate_curve", "rate_change", "targeting_observed",
                "targeting_draw", "estimate_curve")  # fmt: skip
"""What is drawn from, beside `figure`."""


def drawings_of(
    released: Released, figures: Iterable[Figure], languages: Iterable[str], draw: Drawings | None
) -> dict[str, Sequence[DrawingLike]]:
    """Every drawing by language; none where nobody draws."""
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
    return {language: draw(shown, language) for language in languages}


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
    """Those whose names begin so, as blocks of a document."""
    for drawing in matter.drawings.get(words.language, ()):
        if drawing.name.startswith(prefixes):
            yield picture(drawing.svg, matter.caption(words, drawing.title), drawing.title)


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value


def _marked(svg: str) -> str:
    """A drawing may be cut out of its folder: it carries the word itself."""
    mark = f'<text x="99%" y="10" text-anchor="end" font-size="9" fill="#8b1a1a">{FICTIONAL}</text>'
    return svg.removesuffix("</svg>") + mark + "</svg>"
