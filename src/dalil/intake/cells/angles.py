"""Latitude and longitude as people write them: decimal, degrees-minutes-seconds, MGRS, one cell or two."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from dalil.geo.grids import point_of_square
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.words import european_digits
from dalil.units import Metres, Point

__all__ = ["Both", "is_mgrs", "parse_angle", "point_of_mgrs"]

_LIMIT = {"latitude": 90.0, "longitude": 180.0}  # degrees to either side of the equator and of Greenwich
_HEMISPHERES = {
    "n": ("latitude", 1), "s": ("latitude", -1), "e": ("longitude", 1), "w": ("longitude", -1),
    "north": ("latitude", 1), "south": ("latitude", -1), "east": ("longitude", 1), "west": ("longitude", -1),
    "شمال": ("latitude", 1), "جنوب": ("latitude", -1), "شرق": ("longitude", 1), "غرب": ("longitude", -1),
    "شمالا": ("latitude", 1), "جنوبا": ("latitude", -1), "شرقا": ("longitude", 1), "غربا": ("longitude", -1),
    "ش": ("latitude", 1), "ج": ("latitude", -1), "ق": ("longitude", 1), "غ": ("longitude", -1),
}  # fmt: skip
_SIGNS = re.compile(r"[°º˚]|(?<=\d)\s*(?:deg(?:rees?)?|min(?:utes?)?|sec(?:onds?)?)(?=[\s\d]|$)"
                    r"|['\"′″’‘“”´`]|درج[ةه]|دقيق[ةه]|ثاني[ةه]|[;:]")  # fmt: skip
_D_M_S = re.compile(r"(\d)\s*d\s*(\d+)\s*m(?:\s*([\d.]+)\s*s\b)?")  # s alone would be the south
_TOKEN = re.compile(r"[+-]?\d+(?:\.\d+)?|[^\W\d_]+")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_DASH_AS_MINUS = re.compile(r"(?:(?<=^)|(?<=[,;،(]\s)|(?<=[,;،(]))\s*[–‐‑](?=\d)")
_NUMBER = r"([+-]?\d+(?:\.\d+)?)"
_WKT = re.compile(rf"(?:srid=\d+;)?\s*point\s*z?\s*\(\s*{_NUMBER}\s+{_NUMBER}(?:\s+{_NUMBER})?\s*\)")
_FORM = re.compile(rf"{_NUMBER} {_NUMBER} {_NUMBER} \+?\d+(?:\.\d+)?")
_MGRS = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d{0,10})")


@dataclass(frozen=True, slots=True)
class Both:
    """A point written in one cell; `radius_m` where the notation is a square."""

    latitude: float
    longitude: float
    radius_m: float | None = None


def parse_angle(cell: object, axis: str) -> float | Both:
    """Degrees of `axis` ("latitude" or "longitude"), or the whole point where the cell holds both. Raises `Fault`.

    >>> parse_angle("36°12'07.2\\"N", "latitude"), parse_angle("٣٧٫١٥", "longitude")
    (36.202, 37.15)
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _within(float(cell), axis)
    text = str(cell)
    try:
        return _within(float(text), axis)  # also in other digits than European
    except ValueError:
        text = european_digits(text).strip()
    if is_mgrs(text):  # asked before the words: letters of a reference could be read as hemispheres
        return _of_mgrs(text)
    return _of_words(text.lower(), axis)


def _within(value: float, axis: str) -> float:
    limit = _LIMIT[axis]
    if not -limit <= value <= limit:
        raise Fault(f"a {axis} from -{limit:.0f} to {limit:.0f} degrees", "look for a lost or misplaced decimal point")
    return value


def _of_mgrs(text: str) -> Both:
    try:
        point, radius_m = point_of_mgrs(text)
    except ValueError as error:
        raise Fault("an MGRS reference that exists", str(error)) from None
    return Both(point.latitude, point.longitude, float(radius_m))


def _expected(axis: str) -> Fault:
    return Fault(f"a {axis} in degrees: decimal, degrees minutes seconds, or MGRS", "write it as 36.2021 or 36°12'07\"")


def _of_words(text: str, axis: str) -> float | Both:
    text = _DASH_AS_MINUS.sub("-", text)
    if found := _WKT.fullmatch(text):
        return _point(found.group(2), found.group(1))
    # what phones write that filled in a form: latitude, longitude, altitude, accuracy
    if found := _FORM.fullmatch(text):
        return _point(found.group(1), found.group(2))
    if two := _two_angles(text):
        return two
    return _one_or_two(text, axis)


def _point(latitude: str, longitude: str) -> Both:
    return Both(_within(float(latitude), "latitude"), _within(float(longitude), "longitude"))


def _two_angles(text: str) -> Both | None:
    """Two angles with a comma or a semicolon between them; None where the sign may part something else."""
    # beside a decimal point a comma can only stand between two numbers
    parts = re.split(r"[,;،]\s+|;" if "." not in text else r"[,;،]", text)
    if len(parts) != 2 or not all(re.search(r"\d", part) for part in parts):
        return None
    (one, axis), (two, other) = (_of_part(part, axis) for part, axis in zip(parts, _LIMIT, strict=True))
    if {axis, other} != set(_LIMIT):
        return None
    return Both(one, two) if axis == "latitude" else Both(two, one)


def _of_part(part: str, axis: str) -> tuple[float, str]:
    """One of two angles, and which of the two it is by its letter, else by its place."""
    named = {_HEMISPHERES[word][0] for word in re.findall(r"[^\W\d_]+", part) if word in _HEMISPHERES}
    axis = named.pop() if len(named) == 1 else axis
    value = _one_or_two(part, axis)
    if isinstance(value, Both):
        raise _expected(axis)
    return value, axis


def _one_or_two(text: str, axis: str) -> float | Both:
    # beside a decimal point a comma can only stand between two numbers
    if "." not in text:
        text = _DECIMAL_COMMA.sub(".", text)
    plain = _SIGNS.sub(" ", _D_M_S.sub(r"\1 \2 \3", text).replace(",", " "))
    # a minus right behind a number parts two numbers, or is the sign of the second: nobody can tell
    if re.search(r"\d\s*-\s|\d-", plain):
        raise _expected(axis)
    tokens = _TOKEN.findall(plain)
    # whatever is no number and no word was not understood, and may have been a sign or a third number
    if "".join(tokens) != "".join(plain.split()):
        raise _expected(axis)
    groups, hemispheres = _groups(tokens, axis)
    if len(groups) == 1:
        found, sign = hemispheres[0] or (axis, 1)
        if found != axis:
            raise Fault(f"a {axis}", f"this cell holds a {found}: the columns may be exchanged")
        return _within(_signed(groups[0], axis, hemispheres[0], sign), axis)
    if len(groups) != 2:
        raise _expected(axis)
    return _pair(groups, hemispheres, axis)


def _pair(groups: list[list[str]], hemispheres: list[tuple[str, int] | None], axis: str) -> Both:
    axes = [(found or (default, 1)) for found, default in zip(hemispheres, _LIMIT, strict=True)]
    if {name for name, _ in axes} != set(_LIMIT):
        raise _expected(axis)
    values = {
        name: _within(_signed(group, name, letter, sign), name)
        for group, (name, sign), letter in zip(groups, axes, hemispheres, strict=True)
    }
    return Both(values["latitude"], values["longitude"])


def _groups(tokens: list[str], axis: str) -> tuple[list[list[str]], list[tuple[str, int] | None]]:
    """Numbers of each angle, and its hemisphere; letters stand before all of their numbers, or after all."""
    numbers = [token for token in tokens if not token.isalpha()]
    letters = [token for token in tokens if token.isalpha()]
    if not numbers or any(letter not in _HEMISPHERES for letter in letters) or len(letters) > 2:
        raise _expected(axis)
    if len(letters) == 2:
        if len(numbers) % 2:
            raise _expected(axis)
        half = len(numbers) // 2
        return [numbers[:half], numbers[half:]], [_HEMISPHERES[letter] for letter in letters]
    if letters or len(numbers) in (1, 3):
        return [numbers], [_HEMISPHERES[letters[0]] if letters else None]
    # 36 12.12 are degrees and minutes; 36.2 37.15, whose first has decimals already, are two angles
    if len(numbers) == 2 and "." not in numbers[0]:
        return [numbers], [None]
    if len(numbers) % 2:
        raise _expected(axis)
    half = len(numbers) // 2
    return [numbers[:half], numbers[half:]], [None, None]


def _signed(numbers: list[str], axis: str, letter: tuple[str, int] | None, sign: int) -> float:
    if letter is not None and numbers[0].startswith("-"):
        raise Fault(f"a {axis} with one sign", "a minus and a letter for the hemisphere stand together: keep one")
    return _degrees(numbers, axis) * sign


def _degrees(numbers: list[str], axis: str) -> float:
    values = [float(number) for number in numbers]
    whole = all(value.is_integer() for value in values[:-1])
    if len(values) > 3 or not whole or any(not 0 <= value < 60 for value in values[1:]):
        raise _expected(axis)
    size = math.fsum(abs(value) / 60.0**place for place, value in enumerate(values))
    return round(-size if numbers[0].startswith("-") else size, 9)


def is_mgrs(text: str) -> bool:
    """True when `text`, without spaces, has the form of a reference."""
    found = _MGRS.fullmatch("".join(text.split()).upper())
    return found is not None and len(found.group(5)) % 2 == 0


def point_of_mgrs(text: str) -> tuple[Point, Metres]:
    """Centre of the square and half its diagonal. Raises ValueError for a square that does not exist."""
    found = _MGRS.fullmatch("".join(text.split()).upper())
    if found is None or len(found.group(5)) % 2:
        raise ValueError("not an MGRS reference")
    zone, band, column, row, digits = found.groups()
    if not 1 <= int(zone) <= 60:
        raise ValueError("zones run from 1 to 60")
    return point_of_square(int(zone), band, column + row, digits)
