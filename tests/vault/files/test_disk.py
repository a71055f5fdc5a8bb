"""Whole writes, and disk errors as sentences."""

import errno
import os

import pytest

from dalil.errors import CannotProceed
from dalil.vault.files.disk import (
    append_synced,
    clear_errors,
    clear_leftovers,
    cut_back,
    make_folder,
    write_all,
    write_new,
)


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EDQUOT, "The disk quota is used up."),
        (errno.EROFS, "The disk is read-only."),
        (errno.EACCES, "No permission."),
        (errno.EBUSY, "The system refused."),
    ],
)
def test_each_error_is_a_sentence_with_advice(tmp_path, number, what):
    with pytest.raises(CannotProceed) as raised, clear_errors("writing", tmp_path):
        raise OSError(number, os.strerror(number))
    assert raised.value.what == f"{what} It happened while writing."
    assert raised.value.found == os.strerror(number)
    assert raised.value.do


def test_a_write_that_stops_early_goes_on(tmp_path, monkeypatch):
    original = os.write
    monkeypatch.setattr(os, "write", lambda fd, content: original(fd, content[:3]))
    fd = os.open(tmp_path / "a", os.O_WRONLY | os.O_CREAT)
    write_all(fd, b"0123456789")
    os.close(fd)
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_write_new_never_overwrites(tmp_path):
    assert write_new(tmp_path / "a", b"first")
    assert not write_new(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_append_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    append_synced(tmp_path / "a", b"first\n")
    original = os.write

    def half(fd, content):
        original(fd, content[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(CannotProceed, match="The disk is full"):
        append_synced(tmp_path / "a", b"second\n")
    assert (tmp_path / "a").read_bytes() == b"first\n"


def test_cut_back(tmp_path):
    (tmp_path / "a").write_bytes(b"0123456789")
    cut_back(tmp_path / "a", 4)
    cut_back(tmp_path / "a", 8)
    cut_back(tmp_path / "missing", 0)
    assert (tmp_path / "a").read_bytes() == b"0123"


def test_folders_are_for_their_owner_alone(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_leftovers_are_counted_and_cleared(tmp_path):
    (tmp_path / ".new-1-0").write_bytes(b"half")
    (tmp_path / "whole").write_bytes(b"whole")
    assert clear_leftovers(tmp_path) == 1
    assert clear_leftovers(tmp_path / "missing") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]
