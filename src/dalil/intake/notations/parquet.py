"""Parquet: columns stay columns. A file of its own, small as it is, because every notation has one."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.intake.notations.foreign import arrow_of
from dalil.intake.notations.header import clean_header
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import TableBatch

__all__ = ["read_parquet"]


def read_parquet(file: SourceFile) -> Iterator[TableBatch]:
    """The rows in batches of Arrow arrays. Raises `Refused` for a file that cannot be read within its limits."""
    with arrow_of(file) as table:
        header = clean_header(table.schema.names, file)
        yield TableBatch([], {name: [] for name in header})
        before = 0
        for batch in table:
            rows = range(before + 1, before + 1 + batch.num_rows)
            yield TableBatch(rows, dict(zip(header, batch.columns, strict=True)))
            before += batch.num_rows
