"""Tables that hold identities: found before anything is sealed, so that no clear name reaches the case.

Protected are: every row of `identities`; the rows of victims marked `protected` (and those whose mark cannot be
read); and, by default, every column that no reader knows and whose name says that it identifies somebody. The rows
go, encrypted, to the key of their person. What may be read is a copy without those cells, and only the copy enters
the vault. A workbook or Parquet file cannot be cut into rows, so it is refused with what to hand in instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.errors import Refused
from dalil.intake.guard.row_bytes import RowBytes, copy_of, rows_with_bytes
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import is_table, read_table
from dalil.names import fold
from dalil.records import Kind, Sensitivity
from dalil.units import Sha256
from dalil.vault.identities.sealed import Row
from dalil.vault.log.seal import SealedFile
from dalil.vault.log.writer import Ref

__all__ = ["ProtectedTable", "guard", "identifies"]

_WORDS = frozenset({
    "name", "names", "surname", "firstname", "lastname", "fullname", "nickname", "alias", "contact", "contacts",
    "phone", "telephone", "tel", "mobile", "cell", "whatsapp", "telegram", "signal", "skype", "email", "mail",
    "address", "passport", "identity", "identities", "father", "mother", "husband", "wife", "son", "daughter",
    "birthdate", "dob", "اسم", "الاسم", "الكنيه", "كنيه", "اللقب", "هاتف", "الهاتف", "جوال", "الجوال", "موبايل", "رقم",
    "عنوان", "العنوان", "بريد", "البريد", "الاب", "الام", "الهويه",
})  # fmt: skip
_HARMLESS = frozenset({
    "file_name", "place_name", "location_name", "site_name", "source_name", "organisation_name", "organization_name",
    "party_name", "village_name", "town_name", "city_name", "facility_name", "weapon_name",
})  # fmt: skip
_WITHHELD = frozenset({Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.FREE_TEXT})
# every other mark, also one that cannot be read, protects: an error must not lay a name open
_NOT_TRUE = frozenset({"", "false", "0", "no"})

SEALED_BYTES = 512 * 2**20
"""Bytes of one table with identities. It is cut into rows in memory, so that no clear copy of it touches a disk."""


def identifies(column: str) -> bool:
    """True when the name of a column says that it holds who somebody is.

    >>> identifies("witness_phone"), identifies("place_name")
    (True, False)
    """
    return column not in _HARMLESS and bool(_WORDS & set(fold(column).split()))


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table to be sealed. `copy` is what may be read of it, None for a file of identities alone."""

    name: str  # of the copy: it must not be somebody's name
    raw: bytes
    persons: tuple[Row, ...]
    rows: int
    copy: bytes | None
    columns: tuple[str, ...]  # withheld columns, by name

    def seal(self, case: Case, path: Path, folder: str, organisation: str) -> SealedFile:
        """Seal the rows to their persons, then the copy to the vault; logged and synced when this returns."""
        sealed = case.identities.seal_table(case.writer, self.raw, self.persons, path.name)
        if self.copy is None:
            entry = Ref(case.writer.chain, case.writer.checkpoint().size - 1, "") if sealed.new else None
            return SealedFile(path, sealed.name, len(self.raw), entry)
        stored = case.store.put_bytes(self.copy)
        details = {
            "sha256": stored.sha256, "organisation": organisation, "file_name": self.name, "size": stored.size,
            "metadata": {"folder": folder, "role": "table", "sealed": sealed.name},
        }  # fmt: skip
        return SealedFile(path, stored.sha256, stored.size, self._entry(case, details, stored.sha256))

    def _entry(self, case: Case, details: dict[str, Any], sha256: Sha256) -> Ref | None:
        known = (entry.details or {} for entry in case.log.entries("seal"))
        same = ("sha256", "organisation", "file_name")
        if any(all(each.get(key) == details[key] for key in same) for each in known):
            return None
        return case.writer.append("seal", details)


def guard(
    file: SourceFile, kind: Kind | None, organisation: str, mapping: Mapping[str, Any] | None
) -> ProtectedTable | None:
    """The table to be sealed, or None where the file holds nothing protected. Raises `Refused` for what cannot be.

    `organisation` is who handed it in; `mapping` is that of the format `table`, whose owner says what a column is.
    """
    if not is_table(file) or not file.head:
        return None
    columns = _columns(file, kind)
    known = set(kind.by_name) if kind else set()
    mapped = _mapped(mapping)
    withheld = tuple(sorted(name for name in columns if name not in known | mapped and identifies(name)))
    if mapped and withheld:
        raise Refused(
            "Columns of this table identify persons, and the mapping does not say what they are.",
            expected="a mapping that names them, or a table without them",
            found=", ".join(withheld),
            where=file.name,
            do="take the columns out, or hand them in as identities",
        )
    if kind is None:
        return _whole(file, withheld) if withheld else None
    marked = kind.stem == "victims" and "protected" in columns and _any_protected(file)
    if not (kind.sealed or withheld or marked):
        return None
    _demand_rows(file)
    return _table(file, kind, organisation, withheld)


