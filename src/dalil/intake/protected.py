"""Tables that hold identities: what is sealed, and what of them may be read in clear. (First version: identities.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dalil.errors import Refused
from dalil.intake.handed import Handed
from dalil.intake.registry import Context
from dalil.records import Kind
from dalil.vault.seal import SealedFile

if TYPE_CHECKING:
    from dalil.casefile.case import Case
    from dalil.intake.walking import Found


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table to be sealed."""

    name: str
    rows: int

    def seal(self, case: Case, found: Found, organisation: str) -> SealedFile:
        """Seal it."""
        raise NotImplementedError


def guard(file: Handed, kind: Kind | None, context: Context) -> ProtectedTable | None:
    """None where nothing is protected."""
    if kind is not None and kind.sealed:
        raise Refused("Identities cannot be sealed yet.", where=file.name)
    return None
