"""A file as it was handed in: its name, its bytes, and the beginning of what it holds."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

from dalil.errors import Refused
from dalil.units import Sha256
from dalil.vault.files.header import HEADER_LENGTH
from dalil.vault.files.store import Store

__all__ = ["HEAD_BYTES", "SourceFile"]

HEAD_BYTES = 65_536  # less could cut a wide header in two; more is read of every exhibit that no reader knows
_PIECE_BYTES = 512  # gzip gives nothing of the piece in which it breaks


class _Content(io.RawIOBase):
    """What follows the header of a stored file, seekable as if it were the whole file."""

    def __init__(self, stored: BinaryIO) -> None:
        self._stored = stored

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return cast(io.BufferedReader, self._stored).readinto(buffer)

    def fileno(self) -> int:
        return self._stored.fileno()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        shift = HEADER_LENGTH if whence == os.SEEK_SET else 0
        return self._stored.seek(offset + shift, whence) - HEADER_LENGTH

    def tell(self) -> int:
        return self._stored.tell() - HEADER_LENGTH

    def close(self) -> None:
        self._stored.close()
        super().close()


@dataclass(frozen=True)
class SourceFile:
    """`name` is the name it was handed in under; `opened` gives its bytes anew each time."""

    name: str
    opened: Callable[[], BinaryIO] = field(repr=False)
    path: Path | None = None  # where its bytes lie in clear, for readers that need a path
    offset: int = 0  # of the first byte, where `opened` hides that something stands before it
    known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # what is asked of it more than once

    @classmethod
    def at(cls, path: Path) -> SourceFile:
        """The file at `path`."""
        return cls(path.name, lambda: path.open("rb"), path)

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> SourceFile:
        """A file held in memory."""
        return cls(name, lambda: io.BytesIO(content))

    @classmethod
    def in_store(cls, store: Store, sha256: str, name: str) -> SourceFile:
        """The original with this hash, under the name it was handed in by."""
        content = lambda: cast(BinaryIO, io.BufferedReader(_Content(store.open(Sha256(sha256))), 1 << 20))  # noqa: E731
        return cls(name, content, offset=HEADER_LENGTH)

    @cached_property
    def compressed(self) -> bool:
        """True for gzip."""
        with self.opened() as stream:
            return stream.read(2) == b"\x1f\x8b"

    @property
    def plain_name(self) -> str:
        """The name in lower case without `.gz`."""
        return self.name.lower().removesuffix(".gz")

    @property
    def stem(self) -> str:
        """The name before its first dot, in lower case: `Reports-2016.csv.gz` has `reports-2016`."""
        return self.plain_name.split(".")[0]

    @property
    def suffix(self) -> str:
        """What follows the last dot, in lower case, without `.gz`."""
        return self.plain_name.rpartition(".")[2] if "." in self.plain_name else ""

    def stream(self) -> BinaryIO:
        """The bytes, unpacked where they are gzip. Nothing is held in memory but a buffer."""
        raw = self.opened()
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if self.compressed else raw

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked; of a broken packing what can be unpacked before the break."""
        head = bytearray()
        with self.stream() as stream:
            try:
                while len(head) < HEAD_BYTES and (piece := stream.read(_PIECE_BYTES)):
                    head += piece
            except (OSError, EOFError, zlib.error):
                pass  # whoever reads on meets the break, and says so
        return bytes(head)

    def content(self, limit: int) -> bytes:
        """All bytes, unpacked, for formats that cannot be streamed. Refuses more than `limit` bytes."""
        with self.stream() as stream:
            try:
                content = stream.read(limit + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise Refused(
                    "The packed file is broken.", expected="a whole gzip file", found=str(error), where=self.name
                ) from None
        if len(content) > limit:
            raise self._too_large(limit)
        return content

    @cached_property
    def size(self) -> int:
        """Bytes as handed in, packed or not."""
        with self.opened() as stream:
            return stream.seek(0, os.SEEK_END)

    @property
    def unpacked_name(self) -> str:
        """The name that the unpacked bytes have: without `.gz` where they were packed."""
        return self.name[:-3] if self.compressed and self.name.lower().endswith(".gz") else self.name

    def packed(self, limit: int) -> bytes:
        """All bytes as handed in, packed or not. Refuses more than `limit` bytes."""
        if self.size > limit:
            raise self._too_large(limit)
        with self.opened() as stream:
            return stream.read()

    def handed(self, limit: int) -> bytes | BinaryIO:
        """For a child process: the open file, standing at its first byte; of what has no file the bytes themselves.

        Refuses more than `limit` bytes of those.
        """
        if not self.compressed:
            stream = self.opened()
            try:
                os.lseek(stream.fileno(), self.offset, os.SEEK_SET)  # Python has read ahead
                return stream
            except io.UnsupportedOperation:  # held in memory
                stream.close()
        return self.content(limit)

    def _too_large(self, limit: int) -> Refused:
        return Refused(
            "The file is too large to be read in one piece.",
            expected=f"at most {limit:,} bytes",
            found=f"more than {limit:,} bytes",
            where=self.name,
            do="hand it in as CSV, JSON Lines or Parquet, or in parts",
        )
