"""Tables that hold identities: found before anything is sealed, so that no clear name reaches the case.

Protected are: every row of `identities`; the rows of victims marked `protected` (and those whose mark cannot be
read); the words of witnesses in `testimonies`; and, by default, every column that no reader knows and that says, by its
name or its cells, who somebody is. The rows go, encrypted, to the key of their person. What may be read is a copy
without those cells, and only the copy enters the vault. A workbook or Parquet file cannot be cut into rows, so it is
refused with what to hand in instead. A file that no reader knows and that may hold people is sealed as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.errors import Refused
from dalil.intake.guard.doubt import Doubt, doubt_of, holds_who
from dalil.intake.guard.fields import columns_of, demand_nobody, inner_fields
from dalil.intake.guard.first_rows import SAMPLE_ROWS
from dalil.intake.guard.row_bytes import RowBytes, copy_of, rows_with_bytes
from dalil.intake.guard.witness_words import SEALED_BYTES, WORDS, words_among
from dalil.intake.notations.header import column_key
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import is_table, read_table
from dalil.names import fold
from dalil.records import KINDS, Kind, Sensitivity
from dalil.units import Sha256
from dalil.vault.identities.sealed import Row
from dalil.vault.log.seal import SealedFile
from dalil.vault.log.writer import Ref

__all__ = ["ProtectedTable", "guard", "mapped_columns"]

_WITHHELD = frozenset({Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.FREE_TEXT})
# every other mark, also one that cannot be read, protects: an error must not lay a name open
_NOT_TRUE = frozenset({"", "false", "0", "no"})


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table to be sealed. `copy` is what may be read of it, None for a file of identities alone."""

    name: str  # of the copy: it must not be somebody's name
    raw: bytes
    persons: tuple[Row, ...]
    rows: int
    copy: bytes | None
    columns: tuple[str, ...]  # withheld columns, by name
    why: str = ""  # of a table that is sealed as a whole because it may hold people
    kind: str = ""  # of such a table: what it was to be read as
    words: bool = False  # what witnesses said is sealed to each of them, and read back while their key lives

    def seal(self, case: Case, path: Path, folder: str, organisation: str) -> SealedFile:
        """Seal the rows to their persons, then the copy to the vault; logged and synced when this returns."""
        # a packed table is cut up as it was unpacked, and comes back so
        name = path.name if self.copy is None and self.why else SourceFile.at(path).unpacked_name
        sealed = case.identities.seal_table(case.writer, self.raw, self.persons, name)
        if self.copy is None:
            entry = Ref(case.writer.chain, case.writer.checkpoint().size - 1, "") if sealed.new else None
            return SealedFile(path, sealed.name, len(self.raw), entry, sealed=sealed.name)
        stored = case.store.put_bytes(self.copy)
        details = {
            "sha256": stored.sha256, "organisation": organisation, "file_name": self.name, "size": stored.size,
            "metadata": {"folder": folder, "role": "table", "sealed": sealed.name},
        }  # fmt: skip
        entry = self._entry(case, details, stored.sha256)
        return SealedFile(path, stored.sha256, stored.size, entry, sealed=sealed.name)

    def _entry(self, case: Case, details: dict[str, Any], sha256: Sha256) -> Ref | None:
        # the same copy handed in again is no new original
        known = (entry.details or {} for entry in case.log.entries("seal"))
        same = ("sha256", "organisation", "file_name")
        if any(all(each.get(key) == details[key] for key in same) for each in known):
            return None
        return case.writer.append("seal", details)


def guard(file: SourceFile, kind: Kind | None, organisation: str) -> ProtectedTable | None:
    """The table to be sealed, or None where the file holds nothing protected. Raises `Refused` for what cannot be.

    `kind` is that of its rows, or None for a file that no reader knows; `organisation` is who handed it in.
    """
    if not file.head:
        return None
    if kind is None:
        doubt = doubt_of(file) or _doubt_of_words(file) or _doubt_of_name(file)
        return _whole(file, doubt) if doubt else None
    columns = columns_of(file)
    words = words_among(columns, kind)
    if _required(kind) - set(columns) and not words:
        # whatever stands above the header, or is called otherwise: its reader takes no row of it
        doubt = Doubt(_NO_HEADER, tuple(sorted(_required(kind)))) if kind.sealed else doubt_of(file)
        return _whole(file, doubt, kind.stem) if doubt else None
    withheld = _withheld(file, kind, columns)
    if not kind.sealed:
        demand_nobody(inner_fields(file), (), file)
    marked = kind.stem == "victims" and "protected" in columns and _any_protected(file)
    if not (kind.sealed or withheld or marked or words):
        return None
    _demand_rows(file)
    return _table(file, kind, organisation, withheld, words)


