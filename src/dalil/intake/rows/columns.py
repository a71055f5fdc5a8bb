"""A column of cells to an Arrow array, with the faults by row.

Equal cells are parsed once. Numbers that come typed (Parquet) are checked as arrays, never as Python objects, so
that a hundred million positions need a few vectorised passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.intake.cells.angles import Both
from dalil.intake.cells.cells import PERSONS, plain_numbers, plain_texts
from dalil.intake.cells.faults import Fault
from dalil.intake.notations.table_batch import NoValue
from dalil.records import Column, Sensitivity, Type

__all__ = ["MEMORY_CELLS", "ColumnReader", "Parsed"]

MEMORY_CELLS = 200_000
"""Distinct cells of a column that are remembered; a column of unique texts forgets and begins again."""

_DO_SAVE = "open it in a spreadsheet, save it again, and look at this cell"

Faults = dict[int, tuple[Fault, Any]]


class Parsed:
    """Values of one column by row; `faults` holds row → (fault, cell); `both`: some value is a whole point."""

    __slots__ = ("both", "faults", "values")

    def __init__(
        self, values: list[Any] | pa.Array | None, faults: Faults | None = None, *, both: bool = False
    ) -> None:
        self.values, self.faults, self.both = values, faults or {}, both

    def list(self, rows: int) -> list[Any]:
        """The values as a list, None where the column is empty."""
        if self.values is None:
            return [None] * rows
        return self.values.to_pylist() if isinstance(self.values, pa.Array) else self.values


class _Memory(dict[Any, Any]):
    """Cell → value; faults apart."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__({None: None, "": None})
        self.parse, self.faults, self.both = parse, dict[Any, Fault](), False

    def __missing__(self, cell: Any) -> Any:
        try:
            value = self.parse(cell) if cell.strip() else None
        except Fault as fault:
            self.faults[cell], value = fault, fault.kept
        self.both = self.both or isinstance(value, Both)
        self[cell] = value
        return value

    def forget_if_full(self) -> None:
        if len(self) > MEMORY_CELLS:
            self.clear()
            self.faults.clear()
            self.update({None: None, "": None})


