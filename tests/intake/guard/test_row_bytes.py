"""Rows with the bytes they stand in, and the copy that may be read of them."""

from __future__ import annotations

import pytest

from dalil.errors import Refused
from dalil.intake.guard.row_bytes import RowBytes, copy_of, rows_with_bytes
from dalil.intake.notations.source_file import SourceFile


def rows(name: str, content: bytes) -> tuple[bytes, list[RowBytes]]:
    raw, found = rows_with_bytes(SourceFile.of_bytes(name, content), 10_000)
    return raw, list(found)


def test_each_row_has_its_bytes_also_over_several_lines() -> None:
    raw, (one, two) = rows("a.csv", b'a,b\n1,"two\nlines"\n\n3,4')
    assert (raw[one.start : one.end], raw[two.start : two.end]) == (b'1,"two\nlines"\n', b"3,4")
    assert (one.cells, two.cells) == ({"a": "1", "b": "two\nlines"}, {"a": "3", "b": "4"})
    assert (one.number, two.number) == (1, 2)


def test_json_rows_and_their_bytes() -> None:
    raw, (one, two) = rows("a.jsonl", '\ufeff{"A b": 1}\n\n[2]\n'.encode())
    assert raw[one.start : one.end].decode() == '\ufeff{"A b": 1}\n' and one.cells == {"a_b": 1}
    assert two.broken and two.cells == {} and raw[two.start : two.end] == b"[2]\n"


@pytest.mark.parametrize("line", ["1", "1,2,3"])
def test_a_row_that_does_not_fit_is_broken(line: str) -> None:
    _, (row,) = rows("a.csv", f"a,b\n{line}\n".encode())
    assert row.broken and row.cells["a"] == "1"


def test_nothing_of_a_broken_row_is_kept() -> None:
    broken = RowBytes(1, 0, 1, {"a": "a name in the wrong column"}, broken=True)
    assert broken.without(set()).cells == {}
    assert copy_of([broken.without(set()), RowBytes(2, 1, 2, {"a": "x"})]) == (
        b"a\n(a row that does not fit the table)\nx\n"
    )


def test_a_copy_has_every_column_and_none_of_what_is_withheld() -> None:
    one = RowBytes(1, 0, 1, {"a": "x", "name": "n"}).without({"name"})
    two = RowBytes(2, 1, 2, {"a": ["p", "q"], "c": True, "d": 1.5}).without({"name"})
    assert copy_of([one, two]) == b"a,name,c,d\nx,,,\np;q,,true,1.5\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"a\n\xe1\n", "not in UTF-8"),
        ("a.csv", b'a\n"1\n', "structure"),
        ("a.csv", b"a,a\n1,2\n", "same name"),
        ("a.csv", b"x" * 10_001, "too large"),
    ],
)
def test_what_cannot_be_cut_into_rows(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        rows(name, content)
