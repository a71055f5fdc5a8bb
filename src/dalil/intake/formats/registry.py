"""The registry of readers, and what a reader gives.

A reader knows one format. It translates rows into the columns of a plain kind and judges nothing: checking values
is done once, for all formats, by `strict`. To add a format, put one file into `formats/` that ends with

    register(Reader("name", "1", "what it reads", sniff, read, example=Example("file.csv", "a,b\n1,2\n")))

`sniff(file)` looks at the name and the first bytes only. `read(file, context)` yields, in the order of the file:

- `Cells`: a batch of rows of one kind, column by column, as found (text, or what a typed format holds);
- `Refusal`: a row or value it could not translate; raise `dalil.errors.Refused` to refuse the whole file;
- `Unknown`: a column nobody knows, with how many of its cells hold something;
- `Derived`: rows of another table that follow from the records (the sources that a report names).

Each input value must end in one of these. The version goes to the log with each reading: raise it whenever the
same file would give other records.

Before anything is sealed each file is asked for persons, whatever its reader (`dalil.intake.guard`): a field whose
name says that it holds who somebody is (`observer_name`, `phone`, `اسم`) refuses the file. A reader of what its
maker publishes with such fields says so with `published=True`, and names in `fields` which they are.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dalil.casefile.settings import Settings
from dalil.errors import UsageError
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import Refusal
from dalil.records import Kind

__all__ = [
    "Cells", "Context", "Derived", "Example", "Item", "Reader", "Refusal", "Unknown", "find_reader",
    "reader_named", "readers", "register",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading depends on besides the file itself. All of it is logged, so that `replay` gives the same."""

    settings: Settings
    organisation: str = ""  # who handed it in; fills `organisation` where the file does not say
    as_of: date = date.max  # day of the reading: what lies after it has not happened yet
    as_: str = ""  # the kind or format named by the person, if any
    mapping: Mapping[str, Any] | None = None  # of the format `table`


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of one kind, column-wise. `columns` are those of `records.KINDS[kind]`; None and "" are empty."""

    kind: str
    rows: Sequence[int]  # row of the original, the first record being 1
    columns: Mapping[str, Sequence[Any]]
    names: Mapping[str, str] = field(default_factory=dict)  # what the original calls a column, where it differs
    zone: str = ""  # of local times, where it is not the case's
    zones: Mapping[str, str] = field(default_factory=dict)  # of the local times of one column, where it has its own
    mendable: bool = True  # False for published records: of a contradiction only the values are refused


@dataclass(frozen=True, slots=True)
class Unknown:
    """A column that no reader knows."""

    column: str
    filled: int


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows of a table that hangs on records: `rows[i]` belongs to row `of[i]` and falls with it."""

    table: str
    of: Sequence[int]
    rows: Sequence[Mapping[str, Any]]


Item = Cells | Refusal | Unknown | Derived


@dataclass(frozen=True, slots=True)
class Example:
    """A small file of the format: the reference page shows it, and the tests plant a name in it."""

    name: str
    content: str
    mapping: str = ""  # of the format `table`


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    `published`: whoever makes such files publishes them, so that their own `fields` may name persons; any other field
    that does refuses the file. `kind` says of a file the plain kind whose columns its rows have: such a table can be
    cut into rows, and read from a copy without what identifies.
    """

    name: str
    version: str
    doc: str
    sniff: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, Context], Iterator[Item]]
    example: Example
    published: bool = False
    fields: frozenset[str] = frozenset()
    kind: Callable[[SourceFile, Context], Kind | None] | None = None


_READERS: dict[str, Reader] = {}  # filled once, when the files of this folder are imported


def register(reader: Reader) -> None:
    """Make a format known. Called at the end of each file in `formats/`."""
    _READERS[reader.name] = reader


@cache
def _load() -> None:
    for module in sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)])):
        importlib.import_module(f"{__package__}.{module}")


def readers() -> list[Reader]:
    """All formats, by name; `plain` last, because it would take any table whose name fits."""
    _load()
    return sorted(_READERS.values(), key=lambda reader: (reader.name in ("plain", "table"), reader.name))


def reader_named(name: str) -> Reader:
    """The reader of that name, or `UsageError` with those there are."""
    _load()
    if name not in _READERS:
        raise UsageError(
            f"There is no reader called {name!r}.", expected="one of " + ", ".join(sorted(_READERS)), found=name
        )
    return _READERS[name]


def find_reader(file: SourceFile) -> Reader | None:
    """The first reader that recognises the file, or None: then it is an exhibit."""
    return next((reader for reader in readers() if reader.sniff(file)), None)
