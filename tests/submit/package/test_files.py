"""What lies in the folder of a submission, looked at without opening or following anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dalil.submit.package.bag import MANIFEST, TAG_MANIFEST
from dalil.submit.package.files import read_folder, read_manifests


def test_what_is_no_ordinary_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("data")
    (tmp_path / "dead").symlink_to("nowhere")
    os.mkfifo(tmp_path / "data/pipe")
    folder = read_folder(tmp_path)
    assert folder.ordinary == {"data/a"}
    assert {(each.where, each.found) for each in folder.strays} == {
        ("empty", "an empty folder"), ("link", "a link"), ("dead", "a link"),
        ("data/pipe", "a pipe, a socket or a device"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", [".", "..", "/", "/etc/passwd", "data", "data/../x", "data//a", "data/./a", "data/a/", "x"]
)
def test_paths_that_are_no_file_of_the_payload_are_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / TAG_MANIFEST).write_text("")
    (tmp_path / MANIFEST).write_text(f"{'0' * 64}  {path}\n")
    listed = read_manifests(tmp_path)
    assert path == "data" or [each.where for each in listed.problems] == [f"{MANIFEST}, line 1"]
    assert listed.hashes.keys() <= {"data"}
