"""The originals: in whole, once, and never overwritten."""

import errno
import hashlib
import os
import stat
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.errors import CannotProceed, Refused, VerificationFailed
from dalil.units import sha256_of
from dalil.vault.files.source import CHUNK
from dalil.vault.files.store import Sealed, Store

HELLO = sha256_of(b"hello")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "vault")


def files_in(store):
    return sorted(path.name for path in store.root.rglob("*") if path.is_file())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_what_goes_in_comes_out(store, content):
    sealed = store.put_bytes(content)
    assert store.read(sealed.sha256) == content
    assert (sealed.sha256, sealed.size) == (sha256_of(content), len(content))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_files_of_every_size(store, tmp_path, size):
    (tmp_path / "a").write_bytes(b"z" * size)
    (sealed,) = store.put_files([tmp_path / "a"])
    assert isinstance(sealed, Sealed)
    assert (sealed.sha256, sealed.size, sealed.new) == (sha256_of(b"z" * size), size, True)
    assert store.read(sealed.sha256) == b"z" * size


def test_a_sealed_file_is_read_only_and_checked_with_ordinary_tools(store):
    path = store.path_of(store.put_bytes(b"hello").sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    said = subprocess.run(f"tail -c +65 {path} | sha256sum", shell=True, capture_output=True, check=True).stdout
    assert said.split()[0].decode() == path.name == HELLO


def test_the_same_content_twice_changes_nothing_and_says_so(store):
    assert store.put_bytes(b"hello").new
    before = store.path_of(HELLO).stat()
    assert not store.put_bytes(b"hello").new
    after = store.path_of(HELLO).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert files_in(store) == [HELLO]


def test_a_second_copy_does_not_hide_a_damaged_first(store):
    store.put_bytes(b"hello")
    path = store.path_of(HELLO)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(VerificationFailed, match="no longer matches its name"):
        store.put_bytes(b"hello")
    with pytest.raises(VerificationFailed, match="no longer matches its name"):
        store.read(HELLO)
    assert files_in(store) == [HELLO]


def test_a_batch_gives_an_outcome_for_each_path(store, tmp_path):
    for name in ("a", "b", "again"):
        (tmp_path / name).write_bytes(b"hello" if name != "b" else b"other")
    (tmp_path / "link").symlink_to("a")
    paths = [tmp_path / name for name in ("a", "link", "b", "missing", "again")]
    a, link, b, missing, again = store.put_files(paths)
    assert (a.new, b.new, again.new) == (True, True, False)
    assert isinstance(link, Refused)
    assert isinstance(missing, Refused)
    assert files_in(store) == sorted([HELLO, sha256_of(b"other")])


def test_progress_adds_up(store, tmp_path):
    (tmp_path / "a").write_bytes(b"x" * (CHUNK + 7))
    steps = []
    store.put_files([tmp_path / "a"], steps.append)
    assert steps == [CHUNK, 7]


def test_open_stands_behind_the_header(store):
    store.put_bytes(b"hello")
    with store.open(HELLO) as stream:
        assert stream.read() == b"hello"


def test_missing_content_is_a_sentence(store):
    with pytest.raises(VerificationFailed, match="missing") as raised:
        store.read(HELLO)
    assert raised.value.expected == HELLO


@pytest.mark.parametrize("name", ["", "../../etc/passwd", HELLO.upper(), HELLO[:-1]])
def test_a_name_that_is_no_hash_is_refused(store, name):
    with pytest.raises(Refused):
        store.path_of(name)


def test_copy_out_gives_the_original_and_overwrites_nothing(store, tmp_path):
    store.put_bytes(b"hello")
    store.copy_out(HELLO, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"hello"
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(CannotProceed, match="nothing is overwritten"):
        store.copy_out(HELLO, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_copy_out_of_damaged_content_leaves_nothing(store, tmp_path):
    store.put_bytes(b"hello")
    store.path_of(HELLO).chmod(0o600)
    store.path_of(HELLO).write_bytes(store.header.encode() + b"hellp")
    with pytest.raises(VerificationFailed):
        store.copy_out(HELLO, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_remove_destroys(store):
    store.put_bytes(b"hello")
    store.remove(HELLO)
    store.remove(HELLO)
    assert not store.has(HELLO)


def test_copy_out_to_a_full_disk_leaves_nothing(store, tmp_path, monkeypatch):
    store.put_bytes(b"hello")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(CannotProceed, match="The disk is full"):
        store.copy_out(HELLO, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_take_copies_from_another_store_and_checks(store, tmp_path):
    other = Store(tmp_path / "other")
    other.put_bytes(b"hello")
    assert store.take(other, other.names()) == 1
    assert store.take(other, other.names()) == 0
    assert store.read(HELLO) == b"hello"


def test_take_refuses_content_that_was_changed(store, tmp_path):
    other = Store(tmp_path / "other")
    other.put_bytes(b"hello")
    other.path_of(HELLO).chmod(0o600)
    other.path_of(HELLO).write_bytes(other.header.encode() + b"hellp")
    with pytest.raises(VerificationFailed):
        store.take(other, [HELLO])
    assert files_in(store) == []


def test_a_store_that_is_sealed_is_not_read_as_one_that_is_not(store):
    store.put_bytes(b"hello")
    with pytest.raises(VerificationFailed, match="another kind"):
        Store(store.root, kind="sealed", protection="age").read(HELLO)


def test_content_then_folder_are_synced_before_the_call_returns(store, monkeypatch):
    synced = []
    original = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(os.fstat(fd).st_ino), original(fd)))
    store.put_bytes(b"hello")
    path = store.path_of(HELLO)
    assert synced.index(path.stat().st_ino) < len(synced) - 1
    assert synced[-1] == path.parent.stat().st_ino


def test_the_hash_is_of_the_content_alone(store):
    store.put_bytes(b"hello")
    assert hashlib.sha256(store.path_of(HELLO).read_bytes()[64:]).hexdigest() == HELLO
