"""A case: made once, open to one writer, its settings sealed whenever they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases import raw

from dalil.casefile.case import Case, create, is_case
from dalil.casefile.template import case_toml
from dalil.errors import CannotProceed, DalilError, Refused, UsageError, VerificationFailed

TEXT = case_toml(raw(zone="Asia/Damascus"))


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
    path.write_text(path.read_text().replace('title = "Invented"', 'title = "U"'))
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


def test_nobody_else_may_enter_the_folder(case_path: Path) -> None:
    assert case_path.stat().st_mode & 0o777 == 0o700


def test_a_reader_needs_no_keys(case_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_CONFIG", str(tmp_path / "no keys here"))
    with Case.open(case_path) as case:
        assert case.settings.title == "Invented"
    assert not (tmp_path / "no keys here").exists()


def test_a_case_without_facts_says_how_to_make_them(case_path: Path) -> None:
    (case_path / "facts.duckdb").unlink()
    with (
        Case.open(case_path) as case,
        pytest.raises(CannotProceed, match="no computed tables") as caught,
        case.facts(),
    ):
        pass
    assert caught.value.do == f"run: dalil rebuild {case_path}"


@pytest.mark.parametrize("part", ["case.toml", "log"])
def test_a_folder_without_its_parts_is_no_case(case_path: Path, part: str) -> None:
    assert is_case(case_path)
    (case_path / part).rename(case_path / "gone")
    assert not is_case(case_path)


def test_settings_that_do_not_hold_make_no_folder(tmp_path: Path) -> None:
    with pytest.raises(DalilError):
        create(tmp_path / "x.case", TEXT.replace("Asia/Damascus", "Mars/Olympus"))
    assert not (tmp_path / "x.case").exists()


BOOK = '[variable.x]\nname = "one"\n'


def test_a_code_book_is_sealed_with_the_case_and_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "x.case"
    create(path, 'codebook = "book.toml"\n' + TEXT, codebook=BOOK)
    with Case.open(path, write=True) as case:
        first = case.codebook_sha256()
        assert first is not None
        assert case.store.read(first).decode() == BOOK
        assert sum(1 for _ in case.log.entries("codebook")) == 1
    (path / "book.toml").write_text(BOOK.replace("one", "two"))
    with Case.open(path, write=True) as case:
        assert [entry.details["sha256"] for entry in case.log.entries("codebook") if entry.details] == [
            first, case.codebook_sha256(),
        ]  # fmt: skip


def test_a_case_without_a_code_book_has_no_hash_of_one(case_path: Path) -> None:
    with Case.open(case_path) as case:
        assert case.codebook_sha256() is None


def test_a_code_book_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.case"
    create(path, 'codebook = "book.toml"\n' + TEXT, codebook=BOOK)
    (path / "book.toml").unlink()
    with pytest.raises(UsageError, match="missing") as caught, Case.open(path, write=True):
        pass
    assert caught.value.where.endswith("book.toml")


@pytest.mark.parametrize("name", ["../book.toml", "/etc/passwd", "books/book.toml"])
def test_a_code_book_outside_the_case_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="case folder"):
        create(tmp_path / "x.case", f'codebook = "{name}"\n' + TEXT, codebook=BOOK)
    assert not (tmp_path / "x.case").exists()


def test_the_position_counts_what_was_signed_in_each_chain(case_path: Path) -> None:
    with Case.open(case_path, write=True) as case:
        (head,) = case.head()
        assert case.position() == {case.writer.chain: head.size}
        case.writer.append("read_out", {})
        case.writer.append("export", {})
        assert case.head() == [head]
        case.writer.append("decide", {"kind": "hold"})
        # What left lies before the decision now, and is counted with it.
        assert case.position() == {case.writer.chain: head.size + 3}


def test_settings_of_an_earlier_day_can_be_read_back(case_path: Path) -> None:
    with Case.open(case_path) as case:
        before = case.settings_sha256()
    text = (case_path / "case.toml").read_text()
    (case_path / "case.toml").write_text(text.replace('title = "Invented"', 'title = "U"'))
    with Case.open(case_path, write=True) as case:
        assert case.settings_sha256() != before
        assert case.settings_as_of(before).title == "Invented"


def test_settings_never_sealed_are_not_made_up(case_path: Path) -> None:
    with Case.open(case_path) as case, pytest.raises(VerificationFailed, match="missing"):
        case.settings_as_of("0" * 64)


@pytest.mark.parametrize("name", ["/etc/hostname", "../elsewhere.toml", "book.toml"])
def test_a_case_from_elsewhere_names_no_file_of_this_machine(case_path: Path, name: str) -> None:
    elsewhere = case_path.parent / "elsewhere.toml"
    elsewhere.write_text("not for anybody", encoding="utf-8")
    (case_path / "book.toml").symlink_to(elsewhere)
    settings = case_path / "case.toml"
    settings.write_text(f'codebook = "{name}"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(Refused), Case.open(case_path, write=True):
        pass
    assert not any(
        b"not for anybody" in file.read_bytes() for file in (case_path / "vault").rglob("*") if file.is_file()
    )
