"""MGRS references as they are written in a table, to points: the square's centre on WGS 84."""

from __future__ import annotations

import re

from dalil.grids import point_of_square
from dalil.units import Metres, Point

__all__ = ["is_mgrs", "point_of_mgrs"]

_PATTERN = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d{0,10})")


def is_mgrs(text: str) -> bool:
    """True when `text`, without spaces, has the form of a reference."""
    found = _PATTERN.fullmatch("".join(text.split()).upper())
    return found is not None and len(found.group(5)) % 2 == 0


def point_of_mgrs(text: str) -> tuple[Point, Metres]:
    """Centre of the square and half its diagonal. Raises ValueError for a square that does not exist."""
    found = _PATTERN.fullmatch("".join(text.split()).upper())
    if found is None or len(found.group(5)) % 2:
        raise ValueError("not an MGRS reference")
    zone, band, column, row, digits = found.groups()
    if not 1 <= int(zone) <= 60:
        raise ValueError("zones run from 1 to 60")
    return point_of_square(int(zone), band, column + row, digits)
