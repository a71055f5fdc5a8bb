"""Coordinates in what was said: degrees, minutes and seconds; decimal degrees; MGRS; the 1942 grid.

A position is read only where its form leaves no choice: both halves there, each with its side or its place in a grid,
minutes and seconds below sixty. Whatever else was said after "coordinates" is `unreadable`, and no position is made
of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dalil.crossref.sky.radio.words import Token
from dalil.grids import point_of_grid_1942, point_of_square
from dalil.units import Metres, Point

__all__ = ["Heard", "coordinates"]

_METRES_PER_DEGREE = 111_195.0
_SIGN = {"north": 1, "south": -1, "east": 1, "west": -1}
_NORTHING, _EASTING = ("north", "south"), ("east", "west")
_MGRS = re.compile(r"^([c-hj-np-x])([a-hj-np-z])([a-hj-np-v])$")
_UNITS = ("degrees", "minutes", "seconds")


@dataclass(frozen=True, slots=True)
class Heard:
    """A position as read: its form (dms, decimal, mgrs, grid_1942) and the radius that its digits leave open."""

    form: str
    point: Point
    radius_m: Metres


def coordinates(said: list[Token], spelling: dict[str, str]) -> Heard | None:
    """The position in the tokens, or None where none can be read without a guess."""
    return _grid(said) or _reference(said, spelling) or _sides(said)


def _grid(said: list[Token]) -> Heard | None:
    """X and Y of the 1942 grid: X is north, Y east with the zone in front."""
    found: dict[str, str] = {}
    for n, token in enumerate(said):
        if token.sign in ("grid_x", "grid_y") and token.sign not in found:
            found[token.sign] = "".join(_digits_after(said, n))
    x, y = found.get("grid_x", ""), found.get("grid_y", "")
    if not (6 <= len(x) <= 7 and 7 <= len(y) <= 8):
        return None
    try:
        return Heard("grid_1942", point_of_grid_1942(float(x), float(y)), Metres(15.0))
    except ValueError:
        return None


def _digits_after(said: list[Token], n: int) -> list[str]:
    found = []
    for token in said[n + 1 :]:
        if token.sign != "number" or "." in token.digits:
            break
        found.append(token.digits)
    return found


def _reference(said: list[Token], spelling: dict[str, str]) -> Heard | None:
    """MGRS: zone and band, two letters, an even number of digits. Letters may be spelt (delta quebec)."""
    for n, token in enumerate(said):
        if token.sign != "number" or len(token.digits) > 2 or "." in token.digits:
            continue
        letters, m = "", n + 1
        while m < len(said) and said[m].sign not in ("number",) and len(letters) < 3:
            letter = spelling.get(said[m].text, said[m].text)
            if not re.fullmatch("[A-Za-z]{1,3}", letter):
                break
            letters += letter.lower()
            m += 1
        if not _MGRS.match(letters):
            continue
        digits = "".join(_digits_after(said, m - 1))
        if len(digits) < 6:
            continue
        try:
            point, radius = point_of_square(int(token.digits), letters[0].upper(), letters[1:].upper(), digits)
        except ValueError:
            continue
        return Heard("mgrs", point, radius)
    return None


def _sides(said: list[Token]) -> Heard | None:
    """Latitude and longitude, each with its side before or after it."""
    halves: dict[str, tuple[float, float, str]] = {}
    sides = [n for n, token in enumerate(said) if token.sign in _SIGN]
    # One order for both halves: "north 34 … east 175 …" must not read 34 as the longitude.
    part = _before if sides and _before(said, sides[0]) else _after
    for axis, limit in ((_NORTHING, 90.0), (_EASTING, 180.0)):
        place = next((n for n, token in enumerate(said) if token.sign in axis), None)
        if place is None:
            return None
        read = _half(part(said, place), limit)
        if read is None:
            return None
        halves[axis[0]] = (_SIGN[said[place].sign] * read[0], read[1], read[2])
    latitude, longitude = halves["north"], halves["east"]
    form = "decimal" if "decimal" in (latitude[2], longitude[2]) else "dms"
    radius = max(latitude[1], longitude[1]) * _METRES_PER_DEGREE
    return Heard(form, Point(latitude[0], longitude[0]), Metres(max(radius, 1.0)))


def _before(said: list[Token], place: int) -> list[Token]:
    n = place
    while n > 0 and said[n - 1].sign in ("number", "point", *_UNITS):
        n -= 1
    return said[n:place]


def _after(said: list[Token], place: int) -> list[Token]:
    n = place + 1
    while n < len(said) and said[n].sign in ("number", "point", *_UNITS):
        n += 1
    return said[place + 1 : n]


def _half(said: list[Token], limit: float) -> tuple[float, float, str] | None:
    """(degrees, half of the last unit in degrees, form) of one latitude or longitude."""
    if any(token.sign == "point" for token in said):
        return _spoken_decimal(said, limit)
    numbers = [token.digits for token in said if token.sign == "number"]
    if len(numbers) > 3 and all(len(d) == 1 for d in numbers):
        numbers = ["".join(numbers)]
    if len(numbers) == 1:
        return _single(numbers[0], limit)
    if len(numbers) not in (2, 3) or any("." in d for d in numbers[:-1]):
        return None
    parts = [float(d) for d in numbers]
    if parts[0] > limit or any(part >= 60 for part in parts[1:]):
        return None
    value = sum(part / 60**n for n, part in enumerate(parts))
    return (value, _last_unit(numbers[-1]) / 60 ** (len(parts) - 1) / 2, "dms") if value <= limit else None


def _single(digits: str, limit: float) -> tuple[float, float, str] | None:
    """Decimal degrees with at least three places, or degrees, minutes and seconds written together."""
    if "." in digits:
        places = len(digits.split(".")[1])
        value = float(digits)
        return (value, 10.0**-places / 2, "decimal") if places >= 3 and value <= limit else None
    if len(digits) not in ((6,) if limit == 90.0 else (6, 7)):
        return None
    degrees, minutes, seconds = int(digits[:-4]), int(digits[-4:-2]), int(digits[-2:])
    if minutes >= 60 or seconds >= 60 or degrees > limit:
        return None
    return degrees + minutes / 60 + seconds / 3600, 0.5 / 3600, "dms"


def _spoken_decimal(said: list[Token], limit: float) -> tuple[float, float, str] | None:
    """ "Thirty six point two one zero four": what follows the point is a row of digits."""
    at = next(n for n, token in enumerate(said) if token.sign == "point")
    whole = "".join(token.digits for token in said[:at] if token.sign == "number")
    after = "".join(token.digits for token in said[at + 1 :] if token.sign == "number")
    if not whole.isdigit() or not after.isdigit() or len(after) < 3 or float(f"{whole}.{after}") > limit:
        return None
    return float(f"{whole}.{after}"), 10.0 ** -len(after) / 2, "decimal"


def _last_unit(digits: str) -> float:
    return 10.0 ** -len(digits.split(".")[1]) if "." in digits else 1.0