def _columns(file: SourceFile, kind: Kind | None) -> list[str]:
    """Names of columns. JSON Lines has no header, so all its rows are asked; a broken table is left to its reader."""
    names: dict[str, None] = {}
    try:
        # a column may be named first in the last row of JSON Lines, or on the last sheet of a workbook
        for batch in read_table(file):
            names |= dict.fromkeys(batch.columns)
            if batch.columns and file.suffix not in ("jsonl", "ndjson", "xlsx"):
                break
    except Refused:
        if kind is not None and kind.sealed:
            raise
    return list(names)


def _mapped(mapping: Mapping[str, Any] | None) -> set[str]:
    """Columns that a mapping uses: their owner said what they are."""
    if mapping is None:
        return set()
    sources = mapping.get("columns", {}).values()
    return {str(source).strip().lower().replace(" ", "_") for source in sources}


def _any_protected(file: SourceFile) -> bool:
    try:
        return any(
            str(cell).strip().lower() not in _NOT_TRUE
            for batch in read_table(file)
            for cell in batch.columns.get("protected", ())
            if cell is not None
        )
    except Refused:  # the reader refuses the file and says why; nothing of it may enter in clear before
        return True


def _demand_rows(file: SourceFile) -> None:
    if file.suffix not in ("csv", "tsv", "jsonl", "ndjson"):
        raise Refused(
            "This table holds identities, and each row must get a key of its own.",
            expected="CSV or JSON Lines",
            found=f".{file.suffix}",
            where=file.name,
            do="save it as CSV UTF-8 and add that; nothing of this file was taken",
        )


def _whole(file: SourceFile, withheld: Sequence[str]) -> ProtectedTable:
    """A table of no known kind with columns that identify: all of it is sealed, row by row to nobody in particular."""
    if file.suffix in ("csv", "tsv", "jsonl", "ndjson"):
        raw, rows = rows_with_bytes(file, SEALED_BYTES)
        return ProtectedTable(file.name, raw, (), sum(1 for _ in rows), None, tuple(withheld))
    return ProtectedTable(file.name, file.content(SEALED_BYTES), (), 0, None, tuple(withheld))


def _table(file: SourceFile, kind: Kind, organisation: str, withheld: Sequence[str]) -> ProtectedTable:
    raw, rows = rows_with_bytes(file, SEALED_BYTES)
    sealed: list[Row] = []
    kept: list[RowBytes] = []
    for row in rows:
        if _is_protected(row, kind, withheld):
            sealed.append(Row(_person(row, kind, organisation), row.start, row.end))
        kept.append(_redacted(row, kind, withheld))
    if kind.sealed:
        return ProtectedTable(file.name, raw, tuple(sealed), len(sealed), None, tuple(withheld))
    return ProtectedTable(f"{kind.stem}.copy.csv", raw, tuple(sealed), len(kept), copy_of(kept), tuple(withheld))


def _is_protected(row: RowBytes, kind: Kind, withheld: Iterable[str]) -> bool:
    marked = str(row.cells.get("protected") or "").strip().lower() not in _NOT_TRUE
    return kind.sealed or row.broken or (kind.stem == "victims" and marked) or any(map(row.cells.get, withheld))


def _person(row: RowBytes, kind: Kind, organisation: str) -> str:
    """`organisation/witness`; where no witness is named, the id of the record, or its row."""
    whose = row.cells.get("organisation") or organisation
    own = row.cells.get("witness") or row.cells.get(kind.id_column.name)
    return f"{whose}/{own or f'row {row.number}'}"


def _redacted(row: RowBytes, kind: Kind, withheld: Iterable[str]) -> RowBytes:
    """The row without what identifies: withheld columns always, names and unknown columns where it is protected."""
    gone = set(withheld)
    marked = str(row.cells.get("protected") or "").strip().lower() not in _NOT_TRUE
    if kind.stem == "victims" and marked:
        open_ = {c.name for c in kind.columns if c.sensitivity not in _WITHHELD}
        gone |= {name for name in row.cells if name not in open_}
    return row.without(gone)
