"""A table or a column that no code names is a promise that nobody keeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dalil import records
from dalil.records import KINDS, TABLES, TOLL_COLUMNS, Table

ROOM = Path(records.__file__).parent
SOURCE = ROOM.parent
WRITTEN = {kind.table for kind in KINDS.values()}
COMPUTED = [table for table in TABLES.values() if table.name not in WRITTEN]

COMPOSED = {*TOLL_COLUMNS, *(f"c{number}_{end}" for number in (1, 2, 3) for end in ("low", "high"))}
"""Columns whose names code puts together from parts."""


def words() -> set[str]:
    """Every word of the sources outside this room, data files too: readers name columns in theirs."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.*"))
             if path.suffix in (".py", ".toml") and ROOM not in path.parents)  # fmt: skip
    return set(re.findall(r"\w+", "\n".join(texts)))


WORDS = words()


@pytest.mark.parametrize("table", COMPUTED, ids=lambda table: table.name)
def test_every_column_that_is_computed_is_named_by_code(table: Table) -> None:
    assert table.name in WORDS
    assert [c.fact_name for c in table.columns if c.fact_name not in WORDS | COMPOSED] == []


def test_every_kind_of_record_is_read_by_something() -> None:
    assert sorted(table for table in WRITTEN - {""} if table not in WORDS) == []


def test_the_check_can_fail() -> None:
    assert "no_such_column_anywhere" not in WORDS
