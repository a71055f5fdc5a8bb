"""The registry of lines of evidence, and what a line says of itself.

A line is what comes from one kind of origin: accounts, media, remnants. To add one, put one file into this folder that
ends with

    register(Line("name", rank, feeds=(Feed("table.field", sql, "what it is read from"), …), kinds=("kind",)))

and write its name in every language, as `term.line.name` in `dalil.messages`; a test says which is missing. Variables
of a code book are then fed by `table.field`, and `reliability.kind` of the book says how often such an origin knows
what it says.

The SQL of a feed gives one row for each thing said: `incident_id`, `written` (as it stands in the record),
`origin_kind` and `origin_id` (what it goes back to, one of `records.kinds.ORIGIN_KINDS`), `kind` (of source, one of the
line's `kinds`), `certainty` (a word, '' for none). Observations of one origin are weighed
together, so what was found, asked or identified together must have one origin.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dalil.casefile.facts import Facts

__all__ = ["Feed", "Line", "lines", "register"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A field of records that can feed variables of a code book: its name `table.field`, the SQL that reads it, and
    what it is, for the reference page. `witness`: what separate people saw or were told, each worth something alone."""

    name: str
    sql: str
    doc: str
    witness: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence.

    `rank` orders lines where they are weighed and shown; no two are alike. `kinds` of origin have a reliability of
    their own in the code book, the best of those that one report can have first. `whole` names the reliability of the
    line as a whole, where it has one: all its origins may repeat one story. A line `of_sky` is fed by `sky_evidence`
    instead of records. `prepare` fills the temporary tables `prepared` that the feeds read.
    """

    name: str
    rank: int
    feeds: tuple[Feed, ...] = ()
    kinds: tuple[str, ...] = ()
    whole: str = ""
    of_sky: bool = False
    prepare: Callable[[Facts], None] | None = None
    prepared: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences that every language must have for it."""
        return (f"term.line.{self.name}",)


_LINES: dict[str, Line] = {}


def register(line: Line) -> None:
    """Make a line known. Called at the end of each file of this folder."""
    if any(line.rank == other.rank for other in _LINES.values() if other.name != line.name):
        raise ValueError(f"the line {line.name} has the rank {line.rank} of another; give it one of its own")
    _LINES[line.name] = line


@cache
def lines() -> tuple[Line, ...]:
    """All lines, in order of rank."""
    package = __name__.rpartition(".")[0]
    for module in sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)])):
        importlib.import_module(f"{package}.{module}")
    return tuple(sorted(_LINES.values(), key=lambda line: line.rank))
