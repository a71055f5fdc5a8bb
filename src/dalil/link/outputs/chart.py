"""What a run learned, for the log and as a chart that any terminal can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dalil.casefile.facts import Facts

__all__ = ["chart", "learned"]

_WIDTH = 20  # signs of a bar on either side: with its label and number a line stays within 80
_BITS = 10.0  # that fill a bar: 1000 to 1; what weighs more is shown as full, its number says the rest


def learned(facts: Facts) -> dict[str, Any]:
    """The parameters of the last run, for its entry in the log: [name, level, m, u]. Takes: link_parameter."""
    rows = facts.query(
        "SELECT name, level, round(m, 9), round(u, 9) FROM link_parameter ORDER BY name, level, m"
    ).fetchall()
    return {"stage": "link", "parameters": [list(row) for row in rows]}


def chart(parameters: Sequence[Mapping[str, Any]]) -> str:
    """The weights of all comparisons as bars, in bits: to the right for one attack, to the left against it.

    `parameters` are rows of link_parameter. At most 80 columns wide.
    """
    weighed = (row for row in parameters if row["weight"] is not None)
    lines, before = [], ""
    for row in sorted(weighed, key=lambda row: (row["name"], -row["weight"], row["level"])):
        if row["name"] != before:
            lines.append(row["name"])
        before = row["name"]
        lines.append(f"  {row['level'][:28]:28} {_bar(row['weight'])} {row['weight']:+6.2f}")
    return "\n".join(lines)


def _bar(weight: float) -> str:
    length = min(_WIDTH, round(abs(weight) / _BITS * _WIDTH))
    left = "█" * length if weight < 0 else ""
    right = "█" * length if weight >= 0 else ""
    return f"{left:>{_WIDTH}}│{right:<{_WIDTH}}"
