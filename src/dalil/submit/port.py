"""What this stage asks of a case: no more than a stand-in can give."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol

from dalil.units import Sha256
from dalil.vault.chain import Chain
from dalil.vault.entry import Checkpoint
from dalil.vault.keys import Keys
from dalil.vault.secret import CaseSecret

__all__ = ["CaseLike", "LogLike", "StoreLike"]


class LogLike(Protocol):
    """The log, open for writing: its keys and chains."""

    @property
    def keys(self) -> Keys:
        """Who signs."""

    @property
    def folder(self) -> Path:
        """Where it lies."""

    def chains(self) -> list[Chain]:
        """Every chain, checked."""


class StoreLike(Protocol):
    """The originals, for reading out."""

    def copy_out(self, sha256: Sha256, destination: Path) -> None:
        """Write one original to a new file, checked on the way."""

    def open(self, sha256: Sha256) -> BinaryIO:
        """Open one original for reading, positioned where its content begins."""


class CaseLike(Protocol):
    """A case that is open for writing."""

    @property
    def store(self) -> StoreLike:
        """The originals."""

    @property
    def secret(self) -> CaseSecret:
        """What salts and pseudonyms are made from."""

    @property
    def writer(self) -> LogLike:
        """The log."""

    def head(self) -> list[Checkpoint]:
        """The log's position."""
