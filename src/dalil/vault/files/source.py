"""Reading a file that is to be sealed: only an ordinary file, and only if it holds still while it is read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dalil.errors import CannotProceed, Refused

__all__ = ["CHUNK", "SourceRefused", "SourceUnreadable", "read_source"]

CHUNK = 1 << 20
"""Bytes read, hashed and written at a time."""


# O_NONBLOCK: opening a named pipe must not wait for a writer who never comes.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class SourceRefused(Refused):
    """The file itself cannot be sealed; others can."""


class SourceUnreadable(CannotProceed):
    """The file cannot be read now; others can."""


def read_source(path: Path) -> Iterator[bytes]:
    """Yield the file in chunks of `CHUNK` bytes (the last one shorter).

    Raises `SourceRefused` for a symlink, anything that is not an ordinary file, a file that is not there, or one that
    changed during reading; `SourceUnreadable` for a missing permission or a failing disk.
    """
    try:
        fd = os.open(path, _FLAGS)
        try:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                raise SourceRefused(
                    "Only ordinary files can be sealed.",
                    expected="a file",
                    found=_kind(before.st_mode),
                    where=str(path),
                )
            length = 0
            while chunk := os.read(fd, CHUNK):
                length += len(chunk)
                yield chunk
            _demand_unchanged(before, os.fstat(fd), length, path)
        finally:
            os.close(fd)
    except OSError as problem:
        raise _sentence(problem, path) from problem


def _demand_unchanged(before: os.stat_result, after: os.stat_result, length: int, path: Path) -> None:
    still = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and length == after.st_size
    if not still:
        raise SourceRefused(
            "The file changed while it was read.",
            expected=f"{before.st_size} bytes that stay as they are",
            found=f"{length} bytes read, {after.st_size} bytes afterwards",
            where=str(path),
            do="close the program that writes it, or add a copy",
        )


def _kind(mode: int) -> str:
    kinds = [(stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket")]
    return next((name for test, name in kinds if test(mode)), "a device")


def _sentence(problem: OSError, path: Path) -> SourceRefused | SourceUnreadable:
    where = str(path)
    match problem.errno:
        case errno.ELOOP:
            do = "add the file it points to"
            return SourceRefused(
                "Symbolic links are not followed.", expected="a file", found="a link", where=where, do=do
            )
        case errno.ENOENT | errno.ENOTDIR:
            return SourceRefused("The file is not there.", expected="a file", found="nothing", where=where)
        case errno.ENAMETOOLONG:
            return SourceRefused("The name is too long for this system.", where=where[:80] + "…", do="shorten the name")
        case errno.EACCES | errno.EPERM:
            do = "ask for permission to read it"
            return SourceUnreadable("No permission to read the file.", where=where, do=do)
        case _:
            do = "copy the file to another disk first"
            found = problem.strerror or ""
            return SourceUnreadable("The file could not be read.", found=found, where=where, do=do)
