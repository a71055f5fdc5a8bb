"""Drawings of the figures: vector graphics in the documents and as files, the numbers of each as CSV beside it.

They are drawn from what leaves and nothing else: the cut tables, and of the figures those that this audience has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dalil.casefile.facts import Facts
from dalil.present.graphics import Graphic, graphics
from dalil.submit.content.figures import Figure
from dalil.submit.release.redact import Released

__all__ = ["DRAWN_TABLES", "drawings_of", "numbers_of"]

DRAWN_TABLES = ("party", "incident", "incident_report", "rate_curve", "rate_change", "targeting_observed",
                "targeting_draw", "estimate_curve")  # fmt: skip
"""What is drawn from, beside `figure`."""

_DRAWN_COLUMNS = ("name", "unit", "kind", "family", "counted", "party", "grade")
_BROKEN_DOWN = ("incidents", "combinations")
"""Drawings of how many incidents there are by a family, which is the second part of their name."""
_FIGURES = {
    "rate": ("rate.{}.", "every.{}.", "change.{}."),
    "aim": ("targeting.{}.",),
    "undocumented": ("estimate.incidents.graphs.",),
}
"""Where the figures behind a drawing begin, by the first part of its name; the second part fills in.
A drawing whose figures all stay in is dropped by this: one that neither names is never drawn."""


def drawings_of(
    released: Released, figures: Collection[Figure], languages: Iterable[str]
) -> dict[str, Sequence[Graphic]]:
    """Every drawing by language that a figure stands behind.

    What was counted on the way to a figure that was refused, or that does not leave, is not drawn either.
    """
    # A database of its own: what draws cannot reach for a table that does not leave.
    shown = Facts.in_memory()
    for table in DRAWN_TABLES:
        if table in released.tables:
            shown.replace(table, released.facts.query(f'SELECT * FROM "{table}"').to_arrow_table())
    shown.replace("figure", [{name: getattr(figure, name) or None for name in _DRAWN_COLUMNS}
                             | {"value": figure.value, "scope": figure.scope} for figure in figures])  # fmt: skip
    drawn = {language: graphics(shown, language) for language in languages}
    return {language: [each for each in every if numbers_of(each, figures)] for language, every in drawn.items()}


def numbers_of(drawing: Graphic, figures: Iterable[Figure]) -> list[int]:
    """The figures behind a drawing."""
    family, _, term = drawing.name.partition("-")
    if family in _BROKEN_DOWN:
        return sorted(f.number for f in figures if f.family == term and f.unit == "incidents" and not f.scope)
    starts = tuple(start.format(term) for start in _FIGURES.get(family, ()))
    return sorted(figure.number for figure in figures if starts and figure.name.startswith(starts))
