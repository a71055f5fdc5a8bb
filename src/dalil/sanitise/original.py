"""The original that a child process was handed, and the word for one that cannot be cleaned."""

from __future__ import annotations

import io
import os
from typing import Any

__all__ = ["Rest", "Unfit"]


class Unfit(Exception):
    """The file cannot be cleaned; the text says why, and nothing of what is in it."""


class Rest(io.RawIOBase):
    """An open file from its present position on, as if it began there."""

    def __init__(self, fd: int) -> None:
        self._fd, self._base = fd, os.lseek(fd, 0, os.SEEK_CUR)
        self._size, self._at = os.fstat(fd).st_size - self._base, 0

    def readable(self) -> bool:
        return True

    seekable = readable

    def readinto(self, buffer: Any) -> int:
        found = os.pread(self._fd, len(buffer), self._base + self._at)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at
