"""One latitude or longitude as it was written down: degrees with minutes and seconds, or degrees with decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dalil.crossref.sky.radio.words import Token

__all__ = ["KINDS", "Axis", "axis_of"]

# Fields after the degrees, with their full length; 0: any length.
KINDS: Mapping[str, tuple[int, ...]] = {"dms": (2, 2, 0), "dm": (2, 0), "decimal": (0,)}
_UNITS = ("degrees", "minutes", "seconds")
_SHORTEST_DECIMALS = 3  # two decimals of a degree are a kilometre: no target


@dataclass(frozen=True, slots=True)
class Axis:
    """A kind (dms, dm: degrees and minutes, decimal) and its fields as said; the last holds decimals, where any."""

    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    digits: str
    spoken: bool


def axis_of(said: Sequence[Token], whole: int) -> Axis | None:
    """The half in the tokens; `whole` is how many digits its degrees have in full. None where they fill no form."""
    if any(token.sign == "point" for token in said):
        return _spoken_decimal(said)
    if not any(token.sign in _UNITS for token in said):
        return _bare(_items(said), whole)
    fields = _by_unit(said, whole)
    return _dms(fields) if fields is not None else None


def _items(said: Sequence[Token]) -> list[_Item]:
    return [_Item(token.digits, token.spoken) for token in said if token.sign in ("number", "unclear")]


def _bare(items: list[_Item], whole: int) -> Axis | None:
    """Numbers without the names of their units."""
    items = _edges(items, whole)
    if len(items) > 3 and all(len(item.digits) == 1 for item in items):
        items = [_Item("".join(item.digits for item in items), False)]
    if len(items) == 1:
        return _single(items[0].digits, whole)
    if len(items) not in (2, 3) or any("." in item.digits for item in items[:-1]):
        return None
    return _dms([_sure(items, n, whole if n == 0 else 2) for n in range(len(items))])


def _edges(items: list[_Item], whole: int) -> list[_Item]:
    """Without a mark before or after a half that is complete: nothing of its form can be hidden there."""
    mark = [_Item("*", False)]
    inner = items[1 if items[:1] == mark else 0 : -1 if items[-1:] == mark else None]
    lengths = [len(item.digits.partition(".")[0]) for item in inner]
    full = lengths in ([whole, 2, 2], [whole + 4], [1] * (whole + 4))
    decimal = len(inner) == 1 and "." in inner[0].digits and lengths == [whole]
    return inner if (full or decimal) and not any("*" in item.digits for item in inner) else items


def _sure(items: Sequence[_Item], n: int, length: int) -> str:
    """A number as said, or "*" where it is short and a mark beside it may hide the rest of it."""
    item = items[n]
    beside = any(other.digits == "*" for other in (*items[max(0, n - 1) : n], *items[n + 1 : n + 2]))
    return "*" if beside and (item.spoken or len(item.digits) < length) else item.digits


def _single(digits: str, whole: int) -> Axis | None:
    """Decimal degrees with at least three places, or degrees, minutes and seconds written together."""
    if "." in digits:
        degrees, places = digits.split(".")
        return Axis("decimal", (degrees, places)) if "*" in places or len(places) >= _SHORTEST_DECIMALS else None
    if "*" in digits or len(digits) not in (whole + 4, 6):
        return None
    return _dms([digits[:-4], digits[-4:-2], digits[-2:]])


def _by_unit(said: Sequence[Token], whole: int) -> list[str] | None:
    """Degrees, minutes and seconds by the names said after them; what was not named follows in order."""
    fields: list[str] = []
    waiting: list[_Item] = []
    for token in said:
        if token.sign not in _UNITS:
            waiting += _items([token])
            continue
        unit = _UNITS.index(token.sign)
        found = _up_to(waiting, unit - len(fields) + 1, whole if unit == 0 else 2)
        if found is None:
            return None
        fields, waiting = fields + found, []
    fields += [item.digits for item in waiting]
    return fields if 2 <= len(fields) <= 3 and not any("." in field for field in fields[:-1]) else None


def _up_to(waiting: list[_Item], wanted: int, length: int) -> list[str] | None:
    """What was said before the name of a unit, as the fields up to it; a unit left out is a hole."""
    if wanted < 1:
        return None
    marked = any(item.digits == "*" for item in waiting)
    if len(waiting) > wanted and not marked and all(len(item.digits) == 1 for item in waiting):
        waiting = [_Item("".join(item.digits for item in waiting), False)]
    if len(waiting) == wanted:
        return [_sure(waiting, n, length) for n in range(wanted)]
    if marked or not waiting:
        return ["*"] * wanted
    return ["*"] * (wanted - 1) + [waiting[0].digits] if len(waiting) == 1 else None


def _dms(fields: Sequence[str]) -> Axis | None:
    if not 2 <= len(fields) <= 3:
        return None
    last, _, decimals = fields[-1].partition(".")
    return Axis("dms" if len(fields) == 3 else "dm", (*fields[:-1], last, decimals))


def _spoken_decimal(said: Sequence[Token]) -> Axis | None:
    """ "Thirty six point two one zero four": what follows the point is a row of digits."""
    at = next(n for n, token in enumerate(said) if token.sign == "point")
    if any(token.sign in (*_UNITS, "point") for token in said[at + 1 :]):
        said = [token for token in said if token.sign != "degrees"]
    whole, places = ("".join(item.digits for item in _items(part)) for part in (said[:at], said[at + 1 :]))
    if not whole or "." in whole + places or not places:
        return None
    return Axis("decimal", (whole, places)) if "*" in places or len(places) >= _SHORTEST_DECIMALS else None
