"""The places in a transcript where coordinates are said: once, twice ("I say again"), or without a word before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dalil.crossref.sky.radio.said import Saying
from dalil.crossref.sky.radio.words import Token
from dalil.crossref.sky.radio.written import Written, written

__all__ = ["sayings"]

_STARTS = ("coordinates", "read_back", "correction")
_SIDES = ("north", "south", "east", "west")


def sayings(row: Mapping[str, Any], said: Sequence[Token], spelling: dict[str, str]) -> Iterator[Saying]:
    """Each time that the tokens of a row of `transmission` hold coordinates, or announce some that cannot be read."""
    noisy = any(token.sign == "unclear" or set("?*") & set(token.digits) for token in said)
    for sign, part in _parts(said):
        for piece in _pairs(part):
            found = _written(piece, spelling, row["call_sign"] or "")
            announced = sign in ("coordinates", "correction") and any(token.sign == "number" for token in piece)
            if found is not None or announced:
                yield Saying(
                    found, row.get("post") or "", row["transcript"], sign != "", noisy, corrected=sign == "correction"
                )


def _parts(said: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """What follows each word that announces coordinates, with that word; all of it, where there is no such word."""
    starts = [n for n, token in enumerate(said) if token.sign in _STARTS]
    if not starts:
        yield "", said
    corrected = False
    for start, end in pairwise([*starts, len(said)]):
        # "Correction, coordinates …": the first word still holds for what follows the second.
        corrected = said[start].sign == "correction" or (corrected and said[start].sign == "coordinates")
        yield "correction" if corrected else said[start].sign, said[start + 1 : end]


def _pairs(said: Sequence[Token]) -> list[Sequence[Token]]:
    """One piece for each pair of sides: coordinates said twice in a row are two."""
    sides = [n for n, token in enumerate(said) if token.sign in _SIDES]
    if len(sides) <= 2:
        return [said]
    before = any(token.sign == "number" for token in said[: sides[0]])
    cuts = [side + 1 for side in sides[1:-1:2]] if before else sides[2::2]
    return [said[a:b] for a, b in zip([0, *cuts], [*cuts, len(said)], strict=True)]


def _written(said: Sequence[Token], spelling: dict[str, str], call_sign: str) -> Written | None:
    """The coordinates in the tokens; where they fill no form, without the call sign said before or after them."""
    found = written(said, spelling)
    ends = [token.digits == call_sign for token in (*said[:1], *said[-1:])]
    if found is not None or not call_sign.isdigit() or not any(ends):
        return found
    return written(said[1 if ends[0] else 0 : -1 if ends[-1] else None], spelling)
