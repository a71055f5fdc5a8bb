"""The names of protected victims, for the time of one computation: opened in memory, handed on, written nowhere.

A protected person stands in several organisations' lists, and is to be counted once. That needs the name; a keyed
hash of it at rest would not do, because beside the open rows of the same names anybody could read it off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dalil.casefile.case import Case
from dalil.errors import CannotProceed, Refused
from dalil.intake.guard.row_bytes import rows_with_bytes
from dalil.intake.guard.witness_words import SEALED_BYTES
from dalil.intake.notations.source_file import SourceFile
from dalil.names import PersonName
from dalil.units import Sha256

__all__ = ["sealed_names"]

_NOT_TRUE = ("", "false", "0", "no")


def sealed_names(case: Case) -> dict[str, PersonName]:
    """By victim (`organisation/person_id`) the names that were sealed; `case` is open for writing.

    Not among them: who withdrew consent (the key is gone), and lists of another case whose secret this one lacks.
    """
    found: dict[str, PersonName] = {}
    for organisation, name in _sealed_lists(case):
        found |= dict(_names_in(case, organisation, name))
    return found


def _sealed_lists(case: Case) -> list[tuple[str, Sha256]]:
    """(organisation, name in `sealed/`) of the tables of victims that were cut up, in the order of the log."""
    # by the copy that was read: the log does not say of a sealed table what it holds
    kinds = {entry.details["sha256"]: entry.details["as"] for entry in case.log.entries("read") if entry.details}
    sealed = []
    for entry in case.log.entries("seal"):
        details: Mapping[str, Any] = entry.details or {}
        name = details.get("metadata", {}).get("sealed")
        if name and kinds.get(details["sha256"]) == "victims":
            sealed.append((str(details["organisation"]), Sha256(name)))
    return sealed


def _names_in(case: Case, organisation: str, name: Sha256) -> Iterator[tuple[str, PersonName]]:
    try:
        opened = case.identities.open(name)
        pieces = b"".join(piece or b"" for piece in opened.pieces)
        _, rows = rows_with_bytes(SourceFile.of_bytes(opened.file_name, pieces), SEALED_BYTES)
    except (CannotProceed, Refused):
        return  # sealed to another case, or what consent left is no table: these victims stay without a name
    for row in rows:
        cells = {column: str(cell or "").strip() for column, cell in row.cells.items()}
        if cells.get("protected", "").lower() not in _NOT_TRUE and cells.get("person_id"):
            key = f"{cells.get('organisation') or organisation}/{cells['person_id']}"
            yield key, PersonName(cells.get("name", ""), cells.get("name_ar", ""), cells.get("father", ""))
