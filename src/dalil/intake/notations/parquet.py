"""Parquet: columns stay columns. A file of its own, small as it is, because every notation has one."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from dalil.errors import Refused
from dalil.intake.notations.header import clean_header
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import TableBatch

__all__ = ["read_parquet"]

BATCH_ROWS = 262_144
"""Larger than for text: these batches are checked as arrays."""


def read_parquet(file: SourceFile) -> Iterator[TableBatch]:
    """The rows in batches of Arrow arrays."""
    try:
        with file.stream() as stream:
            table = pq.ParquetFile(pa.PythonFile(stream, mode="r"))
            header = clean_header(table.schema_arrow.names, file)
            yield TableBatch([], {name: [] for name in header})
            before = 0
            for batch in table.iter_batches(batch_size=BATCH_ROWS):
                rows = range(before + 1, before + 1 + batch.num_rows)
                yield TableBatch(rows, dict(zip(header, batch.columns, strict=True)))
                before += batch.num_rows
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise Refused(
            "The Parquet file cannot be read.",
            expected="a whole Parquet file",
            found=type(error).__name__,
            where=file.name,
            do="write it again",
        ) from None
