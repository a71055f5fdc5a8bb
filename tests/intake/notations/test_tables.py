"""Files of four notations to batches, and what refuses a row or the whole file."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dalil.errors import Refused
from dalil.intake.notations import delimited, foreign, json_lines, lines
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import TableBatch
from dalil.intake.notations.tables import is_table, read_table


def table(name: str, content: str | bytes) -> list[TableBatch]:
    return list(read_table(SourceFile.of_bytes(name, content if isinstance(content, bytes) else content.encode())))


def cells(batches: list[TableBatch]) -> dict[int, dict[str, Any]]:
    """Row → its cells by column."""
    found = {}
    for batch in batches:
        columns = {name: list(column) for name, column in batch.columns.items()}
        for place, row in enumerate(batch.rows):
            found[row] = {name: column[place] for name, column in columns.items()}
    return found


def refused(batches: list[TableBatch]) -> list[tuple]:
    return [(refusal.row, refusal.found, refusal.whole) for batch in batches for refusal in batch.refusals]


def fault(name: str, content: str | bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        table(name, content)
    return caught.value


@pytest.mark.parametrize(
    ("name", "answer"),
    [("a.csv", True), ("A.XLSX", True), ("a.ndjson.gz", True), ("a.xls", True), ("a.json", False), ("csv", False)],
)
def test_what_is_a_table(name: str, answer: bool) -> None:
    assert is_table(SourceFile.of_bytes(name, b"")) is answer


def test_an_empty_file_and_one_that_is_no_table() -> None:
    assert "empty" in fault("a.csv", b"").what
    assert fault("a.json", b"{}").found == ".json"


def test_csv_numbers_its_rows_and_passes_over_empty_lines() -> None:
    assert cells(table("a.csv", "a,B c\n1,2\n\n,\n3,4\n")) == {1: {"a": "1", "b_c": "2"}, 2: {"a": "3", "b_c": "4"}}


def test_the_first_batch_names_the_columns_of_a_table_without_rows() -> None:
    (batch,) = table("a.csv", "a,b\n")
    assert (list(batch.columns), list(batch.rows)) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("name", "sign"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "\t"), ("a.csv", "|"), ("a.csv", ",")]
)
def test_what_parts_the_cells(name: str, sign: str) -> None:
    assert cells(table(name, f"a{sign}b\n1{sign}2\n")) == {1: {"a": "1", "b": "2"}}


def test_a_comma_in_the_header_goes_before_a_semicolon() -> None:
    assert delimited.delimiter_of(SourceFile.of_bytes("a.csv", b"a,b;c\n")) == ","


@pytest.mark.parametrize(("line", "found"), [("1", "1 cells"), ("1,2,3", "3 cells"), ("1,2\x003", "a NUL character")])
def test_a_line_that_does_not_fit_refuses_its_row_only(line: str, found: str) -> None:
    batches = table("a.csv", f"a,b\n{line}\n3,4\n")
    assert refused(batches) == [(1, found, True)]
    assert cells(batches) == {2: {"a": "3", "b": "4"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('a,b\n1,"2\n', "structure"),
        ('a,b\n1,"2"3\n', "structure"),
        ("a,b\r1,2\r", "carriage return"),
        ('{"a": 1}\n', "JSON under the name of a CSV"),
        ("a,A\n1,2\n", "Two columns have the same name"),
        (",,\n1,2,3\n", "no names of columns"),
        (b"a\n\xe1\n", "not in UTF-8"),
        ("a\n1\n".encode("utf-16"), "UTF-16"),
        ("a\n1\n".encode("utf-16-le") * 40, "UTF-16"),
    ],
)
def test_what_refuses_the_whole_csv(content: str | bytes, said: str) -> None:
    assert said in str(fault("a.csv", content))


def test_batches_join_where_they_were_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BATCH_ROWS", 2)
    batches = table("a.csv", "a\n" + "".join(f"{n}\n" for n in range(5)))
    assert [list(batch.rows) for batch in batches] == [[], [1, 2], [3, 4], [5]]
    assert [row["a"] for row in cells(batches).values()] == list("01234")


def test_json_lines_keep_types_and_compare_keys_as_headers() -> None:
    batches = table("a.jsonl", '{"A b": 1, "c": null}\n\n{"a-b": [1, 2], "d": true}\n')
    assert cells(batches) == {1: {"a_b": 1, "c": None, "d": None}, 2: {"a_b": [1, 2], "c": None, "d": True}}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", "a line that is not JSON"),
        ("[1]", "a line with a list"),
        ('{"a": 1, "a": 2}', "a key twice in one object"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1, "A": 2}', "two keys that are one column"),
        ('{"a": "\x00"}', "a NUL character"),
        ("[" * 100_000, "a line that is not JSON"),
    ],
)
def test_a_line_that_is_no_object_refuses_its_row_only(line: str, found: str) -> None:
    batches = table("a.jsonl", line + '\n{"a": 3}\n')
    assert refused(batches) == [(1, found, True)]
    assert cells(batches) == {2: {"a": 3}}


def test_objects_one_by_one() -> None:
    file = SourceFile.of_bytes("a.jsonl", b'{"A": 1}\n\n7\n')
    (one, first), (two, second) = json_lines.json_objects(file)
    assert (one, first, two, second.found) == (1, {"A": 1}, 2, "a line with a int")


def test_a_line_too_long_is_named_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_LIMIT", 20)
    monkeypatch.setattr(lines, "CHUNK", 8)
    batches = table("a.jsonl", json.dumps({"a": "x" * 30}) + '\n{"a": 1}\n')
    assert refused(batches) == [(1, "a line that is too long", True)] and cells(batches) == {2: {"a": 1}}


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_lines_are_the_same_wherever_the_chunks_end(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CHUNK", chunk)
    text = "\ufeffحي\n\nb\r\nlast"
    assert list(lines.TextLines(SourceFile.of_bytes("a", text.encode()), quoted=True)) == [
        "حي\n",
        "\n",
        "b\r\n",
        "last",
    ]


def book(rows: list[list[Any]], *, merge: str = "", more: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        page = made.add_worksheet("One")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if merge:
            page.merge_range(merge, "m")
        if more:
            made.add_worksheet("Empty")
            made.add_worksheet("Two").write_row(0, 0, ["z"])
    return out.getvalue()


def test_a_workbook_sheet_by_sheet() -> None:
    batches = table("a.xlsx", book([["A b", "c"], ["x", 1], ["", ""], ["y", True]], more=True))
    assert [batch.sheet for batch in batches] == ["One", "One", "Two"]
    assert cells(batches) == {1: {"a_b": "x", "c": 1.0}, 3: {"a_b": "y", "c": True}}  # row 2 stays empty, and counted


def test_merged_cells_refuse_each_row_they_touch() -> None:
    batches = table("a.xlsx", book([["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]], merge="A3:B4"))
    assert refused(batches) == [(2, "merged cells", True), (3, "merged cells", True)]
    assert list(cells(batches)) == [1]


def test_a_merged_header_refuses_the_workbook() -> None:
    assert "header are merged" in str(fault("a.xlsx", book([["a", "b"]], merge="A1:B1")))


def test_a_workbook_is_bounded_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "WORKBOOK_LIMIT", 100)
    assert "too large" in str(fault("a.xlsx", book([["a"], ["1"]])))


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook(content: bytes) -> None:
    assert "cannot be read" in str(fault("a.xlsx", content))


def parquet_bytes(columns: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_columns_stay_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "BATCH_ROWS", 2)
    batches = table("a.parquet", parquet_bytes({"A b": [1, 2, 3]}))
    assert [list(batch.rows) for batch in batches] == [[], [1, 2], [3]]
    assert isinstance(batches[1].columns["a_b"], pa.Array) and batches[2].columns["a_b"].to_pylist() == [3]


@pytest.mark.parametrize("content", [b"no parquet at all", parquet_bytes({"a": [1]})[:-20]])
def test_what_is_no_parquet(content: bytes) -> None:
    assert "Parquet file cannot be read" in str(fault("a.parquet", content))


def test_the_four_notations_give_the_same_cells() -> None:
    text = {1: {"a": "x", "b": "y"}}
    assert cells(table("a.csv", "a,b\nx,y\n")) == text
    assert cells(table("a.tsv.gz", gzip.compress(b"a\tb\nx\ty\n"))) == text
    assert cells(table("a.jsonl", '{"a": "x", "b": "y"}\n')) == text
    assert cells(table("a.xlsx", book([["a", "b"], ["x", "y"]]))) == text
    (_, batch) = table("a.parquet", parquet_bytes({"a": ["x"], "b": ["y"]}))
    assert {name: column.to_pylist() for name, column in batch.columns.items()} == {"a": ["x"], "b": ["y"]}
