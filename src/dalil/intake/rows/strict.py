"""Strict reading: a batch of cells to records and refusals. Every row ends as one or the other.

Rules, in the order in which they are asked:

1. A value that its column cannot hold is refused. In a required column the whole row is refused with it; elsewhere
   the row is kept without the value, and the refusal says so (`whole` is false).
2. Values that contradict one another: an end before its beginning, a minimum above its maximum. The row is refused:
   nobody but its author knows which of the two is right. In a published record, whose author cannot be asked to hand
   it in again, a contradicting toll is refused as two values and the attack is kept.
3. A point is one value: latitude without longitude, the placeholder 0, 0, and a point that lies far outside the
   case's area but inside it when its two numbers are exchanged are refused as a value. Nothing is mended.
4. An id that an earlier row of the same file bears: the later row is refused, and the earlier one is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.casefile.facts import arrow_schema
from dalil.intake.cells.cells import cell_parser
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import Moments
from dalil.intake.cells.notations import Notations
from dalil.intake.cells.placeholders import no_records
from dalil.intake.formats.registry import Cells, Context, Refusal
from dalil.intake.guard.shown import found_in, holds_people
from dalil.intake.rows.columns import ColumnReader, Parsed
from dalil.intake.rows.ids import Ids
from dalil.intake.rows.moment_columns import Intervals, intervals_of, reported_intervals
from dalil.intake.rows.points import demand_points, join_points, radii
from dalil.records import TABLES, Column, Kind, Type

__all__ = ["Strict", "Taken"]

_INSTANTS = frozenset({"positions", "transmissions"})
"""Kinds that instruments and recordings give: a midnight of theirs is a moment, and never a day."""
_HEADS = frozenset({"name", "name_ar", "place", "place_ar", "earliest", "date"})
"""Columns in which a row of totals says that it is one, besides that of the id."""
_ORDERED = (("from", "to"), ("scope_from", "scope_to"))


class Taken:
    """What became of one batch: the records, and the refusals. `rows_refused` are rows of the original."""

    __slots__ = ("records", "refusals", "rows_refused")

    def __init__(self, records: pa.Table, refusals: list[Refusal], rows_refused: set[int]) -> None:
        self.records, self.refusals, self.rows_refused = records, refusals, rows_refused


class _Batch:
    """The state of one batch while its rules are asked."""

    def __init__(self, cells: Cells, kind: Kind) -> None:
        self.cells, self.kind, self.rows = cells, kind, len(cells.rows)
        self.parsed: dict[str, Parsed] = {}
        self.out: dict[str, Any] = {}
        self.refusals: list[Refusal] = []
        self.bad: set[int] = set()
        self.people = holds_people(kind)

    def refuse(self, row: int, column: Column, fault: Fault, cell: Any, *, whole: bool) -> None:
        """Note a fault of row number `row` of the batch."""
        shown = (
            fault.found if fault.found and cell is None else found_in(fault.found or cell, column, people=self.people)
        )
        name = self.cells.names.get(column.name, column.name)
        self.refusals.append(
            Refusal(int(self.cells.rows[row]), name, fault.expected, shown, fault.do, whole, self.kind.stem)
        )
        if whole:
            self.bad.add(row)


class Strict:
    """Reads batches of one kind of one file; it remembers cells and ids from batch to batch."""

    def __init__(
        self, kind: Kind, context: Context, sha256: str, zones: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.kind, self.context, self.sha256 = kind, context, sha256
        own = Moments(context.settings, context.as_of)
        # two clocks of one table may be of two zones: what was seen by a local clock, logged by one in UTC
        self._clocks = {c.name: own.elsewhere(zones[c.name]) if c.name in zones else own for c in kind.columns}
        self._readers = {c.name: ColumnReader(c, cell_parser(c, self._clocks[c.name])) for c in kind.columns}
        self._notations = Notations()
        self._heads = [c.name for c in kind.columns if c.name in _HEADS or c is kind.id_column]
        self._ids = Ids(kind, context.organisation)
        self._schema = arrow_schema(TABLES[kind.table]) if kind.table else pa.schema([])

    def take(self, cells: Cells) -> Taken:
        """Records and refusals of one batch."""
        no_record = no_records(cells.columns, cells.names, self._heads)
        batch = _Batch(_but(cells, no_record), self.kind)
        self._parse(batch)
        self._require(batch)
        self._times(batch)
        if (source := cells.names.get("latitude")) and source == cells.names.get("longitude"):
            demand_points(batch.parsed, batch.rows, self._refuse_value(batch))
        join_points(batch.parsed, batch.rows, self.context.settings, self._refuse_value(batch))
        self._order_counts(batch)
        self._plain_columns(batch)
        batch.out |= radii(self.kind, batch.parsed, batch.rows)
        self._ids.apply(batch.out, batch.cells.rows, batch.bad, self._refuse_value(batch))
        refused = {int(batch.cells.rows[row]) for row in batch.bad} | {int(cells.rows[row]) for row in no_record}
        return Taken(self._table(batch), [*self._set_aside(cells, no_record), *batch.refusals], refused)

    def _set_aside(self, cells: Cells, no_record: Mapping[int, Fault]) -> list[Refusal]:
        id_ = self.kind.id_column.name
        return [
            Refusal(int(cells.rows[row]), id_, fault.expected, fault.found, fault.do, True, self.kind.stem)
            for row, fault in sorted(no_record.items())
        ]

    def _parse(self, batch: _Batch) -> None:
        for column in self.kind.columns:
            cells = batch.cells.columns.get(column.name)
            if column.type in (Type.MOMENT, Type.DATE) and isinstance(cells, list):
                self._notations.look(batch.cells.names.get(column.name, column.name), cells)
            parsed = Parsed(None) if cells is None else self._readers[column.name].read(cells)
            # before anything is required: who handed a table in need not repeat its own name in each row
            if column.name == "organisation" and self.context.organisation:
                parsed = _filled(parsed, batch.rows, self.context.organisation)
            batch.parsed[column.name] = parsed
            for row, (fault, cell) in parsed.faults.items():
                batch.refuse(row, column, fault, cell, whole=column.required)

    def _require(self, batch: _Batch) -> None:
        for column in self.kind.columns:
            if column.required:
                for row in _empty_rows(batch.parsed[column.name], batch.rows):
                    if row not in batch.parsed[column.name].faults:  # refused with its reason already
                        fault = Fault("a value", f"fill in {column.name}")
                        batch.refuse(row, column, fault, None, whole=True)

    def _times(self, batch: _Batch) -> None:
        for column in self.kind.columns:
            if column.type is not Type.MOMENT or column.end == column.name:
                continue
            for row, fault in self._interval(batch, column).faults.items():
                cells = batch.cells.columns[column.name]
                cell = None if fault.found else _cell(cells, row)
                batch.refuse(row, column, fault, cell, whole=column.required)
        for first, last in _ORDERED:
            if first in self.kind.by_name and last in self.kind.by_name:
                self._demand_order(batch, self.kind.by_name[first], self.kind.by_name[last])

    def _interval(self, batch: _Batch, column: Column) -> Intervals:
        parsed = batch.parsed[column.name]
        if not column.end:
            instants = self.kind.stem in _INSTANTS
            found = intervals_of(parsed, batch.rows, self._clocks[column.name], instants=instants)
            (first, _), (last, _) = column.fact_columns
        else:
            stated = batch.parsed["time_precision"]
            clocks = (self._clocks[column.name], self._clocks[column.end])
            found = reported_intervals(parsed, batch.parsed[column.end], stated, batch.rows, clocks)
            first, last = column.fact_name, column.end
            batch.out["time_precision"], batch.out["time_note"] = found.precision, found.notes
        batch.out[first], batch.out[last] = found.earliest, found.latest
        return found

    def _demand_order(self, batch: _Batch, first: Column, last: Column) -> None:
        begins, ends = batch.out[first.fact_columns[0][0]], batch.out[last.fact_columns[1][0]]
        for row in pc.indices_nonzero(pc.fill_null(pc.less(ends, begins), False)).to_pylist():
            fault = Fault(
                f"{last.name} not before {first.name}", "mend one of the two", found="an end before its beginning"
            )
            batch.refuse(row, last, fault, None, whole=True)

    def _order_counts(self, batch: _Batch) -> None:
        for low, high in _count_pairs(self.kind):
            one, two = batch.parsed[low], batch.parsed[high]
            if one.values is None or two.values is None:
                continue
            pairs = list(zip(one.list(batch.rows), two.list(batch.rows), strict=True))
            wrong = [row for row, (a, b) in enumerate(pairs) if a is not None and b is not None and a > b]
            for row in wrong:
                found = f"{pairs[row][0]:g} above {pairs[row][1]:g}"
                fault = Fault(f"{low} not above {high}", "ask its author which is right", found=found)
                batch.refuse(row, self.kind.by_name[low], fault, None, whole=batch.cells.mendable)
            if wrong and not batch.cells.mendable:
                batch.parsed[low], batch.parsed[high] = (
                    _without(one, wrong, batch.rows),
                    _without(two, wrong, batch.rows),
                )

    def _plain_columns(self, batch: _Batch) -> None:
        for column in self.kind.columns:
            if column.type is not Type.MOMENT and column.fact_name not in batch.out:
                batch.out[column.fact_name] = batch.parsed[column.name].values

    def _refuse_value(self, batch: _Batch) -> Any:
        def refuse(row: int, name: str, fault: Fault, cell: Any = None, whole: bool | None = None) -> None:
            column = self.kind.by_name[name]
            batch.refuse(row, column, fault, cell, whole=column.required if whole is None else whole)

        return refuse

    def _table(self, batch: _Batch) -> pa.Table:
        batch.out["source_sha256"] = pa.repeat(self.sha256, batch.rows)
        batch.out["source_row"] = (
            list(map(int, batch.cells.rows))
            if not isinstance(batch.cells.rows, range)
            else pa.array(batch.cells.rows, pa.int64())
        )
        if batch.out.get("organisation") is None and self.context.organisation:
            batch.out["organisation"] = pa.repeat(self.context.organisation, batch.rows)
        columns = [_arrow(batch.out.get(field.name), field.type, batch.rows) for field in self._schema]
        table = pa.Table.from_arrays(columns, schema=self._schema)
        if not batch.bad:
            return table
        return table.filter(pa.array([row not in batch.bad for row in range(batch.rows)]))


def _but(cells: Cells, rows: Mapping[int, Fault]) -> Cells:
    """The cells without some rows; a batch nearly always has none of them."""
    if not rows:
        return cells
    keep = [row for row in range(len(cells.rows)) if row not in rows]
    columns = {
        name: column.take(pa.array(keep, pa.int64()))
        if isinstance(column, (pa.Array, pa.ChunkedArray))
        else [column[row] for row in keep]
        for name, column in cells.columns.items()
    }
    return replace(cells, rows=[cells.rows[row] for row in keep], columns=columns)


def _arrow(values: Any, type_: pa.DataType, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, type_)
    return values.cast(type_) if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values, type_)


def _filled(parsed: Parsed, rows: int, value: str) -> Parsed:
    if parsed.values is None:
        return Parsed([value] * rows)
    return Parsed([each or value for each in parsed.list(rows)], parsed.faults)


def _empty_rows(parsed: Parsed, rows: int) -> Iterator[int]:
    if parsed.values is None:
        yield from range(rows)
    elif isinstance(parsed.values, pa.Array):
        if parsed.values.null_count:
            yield from pc.indices_nonzero(parsed.values.is_null()).to_pylist()
    elif None in parsed.values:
        yield from (row for row, value in enumerate(parsed.values) if value is None)


def _without(parsed: Parsed, rows: list[int], count: int) -> Parsed:
    gone = set(rows)
    return Parsed([None if row in gone else value for row, value in enumerate(parsed.list(count))], parsed.faults)


def _cell(cells: Any, row: int) -> Any:
    cell = cells[row]
    if not isinstance(cell, pa.Scalar):
        return cell
    try:
        return cell.as_py()
    except (OverflowError, ValueError):  # a year that Python's calendar does not hold
        return f"{cell.value} {cell.type.unit} since 1970"


def _count_pairs(kind: Kind) -> Iterator[tuple[str, str]]:
    for name in kind.by_name:
        high = f"{name.removesuffix('min')}max"
        if name.endswith("min") and high in kind.by_name:
            yield name, high
