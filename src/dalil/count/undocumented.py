"""What nobody wrote down: attacks and persons on no list, over the draws of linking, by stratum.

The mathematics is in `estimate`; here it is decided what a list and a capture are, and the answer or the refusal is
written with the capture tables and draws that it comes from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, utc_days
from dalil.count.estimate import CaptureTable, ChainSettings, Estimate, combine
from dalil.count.figures import Category, Coded, Counting, Figure, Refusal
from dalil.count.lists import EVERYWHERE, ListedRecord, capture_tables
from dalil.count.scopes import Selection, quoted

__all__ = ["undocumented_figures"]

_LINKINGS_OF_A_STRATUM = 5  # of the draws of linking: a stratum costs as much as the whole, and there are dozens
_SHARED = 3  # chains no longer than for three linkings: a run is repeated often, `dalil estimate` takes its time

_INCIDENT_RECORDS = """
SELECT ir.report_id, ir.organisation, o.origin_id, o.basis, o.copied_from, i.incident_id, i.kind,
       coalesce(i.place, i.place_ar), i.earliest, i.latest
FROM incident i JOIN incident_report ir USING (incident_id) LEFT JOIN origin o USING (report_id)
WHERE i.incident_id IN (SELECT incident_id FROM incident WHERE {where}) ORDER BY ir.report_id
"""

# A victim of a copied report is a copy of the same person's row in the report that was copied, where there is one.
_PERSON_RECORDS = """
WITH row AS (
    SELECT v.victim_id, v.organisation, v.report_id, pv.person_id, p.incident_id, o.origin_id, o.basis
    FROM person p JOIN person_tally t USING (person_id) JOIN person_victim pv USING (person_id)
         JOIN victim v USING (victim_id) LEFT JOIN origin o ON o.report_id = v.report_id
    WHERE {where} AND p.fate IN ('killed', 'died_later')
)
SELECT r.victim_id, r.organisation, CASE WHEN r.basis IS NULL OR r.basis = 'own' THEN NULL
       ELSE coalesce(min(first.victim_id), r.origin_id || ' ' || r.person_id) END, r.person_id,
       any_value(i.kind), any_value(coalesce(i.place, i.place_ar)), any_value(i.earliest), any_value(i.latest)
FROM row r LEFT JOIN row first ON first.person_id = r.person_id AND first.report_id = r.origin_id
                                  AND first.victim_id <> r.victim_id
     LEFT JOIN incident i ON i.incident_id = r.incident_id
