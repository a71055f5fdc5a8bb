"""Whatever stands in a file of a submission, a numbered check fails; nothing breaks, waits or follows."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.submit.malformed import MALFORMED

from dalil.limited import Limits
from dalil.submit import shown_by, verify_submission
from dalil.submit.package import content
from dalil.submit.package.verify import TITLES

ONE_IN = 20
"""Each file is malformed in one of so many ways, another choice for each; bench/submit/malformed.py tries all."""


def ordinary(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def checked(folder: Path) -> set[int]:
    checks = verify_submission(folder)
    assert [check.number for check in checks] == list(TITLES)[:-1]
    shown_by(folder)
    return {check.number for check in checks if not check.passed}


def test_a_malformed_file_fails_checks_and_breaks_nothing(copied: Path) -> None:
    for at, path in enumerate(ordinary(copied)):
        whole = path.read_bytes()
        for name in list(MALFORMED)[at % ONE_IN :: ONE_IN]:
            forged = MALFORMED[name](whole)
            path.write_bytes(forged)
            assert forged == whole or checked(copied), f"{name} in {path}"
        path.write_bytes(whole)
    assert checked(copied) == set()


def test_there_are_more_than_sixty_ways() -> None:
    assert len(MALFORMED) > 60


def test_a_malformed_file_of_content_fails_the_check_that_reads_it(copied: Path) -> None:
    for name, number in (("data/figures.json", 7), ("data/incidents.geojson", 8), ("data/annex.csv", 8)):
        whole = (copied / name).read_bytes()
        for way in ("empty", "cut_half", "not_utf8", "json_all_lists"):
            (copied / name).write_bytes(MALFORMED[way](whole))
            assert number in checked(copied), f"{way} in {name}"
        (copied / name).write_bytes(whole)


def test_a_file_that_is_gone_fails_checks(copied: Path) -> None:
    for name in [path.relative_to(copied).as_posix() for path in ordinary(copied)]:
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


@pytest.mark.parametrize("broken", [b"", b"PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1", b"\0" * 4096])
def test_a_broken_table_ends_with_the_child_and_not_with_us(copied: Path, broken: bytes) -> None:
    table = next((copied / "data/tables").glob("*.parquet"))
    table.write_bytes(broken)
    assert {3, 7} <= checked(copied)


def test_a_query_without_end_is_ended(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = json.loads((copied / "data/figures.json").read_text())
    figures[0]["query"] = "SELECT count(*) FROM incident, range(100000000000) AS a, range(100000) AS b"
    (copied / "data/figures.json").write_text(json.dumps(figures))
    monkeypatch.setattr(content, "LIMITS", Limits(seconds=5, clock_seconds=10))
    assert 7 in checked(copied)
