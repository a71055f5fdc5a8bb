"""The one way to open a file that somebody else may have laid there: an ordinary file, in its folder, of bounded size.

A case that is joined or opened comes from elsewhere. A link in it would bring a file of the receiver's own into the
case, a named pipe would wait for ever, a device has no end.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from dalil.errors import Refused

__all__ = ["MOST_LOG", "MOST_SMALL", "open_regular", "read_regular"]

MOST_LOG = 1 << 30
"""Bytes of one chain of a log at most: some two million entries, thirty times the largest case measured."""

MOST_SMALL = 1 << 26
"""Bytes of any other file of a case that is read whole (settings, code book, set-aside ends): all are far below it."""

# O_NONBLOCK: opening a named pipe must not wait for a writer who never comes.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_regular(path: Path, *, inside: Path | None = None) -> int:
    """A descriptor for reading `path`, which is an ordinary file; no folder between `inside` and it is a link.

    Raises `Refused` for a link, a folder, a pipe or a device, and `FileNotFoundError` where nothing is.
    """
    if inside is not None:
        _demand_inside(path, inside)
    try:
        fd = os.open(path, _FLAGS)
    except OSError as problem:
        if problem.errno in (errno.ELOOP, errno.ENXIO):
            raise _not_ordinary(path, "a link" if problem.errno == errno.ELOOP else "a socket or pipe") from problem
        raise
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise _not_ordinary(path, "a folder, a pipe or a device")
    return fd


def read_regular(path: Path, *, most: int = MOST_SMALL, inside: Path | None = None) -> bytes:
    """The bytes of `path`, at most `most`; raises as `open_regular`, and `Refused` for a larger file."""
    fd = open_regular(path, inside=inside)
    with os.fdopen(fd, "rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Refused(
            "A file of the case is larger than any that Dalil writes.",
            expected=f"at most {most:,} bytes",
            found="more",
            where=str(path),
            do="do not open this case; ask whoever gave it to you",
        )
    return content


def _demand_inside(path: Path, folder: Path) -> None:
    at = folder
    for part in path.relative_to(folder).parts[:-1]:
        at = at / part
        if at.is_symlink():
            raise _not_ordinary(at, "a link")


def _not_ordinary(path: Path, found: str) -> Refused:
    return Refused(
        "A case holds only ordinary files and folders.",
        expected="an ordinary file",
        found=found,
        where=str(path),
        do="do not open this case as it is; ask whoever gave it to you",
    )
