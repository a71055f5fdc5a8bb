"""Coordinates as they are read out on the radio in degrees, minutes and seconds; grids are in `dalil.grids`."""

from __future__ import annotations

__all__ = ["dms"]


def dms(value: float) -> tuple[int, int, int]:
    """Degrees, minutes and whole seconds.

    >>> dms(175.02513)
    (175, 1, 30)
    """
    total = round(abs(value) * 3600)
    return total // 3600, total % 3600 // 60, total % 60
