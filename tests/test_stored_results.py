"""Cells of a workbook that have no value and are not empty."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import NoValue
from dalil.intake.notations.workbook import read_workbook
from dalil.stored_results import FORMULA, marks_of


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A header, and a row: an error, formulas with and without a result, midnights with and without an hour shown."""
    path = tmp_path / "reports & co.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("a & b")
        sheet.write_row(0, 0, ["error", "pending", "done", "day", "hour", "time"])
        day, hour = made.add_format({"num_format": "yyyy-mm-dd"}), made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_formula(1, 0, "=1/0", value="#DIV/0!")
        sheet.write_formula(1, 1, "=3+4")
        sheet.write_formula(1, 2, "=3+4", value=7)
        sheet.write_datetime(1, 3, datetime(2016, 10, 4), day)
        sheet.write_datetime(1, 4, datetime(2016, 10, 4), hour)
        sheet.write_datetime(1, 5, time(0, 0), made.add_format({"num_format": "hh:mm"}))
    return path


def test_errors_and_formulas_without_a_result_are_no_empty_cells(book: Path) -> None:
    (_, batch) = read_workbook(SourceFile.at(book))
    row = [column[0] for column in batch.columns.values()]
    assert row[:3] == [NoValue("the error #DIV/0!"), NoValue(FORMULA), 7.0]


def test_an_hour_that_is_shown_is_kept_where_it_is_midnight(book: Path) -> None:
    (_, batch) = read_workbook(SourceFile.at(book))
    row = [column[0] for column in batch.columns.values()]
    assert [str(cell) for cell in row[3:]] == ["2016-10-04", "2016-10-04 00:00", "00:00:00"]


def test_a_formula_stored_as_nothing_is_found_without_references_too(book: Path) -> None:
    sheet = b'<sheetData><row><c><v>1</v></c><c><f>A1+1</f><v/></c></row><row><c t="e"/></row></sheetData>'
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    assert marks_of(out) == {"a & b": {(0, 1): FORMULA, (1, 0): "an error"}}


def test_what_is_no_workbook_has_no_marks() -> None:
    assert marks_of(io.BytesIO(b"no archive")) == {}
