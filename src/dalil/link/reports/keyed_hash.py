"""Names as numbers for the joins of the engine, which may write its tables to temporary files.

The key is drawn for the process and kept nowhere, so that what an interrupted run leaves cannot be tried out.
"""

from __future__ import annotations

import hashlib
import secrets

__all__ = ["blind"]

_KEY = secrets.token_bytes(32)


def blind(text: str) -> str:
    """Equal for equal texts within one process, and no more to be learned from it. Never to be ordered by."""
    return hashlib.blake2b(text.encode(), key=_KEY, digest_size=16).hexdigest()
