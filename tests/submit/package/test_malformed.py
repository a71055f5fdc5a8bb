"""Whatever stands in a file of a submission, a numbered check fails; nothing breaks, waits or follows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dalil.submit import shown_by, verify_submission
from dalil.submit.package.verify import TITLES

CONTENTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "half": lambda whole: whole[: len(whole) // 2],
    "no UTF-8": lambda whole: b"\xff\xfe\x00\xd8" * 20,
    "zeros": lambda whole: b"\0" * 300,
    "null": lambda whole: b"null\n",
    "a number": lambda whole: b"1e400\n",
    "a list of lists": lambda whole: b"[[[[]]]]\n",
    "an object": lambda whole: b'{"features": 3, "entry": 1, "checkpoint": 2, "path": "x"}\n',
    "deep": lambda whole: b"[" * 50_000,
    "a long number": lambda whole: b"[" + b"9" * 10_000 + b"]",
    "a lone surrogate": lambda whole: b'["\\ud800", "\\u202e"]',
    "escapes": lambda whole: b"\x1b[2J\x1b]0;x\x07\n" * 5,
    "other types": lambda whole: _other_types(whole),
    "doubled": lambda whole: whole + whole,
}
"""More than sixty (file, content) pairs: each content in each kind of file."""


def _other_types(whole: bytes) -> bytes:
    """Every value of JSON of another type; of another file its bytes backwards."""
    try:
        value = json.loads(whole)
    except ValueError:
        return whole[::-1]

    def turned(each: object) -> object:
        if isinstance(each, dict):
            return {key: turned(cell) for key, cell in each.items()}
        if isinstance(each, list):
            return [turned(cell) for cell in each]
        return [each] if each is None or isinstance(each, int | float | bool) else 7

    return json.dumps(turned(value)).encode()


def kinds(folder: Path) -> list[str]:
    """One file of each kind, as paths: where several are named alike, the first."""
    first: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            first.setdefault(name if "tables/" not in name else "tables", name)
    return sorted(first.values())


def checked(folder: Path) -> set[int]:
    checks = verify_submission(folder)
    assert [check.number for check in checks] == list(TITLES)[:-1]
    shown_by(folder)
    return {check.number for check in checks if not check.passed}


@pytest.mark.parametrize("content", CONTENTS)
def test_a_malformed_file_fails_checks_and_breaks_nothing(copied: Path, content: str) -> None:
    names = kinds(copied)
    assert len(names) * len(CONTENTS) > 200
    for name in names:
        path = copied / name
        whole = path.read_bytes()
        forged = CONTENTS[content](whole)
        path.write_bytes(forged)
        if forged != whole and path.exists():
            assert checked(copied), f"{content} in {name}"
        path.write_bytes(whole)
    assert checked(copied) == set()


def test_a_file_that_is_gone_fails_checks(copied: Path) -> None:
    for name in kinds(copied):
        if name == "tagmanifest-sha256.txt":  # without it the folder is no submission
            continue
        (copied / name).rename(copied.parent / "away")
        assert checked(copied), name
        (copied.parent / "away").rename(copied / name)


@pytest.mark.parametrize("name", ["data/annex.csv", "PROOF/public-key.pem", "PROOF/inclusion.jsonl", "bag-info.txt"])
@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "link to a device"])
def test_nothing_is_followed_and_nothing_waited_for(copied: Path, name: str, kind: str) -> None:
    path = copied / name
    whole = path.read_bytes()
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        (copied.parent / "whole").write_bytes(whole)
        path.symlink_to("/dev/zero" if kind == "link to a device" else copied.parent / "whole")
    assert 2 in checked(copied)


def test_links_and_empty_folders_beside_everything_are_found(copied: Path) -> None:
    for lay in (
        lambda: (copied / "data/more").symlink_to(copied.parent),
        lambda: (copied / "more").symlink_to("nowhere"),
        lambda: (copied / "data/empty/er").mkdir(parents=True),
        lambda: os.mkfifo(copied / "PROOF/pipe"),
    ):
        assert checked(copied) == set()
        lay()
        assert 2 in checked(copied)
        for left in (copied / "data/more", copied / "more", copied / "PROOF/pipe"):
            left.unlink(missing_ok=True)
        if (copied / "data/empty").exists():
            (copied / "data/empty/er").rmdir()
            (copied / "data/empty").rmdir()


@pytest.mark.child
@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1", b"\0" * 4096])
def test_a_broken_table_ends_with_the_child_and_not_with_us(copied: Path, content: bytes) -> None:
    table = next((copied / "data/tables").glob("*.parquet"))
    table.write_bytes(content)
    assert {3, 7} <= checked(copied)


@pytest.mark.child
def test_a_query_without_end_is_ended(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dalil.limited import Limits
    from dalil.submit.package import remake

    figures = json.loads((copied / "data/figures.json").read_text())
    figures[0]["query"] = "SELECT count(*) FROM incident, range(100000000000) AS a, range(100000) AS b"
    (copied / "data/figures.json").write_text(json.dumps(figures))
    monkeypatch.setattr(remake, "_LIMITS", Limits(memory_bytes=12 * 2**30, seconds=5, clock_seconds=10))
    assert 7 in checked(copied)
