"""Tables in four notations to batches of cells: CSV, JSON Lines, workbooks, Parquet. Memory stays bounded.

A structure that cannot be trusted refuses the whole file: after an unclosed quote nobody knows which line is whose.
"""

from __future__ import annotations

from collections.abc import Iterator

from dalil.errors import Refused
from dalil.intake.notations.delimited import read_csv
from dalil.intake.notations.json_lines import read_jsonl
from dalil.intake.notations.parquet import read_parquet
from dalil.intake.notations.source_file import HEAD_BYTES, SourceFile
from dalil.intake.notations.table_batch import TableBatch
from dalil.intake.notations.workbook import read_workbook

__all__ = ["NOTATIONS", "WORKBOOKS", "is_table", "read_table"]

WORKBOOKS = ("xlsx", "xlsm", "xls", "ods")
NOTATIONS = ("csv", "tsv", "jsonl", "ndjson", *WORKBOOKS, "parquet")


def is_table(file: SourceFile) -> bool:
    """True when the name ends like a table's."""
    return file.suffix in NOTATIONS


def read_table(file: SourceFile) -> Iterator[TableBatch]:
    """The rows of `file` in batches. Raises `Refused` for a file whose structure does not hold."""
    if not file.head:  # nothing, or nothing that can be unpacked
        file.content(HEAD_BYTES)  # a broken packing is refused as one
        raise Refused("The file is empty.", expected="a table with a header", found="0 bytes", where=file.name)
    match file.suffix:
        case "csv" | "tsv":
            yield from read_csv(file)
        case "jsonl" | "ndjson":
            yield from read_jsonl(file)
        case suffix if suffix in WORKBOOKS:
            yield from read_workbook(file)
        case "parquet":
            yield from read_parquet(file)
        case _:
            raise Refused(
                "This is not a table that can be read.",
                expected="a file that ends in " + ", ".join(NOTATIONS),
                found=f".{file.suffix}",
                where=file.name,
            )
