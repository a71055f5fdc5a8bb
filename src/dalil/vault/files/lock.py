"""One writer a case. Readers are not asked to wait.

The system drops the lock when its process ends, however it ends, so a lock never outlives its holder; the note in the
file only says whom to wait for. It holds no user or machine name: case folders are copied and handed on. Apart from
the session, because what a disk can do with locks is the disk's matter.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dalil.errors import CannotProceed
from dalil.vault.files.disk import clear_errors

__all__ = ["LOCK_FILE", "case_lock"]

LOCK_FILE = ".lock"


@contextmanager
def case_lock(case: Path) -> Iterator[None]:
    """Hold the case for writing, or raise `CannotProceed` saying which process does."""
    path = case / LOCK_FILE
    with clear_errors("locking the case", path):
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # The file stays: removing it would let two processes lock two files of one name.
    try:
        _take(fd, path)
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC".encode(), 0)
        yield
        os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def _take(fd: int, path: Path) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            raise CannotProceed(
                "This disk cannot lock files, so a second command could write to the case at the same time.",
                found=problem.strerror or "",
                where=str(path),
                do="copy the case to a local disk",
            ) from problem
        holder = os.pread(fd, 200, 0).decode("utf-8", "replace") or "a process that has just begun"
        raise CannotProceed(
            "Another command is writing to this case.",
            expected="no other writer",
            found=holder,
            where=str(path.parent),
            do="wait for it to end, then run the command again",
        ) from problem