_NO_HEADER = "its first row lacks columns that it must have"


def _required(kind: Kind) -> set[str]:
    return {column.name for column in kind.columns if column.required} - {"organisation"}


def _doubt_of_words(file: SourceFile) -> Doubt | None:
    words = words_among(columns_of(file), None) if is_table(file) else frozenset[str]()
    return Doubt("columns hold what witnesses said", tuple(sorted(words))) if words else None


def _doubt_of_name(file: SourceFile) -> Doubt | None:
    """A file that calls itself one of identities holds them, whatever it is: a scan, a text document, a copy."""
    sealed = (kind.stem for kind in KINDS.values() if kind.sealed)
    named = [stem for stem in sealed if stem in fold(file.name).split()]
    return Doubt("the name of the file says so") if named else None


def _withheld(file: SourceFile, kind: Kind, columns: Iterable[str]) -> tuple[str, ...]:
    """The columns that no reader knows and that say, by name or by their cells, who somebody is."""
    unknown = [name for name in columns if name not in kind.by_name]
    if not unknown:
        return ()
    cells: dict[str, list[Any]] = {name: [] for name in unknown}
    with suppress(Refused):  # the reader refuses the file and says why
        for batch in read_table(file):
            for name in unknown:
                cells[name] += list(batch.columns.get(name, ()))[:SAMPLE_ROWS]
            if len(cells[unknown[0]]) >= SAMPLE_ROWS:
                break
    return tuple(sorted(name for name in unknown if holds_who(name, map(_plain, cells[name]))))


def _plain(cell: Any) -> Any:
    return cell.as_py() if hasattr(cell, "as_py") else cell  # of Parquet


def mapped_columns(file: SourceFile, mapping: Mapping[str, Any]) -> set[str]:
    """The columns whose meaning the mapping of the format `table` says. Raises `Refused` where it says identities.

    A mapped table is read as it stands and enters the vault, so it may hold neither identities nor protected persons.
    """
    said = mapping.get("columns")
    sources = said if isinstance(said, Mapping) else {}  # what is no mapping at all is refused by its reader
    keyed = {
        ours: {column_key(str(each)) for each in (theirs if isinstance(theirs, list) else [theirs])}
        for ours, theirs in sources.items()
    }
    kind = KINDS.get(str(mapping.get("kind")))
    _demand_wordless(kind, keyed, file)
    if kind is None or kind.sealed or (kind.stem == "victims" and _any_protected(file, keyed.get("protected", ()))):
        raise Refused(
            "A mapped table is read as it stands, and this one holds identities.",
            expected="a kind that is not sealed, without rows marked protected",
            found=f"kind = {mapping.get('kind')!r}",
            where=file.name,
            do="hand it in as CSV under our names of columns: then each person is sealed to a key",
        )
    return set().union(*keyed.values())


def _demand_wordless(kind: Kind | None, columns: Iterable[str], file: SourceFile) -> None:
    words = sorted(words_among(columns, kind))
    if words:
        raise Refused(
            "A mapped table is read as it stands, and this one holds the words of witnesses.",
            expected="testimonies without " + " and ".join(sorted(WORDS)),
            found=", ".join(words),
            where=file.name,
            do="hand it in as CSV under our names of columns: then the words of each witness are sealed to a key",
        )


def _any_protected(file: SourceFile, columns: Iterable[str] = ("protected",)) -> bool:
    columns = tuple(columns)
    if not columns:
        return False
    try:
        return any(
            str(cell).strip().lower() not in _NOT_TRUE
            for batch in read_table(file)
            for column in columns
            for cell in batch.columns.get(column, ())
            if cell is not None
        )
    except Refused:  # the reader refuses the file and says why; nothing of it may enter in clear before
        return True


