"""What may be sealed, and what is said of the rest."""

import os
import time

import pytest

from dalil.vault.files import source
from dalil.vault.files.source import CHUNK, SourceRefused, SourceUnreadable, read_source


def test_chunks_are_the_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"ab" * CHUNK)
    assert [len(chunk) for chunk in read_source(path)] == [CHUNK, CHUNK]


def test_an_empty_file_has_no_chunks(tmp_path):
    (tmp_path / "empty").touch()
    assert list(read_source(tmp_path / "empty")) == []


def link(path):
    (path.parent / "target").write_bytes(b"x")
    path.symlink_to("target")


@pytest.mark.parametrize(
    ("make", "what", "found"),
    [
        (link, "Symbolic links are not followed", "a link"),
        (lambda path: path.symlink_to("nowhere"), "Symbolic links are not followed", "a link"),
        (lambda path: path.mkdir(), "Only ordinary files", "a folder"),
        (os.mkfifo, "Only ordinary files", "a named pipe"),
        (lambda path: None, "not there", "nothing"),
    ],
)
def test_refused(tmp_path, make, what, found):
    make(tmp_path / "a")
    with pytest.raises(SourceRefused, match=what) as raised:
        list(read_source(tmp_path / "a"))
    assert raised.value.found == found
    assert raised.value.where == str(tmp_path / "a")
    assert raised.value.exit_code == 1


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match="too long"):
        list(read_source(tmp_path / ("n" * 300)))


def test_a_name_of_255_bytes_is_read(tmp_path):
    path = tmp_path / ("n" * 255)
    path.write_bytes(b"x")
    assert list(read_source(path)) == [b"x"]


@pytest.mark.parametrize("change", [lambda f: f.write(b"more"), lambda f: f.truncate(CHUNK + 1)])
def test_a_file_that_changes_while_read_is_refused(tmp_path, change):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 2 * CHUNK)
    chunks = read_source(path)
    next(chunks)
    with path.open("ab") as stream:
        change(stream)
    with pytest.raises(SourceRefused, match="changed while it was read"):
        list(chunks)


def test_a_change_that_keeps_the_size_is_seen_too(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 2 * CHUNK)
    os.utime(path, (1, 1))
    chunks = read_source(path)
    next(chunks)
    path.write_bytes(b"y" * 2 * CHUNK)
    assert path.stat().st_mtime > time.time() - 3600
    with pytest.raises(SourceRefused, match="changed while it was read"):
        list(chunks)


@pytest.fixture
def closed(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    path.chmod(0)
    return path


def test_no_permission(closed, unprivileged):
    with pytest.raises(SourceUnreadable, match="No permission") as raised:
        list(read_source(closed))
    assert raised.value.exit_code == 3


@pytest.mark.parametrize(
    ("error", "what"), [(PermissionError(13, "Permission denied"), "No permission"), (OSError(5, "I/O"), "not be read")]
)
def test_what_the_system_says_becomes_a_sentence(tmp_path, monkeypatch, error, what):
    def fail(*_):
        raise error

    monkeypatch.setattr(source.os, "open", fail)
    with pytest.raises(SourceUnreadable, match=what) as raised:
        list(read_source(tmp_path / "a"))
    assert raised.value.exit_code == 3
