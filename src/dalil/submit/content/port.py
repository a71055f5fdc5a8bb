"""What this stage asks of a case: no more than a stand-in can give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from dalil.casefile.facts import Facts
from dalil.vault.files.store import Store
from dalil.vault.identities.secret import CaseSecret
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.writer import LogWriter

__all__ = ["CaseLike", "DrawingLike", "Drawings", "ReasonsLike", "ReasonsOf", "SkyFigures"]


class ReasonsLike(Protocol):
    """Why an incident was graded as it was: sentences of one language, in parts."""

    def heading(self, part: str) -> str:
        """What stands over a part."""

    @property
    def finding(self) -> tuple[str, ...]:
        """The grade, worded."""

    @property
    def supports(self) -> tuple[str, ...]:
        """What speaks for it."""

    @property
    def contradicts(self) -> tuple[str, ...]:
        """What speaks against it."""

    @property
    def silent(self) -> tuple[str, ...]:
        """What does not decide it."""

    @property
    def not_looked_for(self) -> tuple[str, ...]:
        """The lines on which nothing was recorded."""

    @property
    def set_aside(self) -> tuple[str, ...]:
        """What was recorded and does not count."""

    @property
    def critical_origin(self) -> tuple[str, ...]:
        """Its weakest link."""

    @property
    def review(self) -> tuple[str, ...]:
        """What a person said of it."""


ReasonsOf = Callable[[Facts, Sequence[str], str], Mapping[str, ReasonsLike]]
"""Gives the reasons of incidents in a language, from tables already cut. A stage may not import another."""


class DrawingLike(Protocol):
    """A drawing and the table it is drawn from."""

    @property
    def name(self) -> str:
        """Part of a file name: letters, digits, hyphens."""

    @property
    def title(self) -> str:
        """What it shows, in its language."""

    @property
    def svg(self) -> str:
        """The drawing."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """The table."""


Drawings = Callable[[Facts, str], Sequence[DrawingLike]]
"""From facts and a language to every drawing that they give."""


SkyFigures = Callable[[Facts, str, str, str], str]
"""From the facts of the case, an incident's id, the id that it leaves under, and a language, to the protected figure
of its sky (SVG): it shows posts of observers, and is asked for only where a rule lets these out."""


class CaseLike(Protocol):
    """A case that is open for writing."""

    @property
    def store(self) -> Store:
        """The originals."""

    @property
    def secret(self) -> CaseSecret:
        """What salts and pseudonyms are made from."""

    @property
    def writer(self) -> LogWriter:
        """The log."""

    def head(self) -> list[Checkpoint]:
        """The log's position."""