GROUP BY r.victim_id, r.organisation, r.basis, r.origin_id, r.person_id ORDER BY r.victim_id
"""


@dataclass(frozen=True)
class _Record:
    """A record on a list with what strata are made of."""

    listed: ListedRecord
    unit: str
    kind: str | None
    place: str | None
    earliest: Any
    latest: Any


def undocumented_figures(facts: Facts, settings: Settings, selection: Selection) -> Counting:
    """Estimates of all attacks and all persons killed, by both methods, as a whole and by stratum.

    Takes incident, incident_report, origin, partition_draw, person, person_tally, person_victim, victim. Appends to
    estimate, estimate_draw, estimate_curve, capture. Refuses a selection made by hand; every other refusal is the
    method's own and stands in `estimate.refused`.
    """
    found = Counting()
    if selection.by_hand:
        found.refusals.append(Refusal("estimate", selection, "estimate_by_hand"))
        return found
    for unit, records, draws in (
        ("incidents", *_incidents(facts, selection)),
        ("persons", *_persons(facts, selection)),
    ):
        kept = [
            record for record in records if not settings.count.lists or record.listed.list_name in settings.count.lists
        ]
        if kept:
            _Undocumented(facts, settings, selection, unit, kept, _thinned(draws, settings)).write(found)
        else:
            found.refusals.append(Refusal(f"estimate.{unit}", selection, "no_lists"))
    return found


def _incidents(facts: Facts, selection: Selection) -> tuple[list[_Record], list[dict[str, str]]]:
    rows = facts.query(_INCIDENT_RECORDS.format(where=selection.where)).fetchall()
    records = [
        _Record(ListedRecord(row[0], row[1], _origin(row)), row[5], row[6], row[7], row[8], row[9]) for row in rows
    ]
    settled = {record.listed.record_id: record.unit for record in records}
    by_draw: dict[int, dict[str, str]] = {}
    moving = "SELECT draw, report_id, cluster_id FROM partition_draw ORDER BY draw, report_id"
    for draw, report, cluster in facts.query(moving).fetchall():
        if report in settled:
            by_draw.setdefault(draw, {})[report] = f"cluster {cluster}"
    return records, [settled | moved for moved in by_draw.values()] or [settled]


def _origin(row: tuple[Any, ...]) -> str | None:
    report, _, origin, basis, copied_from = row[:5]
    if basis in (None, "own") or origin == report:
        return None
    return str(copied_from or origin)


def _persons(facts: Facts, selection: Selection) -> tuple[list[_Record], list[dict[str, str]]]:
    where = "t.in_scope"
    if selection.id:
        where = f"p.incident_id IN (SELECT incident_id FROM incident WHERE {selection.where})"
    rows = facts.query(_PERSON_RECORDS.format(where=where)).fetchall()
    records = [_Record(ListedRecord(*row[:3]), row[3], *row[4:8]) for row in rows]
    return records, [{record.listed.record_id: record.unit for record in records}]


def _thinned(draws: list[dict[str, str]], settings: Settings) -> list[dict[str, str]]:
    """At most so many draws of linking, evenly spaced."""
    most = min(settings.count.estimate_linkings, len(draws))
    return [draws[n * len(draws) // most] for n in range(most)]


class _Undocumented:
    """One unit (incidents or persons) of one scope."""

    def __init__(
        self, facts: Facts, settings: Settings, selection: Selection, unit: str, records: list[_Record],
        draws: list[dict[str, str]],
    ) -> None:  # fmt: skip
        self.facts, self.settings, self.selection = facts, settings, selection
        self.unit, self.records, self.draws = unit, records, draws
        kept = {record.listed.record_id for record in records}
        self.draws = [{record: unit for record, unit in draw.items() if record in kept} for draw in draws]

    def write(self, found: Counting) -> None:
        """The whole by every method, the strata by the first (the other is as slow as it is flexible)."""
        asked = self.settings.count.estimate_methods
        for strata, methods in ((_whole, asked), *((self._stratum(name), asked[:1]) for name in self._names())):
            listed = [
                ListedRecord(r.listed.record_id, r.listed.list_name, r.listed.origin, strata(r)) for r in self.records
            ]
            tables = capture_tables(listed, self.draws, lists=self.settings.count.lists or None).tables
            most = len(self.draws) if strata is _whole else _LINKINGS_OF_A_STRATUM
            for stratum in sorted(tables):
                if stratum:
                    self._estimate(found, stratum, tables[stratum][:most], methods)

    def _names(self) -> list[str]:
        asked = self.settings.count.estimate_strata
        return [name for name in asked if name != "period" or self.settings.periods]

    def _stratum(self, name: str) -> Callable[[_Record], str]:
        if name == "period":
            return self._period
        if name == "kind":
            return lambda record: f"kind.{record.kind}" if record.kind else ""
        largest = Counter(record.place for record in self.records if record.place)
        most = sorted(largest, key=lambda place: (-largest[place], place))[: self.settings.count.estimate_places]
        return lambda record: f"place.{record.place}" if record.place in most else ""

    def _period(self, record: _Record) -> str:
        if record.earliest is None:
            return ""
        middle = record.earliest + (record.latest - record.earliest) / 2
        for period in self.settings.periods:
            first, last = period.from_ or self.settings.from_, period.to or self.settings.to
            days = utc_days(first, last, self.settings.timezone)
            if days.earliest <= middle <= days.latest:
                return f"period.{period.id}"
        return ""

    def _estimate(self, found: Counting, stratum: str, tables: list[CaptureTable], methods: Sequence[str]) -> None:
        name = f"{self.selection.prefix}{stratum}"
        self.facts.append("capture", [
            {"unit": self.unit, "stratum": name, "draw": draw, "lists": lists, "count": count}
            for draw, table in enumerate(tables) for lists, count in _patterns(table)
        ])  # fmt: skip
        for method in methods:
            estimate = combine(
                tables, method, self.settings.count.seed,
                separate_sources=self.settings.count.separate_sources, stratum=name,
                chains=ChainSettings().shared_among(max(len(tables), _SHARED)),
            )  # fmt: skip
            self._rows(method, name, estimate)
            if estimate.median is not None:
                found.figures.append(self._figure(method, stratum, name, estimate))

    def _rows(self, method: str, stratum: str, estimate: Estimate) -> None:
        key = {"method": method, "unit": self.unit, "stratum": stratum}
        diagnostics = json.dumps(estimate.as_json() | {"draws": None}, ensure_ascii=False, sort_keys=True, default=str)
        self.facts.append("estimate", [
            key | {"observed": estimate.observed, "median": estimate.median, "low": estimate.low, "high": estimate.high,
                   "at_least": estimate.at_least, "refused": estimate.refused, "diagnostics": diagnostics}
        ])  # fmt: skip
        self.facts.append("estimate_draw", [
            key | {"draw": draw, "total": total} for draw, total in enumerate(estimate.draws.tolist())
        ])  # fmt: skip
        self.facts.append("estimate_curve", [
            key | {"spread": p.spread, "odds_ratio": p.odds_ratio, "median": p.median, "low": p.low, "high": p.high}
            for p in estimate.curve
        ])  # fmt: skip

    def _figure(self, method: str, stratum: str, name: str, estimate: Estimate) -> Figure:
        query = (
            f"SELECT median FROM estimate WHERE method = {quoted(method)} AND unit = {quoted(self.unit)}"
            f" AND stratum = {quoted(name)}"
        )
        key = "estimate_at_least" if estimate.at_least else "estimate"
        family, _dot, counted = stratum.partition(".")
        words = (Coded(f"estimate_{self.unit}"), Coded(f"estimate_{method}"), counted or Coded(EVERYWHERE))
        of = Category(family, counted) if counted else Category()
        return Figure(
            f"estimate.{self.unit}.{method}.{stratum}", estimate.median, self.unit, query, estimate.observed, key,
            self.selection, words, estimate.low, estimate.high, "estimate", of,
        )  # fmt: skip


def _whole(_: _Record) -> str:
    return EVERYWHERE


def _patterns(table: CaptureTable) -> Iterator[tuple[list[str], int]]:
    for combination, count in zip(table.combinations.tolist(), table.counts.tolist(), strict=True):
        yield [name for name, on in zip(table.lists, combination, strict=True) if on], count
