"""Every original comes back as it was handed in, the sealed ones too, readable for nobody else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dalil.casefile.case import Case, create
from dalil.commands.case import add
from dalil.commands.read_out import read_out
from dalil.errors import UsageError
from dalil.vault.verify import verify_case

FILES = {
    "identities.csv": b"witness,name\r\nW1,Zarnaq Qiv\r\nW2,Other Person\r\n",
    "phones of all.bak": "كشف;\nالهاتف;place\n+999 555 0199;Tel Amber\n".encode("utf-16"),
    "contacts.csv.gz": gzip.compress(b"full name,town\nZarnaq Qiv,Tel Amber\n", mtime=0),
    "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with these files."""
    path = tmp_path / "x.case"
    create(path, 'title = "Invented"\nzone = "UTC"\nfrom = 2016-07-01\nto = 2016-12-31\norganisation = "L"\n')
    (tmp_path / "in").mkdir()
    for name, content in FILES.items():
        (tmp_path / "in" / name).write_bytes(content)
    add(path, [tmp_path / "in"], as_=None, organisation=None, mapping=None)
    return path


@pytest.mark.parametrize("name", FILES)
def test_it_comes_back_byte_for_byte_and_is_logged(case: Path, tmp_path: Path, name: str) -> None:
    made = read_out(case, name, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == FILES[name]
    assert (made["sealed"], made["gone"]) == (name != "photo.jpg", 0)
    with Case.open(case) as opened:
        assert [entry.kind for entry in opened.log.entries()][-1] == "read_out"
    assert [check.title for check in verify_case(case) if not check.passed] == []


def test_a_sealed_one_is_for_its_reader_alone_and_can_be_named_by_its_hash(case: Path, tmp_path: Path) -> None:
    made = read_out(case, "identities.csv", tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600
    assert read_out(case, made["sha256"], tmp_path / "again")["sha256"] == made["sha256"]


def test_whose_consent_was_withdrawn_is_not_in_it(case: Path, tmp_path: Path) -> None:
    with Case.open(case, write=True) as opened:
        opened.identities.destroy(opened.writer, "L/W1")
    assert read_out(case, "identities.csv", tmp_path / "out")["gone"] == 1
    assert (tmp_path / "out").read_bytes() == b"witness,name\r\nW2,Other Person\r\n"


def test_nothing_is_overwritten_and_a_wrong_name_is_said(case: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match="overwritten"):
        read_out(case, "identities.csv", tmp_path / "out")
    with pytest.raises(UsageError, match="0 originals are called nothing"):
        read_out(case, "nothing", tmp_path / "new")
