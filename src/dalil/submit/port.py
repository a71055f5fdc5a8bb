"""What this stage asks of a case: no more than a stand-in can give."""

from __future__ import annotations

from typing import Protocol

from dalil.vault.chain import Chain
from dalil.vault.entry import Checkpoint
from dalil.vault.keys import Keys
from dalil.vault.secret import CaseSecret

__all__ = ["CaseLike", "LogLike"]


class LogLike(Protocol):
    """The log, open for writing: its keys and chains."""

    @property
    def keys(self) -> Keys:
        """Who signs."""

    def chains(self) -> list[Chain]:
        """Every chain, checked."""


class CaseLike(Protocol):
    """A case that is open for writing."""

    @property
    def secret(self) -> CaseSecret:
        """What salts and pseudonyms are made from."""

    @property
    def writer(self) -> LogLike:
        """The log."""

    def head(self) -> list[Checkpoint]:
        """The log's position."""
