"""What witnesses said: which columns, and read back from the sealed table while the key lives."""

from __future__ import annotations

import csv
import io

import pytest

from dalil.errors import Refused
from dalil.intake.guard.protected import guard, mapped_columns
from dalil.intake.guard.witness_words import with_words, words_among
from dalil.intake.notations.source_file import SourceFile
from dalil.records import KINDS
from dalil.vault.identities.sealed import Opened

COPY = "testimony_id,witness,withdrawn_on,text\nT1,W1,,\nT2,W2,,\nT3,W3,2017-01-01,\n"
HEADER = b"testimony_id,witness,withdrawn_on,text\n"
ROWS = (b'T1,W1,,"one\nline more"\n', b"T2,W2,,two\n", b"T3,W3,2017-01-01,three\n")


def merged(*pieces: bytes | None) -> list[str]:
    file = with_words(SourceFile.of_bytes("testimonies.copy.csv", COPY.encode()), Opened("t.csv", pieces))
    return [row["text"] for row in csv.DictReader(io.StringIO(file.content(10_000).decode()))]


def test_words_come_back_to_their_rows() -> None:
    assert merged(HEADER, ROWS[0], b"", ROWS[1], b"", ROWS[2]) == ["one\nline more", "two", ""]


@pytest.mark.parametrize(
    ("gone", "expected"),
    [(0, ["", "two", ""]), (1, ["one\nline more", "", ""]), (2, ["one\nline more", "two", ""])],
)
def test_a_row_whose_key_is_gone_moves_no_other(gone: int, expected: list[str]) -> None:
    rows = [None if number == gone else row for number, row in enumerate(ROWS)]
    assert merged(HEADER, rows[0], b"", rows[1], b"", rows[2]) == expected


def test_json_lines_keep_their_places_too() -> None:
    pieces = (b"", None, b"", b'{"testimony_id": "T2", "witness": "W2", "text": "two"}\n', b"")
    copy = SourceFile.of_bytes("testimonies.copy.csv", COPY.encode())
    file = with_words(copy, Opened("t.jsonl", pieces))
    assert [row["text"] for row in csv.DictReader(io.StringIO(file.content(10_000).decode()))] == ["", "two", ""]


@pytest.mark.parametrize(
    ("kind", "columns", "expected"),
    [
        ("testimonies", {"witness", "text"}, {"text"}),
        ("testimonies", {"witness", "text", "translation"}, {"text", "translation"}),
        ("testimonies", {"witness"}, set()),
        ("reports", {"report_id", "text"}, set()),
        # a sheet of testimonies in a workbook of reports
        ("reports", {"report_id", "testimony_id", "text"}, {"text"}),
        (None, {"testimony_id", "text"}, {"text"}),
        (None, {"text"}, set()),
    ],
)
def test_which_columns_are_words(kind: str | None, columns: set[str], expected: set[str]) -> None:
    assert words_among(columns, KINDS[kind] if kind else None) == expected


def test_the_copy_is_without_words_and_each_row_goes_to_its_witness() -> None:
    text = "testimony_id,witness,consent,text\nT1,W1,public,first\nT2, W1 ,public,second\nT3,W2,public,\n"
    table = guard(SourceFile.of_bytes("testimonies.csv", text.encode()), KINDS["testimonies"], "One")
    assert table is not None and table.words and table.copy is not None
    assert [row.person for row in table.persons] == ["One/W1", "One/W1"]  # T3 said nothing
    assert b"first" not in table.copy and b"second" not in table.copy and b"T3,W2,public," in table.copy


def test_rows_of_another_organisation_are_refused_rather_than_keyed_to_a_namesake() -> None:
    file = SourceFile.of_bytes("identities.csv", b"witness,organisation,name\nW1,Two,Somebody\n")
    with pytest.raises(Refused, match="name an organisation that did not hand them in"):
        guard(file, KINDS["identities"], "One")
    assert guard(file, KINDS["identities"], "Two") is not None


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_words_in_what_cannot_be_cut_into_rows_are_refused(suffix: str, tmp_path) -> None:
    import duckdb
    import xlsxwriter

    path = tmp_path / f"testimonies.{suffix}"
    if suffix == "xlsx":
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["testimony_id", "witness", "consent", "text"])
            sheet.write_row(1, 0, ["T1", "W1", "public", "said"])
    else:
        duckdb.sql(f"COPY (SELECT 'T1' AS testimony_id, 'said' AS text) TO '{path}' (FORMAT parquet)")
    with pytest.raises(Refused, match="words of witnesses"):
        guard(SourceFile.at(path), KINDS["testimonies"], "One")


def test_a_mapping_cannot_let_words_in() -> None:
    file = SourceFile.of_bytes("x.csv", b"id,who,said\n1,W1,words\n")
    mapping = {"kind": "testimonies", "columns": {"testimony_id": "id", "witness": "who", "text": "said"}}
    with pytest.raises(Refused, match="words of witnesses"):
        mapped_columns(file, mapping)
    del mapping["columns"]["text"]
    assert mapped_columns(file, mapping) == {"id", "who"}
