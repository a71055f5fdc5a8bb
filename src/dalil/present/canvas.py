"""One way to write SVG: plain shapes and text, no script, no font but the reader's.

What a PDF, a browser and an editor draw alike. The same numbers give the same bytes.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

__all__ = ["Canvas", "Value", "element"]

Value = str | float | None
"""Of an attribute: text as it stands, a whole number, another to a tenth of a unit; None leaves the attribute out."""


def element(name: str, *inside: str, **attributes: Value) -> str:
    """An element with its attributes in the order given; `inside` is written as it is.

    `stroke_width` writes stroke-width, `class_` class. Values are escaped, what is `inside` is not.

    >>> element("rect", x=2, y=0.25, stroke_width="0.8", fill=None)
    '<rect x="2" y="0.2" stroke-width="0.8"/>'
    """
    head = f"<{name}{_written(attributes)}"
    return f"{head}>{''.join(inside)}</{name}>" if inside else f"{head}/>"


def _written(attributes: dict[str, Value]) -> str:
    return "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(f'{value:.1f}' if isinstance(value, float) else str(value))}"
        for name, value in attributes.items()
        if value is not None
    )


class Canvas:
    """Shapes in order. `head` holds the attributes of the drawing, its viewBox and size first of all."""

    def __init__(self, **head: Value) -> None:
        self._head = head
        self._shapes: list[str] = []

    def add(self, name: str, *inside: str, **attributes: Value) -> None:
        """A shape: see `element`."""
        self._shapes.append(element(name, *inside, **attributes))

    def text(self, x: float, y: float, words: str, **attributes: Value) -> None:
        """Words as they are, whatever they hold, at their base line."""
        self._shapes.append(f"<text{_written({'x': x, 'y': y, **attributes})}>{escape(words)}</text>")

    def line(self, *points: tuple[float, float], **attributes: Value) -> None:
        """A line through points."""
        self.add("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), fill="none", **attributes)

    def open(self, name: str, **attributes: Value) -> None:
        """Begin a group: what follows lies in it until it is closed."""
        self._shapes.append(f"<{name}{_written(attributes)}>")

    def close(self, name: str) -> None:
        """End it."""
        self._shapes.append(f"</{name}>")

    def svg(self, between: str = "") -> str:
        """The drawing, `between` standing after each shape but the last, and after the head."""
        head = f"<svg{_written({'xmlns': 'http://www.w3.org/2000/svg', **self._head})}>"
        return between.join([head, *self._shapes, "</svg>"])
