"""A disk that fills up at any write or sync: a sentence, nothing half-written, nothing lost."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from dalil.errors import CannotProceed
from dalil.vault.files.disk import append_synced
from dalil.vault.log.seal import ToSeal, seal_files
from dalil.vault.session import log_of, writing
from dalil.vault.verify import verify_case


class Disk:
    """Makes the `number`-th of the named operations fail, and every one after it, as a full disk does."""

    def __init__(self, monkeypatch, operations, error):
        self.left = 0
        for name in operations:
            monkeypatch.setattr(os, name, self._wrap(getattr(os, name), error))

    def _wrap(self, original, error):
        def operation(*arguments):
            self.left -= 1
            if self.left <= 0 and self.left > -1000:
                raise OSError(error, os.strerror(error))
            return original(*arguments)

        return operation


@pytest.mark.parametrize(
    ("operations", "error", "what"),
    [
        (("write",), errno.ENOSPC, "The disk is full"),
        (("write", "fsync"), errno.EIO, "The disk reports an error"),
        (("link", "rename"), errno.EACCES, "No permission"),
    ],
)
def test_failing_at_every_step(case, keys, tmp_path, monkeypatch, operations, error, what):
    (tmp_path / "a").write_bytes(b"first")
    (tmp_path / "b").write_bytes(b"second")
    with writing(case, keys) as session:
        list(seal_files(session.log, [ToSeal(tmp_path / "a", "a", "Org")]))
        disk = Disk(monkeypatch, operations, error)
        for number in range(1, 60):
            disk.left = number
            try:
                list(seal_files(session.log, [ToSeal(tmp_path / "b", "b", "Org")]))
            except CannotProceed as problem:
                disk.left = 10**9
                assert problem.what.startswith(what)
                assert problem.exit_code == 3
                assert [check for check in verify_case(case) if not check.passed] == []
                assert verify_case(case)[0].notes == ()  # no temporary file stays
                assert [entry.details["file_name"] for entry in log_of(case).entries("seal")] == ["a"]
            else:
                break
        disk.left = 10**9
    assert number > 1
    assert [entry.details["file_name"] for entry in log_of(case).entries("seal")] == ["a", "b"]
    assert all(check.passed for check in verify_case(case))


@pytest.fixture
def closed_case(case):
    case.chmod(0o555)
    return case


def test_a_folder_without_permission(closed_case, keys, unprivileged):
    with pytest.raises(CannotProceed, match="No permission") as raised, writing(closed_case, keys):
        pass
    assert raised.value.where.startswith(str(closed_case))
    assert [path.name for path in closed_case.iterdir()] == ["case.toml"]


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 1 MiB, where this process may mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no permission to mount a small disk")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def test_a_disk_that_is_really_full(small_disk, keys, tmp_path_factory):
    incoming = tmp_path_factory.mktemp("incoming")
    for number in range(40):
        (incoming / str(number)).write_bytes(number.to_bytes(1, "big") * 50_000)
    (small_disk / "case.toml").write_text("title = 'A case'")
    acknowledged = []
    with writing(small_disk, keys) as session, pytest.raises(CannotProceed, match="The disk is full"):
        for path in sorted(incoming.iterdir()):
            acknowledged += seal_files(session.log, [ToSeal(path, path.name, "Org")])
    checks = verify_case(small_disk)
    assert [check for check in checks if not check.passed] == []
    assert checks[0].notes == ()
    assert 5 < len(acknowledged) == len(list(log_of(small_disk).entries("seal"))) < 40


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_the_sentence_is_for_the_real_error():
    with pytest.raises(CannotProceed, match="The disk is full"):
        append_synced(Path("/dev/full"), b"x")
