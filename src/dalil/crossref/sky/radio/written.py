"""Coordinates as they were written down: digits in the places of a form, with holes where nothing was understood.

"Thirty four degrees [unclear] minutes five seconds north" has the form of degrees, minutes and seconds, and its minutes
are a hole. A hole is never closed here. What does not fill the places of a form, and what a word that is no part of
it interrupts, is no position.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dalil.crossref.sky.radio.axis import KINDS, Axis, axis_of
from dalil.crossref.sky.radio.words import Token

__all__ = ["Written", "written"]

_NORTHING, _EASTING = ("north", "south"), ("east", "west")
_SIDES = (*_NORTHING, *_EASTING)
_IN_A_HALF = ("number", "unclear", "point", "degrees", "minutes", "seconds")
_DIGITS = ("number", "unclear")
_SQUARE = re.compile(r"^([c-hj-np-x])([a-hj-np-z])([a-hj-np-v])$")
_GRID = {"grid_x": 7, "grid_y": 8}  # digits in full; those near the equator or west of zone 10 have one fewer


@dataclass(frozen=True, slots=True)
class Written:
    """Coordinates in a `form` (dms, decimal, mgrs, grid_1942).

    `frame` is what is no digit (kinds and sides of the halves, letters of the square); `fields` are the digits as they
    were said, field by field: "?" is a digit that was not understood, "*" one or more of them.
    """

    form: str
    frame: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every digit was understood."""
        return not any("?" in field or "*" in field for field in self.fields)

    def full(self) -> Written:
        """The same with each field at its full length where the form fixes one: 5 minutes are 05."""
        return replace(self, fields=tuple(map(_full, self.fields, self._lengths())))

    def _lengths(self) -> Sequence[int]:
        if self.form == "grid_1942":
            return tuple(_GRID.values())
        if self.form == "mgrs":
            return (2, 0)
        return (*(n for kind, degrees in ((self.frame[0], 2), (self.frame[2], 3)) for n in (degrees, *KINDS[kind])),)


def _full(field: str, length: int) -> str:
    if "*" in field:
        hidden = length - len(field) + 1
        return field.replace("*", "?" * hidden) if length and hidden > 0 and field.count("*") == 1 else field
    return field.zfill(length)


def written(said: Sequence[Token], spelling: dict[str, str]) -> Written | None:
    """The coordinates in the tokens, holes included; None where they fill no form."""
    return _grid(said) or _square(said, spelling) or _halves(said)


def _grid(said: Sequence[Token]) -> Written | None:
    """X and Y of the 1942 grid: X is north, Y east with the zone in front."""
    found: dict[str, str] = {}
    for n, token in enumerate(said):
        if token.sign in _GRID and token.sign not in found:
            found[token.sign] = _row(said, n + 1)
    fields = tuple(found.get(sign, "") for sign in _GRID)
    fits = all(_long_enough(field, length) for field, length in zip(fields, _GRID.values(), strict=True))
    return Written("grid_1942", (), fields) if fits else None


def _long_enough(field: str, length: int) -> bool:
    known = len(field.replace("*", ""))
    return length - 1 <= known <= length if "*" not in field else 0 < known < length


def _row(said: Sequence[Token], n: int) -> str:
    """The digits said one after another from token n on."""
    found = ""
    while n < len(said) and said[n].sign in _DIGITS and "." not in said[n].digits:
        found += said[n].digits
        n += 1
    return found


def _square(said: Sequence[Token], spelling: dict[str, str]) -> Written | None:
    """MGRS: zone and band, two letters, an even number of digits. Letters may be spelt (delta quebec)."""
    for n, token in enumerate(said):
        if token.sign != "number" or len(token.digits) > 2 or "." in token.digits:
            continue
        letters, after = _letters(said, n + 1, spelling)
        digits = _row(said, after) if _SQUARE.match(letters) else ""
        if "*" in digits or (len(digits) >= 6 and len(digits) % 2 == 0):
            return Written("mgrs", tuple(letters.upper()), (token.digits, digits))
    return None


def _letters(said: Sequence[Token], n: int, spelling: dict[str, str]) -> tuple[str, int]:
    letters = ""
    while n < len(said) and said[n].sign not in _DIGITS and len(letters) < 3:
        letter = spelling.get(said[n].text, said[n].text)
        if not re.fullmatch("[A-Za-z]{1,3}", letter):
            break
        letters += letter.lower()
        n += 1
    return letters, n


def _halves(said: Sequence[Token]) -> Written | None:
    """Latitude and longitude, each with its side before or after it."""
    sides = [n for n, token in enumerate(said) if token.sign in _SIDES]
    north = next((n for n in sides if said[n].sign in _NORTHING), None)
    east = next((n for n in sides if said[n].sign in _EASTING), None)
    if north is None or east is None:
        return None
    # One order for both halves: "north 34 … east 175 …" must not read 34 as the longitude.
    ends = [-1, *sides, len(said)]
    before = any(token.sign == "number" for token in said[: sides[0]])
    spans = pairwise(ends[:-1]) if before else pairwise(ends[1:])
    part = {side: _in_one_run(said[a + 1 : b], before) for side, (a, b) in zip(sides, spans, strict=True)}
    latitude, longitude = axis_of(part[north], 2), axis_of(part[east], 3)
    if latitude is None or longitude is None:
        return None
    return _together(latitude, said[north].sign, longitude, said[east].sign)


def _together(latitude: Axis, north: str, longitude: Axis, east: str) -> Written:
    form = "decimal" if "decimal" in (latitude.kind, longitude.kind) else "dms"
    return Written(form, (latitude.kind, north, longitude.kind, east), latitude.fields + longitude.fields)


def _in_one_run(span: Sequence[Token], before: bool) -> list[Token]:
    """The tokens next to the side; none where a word parts numbers of one half, since the word may hide a digit."""
    runs: list[list[Token]] = [[]]
    for token in span:
        if token.sign in _IN_A_HALF:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    with_numbers = [run for run in runs if any(token.sign == "number" for token in run)]
    if before:
        return runs[-1] if len(with_numbers) == 1 else []
    return runs[0] if len(with_numbers) == 1 or _full_dms(runs[0]) else []


def _full_dms(run: Sequence[Token]) -> bool:
    return sum(token.sign == "number" for token in run) == 3
