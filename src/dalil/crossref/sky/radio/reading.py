"""Transmissions, read: coordinates, lock, seconds to release, clearance, release. Gives `transmission_reading`.

Coordinates are said once, twice ("I say again"), or without a word before them: each place is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.adjudication import adjudicate
from dalil.crossref.sky.radio.elements import ParsedElement, Saying
from dalil.crossref.sky.radio.words import CodeBook, Token, code_book, languages, tokens
from dalil.crossref.sky.radio.written import Written, written
from dalil.names import has_arabic

__all__ = ["read_transmissions"]

_STARTS = ("coordinates", "read_back", "correction")
_SIDES = ("north", "south", "east", "west")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def read_transmissions(facts: Facts, settings: Settings, within_s: float | None = None) -> list[ParsedElement]:
    """Takes `transmission`. Gives `transmission_reading`, every element of every transmission that has one.

    Coordinates that one call sign says more than once within `within_s` seconds (the case's `sequence_s`, where none
    are given) are read together.
    """
    said: list[ParsedElement] = []
    for row in facts.rows("SELECT * FROM transmission ORDER BY heard_at, organisation, transmission_id"):
        said += _elements(row)
    said = adjudicate(said, settings, settings.sky.sequence_s if within_s is None else within_s)
    facts.replace("transmission_reading", list(_as_rows(said)))
    return said


def _elements(row: Mapping[str, Any]) -> Iterator[ParsedElement]:
    book = _book(row)
    if book is None:
        yield _said(row, "unreadable", note="no_code_book")
        return
    said = tokens(row["transcript"] or "", book)
    for n, token in enumerate(said):
        if token.sign in ("lock", "clearance", "release"):
            if not (token.sign == "release" and _counts_down(said, n)):
                yield _said(row, token.sign)
        elif token.sign == "to_release":
            yield _to_release(row, said, n)
    for saying in _sayings(row, said, dict(book.spelling)):
        yield _said(row, "unreadable", note="coordinates", saying=saying)


def _sayings(row: Mapping[str, Any], said: Sequence[Token], spelling: dict[str, str]) -> Iterator[Saying]:
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


def _book(row: Mapping[str, Any]) -> CodeBook | None:
    """The code book of the language named, or of the one whose script and phrases the transcript shows."""
    named = (row["language"] or "").lower()[:2]
    if named:
        return code_book(named)
    text = row["transcript"] or ""
    guess = "ar" if has_arabic(text) else "ru" if _CYRILLIC.search(text) else "en"
    return code_book(guess) if guess in languages() else None


def _counts_down(said: Sequence[Token], n: int) -> bool:
    """True where a word for release only names what the seconds run to."""
    return any(token.sign == "to_release" for token in said[max(0, n - 2) : n])


def _to_release(row: Mapping[str, Any], said: Sequence[Token], n: int) -> ParsedElement:
    near = [token for token in said[max(0, n - 3) : n + 4] if token.sign == "number"]
    known = len(near) == 1 and near[0].digits.isdigit()
    return _said(
        row, "seconds_to_release", value=float(near[0].digits) if known else None, note="" if known else "no_number"
    )


def _said(row: Mapping[str, Any], element: str, **more: Any) -> ParsedElement:
    return ParsedElement(
        row["transmission_id"], row["organisation"], row["call_sign"] or "", (row["language"] or "").lower(),
        row["frequency_khz"], element, row["heard_at"], **more,
    )  # fmt: skip


def _as_rows(said: Sequence[ParsedElement]) -> Iterator[dict[str, Any]]:
    position: Counter[tuple[str, str]] = Counter()
    for element in said:
        key = (element.organisation, element.transmission_id)
        yield _as_row(element, position[key])
        position[key] += 1


def _as_row(said: ParsedElement, position: int) -> dict[str, Any]:
    heard = said.heard
    read = said.element != "unreadable" and said.note != "no_number"
    return {
        "transmission_id": said.transmission_id, "organisation": said.organisation, "position": position,
        "element": said.element, "form": heard.form if heard else None,
        "latitude": heard.point.latitude if heard else None, "longitude": heard.point.longitude if heard else None,
        "radius_m": float(heard.radius_m) if heard else None, "value": said.value, "at": said.at,
        "certainty": said.certainty if read else None, "note": said.note or None,
        "mended_from": list(said.mended_from) or None,
    }  # fmt: skip
