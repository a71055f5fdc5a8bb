"""What a sheet shows of the sky: which aircraft could have been in reach and when, how near, and the base rate.

Derived results alone: no post, no sighting, no position of an aircraft, and times to the minute. Where an account of
the incident is withheld the times stay in too, for the window that was searched follows from all accounts. Those whom
a rule lets have PROTECTED_PLACE get the figure with posts and prisms beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dalil.casefile.facts import Facts
from dalil.messages import catalogue
from dalil.records import TABLES, Sensitivity
from dalil.submit.entries import Entry
from dalil.submit.port import SkyFigures
from dalil.submit.redact import Released
from dalil.submit.wording import Wording

__all__ = ["SkySeen", "sky_of", "sky_strip", "sky_title"]

_MOST_BARS = 8
_FEWEST_WINDOWS = 5  # with fewer no share of them says anything
_LEAST = timedelta(minutes=10)  # a strip shorter than this is widened by as much on both sides
_NEEDED = ("label", "bin", "possible_from", "possible_to", "circling")
_QUERY = """
SELECT incident_id, label, bin, possible_from, possible_to, circling FROM opportunity
WHERE line = 'flight' AND bin <> 'possible'
ORDER BY incident_id, CAST(regexp_extract(bin, '\\d+') AS INTEGER), possible_from, flight_id
"""


@dataclass(frozen=True, slots=True)
class SkySeen:
    """Of one incident: the flights near enough to count, nearest first, what is known of chance, and the protected
    figure by language where a rule lets it out."""

    flights: Sequence[dict[str, Any]]
    present: dict[str, Any]
    figures: Mapping[str, str]


def sky_of(
    facts: Facts, released: Released, chosen: Sequence[Entry], languages: Iterable[str], figures: SkyFigures | None
) -> dict[str, SkySeen]:
    """Takes `opportunity` and the cut tables. By the incident's id as it leaves; only incidents with a flight near."""
    rules = released.receiver.rules
    if not all(released.receiver.may(column) for column in TABLES["opportunity"].columns if column.name in _NEEDED):
        return {}
    own = {shown: mine for mine, shown in released.shown["incident"].items()}
    flights: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in facts.rows(_QUERY):
        flights[row.pop("incident_id")].append(row)
    present = {row["incident_id"]: row for row in released.facts.rows("SELECT * FROM sky_present")}
    protected = figures if Sensitivity.PROTECTED_PLACE in rules.classes else None
    found = {}
    for entry in chosen:
        mine = own.get(entry.id, entry.id)
        if flights.get(mine) and entry.row["earliest"] is not None:
            drawn = {each: protected(facts, mine, entry.id, each) for each in languages} if protected else {}
            found[entry.id] = SkySeen(flights[mine], present.get(entry.id, {}), drawn)
    return found


def sky_strip(seen: SkySeen | None, entry: Entry, words: Wording) -> dict[str, Any]:
    """Bars between 0 and 1: the incident's interval, then each flight's. `texts` instead where times stay in."""
    nothing: dict[str, Any] = {"rows": [], "texts": [], "first": "", "last": "", "notes": [], "svg": ""}
    if seen is None:
        return nothing
    notes, more = [_chance(seen.present, words)], len(seen.flights) - _MOST_BARS
    if more > 0:
        notes.insert(0, _text(words, "more", value=words.number(more)))
    shown = {
        **nothing, "svg": seen.figures.get(words.language, ""),
        "notes": [note for note in notes if note],
    }  # fmt: skip
    labels = [_label(row, words) for row in seen.flights[:_MOST_BARS]]
    if entry.withheld:
        return {**shown, "texts": labels, "notes": [*shown["notes"], _text(words, "untimed")]}
    spans = [(_whole(row["possible_from"]), _whole(row["possible_to"], up=True)) for row in seen.flights[:_MOST_BARS]]
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
    seconds = words.number(int(row["bin"].removeprefix("within_").removesuffix("_s")))
    return _text(words, "circling" if row["circling"] else "flight", label=label, seconds=seconds)


def _chance(present: Mapping[str, Any], words: Wording) -> str:
    if present.get("chance") is None or (present.get("windows") or 0) < _FEWEST_WINDOWS:
        return _text(words, "no_chance")
    chance, low, high = (f"{100 * (present[name] or 0.0):.0f}" for name in ("chance", "low", "high"))
    windows = words.number(present["windows"])
    return _text(words, "chance", chance=words.ltr(chance), low=low, high=high, windows=windows)


def _text(words: Wording, key: str, **fields: str) -> str:
    return catalogue(words.language).text(f"sky.sheet.{key}", **fields)
