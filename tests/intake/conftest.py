"""An empty case around an invented town, and readers on texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dalil.casefile.case import Case, create
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.intake.formats.registry import Context, find_reader, reader_named
from dalil.intake.ingest.record_loader import RecordLoader
from dalil.intake.notations.source_file import SourceFile

TODAY = date(2020, 1, 15)

CASE_TOML = """
title = "An invented case"
zone = "Asia/Damascus"
from = 2016-07-01
to = 2016-12-31
area = [36.5, 35.7, 37.7, 36.7]
organisation = "Keepers"
"""


@pytest.fixture
def settings() -> Settings:
    """The case's settings."""
    return Settings.model_validate(
        {
            "title": "An invented case",
            "zone": "Asia/Damascus",
            "from": "2016-07-01",
            "to": "2016-12-31",
            "area": [36.5, 35.7, 37.7, 36.7],
        }
    )


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new case, open for writing."""
    create(tmp_path / "case", CASE_TOML)
    with Case.open(tmp_path / "case", write=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files to hand in."""
    made = tmp_path / "in"
    made.mkdir()
    return made


class Read:
    """What one file gave."""

    def __init__(self, facts: Facts, loader: RecordLoader, refused: Exception | None) -> None:
        self.facts, self.loader, self.refused = facts, loader, refused

    def rows(self, table: str, columns: str = "*") -> list[tuple]:
        """Rows of a table in the order of the file."""
        return self.facts.query(f'SELECT {columns} FROM "{table}" ORDER BY source_row').fetchall()

    def one(self, table: str, columns: str = "*") -> tuple:
        """The only row of a table."""
        (row,) = self.rows(table, columns)
        return row

    def refusals(self) -> list[tuple]:
        """(row, field, found, whole) of what was refused."""
        return self.facts.query("SELECT row, field, found, whole FROM refusal ORDER BY row, field, expected").fetchall()

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """{kind: (rows, records, refused)}."""
        found = self.facts.query("SELECT kind, rows, records, refused FROM reading ORDER BY kind").fetchall()
        return {kind: tuple(counts) for kind, *counts in found}


@pytest.fixture
def read(settings: Settings) -> Callable[..., Read]:
    """Read a text or bytes under a name, as `add` would."""

    def reading(
        name: str, content: str | bytes, *, organisation: str = "", as_: str = "", mapping=None, facts=None
    ) -> Read:
        file = SourceFile.of_bytes(name, content if isinstance(content, bytes) else content.encode())
        reader = reader_named(as_) if as_ else find_reader(file)
        assert reader is not None, f"no reader for {name}"
        context = Context(settings, organisation, TODAY, as_, mapping)
        facts = facts or Facts.in_memory()
        number = 1 + (facts.value("SELECT max(number) FROM reading") or 0)
        loader = RecordLoader(facts, context, f"{number:064x}", name, ("c" * 32, number))
        refused = loader.load(reader.read(file, context), reader.name, reader.version)
        return Read(facts, loader, refused)

    return reading
