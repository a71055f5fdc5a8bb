"""Tables that hold identities: found before anything is sealed, so that no clear name reaches the case.

Protected are: every row of `identities`; the rows of victims marked `protected` (and those whose mark cannot be
read); and, by default, every column that no reader knows and whose name says that it identifies somebody. The rows
go, encrypted, to the key of their person. What may be read is a copy without those cells, and only the copy enters
the vault. A workbook or Parquet file cannot be cut into rows, so it is refused with what to hand in instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dalil.errors import Refused
from dalil.intake.handed import Handed
from dalil.intake.registry import Context
from dalil.intake.row_bytes import RowBytes, copy_of, rows_with_bytes
from dalil.intake.tables import is_table, read_table
from dalil.records import Kind, Sensitivity
from dalil.units import Sha256
from dalil.vault.append import Ref
from dalil.vault.seal import SealedFile
from dalil.vault.sealed import Row

if TYPE_CHECKING:
    from dalil.casefile.case import Case
    from dalil.intake.walking import Found

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
_NOT_TRUE = frozenset({"", "false", "0", "no"})

SEALED_BYTES = 512 * 2**20


def identifies(column: str) -> bool:
    """True when the name of a column says that it holds who somebody is.

    >>> identifies("witness_phone"), identifies("place_name")
    (True, False)
    """
    from dalil.names import fold

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

    def seal(self, case: Case, found: Found, organisation: str) -> SealedFile:
        """Seal the rows to their persons, then the copy to the vault; logged and synced when this returns."""
        sealed = case.identities.seal_table(case.writer, self.raw, self.persons, found.path.name)
        if self.copy is None:
            entry = Ref(case.writer.chain, case.writer.checkpoint().size - 1, "") if sealed.new else None
            return SealedFile(found.path, sealed.name, len(self.raw), entry)
        stored = case.store.put_bytes(self.copy)
        details = {
            "sha256": stored.sha256, "organisation": organisation, "file_name": self.name, "size": stored.size,
            "metadata": {"folder": found.folder, "role": "table", "sealed": sealed.name},
        }  # fmt: skip
        return SealedFile(found.path, stored.sha256, stored.size, self._entry(case, details, stored.sha256))

    def _entry(self, case: Case, details: dict[str, Any], sha256: Sha256) -> Ref | None:
        known = (entry.details or {} for entry in case.log.entries("seal"))
        same = ("sha256", "organisation", "file_name")
        if any(all(each.get(key) == details[key] for key in same) for each in known):
            return None
        return case.writer.append("seal", details)


def guard(file: Handed, kind: Kind | None, context: Context) -> ProtectedTable | None:
    """The table to be sealed, or None where the file holds nothing protected. Raises `Refused` for what cannot be."""
    if not is_table(file) or not file.head:
        return None
    columns = _columns(file, kind)
    known = set(kind.by_name) if kind else set()
    mapped = _mapped(context)
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
    return _table(file, kind, context, withheld)


def _columns(file: Handed, kind: Kind | None) -> list[str]:
    """Names of columns. JSON Lines has no header, so all its rows are asked; a broken table is left to its reader."""
    names: dict[str, None] = {}
    try:
        for batch in read_table(file):
            names |= dict.fromkeys(batch.columns)
            if batch.columns and file.suffix not in ("jsonl", "ndjson", "xlsx"):
                break
    except Refused:
        if kind is not None and kind.sealed:
            raise
    return list(names)


def _mapped(context: Context) -> set[str]:
    """Columns that a mapping uses: their owner said what they are."""
    if context.mapping is None:
        return set()
    sources = context.mapping.get("columns", {}).values()
    return {str(source).strip().lower().replace(" ", "_") for source in sources}


def _any_protected(file: Handed) -> bool:
    try:
        return any(
            str(cell).strip().lower() not in _NOT_TRUE
            for batch in read_table(file)
            for cell in batch.columns.get("protected", ())
            if cell is not None
        )
    except Refused:  # the reader refuses the file and says why; nothing of it may enter in clear before
        return True


def _demand_rows(file: Handed) -> None:
    if file.suffix not in ("csv", "tsv", "jsonl", "ndjson"):
        raise Refused(
            "This table holds identities, and each row must get a key of its own.",
            expected="CSV or JSON Lines",
            found=f".{file.suffix}",
            where=file.name,
            do="save it as CSV UTF-8 and add that; nothing of this file was taken",
        )


def _whole(file: Handed, withheld: Sequence[str]) -> ProtectedTable:
    """A table of no known kind with columns that identify: all of it is sealed, row by row to nobody in particular."""
    if file.suffix in ("csv", "tsv", "jsonl", "ndjson"):
        raw, rows = rows_with_bytes(file, SEALED_BYTES)
        return ProtectedTable(file.name, raw, (), sum(1 for _ in rows), None, tuple(withheld))
    return ProtectedTable(file.name, file.content(SEALED_BYTES), (), 0, None, tuple(withheld))


def _table(file: Handed, kind: Kind, context: Context, withheld: Sequence[str]) -> ProtectedTable:
    raw, rows = rows_with_bytes(file, SEALED_BYTES)
    sealed: list[Row] = []
    kept: list[RowBytes] = []
    for row in rows:
        if _is_protected(row, kind, withheld):
            sealed.append(Row(_person(row, kind, context), row.start, row.end))
        kept.append(_redacted(row, kind, withheld))
    if kind.sealed:
        return ProtectedTable(file.name, raw, tuple(sealed), len(sealed), None, tuple(withheld))
    return ProtectedTable(f"{kind.stem}.copy.csv", raw, tuple(sealed), len(kept), copy_of(kept), tuple(withheld))


def _is_protected(row: RowBytes, kind: Kind, withheld: Iterable[str]) -> bool:
    marked = str(row.cells.get("protected") or "").strip().lower() not in _NOT_TRUE
    return kind.sealed or row.broken or (kind.stem == "victims" and marked) or any(map(row.cells.get, withheld))


def _person(row: RowBytes, kind: Kind, context: Context) -> str:
    """`organisation/witness`; where no witness is named, the id of the record, or its row."""
    organisation = row.cells.get("organisation") or context.organisation
    own = row.cells.get("witness") or row.cells.get(kind.id_column.name)
    return f"{organisation}/{own or f'row {row.number}'}"


def _redacted(row: RowBytes, kind: Kind, withheld: Iterable[str]) -> RowBytes:
    """The row without what identifies: withheld columns always, names and unknown columns where it is protected."""
    gone = set(withheld)
    marked = str(row.cells.get("protected") or "").strip().lower() not in _NOT_TRUE
    if kind.stem == "victims" and marked:
        open_ = {c.name for c in kind.columns if c.sensitivity not in _WITHHELD}
        gone |= {name for name in row.cells if name not in open_}
    return row.without(gone)
