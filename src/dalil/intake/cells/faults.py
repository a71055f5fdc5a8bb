"""A value that cannot be taken."""

from __future__ import annotations

from typing import Any

__all__ = ["Fault"]


class Fault(Exception):
    """What was expected of a value, what to do, and what of it can be kept.

    `found` replaces the value in the refusal, for faults between two values.
    """

    def __init__(self, expected: str, do: str = "", *, kept: Any = None, found: str = "") -> None:
        super().__init__(expected)
        self.expected, self.do, self.kept, self.found = expected, do, kept, found
