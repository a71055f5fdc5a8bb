"""The first 64 bytes of every stored file: which format it is in and how it is protected.

`DALIL 1 object none`, padded with spaces, ending in a newline. What follows hashes to the file's name, so
`tail -c +65 FILE | sha256sum` checks one file without this program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dalil.errors import CannotProceed, VerificationFailed

__all__ = ["HEADER_LENGTH", "Header"]

HEADER_LENGTH = 64  # bytes; part of the format: content begins at byte 65
_VERSION = 1  # of the format of stored files; another is refused with the advice to upgrade
_FORM = re.compile(rb"DALIL (\d{1,4}) ([a-z]{1,16}) ([a-z]{1,16})(?: ([0-9a-f]{32}))? *\n")


@dataclass(frozen=True, slots=True)
class Header:
    """What a stored file says about itself. `owner` is the key fingerprint of a key file, else empty."""

    kind: str
    protection: str
    owner: str = ""

    def encode(self) -> bytes:
        """The 64 bytes."""
        text = f"DALIL {_VERSION} {self.kind} {self.protection} {self.owner}".rstrip()
        return text.ljust(HEADER_LENGTH - 1).encode("ascii") + b"\n"

    @classmethod
    def decode(cls, raw: bytes, where: str) -> Header:
        """Read 64 bytes, or raise: `VerificationFailed` when they are no header, `CannotProceed` when newer."""
        form = _FORM.fullmatch(raw) if len(raw) == HEADER_LENGTH else None
        if form is None:
            raise VerificationFailed(
                "A stored file does not begin with its header.",
                expected=f"{HEADER_LENGTH} bytes beginning with DALIL {_VERSION}",
                found=repr(raw[:16]),
                where=where,
                do="take this file from another copy of the case",
            )
        version, kind, protection, owner = (part.decode("ascii") if part else "" for part in form.groups())
        if version != str(_VERSION):
            raise CannotProceed(
                "A stored file is in a format that this version does not know.",
                expected=f"format {_VERSION}",
                found=f"format {version}",
                where=where,
                do="install a newer version: pip install --upgrade dalil",
            )
        return cls(kind, protection, owner)

    def demand(self, kind: str, protection: str, where: str) -> None:
        """Raise unless the file is of this kind and is protected in a way that this caller can open."""
        if self.kind != kind:
            raise VerificationFailed("A stored file is of another kind.", expected=kind, found=self.kind, where=where)
        if self.protection != protection:
            raise CannotProceed(
                "A stored file is protected in a way that this version cannot open.",
                expected=protection,
                found=self.protection,
                where=where,
                do="install a newer version: pip install --upgrade dalil",
            )