def _demand_rows(file: SourceFile) -> None:
    if file.suffix not in ("csv", "tsv", "jsonl", "ndjson"):
        raise Refused(
            "This table holds identities or the words of witnesses, and each row must get a key of its own.",
            expected="CSV or JSON Lines",
            found=f".{file.suffix}",
            where=file.name,
            do="save it as CSV UTF-8 and add that; nothing of this file was taken",
        )


def _whole(file: SourceFile, doubt: Doubt, kind: str = "") -> ProtectedTable:
    """All of a file, sealed to nobody in particular: no single consent can be withdrawn from it."""
    rows = 0
    if file.suffix in ("csv", "tsv", "jsonl", "ndjson"):
        with suppress(Refused):  # a structure that does not hold is sealed as it is
            rows = sum(1 for _ in rows_with_bytes(file, SEALED_BYTES)[1])
    return ProtectedTable(file.name, file.packed(SEALED_BYTES), (), rows, None, doubt.columns, doubt.why, kind)


def _table(
    file: SourceFile, kind: Kind, organisation: str, withheld: tuple[str, ...], words: frozenset[str]
) -> ProtectedTable:
    raw, rows = rows_with_bytes(file, SEALED_BYTES)
    sealed: list[Row] = []
    kept: list[RowBytes] = []
    for row in rows:
        _demand_one_organisation(row, kind, organisation, file)
        if _is_protected(row, kind, (*withheld, *words)):
            sealed.append(Row(_person(row, kind, organisation), row.start, row.end))
        kept.append(_redacted(row, kind, (*withheld, *words)))
    if kind.sealed:
        return ProtectedTable(file.name, raw, tuple(sealed), len(sealed), None, withheld)
    name, copy = f"{kind.stem}.copy.csv", copy_of(kept)
    return ProtectedTable(name, raw, tuple(sealed), len(kept), copy, withheld, words=bool(words))


def _is_protected(row: RowBytes, kind: Kind, withheld: Iterable[str]) -> bool:
    marked = str(row.cells.get("protected") or "").strip().lower() not in _NOT_TRUE
    return kind.sealed or row.broken or (kind.stem == "victims" and marked) or any(map(row.cells.get, withheld))


def _demand_one_organisation(row: RowBytes, kind: Kind, organisation: str, file: SourceFile) -> None:
    """A pseudonym is one person within an organisation: under another one the key would be of two, or of nobody."""
    named = str(row.cells.get("organisation") or "").strip()
    if "organisation" not in kind.by_name and named not in ("", organisation):
        raise Refused(
            f"Rows of {kind.stem} name an organisation that did not hand them in.",
            expected=f"no column organisation, or {organisation or 'the name given with --organisation'} in it",
            found="another one",
            where=f"{file.name}, row {row.number}",
            do="hand in the rows of each organisation apart: dalil add CASE FILE --organisation NAME",
        )


def _person(row: RowBytes, kind: Kind, organisation: str) -> str:
    """`organisation/witness`; where no witness is named, the id of the record, or its row."""
    whose = (row.cells.get("organisation") if "organisation" in kind.by_name else None) or organisation
    # one witness of two testimonies is one person: to destroy the key takes both rows
    own = row.cells.get("witness") or row.cells.get(kind.id_column.name)
    # as the readers take a cell: else a space would part the words of a witness from their identity
    return f"{str(whose).strip()}/{str(own or '').strip() or f'row {row.number}'}"


def _redacted(row: RowBytes, kind: Kind, withheld: Iterable[str]) -> RowBytes:
    """The row without what identifies: withheld columns always, names and unknown columns where it is protected."""
    gone = set(withheld)
    marked = str(row.cells.get("protected") or "").strip().lower() not in _NOT_TRUE
    if kind.stem == "victims" and marked:
        open_ = {c.name for c in kind.columns if c.sensitivity not in _WITHHELD}
        gone |= {name for name in row.cells if name not in open_}
    return row.without(gone)
