"""What it means when the database of the facts fails, said so that a person knows what to do.

The facts are computed: whatever is wrong with them, `dalil rebuild` makes them anew from vault and log.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dalil.errors import CannotProceed, Refused

__all__ = ["faults_named"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WORDS = tuple(map(os.strerror, _FULL))
"""As the system says them: DuckDB hands the words on, not the number."""

_DAMAGED = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Within the block, a fault of the database at `path` becomes an error that names its cause.

    Raises `CannotProceed` for a full disk, too little memory, or a lock of another program, `Refused` for facts that
    are damaged. Errors of a query are left: they are faults of the program.
    """
    try:
        yield
    except (MemoryError, duckdb.OutOfMemoryException):
        raise CannotProceed(
            "There is not enough memory for the computed tables.",
            where=str(path),
            do=f"close other programs, then run the command again, or dalil rebuild {path.parent}; nothing is lost",
        ) from None
    except _DAMAGED as error:
        raise _cause(str(error), path) from None
    except OSError as error:  # of the copy that is built
        if error.errno not in _FULL:
            raise
        raise _cause(error.strerror or "", path) from None


def _cause(said: str, path: Path) -> CannotProceed | Refused:
    if any(word in said for word in _FULL_WORDS):
        return CannotProceed(
            "The disk is full, and the computed tables were not written.",
            where=str(path.parent),
            do=f"free some space, then run the command again, or dalil rebuild {path.parent}; nothing is lost",
        )
    if "set lock on file" in said:
        return CannotProceed(
            "Another program has the computed tables open.", where=str(path), do="close it, then run the command again"
        )
    return Refused(
        "The computed tables are damaged and cannot be read.",
        expected="facts.duckdb as Dalil wrote it",
        found=f"{path.stat().st_size:,} bytes that are no whole database" if path.exists() else "no file",
        where=str(path),
        do=f"run: dalil rebuild {path.parent}   (nothing is lost: vault and log have everything)",
    )
