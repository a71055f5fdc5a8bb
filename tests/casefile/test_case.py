"""A case: made once, open to one writer, its settings sealed whenever they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.casefile.case import Case, create
from dalil.casefile.template import case_toml
from dalil.errors import CannotProceed, UsageError

TEXT = case_toml({"title": "T", "zone": "Asia/Damascus", "from": "2016-07-01", "to": "2016-12-31"})


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    create(tmp_path / "x.case", TEXT)
    return tmp_path / "x.case"


def test_new_case_has_its_parts(case_path: Path) -> None:
    assert {entry.name for entry in case_path.iterdir()} >= {"case.toml", "vault", "log", "sealed", "facts.duckdb"}


def test_a_folder_that_holds_something_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        create(tmp_path, TEXT)
    assert [entry.name for entry in tmp_path.iterdir()] == ["note.txt"]


def test_changed_settings_are_sealed_once(case_path: Path) -> None:
    path = case_path / "case.toml"
    path.write_text(path.read_text().replace('title = "T"', 'title = "U"'))
    for _ in range(2):
        with Case.open(case_path, write=True) as case:
            count = sum(1 for _ in case.log.entries("settings"))
    assert count == 2
    with Case.open(case_path, write=True) as case:
        assert case.settings_as_of(case.settings_sha256()).title == "U"


def test_one_writer_at_a_time_and_readers_go_on(case_path: Path) -> None:
    with Case.open(case_path, write=True):
        with pytest.raises(CannotProceed, match="writing"), Case.open(case_path, write=True):
            pass
        with Case.open(case_path) as reader, reader.facts() as facts:
            assert facts.value("SELECT count(*) FROM incident") == 0


def test_a_reader_cannot_write(case_path: Path) -> None:
    with Case.open(case_path) as case, pytest.raises(CannotProceed, match="reading only"):
        case.writer.append("run", {})


def test_position_does_not_move_when_something_leaves(case_path: Path) -> None:
    with Case.open(case_path, write=True) as case:
        before = case.position()
        case.writer.append("submit", {"audience": "public"})
        assert case.position() == before
        case.writer.append("decide", {"kind": "hold"})
        assert case.position() != before


def test_what_is_not_a_case_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a case") as caught, Case.open(tmp_path / "nowhere"):
        pass
    assert "dalil new" in caught.value.do
