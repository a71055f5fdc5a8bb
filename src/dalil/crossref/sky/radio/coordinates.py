"""The position that coordinates name: degrees, minutes and seconds; decimal degrees; MGRS; the 1942 grid.

A position is read only where its form leaves no choice: both halves there, each with its side or its place in a grid,
every digit understood, minutes and seconds below sixty. Whatever else was said after "coordinates" is `unreadable`, and
no position is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.crossref.sky.radio.axis import KINDS
from dalil.crossref.sky.radio.words import Token
from dalil.crossref.sky.radio.written import Written, written
from dalil.geo.earth import METRES_PER_DEGREE
from dalil.geo.grids import point_of_grid_1942, point_of_square
from dalil.units import Metres, Point

__all__ = ["Heard", "coordinates", "position_of"]

# North and east count up.
_SIGN = {"north": 1, "south": -1, "east": 1, "west": -1}
_LONGEST = 20  # digits in one field: machines write fourteen decimals; more is no number that was said


@dataclass(frozen=True, slots=True)
class Heard:
    """A position as read: its form (dms, decimal, mgrs, grid_1942) and the radius that its digits leave open."""

    form: str
    point: Point
    radius_m: Metres


def coordinates(said: Sequence[Token], spelling: dict[str, str]) -> Heard | None:
    """The position in the tokens, or None where none can be read without a guess."""
    found = written(said, spelling)
    return position_of(found) if found is not None else None


def position_of(said: Written) -> Heard | None:
    """The position of coordinates; None where a digit is not there, or where there is no such place."""
    if not said.whole or any(len(field) > _LONGEST for field in said.fields):
        return None
    try:
        if said.form == "grid_1942":
            x, y = said.fields
            return Heard("grid_1942", point_of_grid_1942(float(x), float(y)), Metres(15.0))
        if said.form == "mgrs":
            band, square = said.frame[0], said.frame[1] + said.frame[2]
            point, radius = point_of_square(int(said.fields[0]), band, square, said.fields[1])
            return Heard("mgrs", point, radius)
    except ValueError:
        return None
    return _of_halves(said)


def _of_halves(said: Written) -> Heard | None:
    cut = 1 + len(KINDS[said.frame[0]])
    latitude = _degrees(said.frame[0], said.fields[:cut], 90.0)
    longitude = _degrees(said.frame[2], said.fields[cut:], 180.0)
    if latitude is None or longitude is None:
        return None
    point = Point(_SIGN[said.frame[1]] * latitude[0], _SIGN[said.frame[3]] * longitude[0])
    return Heard(said.form, point, Metres(max(METRES_PER_DEGREE * max(latitude[1], longitude[1]), 1.0)))


def _degrees(kind: str, fields: Sequence[str], limit: float) -> tuple[float, float] | None:
    """(degrees, half of the last unit in degrees) of one half."""
    *whole, decimals = fields
    parts = [float(field) for field in whole]
    parts[-1] += float(f"0.{decimals or 0}")
    if any(part >= 60 for part in parts[1:]):
        return None
    value = sum(part / 60**n for n, part in enumerate(parts))
    return (value, 10.0 ** -len(decimals) / 60 ** (len(parts) - 1) / 2) if value <= limit else None
