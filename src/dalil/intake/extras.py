"""What a reader adds to the columns of the contract: the radius of a report's place."""

from __future__ import annotations

from typing import Any

from dalil.intake.columns import Parsed
from dalil.intake.points import SQUARE_COLUMN
from dalil.names import fold
from dalil.records import PLACE_RADIUS_M, Kind

__all__ = ["ASSUMED_PRECISION", "extras_for", "precision_in_words"]

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
    return min(found, key=lambda precision: PLACE_RADIUS_M[precision]) if found else None


def extras_for(kind: Kind, out: dict[str, Any], parsed: dict[str, Parsed], rows: int) -> dict[str, Any]:
    """`radius_m` and `place_assumed` of reports; nothing for other kinds."""
    if kind.stem != "reports":
        return {}
    columns = (parsed[name].list(rows) for name in ("place_precision", "latitude", "place", "place_ar"))
    squares = parsed[SQUARE_COLUMN].list(rows) if SQUARE_COLUMN in parsed else [None] * rows
    found = [_radius(*row) for row in zip(*columns, squares, strict=True)]
    return {"radius_m": [radius for radius, _ in found], "place_assumed": [assumed for _, assumed in found]}


def _radius(
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
