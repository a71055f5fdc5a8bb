"""How long work says what it is doing: it is given a function to tell, and does not know who listens."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Announce", "silent"]

Announce = Callable[[str], None]
"""Is told what is done now, in a few words; what it does with them changes nothing."""


def silent(_what: str) -> None:
    """Tells nobody."""
