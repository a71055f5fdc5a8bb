"""Which files lie in what was named, in which order, and what is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dalil.intake.ingest.discover import Found, discover


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(found: list[Found]) -> list[tuple[str, str, bool]]:
    return [(each.path.name, each.folder, each.refused is not None) for each in found]


def test_folders_in_order_with_their_place(tmp_path: Path) -> None:
    for name in ("in/b.txt", "in/a.txt", "in/deep/er/c.txt", "in/.hidden"):
        put(tmp_path / name)
    assert names(list(discover([tmp_path / "in"]))) == [
        (".hidden", "", False), ("a.txt", "", False), ("b.txt", "", False), ("c.txt", "deep/er", False),
    ]  # fmt: skip


def test_what_is_named_comes_in_the_order_named(tmp_path: Path) -> None:
    paths = [put(tmp_path / name) for name in ("b.txt", "a.txt")]
    assert [each.path for each in discover(paths)] == paths


def test_a_file_that_is_not_there_is_found_and_left_to_the_sealing(tmp_path: Path) -> None:
    assert names(list(discover([tmp_path / "nothing.csv"]))) == [("nothing.csv", "", False)]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_files_of_the_system_are_not_taken(tmp_path: Path, name: str) -> None:
    assert names(list(discover([put(tmp_path / name)]))) == [(name, "", True)]


@pytest.mark.parametrize(("name", "refused"), [("a.zip", True), ("a.csv", True), ("a.xlsx", False), ("a.KMZ", False)])
def test_archives_by_what_they_are_and_documents_by_name(tmp_path: Path, name: str, refused: bool) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as packed:
        packed.writestr("inside", "x")
    assert names(list(discover([tmp_path / name]))) == [(name, "", refused)]


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "out/secret.txt")
    put(tmp_path / "in/a.txt")
    (tmp_path / "in/link").symlink_to(tmp_path / "out")
    (tmp_path / "in/round").symlink_to(tmp_path / "in")
    assert names(list(discover([tmp_path / "in"]))) == [("a.txt", "", False), ("link", "", False), ("round", "", False)]


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dalil.intake.ingest.discover.os.scandir", denied)
    (found,) = discover([tmp_path])
    assert found.refused is not None and found.refused.where == str(tmp_path)
