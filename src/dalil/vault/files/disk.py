"""Bytes to disk so that they stay there: whole writes, syncs, and disk errors as sentences."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dalil.errors import CannotProceed

__all__ = [
    "append_synced",
    "clear_errors",
    "cut_back",
    "make_folder",
    "replace_text",
    "sync_file",
    "sync_folder",
    "write_all",
    "write_new",
]

LEFTOVER = ".new-"
"""How the names of unfinished files begin; whoever opens the case for writing removes those of dead processes."""

_ADVICE = {
    errno.ENOSPC: ("The disk is full.", "free some space, then run the command again; nothing was half-written"),
    errno.EDQUOT: ("The disk quota is used up.", "free some space, then run the command again"),
    errno.EFBIG: ("The disk does not take a file of this size.", "use another disk or file system"),
    errno.EEXIST: ("A file of this name is there already; nothing is overwritten.", "choose another name"),
    errno.EACCES: ("No permission.", "ask for permission to this folder, or use another one"),
    errno.EPERM: ("No permission.", "ask for permission to this folder, or use another one"),
    errno.EROFS: ("The disk is read-only.", "mount it for writing, or copy the case elsewhere"),
    errno.EIO: ("The disk reports an error.", "copy what can be read to another disk"),
}


@contextmanager
def clear_errors(doing: str, where: Path) -> Iterator[None]:
    """Turn an operating-system error into `CannotProceed`, saying what was being done and where."""
    try:
        yield
    except OSError as problem:
        what, do = _ADVICE.get(problem.errno or 0, ("The system refused.", "see the reason above"))
        raise CannotProceed(
            f"{what} It happened while {doing}.", found=problem.strerror or "", where=str(where), do=do
        ) from problem


def write_all(fd: int, content: bytes | memoryview) -> None:
    """Write every byte; a single `os.write` may stop early."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]


def sync_file(fd: int) -> None:
    """Return when the disk has the file. macOS keeps it in the drive's cache unless told otherwise."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(fd)
    else:
        fcntl.fcntl(fd, full)


def sync_folder(folder: Path) -> None:
    """Return when the disk has the folder's names."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, with its parents, and sync its name."""
    if folder.is_dir():
        return
    with clear_errors("making a folder", folder):
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def write_new(path: Path, content: bytes) -> bool:
    """Make a file whole or not at all: other name, sync, link, sync of the folder.

    Never overwrites: False when the name is taken, and then nothing changes.
    """
    # A link, not a rename: renaming replaces a file that is there.
    temporary = path.with_name(f"{LEFTOVER}{os.getpid()}-{path.name}")
    with clear_errors("writing a file", path):
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                write_all(fd, content)
                sync_file(fd)
            finally:
                os.close(fd)
            os.link(temporary, path)
        except FileExistsError:
            return False
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)
    return True


def replace_text(path: Path, text: str) -> None:
    """Put `text` in the place of a file that persons edit; the old one stands until the new one is whole."""
    temporary = path.with_name(f"{LEFTOVER}{os.getpid()}-{path.name}")
    with clear_errors("writing a file", path):
        try:
            with temporary.open("wb") as stream:
                stream.write(text.encode("utf-8"))
                stream.flush()
                sync_file(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def cut_back(path: Path, size: int) -> None:
    """Drop what stands after the first `size` bytes, if anything does. A full disk does not prevent it."""
    if path.exists() and path.stat().st_size > size:
        with clear_errors("cutting a file back", path), path.open("r+b") as stream:
            stream.truncate(size)
            sync_file(stream.fileno())


def append_synced(path: Path, content: bytes) -> None:
    """Append in one write and sync. When that fails the file is cut back to where it was, as far as the disk lets."""
    with clear_errors("writing the log", path):
        made = not path.exists()
        fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            before = os.fstat(fd).st_size
            try:
                write_all(fd, content)
                sync_file(fd)
            except OSError:
                with suppress(OSError):  # the first error is the one to tell
                    os.ftruncate(fd, before)
                raise
        finally:
            os.close(fd)
        if made:
            sync_folder(path.parent)


def clear_leftovers(folder: Path) -> int:
    """Remove unfinished files in `folder`; how many there were. Call only while holding the case's lock."""
    found = sorted(folder.glob(f"{LEFTOVER}*"))
    with clear_errors("removing leftovers of an interrupted command", folder):
        for path in found:
            path.unlink()
    return len(found)
