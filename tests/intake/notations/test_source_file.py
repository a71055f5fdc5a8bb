"""A file as it came: its name taken apart, its bytes from a path, from memory, from the vault."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dalil.casefile.case import Case
from dalil.errors import Refused
from dalil.intake.notations.header import clean_header, column_key
from dalil.intake.notations.source_file import HEAD_BYTES, SourceFile


@pytest.mark.parametrize(
    ("name", "stem", "suffix"),
    [
        ("Reports-2016.CSV.gz", "reports-2016", "csv"),
        ("reports.2016.csv", "reports", "csv"),
        ("README", "readme", ""),
        (".hidden", "", "hidden"),
    ],
)
def test_the_name_taken_apart(name: str, stem: str, suffix: str) -> None:
    file = SourceFile.of_bytes(name, b"")
    assert (file.stem, file.suffix) == (stem, suffix)


@pytest.mark.parametrize("packed", [False, True])
def test_bytes_are_unpacked_by_what_they_are_and_not_by_name(tmp_path: Path, packed: bool) -> None:
    (tmp_path / "a.txt").write_bytes(gzip.compress(b"text") if packed else b"text")
    file = SourceFile.at(tmp_path / "a.txt")
    assert (file.compressed, file.head, file.content(4)) == (packed, b"text", b"text")
    with file.stream() as stream:
        assert stream.read() == b"text"


def test_the_head_is_the_first_64_kib() -> None:
    assert len(SourceFile.of_bytes("a", b"x" * (HEAD_BYTES + 1)).head) == HEAD_BYTES


def test_more_than_the_limit_is_refused() -> None:
    with pytest.raises(Refused, match="too large") as caught:
        SourceFile.of_bytes("a.xlsx", b"12345").content(4)
    assert caught.value.where == "a.xlsx"


def test_a_broken_packing_is_refused_when_all_is_read() -> None:
    file = SourceFile.of_bytes("a.gz", gzip.compress(b"text")[:-4])
    with pytest.raises(Refused, match="broken"):
        file.content(100)


@pytest.mark.parametrize("content", [b"0123456789", gzip.compress(b"0123456789")])
def test_an_original_of_the_vault_reads_like_the_file_it_was(case: Case, content: bytes) -> None:
    stored = case.store.put_bytes(content)
    file = SourceFile.in_store(case.store, stored.sha256, "numbers.txt")
    assert (file.name, file.head) == ("numbers.txt", b"0123456789")
    with file.opened() as stream:
        assert stream.seek(2) == 2 and stream.read(3) == content[2:5] and stream.tell() == 5
        assert stream.seek(-2, 2) == len(content) - 2 and stream.read() == content[-2:]


@pytest.mark.parametrize(
    ("written", "key"), [(" Report ID ", "report_id"), ("report--id", "report_id"), ("الاسم  الكامل", "الاسم_الكامل")]
)
def test_how_names_of_columns_are_compared(written: str, key: str) -> None:
    assert column_key(written) == key


def test_a_column_without_a_name_bears_its_number() -> None:
    assert clean_header(["A", None, ""], SourceFile.of_bytes("a.csv", b"")) == ["a", "(column 2)", "(column 3)"]


@pytest.mark.parametrize(("header", "said"), [(["", None], "no names"), (["a", "A "], "same name"), ([], "no names")])
def test_a_header_that_tells_nothing_apart(header: list, said: str) -> None:
    with pytest.raises(Refused, match=said):
        clean_header(header, SourceFile.of_bytes("a.csv", b""))
