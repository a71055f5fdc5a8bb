"""One original out of the case as it was handed in: from the vault, or from what is sealed to the keys of the case."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.errors import UsageError
from dalil.units import Sha256
from dalil.vault.files.disk import clear_errors

__all__ = ["read_out"]


def read_out(path: Path, exhibit: str, destination: Path) -> dict[str, Any]:
    """Copy one original out, byte for byte, and log that it was. `exhibit` is its file name or its SHA-256.

    A sealed one is opened with the keys of whoever asks; the rows of persons whose key was destroyed are not in it, and
    `gone` says how many. Raises `UsageError` where not one file has the name, and where the target exists.
    """
    with Case.open(path, write=True) as case:
        if destination.exists():
            raise UsageError("The target exists already; nothing is overwritten.", where=str(destination))
        stored, sealed = _stored(case, exhibit), case.identities.called(exhibit)
        if len(stored) + len(sealed) != 1:
            raise UsageError(
                f"{len(stored) + len(sealed)} originals are called {exhibit}.",
                expected="one", found=", ".join([*stored, *sealed]), do="name it by its hash instead",
            )  # fmt: skip
        if sealed:
            return _open_sealed(case, sealed[0], destination)
        case.writer.append("read_out", {"sha256": stored[0]})
        case.store.copy_out(stored[0], destination)
        return {"sha256": stored[0], "written": str(destination), "sealed": False, "gone": 0}


def _stored(case: Case, exhibit: str) -> list[Sha256]:
    with case.facts() as facts:
        found = facts.rows(
            "SELECT DISTINCT sha256 FROM original WHERE file_name = ? OR sha256 = ? ORDER BY sha256", [exhibit, exhibit]
        )
    return [Sha256(row["sha256"]) for row in found]


def _open_sealed(case: Case, name: Sha256, destination: Path) -> dict[str, Any]:
    pieces = case.identities.open(name).pieces
    case.writer.append("read_out", {"sealed": name})
    with clear_errors("copying a file out", destination):
        # for nobody else on this machine: it names persons
        target = os.open(destination, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(target, "wb") as out:
                for piece in pieces:
                    out.write(piece or b"")
        except BaseException:
            destination.unlink()
            raise
    return {"sha256": name, "written": str(destination), "sealed": True, "gone": pieces.count(None)}
