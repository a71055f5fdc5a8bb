"""The scores as one HTML page without scripts, fonts or addresses.

Apart from `scores` because that one measures and this one only shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1b1b1b; }
.notice { background: #fff3c4; border: 1px solid #d9b74a; padding: .5rem .8rem; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { border-bottom: 1px solid #ddd; padding: .2rem .7rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { background: #f3f3f0; }
.absent { color: #777; }
"""


def page(stages: Mapping[str, dict[str, Any] | str], preset: str, seed: int) -> str:
    """The whole page."""
    body = "\n".join(_stage(name, measures) for name, measures in stages.items())
    title = f"Scores: {preset}, seed {seed}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)} (fictional)</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        '<p class="notice">FICTIONAL - <span dir="rtl">خيالي</span>: every attack, place and party is invented. '
        "The scores say how far a run recovered a truth that only a simulation has.</p>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _stage(name: str, measures: dict[str, Any] | str) -> str:
    heading = f"<h2>{escape(name)}</h2>"
    if isinstance(measures, str):
        return f'{heading}\n<p class="absent">{escape(measures)}</p>'
    plain = {key: value for key, value in measures.items() if not isinstance(value, list)}
    tables = {key: value for key, value in measures.items() if isinstance(value, list) and value}
    parts = [heading, _table(("measure", "value"), [(key.replace("_", " "), value) for key, value in plain.items()])]
    for key, rows in tables.items():
        parts.append(f"<h3>{escape(key.replace('_', ' '))}</h3>")
        parts.append(_table(tuple(rows[0]), [tuple(row.values()) for row in rows]))
    return "\n".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    heads = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in head)
    lines = "\n".join("<tr>" + "".join(f"<td>{escape(_cell(v))}</td>" for v in row) + "</tr>" for row in rows)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 1_000 else f"{value:,.0f}"
    return str(value)
