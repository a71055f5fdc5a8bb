"""Files that two readers could read differently, or that are none, are said to be so with their place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dalil.recheck.reading import Unreadable, parse_json, read_bytes, read_rows, read_text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[NaN]", "NaN is no number"),
        (b"[-Infinity]", "-Infinity is no number"),
        (b"[1e999]", "too large"),
        (b"\xff\xfe{\x00}\x00", "decode"),
        (b"[" * 200_000, "recursion"),
        (b"[1", "delimiter"),
        (b"[" + b"9" * 5_000 + b"]", "limit"),
        (b"\xef\xbb\xbf[]", "BOM"),
        (b"", "Expecting value"),
    ],
)
def test_what_is_no_json_is_unreadable(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_json(content, "a.json")
    assert said in caught.value.found and caught.value.where == "a.json"


def test_names_that_stand_twice_are_listed_at_any_depth() -> None:
    assert parse_json(b'{"a": 1, "a": 2}', "").twice == ("a",)
    assert parse_json(b'[{"b": {"a": 1, "c": 3, "a": 1}}, {"a": 1}]', "").twice == ("a",)
    assert parse_json(b'{"a": {"a": 1}}', "").twice == ()


def rows(path: Path, content: bytes) -> list[dict[str, str]]:
    path.write_bytes(content)
    return read_rows(path, "a.csv")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a,a\r\n1,2\r\n", "a,a"),
        (b"", ""),
        (b"a,b\r\n1\r\n", "1"),
        (b"a,b\r\n1,2,3\r\n", "3"),
        (b'a\r\n"x', "unexpected"),
    ],
)
def test_a_table_that_is_none_is_unreadable(tmp_path: Path, content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as caught:
        rows(tmp_path / "a.csv", content)
    assert found in caught.value.found and caught.value.where.startswith("a.csv")


def test_a_table_is_read(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", 'a,b\r\n"1\n2",\u2028\r\n'.encode()) == [{"a": "1\n2", "b": "\u2028"}]


def test_only_ordinary_files_of_bounded_size_are_read(tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("whole")
    os.mkfifo(tmp_path / "pipe")
    assert read_bytes(tmp_path / "whole", "x") == b"12345"
    for path in (tmp_path / "link", tmp_path / "pipe", tmp_path, tmp_path / "none"):
        with pytest.raises(Unreadable):
            read_bytes(path, "x")
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path / "whole", "x", most=4)
    assert (caught.value.expected, caught.value.found) == ("at most 4 bytes", "more")


def test_text_is_utf8(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ab\xff")
    with pytest.raises(Unreadable) as caught:
        read_text(tmp_path / "a", "a")
    assert caught.value.found.startswith("byte 2")
