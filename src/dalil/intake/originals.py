"""Originals of the vault as files that readers can open."""

from __future__ import annotations

import io
import os
from typing import BinaryIO, cast

from dalil.intake.handed import Handed
from dalil.units import Sha256
from dalil.vault.header import HEADER_LENGTH
from dalil.vault.store import Store

__all__ = ["handed_from_store"]


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

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        shift = HEADER_LENGTH if whence == os.SEEK_SET else 0
        return self._stored.seek(offset + shift, whence) - HEADER_LENGTH

    def tell(self) -> int:
        return self._stored.tell() - HEADER_LENGTH

    def close(self) -> None:
        self._stored.close()
        super().close()


def handed_from_store(store: Store, sha256: str, name: str) -> Handed:
    """The original with this hash, under the name it was handed in by."""
    return Handed(name, lambda: cast(BinaryIO, io.BufferedReader(_Content(store.open(Sha256(sha256))), 1 << 20)))
