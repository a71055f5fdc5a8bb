"""Shapes: bars, columns, overlapping categories, a rate over days, a surface of p-values, as SVG text.

Each takes numbers and gives a drawing of one width, whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from dalil.messages import font_family
from dalil.present.canvas import Canvas

__all__ = ["bars", "columns", "fan", "rate_curve", "surface", "upset"]

INK, SOFT, LINE = "#1b1b1b", "#c9c4ba", "#8a8378"


class _Chart(Canvas):
    """A canvas of width × height points for shapes of ink and small words."""

    def __init__(self, width: float, height: float, title: str) -> None:
        # The viewBox says the size in units, width and height say it in points: one unit is one point.
        super().__init__(
            viewBox=f"0 0 {width:.0f} {height:.0f}", width=f"{width:.0f}pt", height=f"{height:.0f}pt",
            font_family=font_family(), role="img", aria_label=title,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, fill: str = INK, hint: str = "") -> None:
        inside = f"<title>{escape(hint)}</title>" if hint else ""
        self.add("rect", inside, x=float(x), y=float(y), width=float(width), height=float(height), fill=fill)

    def label(self, x: float, y: float, words: str, *, anchor: str = "start", size: float = 8, fill: str = INK) -> None:
        self.text(float(x), float(y), words, text_anchor=anchor, font_size=f"{size:g}", fill=fill)

    def stroke(self, points: Sequence[tuple[float, float]], *, stroke: str = INK, width: float = 0.8) -> None:
        self.line(*points, stroke=stroke, stroke_width=f"{width:g}")

    def dot(self, x: float, y: float, fill: str) -> None:
        self.add("circle", cx=float(x), cy=float(y), r=3, fill=fill)


def bars(title: str, rows: Sequence[tuple[str, float]], *, width: float = 460) -> str:
    """Horizontal bars, one for each (label, value), with the value beside it."""
    label, high = 150.0, 13.0
    canvas = _Chart(width, high * len(rows) + 6, title)
    most = max([value for _, value in rows] or [0]) or 1
    for number, (name, value) in enumerate(rows):
        y = 3 + number * high
        canvas.label(label - 5, y + 8.5, _short(name, 34), anchor="end")
        long = (width - label - 45) * value / most
        canvas.box(label, y + 1.5, long, high - 4)
        canvas.label(label + long + 4, y + 8.5, f"{value:,.0f}")
    return canvas.svg()


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def columns(title: str, rows: Sequence[tuple[str, float]], *, width: float = 460, height: float = 120) -> str:
    """Upright bars in order of time; as many labels as there is room for."""
    canvas = _Chart(width, height + 26, title)
    most = max([value for _, value in rows] or [0]) or 1
    step = (width - 40) / max(len(rows), 1)
    # A label needs 42 points.
    every = max(1, -(-len(rows) * 42 // int(width - 40)))
    canvas.label(34, 12, f"{most:,.0f}", anchor="end")
    canvas.stroke([(38, 8), (38, height + 4), (width, height + 4)], stroke=LINE)
    for number, (name, value) in enumerate(rows):
        x, tall = 40 + number * step, (height - 6) * value / most
        canvas.box(x + step * 0.1, height + 4 - tall, step * 0.8, tall, hint=f"{name}: {value:,.0f}")
        if number % every == 0:
            canvas.label(x + step / 2, height + 15, name, anchor="middle", size=7)
    return canvas.svg()


def upset(title: str, rows: Sequence[tuple[tuple[str, ...], int]], *, most: int = 20, width: float = 460) -> str:
    """Combinations of overlapping categories (Lex and others 2014): bars over a matrix of what each combines.

    Takes (categories, number) of each combination; the `most` largest are drawn, the table has all.
    """
    # By number, then by name, so that ties are drawn in one order.
    shown = sorted(rows, key=lambda row: (-row[1], row[0]))[:most]
    totals: dict[str, int] = {}
    for names, number in rows:
        for name in names:
            totals[name] = totals.get(name, 0) + number
    order = sorted({name for names, _ in shown for name in names}, key=lambda name: (-totals[name], name))
    left, tall, high = 150.0, 90.0, 12.0
    canvas = _Chart(width, tall + 16 + high * len(order), title)
    step = min(24.0, (width - left) / max(len(shown), 1))
    largest = max([number for _, number in shown] or [1])
    for row, name in enumerate(order):
        canvas.label(left - 8, tall + 20 + row * high, f"{_short(name, 28)}  {totals[name]:,}", anchor="end")
    for place, (names, number) in enumerate(shown):
        x = left + step * (place + 0.5)
        canvas.box(x - step * 0.3, tall - (tall - 14) * number / largest, step * 0.6, (tall - 14) * number / largest)
        canvas.label(x, tall - (tall - 14) * number / largest - 3, f"{number:,}", anchor="middle", size=7)
        used = [row for row, name in enumerate(order) if name in names]
        for row in range(len(order)):
            canvas.dot(x, tall + 17 + row * high, INK if row in used else SOFT)
        if len(used) > 1:
            canvas.stroke([(x, tall + 17 + used[0] * high), (x, tall + 17 + used[-1] * high)], width=1.6)
    return canvas.svg()


def rate_curve(
    title: str, days: Sequence[str], events: Sequence[float], rate: Sequence[float], change: Sequence[float],
    claimed: Iterable[str] = (), *, width: float = 460,
) -> str:  # fmt: skip
    """Events of each day, the posterior mean rate over them, and below, how likely it changed on that day."""
    tall, low = 110.0, 34.0
    canvas = _Chart(width, tall + low + 30, title)
    step = (width - 40) / max(len(days), 1)
    most = max([*events, *rate, 1e-9])
    canvas.label(34, 12, f"{most:.3g}", anchor="end")
    canvas.stroke([(38, 8), (38, tall), (width, tall)], stroke=LINE)
    for number, value in enumerate(events):
        if value > 0:
            canvas.box(
                40 + number * step, tall - (tall - 8) * value / most, step * 0.8, (tall - 8) * value / most, SOFT
            )
    canvas.stroke(
        [(40 + (n + 0.5) * step, tall - (tall - 8) * value / most) for n, value in enumerate(rate)], width=1.4
    )
    base = tall + low + 8
    canvas.stroke([(38, base), (width, base)], stroke=LINE)
    for number, value in enumerate(change):
        # Below a five-hundredth a bar would be a hair on the line.
        if value > 0.002:
            canvas.box(40 + number * step, base - low * min(value, 1), max(step * 0.8, 0.6), low * min(value, 1))
    marks = set(claimed)
    # A date needs 46 points.
    every = max(1, -(-len(days) * 46 // int(width - 40)))
    for number, day in enumerate(days):
        if day in marks:
            canvas.stroke([(40 + number * step, 8), (40 + number * step, base)], stroke=LINE)
        if number % every == 0 and 40 + number * step < width - 20:
            canvas.label(40 + (number + 0.5) * step, base + 12, day, anchor="middle", size=7)
    return canvas.svg()


def surface(title: str, cells: Sequence[tuple[float, float, float, bool]], *, width: float = 300) -> str:
    """p over displacement h and radius r: (h, r, p, primary); dark is small, the primary cell is framed."""
    across, down = sorted({h for h, *_ in cells}), sorted({r for _, r, *_ in cells})
    step_x, step_y = (width - 60) / max(len(across), 1), 34.0
    canvas = _Chart(width, 24 + step_y * len(down), title)
    for h, r, p, primary in cells:
        x, y = 56 + across.index(h) * step_x, 4 + down.index(r) * step_y
        # Beyond p = 0.2 all is equally light: there is nothing to see there.
        shade = 240 - round(185 * max(0.0, 1 - p / 0.2))
        canvas.box(x, y, step_x - 2, step_y - 2, f"rgb({shade},{shade},{shade})")
        canvas.label(x + step_x / 2, y + 20, f"{p:.3f}", anchor="middle", fill=INK if shade > 140 else "#ffffff")
        if primary:
            corners = [(0.0, 0.0), (step_x - 2, 0.0), (step_x - 2, step_y - 2), (0.0, step_y - 2), (0.0, 0.0)]
            canvas.stroke([(x + dx, y + dy) for dx, dy in corners], width=1.6)
    for h in across:
        canvas.label(
            56 + across.index(h) * step_x + step_x / 2, 16 + step_y * len(down), f"h {h:,.0f} m", anchor="middle"
        )
    for r in down:
        canvas.label(50, 24 + down.index(r) * step_y, f"r {r:,.0f} m", anchor="end")
    return canvas.svg()


def fan(title: str, points: Sequence[tuple[float, float, float, float]], *, width: float = 300) -> str:
    """An interval that opens: (position, low, middle, high) in order of position, with its numbers at both ends."""
    tall = 120.0
    canvas = _Chart(width, tall + 26, title)
    if not points:
        return canvas.svg()
    first, last, most = points[0][0], points[-1][0], max(high for *_, high in points)

    def at(place: float, value: float) -> tuple[float, float]:
        share = (place - first) / (last - first) if last > first else 0.5
        return 44 + share * (width - 96), tall - (tall - 12) * value / max(most, 1e-9)

    canvas.stroke([(40, 8), (40, tall), (width - 8, tall)], stroke=LINE)
    for column, thick in ((1, 0.8), (2, 1.6), (3, 0.8)):
        line = [at(point[0], point[column]) for point in points]
        canvas.stroke(line, width=thick)
        canvas.label(line[-1][0] + 4, line[-1][1] + 3, f"{points[-1][column]:,.0f}", size=7)
    for place in (points[0], points[-1]):
        canvas.label(at(place[0], 0)[0], tall + 12, f"{place[0]:.3g}", anchor="middle", size=7)
    return canvas.svg()
