"""Workbooks and Parquet that would fill memory or never end are refused, and the next file is read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dalil import foreign_formats
from dalil.errors import Refused
from dalil.intake.notations import foreign
from dalil.intake.notations.foreign import arrow_of, sheets_of
from dalil.intake.notations.source_file import SourceFile
from dalil.limited import LimitReached, Limits


def book(rows: list[list[object]], cell: tuple[int, int] | None = None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as made:
        page = made.add_worksheet("One")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if cell:
            page.write(*cell, "far")
    return out.getvalue()


def with_sheet(content: bytes, sheet: bytes) -> bytes:
    """The workbook with other bytes as its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


def rows(content: bytes, first: int | None = None) -> list[list[object]]:
    return [row for sheet in sheets_of(SourceFile.of_bytes("a.xlsx", content), first) for row in sheet.rows]


def test_typed_cells_come_through_the_pipe() -> None:
    given = ["ق", 2.5, True, datetime(2016, 10, 1, 12, 30)]
    assert rows(book([given])) == [given]
    typed = [date(2016, 10, 1), time(12, 30), timedelta(days=1, seconds=2, microseconds=3)]
    assert [foreign.cell_of(foreign_formats.plain_cell(cell)) for cell in typed] == typed


def test_only_the_first_rows_where_no_more_are_asked_for() -> None:
    assert rows(book([["a"], ["b"], ["c"]]), first=2) == [["a"], ["b"]]


def test_a_cell_far_from_the_table_is_refused_and_the_next_workbook_is_read() -> None:
    with pytest.raises(LimitReached) as caught:
        rows(book([["a"]], cell=(1_048_575, 16_383)))  # XFD1048576
    assert (caught.value.limit, caught.value.where) == ("memory", "a.xlsx")
    assert rows(book([["a"]])) == [["a"]]


def test_a_sheet_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_WORKBOOK", Limits(seconds=1))
    sheet = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 2_000_000 + b"</sheetData></worksheet>"
    with pytest.raises(LimitReached) as caught:
        rows(with_sheet(book([["a"]]), sheet))
    assert caught.value.limit == "time"


def test_a_sheet_that_gives_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_WORKBOOK", Limits(output_bytes=1_000))
    with pytest.raises(LimitReached) as caught:
        rows(book([["a" * 30_000]] * 40))
    assert caught.value.limit == "output"


def test_what_a_workbook_says_it_unpacks_to_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_formats, "UNPACKED_LIMIT", 100)
    with pytest.raises(Refused) as caught:
        foreign_formats.write_sheets(io.BytesIO(book([["a"]])), io.BytesIO(), 0)
    assert "unpacks to more" in caught.value.what


def test_parquet_that_grows_beyond_its_size_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_PARQUET_SPARE", 1_000)
    out = io.BytesIO()
    pq.write_table(pa.table({"a": ["x" * 100] * 100_000}), out)  # 10 MB of one value, packed into some hundred bytes
    with pytest.raises(LimitReached) as caught, arrow_of(SourceFile.of_bytes("a.parquet", out.getvalue())) as table:
        table.read_all()
    assert caught.value.limit == "output"


def test_a_file_on_disk_is_read_where_it_lies(tmp_path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book([["a"], ["b"]]))
    (sheet,) = [list(sheet.rows) for sheet in sheets_of(SourceFile.at(tmp_path / "a.xlsx"))]
    assert sheet == [["a"], ["b"]]