class ColumnReader:
    """Reads one column of a kind, batch after batch."""

    def __init__(self, column: Column, parse: Callable[[Any], Any]) -> None:
        self.column, self._parse, self._memory = column, parse, _Memory(parse)

    def read(self, cells: Sequence[Any] | pa.Array | pa.ChunkedArray) -> Parsed:
        """The values of `cells`, in order."""
        if isinstance(cells, (pa.Array, pa.ChunkedArray)):
            return self._array(cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells)
        types = set(map(type, cells))
        if not types <= {str, type(None)}:
            return self._typed(cells)
        return self._remembered(cells) if any(cells) else Parsed(None)

    def _remembered(self, cells: Sequence[Any]) -> Parsed:
        at_once = self._at_once(cells)
        if at_once is not None:
            return at_once
        memory = self._memory
        memory.forget_if_full()
        values = list(map(memory.__getitem__, cells))
        bad = memory.faults
        if not bad or bad.keys().isdisjoint(cells):
            return Parsed(values, both=memory.both)
        faults = {row: (bad[cell], cell) for row, cell in enumerate(cells) if cell in bad}
        return Parsed(values, faults, both=memory.both)

    def _at_once(self, cells: Sequence[Any]) -> Parsed | None:
        """Columns in which cells rarely repeat, in a few passes; None where any cell needs a closer look."""
        values: list[Any] | None = None
        if self.column.sensitivity is Sensitivity.FILE_NAME and not all(map(str.isascii, filter(None, cells))):
            return None  # these may be spelled in two ways
        if self.column.name in PERSONS and self.column.sensitivity is Sensitivity.NAME:
            return None  # each is asked whether it names anybody
        if self.column.type in (Type.ID, Type.TEXT):
            values = plain_texts(cells, one_line=self.column.type is Type.ID)
        elif self.column.type in (Type.LATITUDE, Type.LONGITUDE):
            values = plain_numbers(cells, 90.0 if self.column.type is Type.LATITUDE else 180.0)
        return None if values is None else Parsed(values)

    def _typed(self, cells: Sequence[Any]) -> Parsed:
        """Cells of a format with types: not remembered, because 1, 1.0 and True are one key."""
        values: list[Any] = []
        faults: Faults = {}
        both = False
        for row, cell in enumerate(cells):
            # NaN alone is not equal to itself, and is how pandas writes nothing
            if cell is None or (isinstance(cell, str) and not cell.strip()) or cell == [] or cell != cell:
                values.append(None)
                continue
            try:
                if isinstance(cell, NoValue):
                    raise Fault(
                        "a value", "open it in a spreadsheet, save it again, and look at this cell", found=cell.what
                    )
                values.append(self._parse(cell))
            except Fault as fault:
                faults[row] = (fault, None if isinstance(cell, NoValue) else cell)
                values.append(fault.kept)
            both = both or isinstance(values[-1], Both)
        return Parsed(values, faults, both=both)

    def _array(self, cells: pa.Array) -> Parsed:
        if cells.null_count == len(cells):
            return Parsed(None)
        kind, type_ = self.column.type, cells.type
        if kind in (Type.LATITUDE, Type.LONGITUDE) and pa.types.is_floating(type_):
            limit = 90.0 if kind is Type.LATITUDE else 180.0
            return self._bounded(cells.cast(pa.float64()), -limit, limit)
        if kind in (Type.NUMBER, Type.METRES) and (pa.types.is_floating(type_) or pa.types.is_integer(type_)):
            lowest = 0.0 if kind is Type.METRES and self.column.name != "altitude_m" else -1e300
            return self._bounded(cells.cast(pa.float64()), lowest, 1e300)
        if kind is Type.INTEGER and pa.types.is_integer(type_):
            # half of what 64 bits hold, so that two counts can be added
            return self._bounded(cells.cast(pa.int64()), 0, 2**62)
        if kind is Type.MOMENT and pa.types.is_timestamp(type_) and not pa.types.is_date(type_):
            return Parsed(cells)
        if kind is Type.FLAG and pa.types.is_boolean(type_):
            return Parsed(cells)
        if kind in (Type.ID, Type.TEXT, Type.CODE) and _is_text(type_):
            return self._dictionary(cells)
        return self.read(cells.to_pylist())

    def _bounded(self, cells: pa.Array, low: float, high: float) -> Parsed:
        """Numbers within limits stay an array; the others get the parser's fault, cell by cell."""
        fine = pc.fill_null(pc.and_(pc.greater_equal(cells, low), pc.less_equal(cells, high)), True)
        if pa.types.is_floating(cells.type):
            blank = pc.is_nan(cells)
            cells = pc.if_else(pc.fill_null(blank, False), pa.scalar(None, cells.type), cells)
            fine = pc.or_(fine, pc.fill_null(blank, False))
        faults: Faults = {}
        for row in pc.indices_nonzero(pc.invert(fine)).to_pylist():
            faults[row] = (self._fault(cells[row].as_py()), cells[row].as_py())
        return Parsed(pc.if_else(fine, cells, pa.scalar(None, cells.type)) if faults else cells, faults)

    def _fault(self, cell: Any) -> Fault:
        try:
            self._parse(cell)
        except Fault as fault:
            return fault
        return Fault("a value within its limits")

    def _dictionary(self, cells: pa.Array) -> Parsed:
        coded = cells.dictionary_encode() if not pa.types.is_dictionary(cells.type) else cells
        words = self.read(coded.dictionary.cast(pa.string()).to_pylist())
        values = pa.array(words.list(len(coded.dictionary)), pa.string()).take(coded.indices)
        if not words.faults:
            return Parsed(values)
        bad = pa.array(sorted(words.faults), coded.indices.type)
        rows = pc.indices_nonzero(pc.is_in(coded.indices, bad)).to_pylist()
        return Parsed(values, {row: words.faults[coded.indices[row].as_py()] for row in rows})


def _is_text(type_: pa.DataType) -> bool:
    plain = type_.value_type if pa.types.is_dictionary(type_) else type_
    return bool(pa.types.is_string(plain) or pa.types.is_large_string(plain))
