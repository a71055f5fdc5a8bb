"""Ids of incidents and persons: made from the smallest id in the cluster, so that they survive a re-run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["incident_id", "person_id"]

_DIGITS = 12  # 48 bits: among 1,000,000 clusters two share an id with probability 0.002


def incident_id(reports: Iterable[str]) -> str:
    """The id of the attack that these reports describe.

    >>> incident_id(["b/2", "a/1"]) == incident_id(["a/1"])
    True
    """
    return "I" + _short(min(reports))


def person_id(victims: Iterable[str]) -> str:
    """The id of the person whom these rows of victim lists name."""
    return "P" + _short(min(victims))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
