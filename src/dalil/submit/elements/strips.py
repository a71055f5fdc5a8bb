"""What a sheet draws: its small map, when each account says that it was, and which aircraft were in reach.

The map shows the incident and what each shown account gives: no background, no posts, no witnesses, no tiles. Positions
are the released ones: where the sheet's are made coarse, so are these. All places and times are shares of a whole, from
the left and from the top.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dalil.geo.earth import METRES_PER_DEGREE
from dalil.messages import catalogue
from dalil.submit.content.entries import Entry
from dalil.submit.content.sky import SkySeen
from dalil.submit.elements.wording import Wording

__all__ = ["sheet_map", "sky_strip", "sky_title", "time_strip"]

_MOST_POINTS = 9  # one digit fits beside a mark; a sheet with more accounts has them in its table
_LEAST_M = 200.0  # from the middle to the edge: closer in, the map would promise more than positions give
# Round lengths for the scale bar, in metres.
_BARS_M = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
_ROUND_EDGE = 1.15  # of the circle or the farthest point
# Bars of a strip: more would push the accounts off the first page. Flights beyond are counted, the nearest shown.
_MOST_ACCOUNTS, _MOST_FLIGHTS = 12, 8
_FEWEST_WINDOWS = 5  # with fewer no share of them says anything
_LEAST = timedelta(minutes=10)  # a strip shorter than this is widened by as much on both sides


def sheet_map(entry: Entry, words: Wording) -> dict[str, Any] | None:
    """Circles and points, a scale bar and a legend; None where the incident's position does not leave."""
    latitude, longitude = entry.row["latitude"], entry.row["longitude"]
    if latitude is None or longitude is None:
        return None
    radius = float(entry.row["radius_m"] or 0.0)
    points = list(_points(entry, latitude, longitude))
    reach = max(_LEAST_M, radius, *(math.hypot(east, north) for _, east, north in points)) * _ROUND_EDGE
    bar = max((each for each in _BARS_M if each <= reach * 0.8), default=_BARS_M[0])
    return {
        "radius": radius / (2 * reach),
        "points": [
            {"label": words.ltr(label), "x": 0.5 + east / (2 * reach), "y": 0.5 - north / (2 * reach)}
            for label, east, north in points
        ],
        "bar": bar / (2 * reach),
        "bar_text": words.ltr(f"{bar // 1000} km" if bar >= 1000 else f"{bar} m"),
        "legend": words.text("map.legend" if points else "map.legend_alone"),
    }


def _points(entry: Entry, latitude: float, longitude: float) -> Iterator[tuple[str, float, float]]:
    """(number of the account as the sheet lists them, metres east, metres north) of those with a point of their own."""
    squeeze = math.cos(math.radians(latitude))
    for number, account in enumerate(entry.accounts[:_MOST_POINTS], 1):
        north, east = account.row["latitude"], account.row["longitude"]
        if north is not None and east is not None:
            yield str(number), (east - longitude) * squeeze * METRES_PER_DEGREE, (north - latitude) * METRES_PER_DEGREE


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
             for name, start, end in spans[:_MOST_ACCOUNTS]]  # fmt: skip
    return {"rows": bars, "first": words.when(first, first), "last": words.when(last, last)}


def _share(start: datetime, end: datetime, first: datetime, last: datetime) -> dict[str, float]:
    whole = (last - first).total_seconds() or 1.0
    return {"from": (start - first).total_seconds() / whole, "to": (end - first).total_seconds() / whole}


def sky_strip(seen: SkySeen | None, entry: Entry, words: Wording) -> dict[str, Any]:
    """Bars between 0 and 1: the incident's interval, then each flight's. `texts` instead where times stay in."""
    nothing: dict[str, Any] = {"rows": [], "texts": [], "first": "", "last": "", "notes": [], "svg": ""}
    if seen is None:
        return nothing
    notes, more = [_chance(seen.present, words)], len(seen.flights) - _MOST_FLIGHTS
    if more > 0:
        notes.insert(0, _text(words, "more", value=words.number(more)))
    shown = {
        **nothing, "svg": seen.figures.get(words.language, ""),
        "notes": [note for note in notes if note],
    }  # fmt: skip
    labels = [_label(row, words) for row in seen.flights[:_MOST_FLIGHTS]]
    if entry.withheld:
        return {**shown, "texts": labels, "notes": [*shown["notes"], _text(words, "untimed")]}
    spans = [
        (_whole(row["possible_from"]), _whole(row["possible_to"], up=True)) for row in seen.flights[:_MOST_FLIGHTS]
    ]
    return {**shown, **_bars(entry, labels, spans, words), "notes": [*shown["notes"], _text(words, "note")]}


def sky_title(words: Wording) -> str:
    """What stands over it."""
    return _text(words, "title")


def _bars(
    entry: Entry, labels: Sequence[str], spans: Sequence[tuple[datetime, datetime]], words: Wording
) -> dict[str, Any]:
    begin, end = entry.row["earliest"], entry.row["latest"]
    first, last = min(begin, *(start for start, _ in spans)), max(end, *(stop for _, stop in spans))
    if last - first < _LEAST:
        first, last = first - _LEAST, last + _LEAST
    whole = (last - first).total_seconds()

    def bar(label: str, start: datetime, stop: datetime, *, own: bool) -> dict[str, Any]:
        shares = ((each - first).total_seconds() / whole for each in (start, stop))
        return {"label": label, "whole": own, **dict(zip(("from", "to"), shares, strict=True))}

    rows = [bar(_text(words, "attack"), begin, end, own=True)]
    rows += [bar(label, *span, own=False) for label, span in zip(labels, spans, strict=True)]
    return {"rows": rows, "first": words.when(first, first), "last": words.when(last, last)}


def _whole(moment: datetime, *, up: bool = False) -> datetime:
    down = moment.replace(second=0, microsecond=0)
    return down + timedelta(minutes=1) if up and down != moment else down


def _label(row: Mapping[str, Any], words: Wording) -> str:
    known, key = catalogue(words.language), f"sky.label.{row['label']}"
    label = known.text(key) if key in known else words.own(row["label"])
    seconds = words.number(int(row["bin_s"]))
    return _text(words, "circling" if row["circling"] else "flight", label=label, seconds=seconds)


def _chance(present: Mapping[str, Any], words: Wording) -> str:
    if present.get("chance") is None or (present.get("windows") or 0) < _FEWEST_WINDOWS:
        return _text(words, "no_chance")
    chance, low, high = (f"{100 * (present[name] or 0.0):.0f}" for name in ("chance", "low", "high"))
    windows = words.number(present["windows"])
    return _text(words, "chance", chance=words.ltr(chance), low=low, high=high, windows=windows)


def _text(words: Wording, key: str, **fields: str) -> str:
    return catalogue(words.language).text(f"sky.sheet.{key}", **fields)
