"""Tables in four notations to batches of cells: CSV, JSON Lines, XLSX, Parquet. Memory stays bounded.

A structure that cannot be trusted refuses the whole file: after an unclosed quote nobody knows which line is whose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.errors import Refused
from dalil.intake.handed import HEAD_BYTES, Handed
from dalil.intake.registry import Refusal

__all__ = ["BATCH_ROWS", "NOTATIONS", "TableBatch", "is_table", "read_table"]

BATCH_ROWS = 8_192

NOTATIONS = ("csv", "tsv", "jsonl", "ndjson", "xlsx", "parquet")


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Some rows of a table: their numbers, their columns by the table's own names, and rows refused on the way.

    `sheet` is the sheet of a workbook; a batch without rows still names the columns.
    """

    rows: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    refusals: tuple[Refusal, ...] = ()
    sheet: str = ""


def is_table(file: Handed) -> bool:
    """True when the name ends like a table's."""
    return file.suffix in NOTATIONS


def read_table(file: Handed) -> Iterator[TableBatch]:
    """The rows of `file` in batches. Raises `Refused` for a file whose structure does not hold."""
    if not file.head:
        file.content(HEAD_BYTES)  # a broken packing is refused as one
        raise Refused("The file is empty.", expected="a table with a header", found="0 bytes", where=file.name)
    match file.suffix:
        case "csv" | "tsv":
            from dalil.intake.notation_csv import read_csv

            yield from read_csv(file)
        case "jsonl" | "ndjson":
            from dalil.intake.notation_jsonl import read_jsonl

            yield from read_jsonl(file)
        case "xlsx":
            from dalil.intake.notation_xlsx import read_xlsx

            yield from read_xlsx(file)
        case "parquet":
            from dalil.intake.notation_parquet import read_parquet

            yield from read_parquet(file)
        case _:
            raise Refused(
                "This is not a table that can be read.",
                expected="a file that ends in " + ", ".join(NOTATIONS),
                found=f".{file.suffix}",
                where=file.name,
            )
