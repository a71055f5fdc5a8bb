"""A column of cells: the same values however the cells come, and each fault with its row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from dalil.intake.cells.angles import Both
from dalil.intake.cells.cells import cell_parser
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import Moments
from dalil.intake.rows import columns
from dalil.intake.rows.columns import ColumnReader, Parsed
from dalil.records import Column, Sensitivity, Type


@pytest.fixture
def reader(settings):
    def making(type_: Type, *, name: str = "x", one_of: tuple[str, ...] = ()) -> ColumnReader:
        column = Column(name, type_, Sensitivity.CODE, one_of=one_of)
        return ColumnReader(column, cell_parser(column, Moments(settings, datetime(2020, 1, 15).date())))

    return making


def values(parsed: Parsed, rows: int) -> tuple[list[Any], dict[int, Any]]:
    return parsed.list(rows), {row: cell for row, (_, cell) in parsed.faults.items()}


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "x", None, "1"],
        [1, "x", None, 1],
        pa.array(["1", "x", None, "1"]),
        pa.chunked_array([["1", "x"], [None, "1"]]),
    ],
    ids=["texts", "typed", "arrow", "chunks"],
)
def test_the_same_cells_in_four_shapes(reader, cells: Any) -> None:
    parsed = reader(Type.INTEGER).read(cells)
    assert values(parsed, 4) == ([1, None, None, 1], {1: "x"})


@pytest.mark.parametrize("cells", [[None, None], ["", ""], pa.nulls(2, pa.string())])
def test_an_empty_column_holds_nothing(reader, cells: Any) -> None:
    parsed = reader(Type.TEXT).read(cells)
    assert parsed.values is None and parsed.list(2) == [None, None]


def test_equal_cells_are_parsed_once() -> None:
    seen: list[str] = []
    once = ColumnReader(Column("x", Type.NUMBER, Sensitivity.COUNT), lambda cell: seen.append(cell) or float(cell))
    assert once.read(["1", "2", "1"]).list(3) == [1.0, 2.0, 1.0]
    assert once.read(["2"]).list(1) == [2.0]
    assert seen == ["1", "2"]


def test_one_true_and_1_are_not_one_cell(reader) -> None:
    """As keys of a dictionary they are equal, so typed cells are never remembered."""
    parsed = reader(Type.INTEGER).read([True, 1, 1.0])
    assert values(parsed, 3) == ([None, 1, 1], {0: True})


def test_a_fault_is_remembered_with_its_cell_and_said_at_every_row(reader) -> None:
    numbers = reader(Type.INTEGER)
    assert set(numbers.read(["x", "1"]).faults) == {0}
    assert set(numbers.read(["1", "x", "x"]).faults) == {1, 2}


def test_a_full_memory_forgets_and_goes_on(reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MEMORY_CELLS", 2)
    numbers = reader(Type.INTEGER)
    assert numbers.read(["1", "2", "x"]).list(3) == [1, 2, None]
    again = numbers.read(["3", "", "x"])
    assert values(again, 3) == ([3, None, None], {2: "x"})


def test_a_point_in_one_cell_is_marked(reader) -> None:
    for cells in (["36.2 N 37.1 E"], ["36.2 N 37.1 E", 1.0]):
        parsed = reader(Type.LATITUDE).read(cells)
        assert parsed.both and parsed.list(len(cells))[0] == Both(36.2, 37.1)


def test_numbers_of_parquet_stay_an_array_and_lose_only_what_is_wrong(reader) -> None:
    parsed = reader(Type.LATITUDE).read(pa.array([36.2, 91.0, None, float("nan")]))
    assert isinstance(parsed.values, pa.Array)
    assert values(parsed, 4) == ([36.2, None, None, None], {1: 91.0})
    fault, _ = parsed.faults[1]
    assert fault.expected == "a latitude from -90 to 90 degrees"


@pytest.mark.parametrize(("name", "kept"), [("view_range_m", [None, 5.0]), ("altitude_m", [-1.0, 5.0])])
def test_of_distances_only_an_altitude_may_be_negative(reader, name: str, kept: list) -> None:
    assert reader(Type.METRES, name=name).read(pa.array([-1, 5])).list(2) == kept


def test_counts_of_parquet_below_zero_are_refused(reader) -> None:
    parsed = reader(Type.INTEGER).read(pa.array([3, -1], pa.int32()))
    assert values(parsed, 2) == ([3, None], {1: -1})


def test_words_of_parquet_are_parsed_once_a_word(reader) -> None:
    parsed = reader(Type.CODE, one_of=("rocket",)).read(pa.array(["Rocket", "laser", "Rocket", None]))
    assert values(parsed, 4) == (["rocket", None, "rocket", None], {1: "laser"})


def test_timestamps_and_flags_of_parquet_are_left_as_they_are(reader) -> None:
    moments = pa.array([datetime(2016, 10, 1, 14)], pa.timestamp("us"))
    assert reader(Type.MOMENT).read(moments).values is moments
    assert reader(Type.FLAG).read(pa.array([True, None])).list(2) == [True, None]


def test_lists_of_parquet_are_lists(reader) -> None:
    assert reader(Type.LIST).read(pa.array([["a", "b"], None, []])).list(3) == [["a", "b"], None, None]


def test_a_fault_without_words_still_refuses() -> None:
    """A bound that the parser of the cell does not know: the row is refused all the same."""
    lenient = ColumnReader(Column("x", Type.INTEGER, Sensitivity.COUNT), lambda cell: cell)
    ((fault, cell),) = lenient.read(pa.array([-5])).faults.values()
    assert isinstance(fault, Fault) and cell == -5
