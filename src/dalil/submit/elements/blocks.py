"""The parts that a document is made of, as plain data for the template. Every text is finished: worded, isolated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["Block", "Cell", "bars", "bullets", "chart_map", "code", "contents", "heading", "links", "mark", "note",
           "page", "paragraph", "picture", "table"]  # fmt: skip

Block = dict[str, Any]
Cell = str | dict[str, Any]
"""A text, or what `mark` and `links` give."""


def heading(text: str, level: int = 1) -> Block:
    """A heading; levels 1 and 2 stand in the table of contents."""
    return {"is": "heading", "text": text, "level": level}


def paragraph(text: str) -> Block:
    """Running text."""
    return {"is": "paragraph", "text": text}


def note(text: str) -> Block:
    """A remark in small type, below what it speaks of."""
    return {"is": "note", "text": text}


def bullets(texts: Sequence[str]) -> Block:
    """A list of sentences."""
    return {"is": "bullets", "items": list(texts)}


def code(text: str) -> Block:
    """Lines to be typed, as they stand; always from left to right."""
    return {"is": "code", "text": text}


def page() -> Block:
    """A new page."""
    return {"is": "page"}


def contents(title: str) -> Block:
    """The table of contents."""
    return {"is": "contents", "title": title}


def mark(text: str, name: str) -> Cell:
    """A cell that `links` of the same document lead to."""
    return {"text": text, "mark": name}


def links(found: Sequence[tuple[str, str]], between: str) -> Cell:
    """A cell of (text, name of a mark), each of which leads there. A mark that is not there stops the document."""
    return {"links": [{"text": text, "mark": name} for text, name in found], "between": between}


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]], columns: Sequence[str], caption: str = "") -> Block:
    """A table whose head is repeated on each page.

    `columns` gives each column's share of the width (`1`, `2.5`) or `auto`, and an `r` behind it for numbers.
    """
    return {
        "is": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "columns": [_column(each) for each in columns],
        "caption": caption,
    }


def _column(text: str) -> dict[str, Any]:
    width = text.rstrip("r")
    return {"share": None if width in ("", "auto") else float(width), "number": text.endswith("r") and text != "r"}


def bars(rows: Sequence[tuple[str, float, str]], caption: str) -> Block:
    """A bar chart: (label, value ≥ 0, value in words) for each bar; lengths are proportional and begin at zero."""
    # A chart of zeros has bars of no length, and divides by nothing.
    most = max((value for _, value, _ in rows), default=0) or 1
    return {
        "is": "bars",
        "rows": [{"label": label, "share": value / most, "value": shown} for label, value, shown in rows],
        "caption": caption,
    }


def chart_map(drawing: dict[str, Any], caption: str, alt: str) -> Block:
    """A map drawn from the case's own points (see `dalil.submit.elements.maps`)."""
    return {"is": "map", **drawing, "caption": caption, "alt": alt}


def picture(svg: str, caption: str, alt: str, note: str = "") -> Block:
    """A vector drawing, as wide as the text at most; `caption` above, `note` below, `alt` for who cannot see it."""
    return {"is": "picture", "svg": svg, "caption": caption, "alt": alt, "note": note}
