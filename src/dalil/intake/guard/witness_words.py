"""The words of witnesses: sealed from the start under the key of whoever spoke, and read back while that key lives.

A testimony names the village, the brother and the room that a witness hid in; who it was can be told from the words
alone. So they go to the vault like an identity, and consent withdrawn takes them out of every copy with one key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dalil.intake.guard.row_bytes import RowBytes, copy_of, rows_with_bytes
from dalil.intake.notations.source_file import SourceFile
from dalil.records import Kind
from dalil.vault.identities.sealed import Opened

__all__ = ["WORDS", "with_words", "words_among"]

WORDS = frozenset({"text", "translation"})
"""Columns of testimonies that hold what was said."""

SEALED_BYTES = 512 * 2**20
"""Bytes of one table whose rows are sealed apart. It is cut up in memory, so that no clear copy touches a disk."""

_GONE = b"gone\n"
"""A line that is no row, neither of a table nor of JSON Lines: it keeps the numbers of the rows after it."""


def words_among(columns: Iterable[str], kind: Kind | None) -> frozenset[str]:
    """Those of `columns` that hold words of a witness; in a workbook of another kind, if a sheet is of testimonies."""
    given = frozenset(columns)
    spoken = (kind is not None and kind.stem == "testimonies") or "testimony_id" in given
    return given & WORDS if spoken else frozenset()


def with_words(copy: SourceFile, opened: Opened) -> SourceFile:
    """The table `copy`, in memory, with the words of those whose consent stands, from the sealed table it is cut from.

    Whose key is gone, or whose row says `withdrawn_on`, stays without. Raises `Refused` where it is no table.
    """
    raw = b"".join(_GONE if piece is None else piece for piece in opened.pieces)
    _, whole = rows_with_bytes(SourceFile.of_bytes(opened.file_name, raw), SEALED_BYTES)
    said = {row.number: row for row in whole if not row.broken and not row.cells.get("withdrawn_on")}
    _, rows = rows_with_bytes(copy, SEALED_BYTES)
    return SourceFile.of_bytes(copy.name, copy_of(_spoken(row, said.get(row.number)) for row in rows))


def _spoken(row: RowBytes, whole: RowBytes | None) -> RowBytes:
    if whole is None or row.broken:
        return row
    return replace(row, cells={**row.cells, **{name: whole.cells[name] for name in WORDS & set(whole.cells)}})
