"""How precisely a place is named, and the radius in which it then lies."""

from __future__ import annotations

from dalil.names import fold
from dalil.records import PLACE_RADIUS_M

__all__ = ["ASSUMED_PRECISION", "precision_in_words", "radius_of"]

ASSUMED_PRECISION = "village"
"""For a point of which nothing is known: the median precision of the 6,438 Airwars points that state one."""

_KIND_WORDS = {
    "neighbourhood": "neighbourhood", "neighborhood": "neighbourhood", "quarter": "neighbourhood",
    "حي": "neighbourhood", "suburb": "town", "ضاحيه": "town", "village": "village", "قريه": "village",
    "hamlet": "village", "town": "town", "بلده": "town", "city": "city", "مدينه": "city", "street": "street",
    "شارع": "street", "subdistrict": "subdistrict", "ناحيه": "subdistrict", "district": "district", "منطقه": "district",
    "governorate": "province", "province": "province", "محافظه": "province",
}  # fmt: skip


def precision_in_words(name: str | None) -> str | None:
    """The precision that the first part of a place name states (`Kafr Zita village`, `حي الصاخور`), or None."""
    if not name:
        return None
    first = name.replace("،", ",").split(",")[0]
    found = [_KIND_WORDS[word] for word in fold(first).split() if word in _KIND_WORDS]
    # "Qasr district street": the finest of them is the place, the others are where it lies
    return min(found, key=lambda precision: PLACE_RADIUS_M[precision]) if found else None


def radius_of(
    stated: str | None, latitude: float | None, place: str | None, place_ar: str | None, square_m: float | None
) -> tuple[float | None, bool]:
    """Radius in metres, and whether the precision was assumed; the coarser of precision and MGRS square."""
    if stated is not None:
        return max(PLACE_RADIUS_M[stated], square_m or 0.0), False
    if latitude is None:
        return None, False
    if square_m is not None:
        return max(square_m, PLACE_RADIUS_M["exact"]), False
    precision = precision_in_words(place) or precision_in_words(place_ar) or ASSUMED_PRECISION
    return PLACE_RADIUS_M[precision], True
