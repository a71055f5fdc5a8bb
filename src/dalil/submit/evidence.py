"""What a sheet shows of the evidence: the lines with their ratios, and when each account says that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dalil.submit.entries import Entry
from dalil.submit.wording import Wording

__all__ = ["line_rows", "time_strip"]

_STANCES = ("supports", "contradicts", "silent", "not_looked_for")
_MOST_BARS = 12


def line_rows(entry: Entry, words: Wording, *, silent: bool = True) -> list[list[str]]:
    """Line, what it does, ratio, range; those that speak for the finding first. Nothing where nobody was found.

    `silent` says whether lines on which nothing was recorded have a row.
    """
    if not entry.finding or not entry.finding["party"]:
        return []
    known = [line for line in entry.lines if line["stance"] in (_STANCES if silent else _STANCES[:-1])]
    ordered = sorted(known, key=lambda line: (_STANCES.index(line["stance"]), -(line["ratio"] or 0), line["line"]))
    return [
        [
            words.term("line", line["line"]),
            words.text(f"evidence.{line['stance']}"),
            _ratio(line["ratio"], words),
            _range(line["ratio_low"], line["ratio_high"], words),
        ]
        for line in ordered
    ]


def _ratio(value: float | None, words: Wording) -> str:
    """Two significant digits: the code book supports no more."""
    return "–" if value is None else words.ltr(f"{float(f'{value:.2g}'):,.10g}")


def _range(low: float | None, high: float | None, words: Wording) -> str:
    if low is None or high is None:
        return "–"
    return words.ltr(f"{float(f'{low:.2g}'):,.10g}–{float(f'{high:.2g}'):,.10g}")


def time_strip(entry: Entry, words: Wording) -> dict[str, Any]:
    """Bars between 0 and 1: the incident's interval, then each account's. No bars where no time leaves."""
    row = entry.row
    spans = [(str(a.row["report_id"]), a.row["earliest"], a.row["latest"]) for a in entry.accounts]
    spans = [span for span in spans if span[1] is not None and span[2] is not None]
    if row["earliest"] is None or row["latest"] is None or not spans:
        return {"rows": [], "first": "", "last": ""}
    first = min(row["earliest"], *(start for _, start, _ in spans))
    last = max(row["latest"], *(end for _, _, end in spans))
    bars = [
        {"label": words.text("evidence.whole"), "whole": True, **_share(row["earliest"], row["latest"], first, last)}
    ]
    bars += [{"label": words.ltr(name), "whole": False, **_share(start, end, first, last)}
             for name, start, end in spans[:_MOST_BARS]]  # fmt: skip
    return {"rows": bars, "first": words.when(first, first), "last": words.when(last, last)}


def _share(start: datetime, end: datetime, first: datetime, last: datetime) -> dict[str, float]:
    whole = (last - first).total_seconds() or 1.0
    return {"from": (start - first).total_seconds() / whole, "to": (end - first).total_seconds() / whole}
