"""Transmissions, read: coordinates, lock, seconds to release, clearance, release. Gives `transmission_reading`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.coordinates import Heard, coordinates
from dalil.crossref.sky.radio.mending import in_reach, mended
from dalil.crossref.sky.radio.words import CodeBook, Token, code_book, languages, tokens
from dalil.names import has_arabic

__all__ = ["Said", "read_transmissions"]

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Said:
    """One element of one transmission."""

    transmission_id: str
    organisation: str
    call_sign: str
    language: str
    frequency_khz: float | None
    element: str
    at: datetime
    heard: Heard | None = None
    value: float | None = None
    note: str = ""


def read_transmissions(facts: Facts, settings: Settings) -> list[Said]:
    """Takes `transmission`. Gives `transmission_reading`, every element of every transmission that has one."""
    said: list[Said] = []
    rows: list[dict[str, Any]] = []
    for row in facts.rows("SELECT * FROM transmission ORDER BY heard_at, organisation, transmission_id"):
        found = list(_elements(row, settings))
        said += found
        rows += [_as_row(element, position) for position, element in enumerate(found)]
    facts.replace("transmission_reading", rows)
    return said


def _elements(row: Mapping[str, Any], settings: Settings) -> Iterator[Said]:
    book = _book(row)
    if book is None:
        yield _said(row, "unreadable", note="no_code_book")
        return
    said = tokens(row["transcript"], book)
    for n, token in enumerate(said):
        if token.sign in ("lock", "clearance", "release"):
            if not (token.sign == "release" and _counts_down(said, n)):
                yield _said(row, token.sign)
        elif token.sign == "to_release":
            yield _to_release(row, said, n)
    if any(token.sign in ("coordinates", "read_back") for token in said):
        yield from _position(row, said, book, settings)


def _book(row: Mapping[str, Any]) -> CodeBook | None:
    """The code book of the language named, or of the one whose script and phrases the transcript shows."""
    named = (row["language"] or "").lower()[:2]
    if named:
        return code_book(named)
    text = row["transcript"]
    guess = "ar" if has_arabic(text) else "ru" if _CYRILLIC.search(text) else "en"
    return code_book(guess) if guess in languages() else None


def _counts_down(said: list[Token], n: int) -> bool:
    """True where a word for release only names what the seconds run to."""
    return any(token.sign == "to_release" for token in said[max(0, n - 2) : n])


def _to_release(row: Mapping[str, Any], said: list[Token], n: int) -> Said:
    numbers = [token for token in said[max(0, n - 3) : n + 4] if token.sign == "number" and "." not in token.digits]
    value = float(numbers[0].digits) if len(numbers) == 1 else None
    return _said(row, "seconds_to_release", value=value, note="" if value is not None else "no_number")


def _position(row: Mapping[str, Any], said: list[Token], book: CodeBook, settings: Settings) -> Iterator[Said]:
    start = next(n for n, token in enumerate(said) if token.sign in ("coordinates", "read_back"))
    rest = said[start + 1 :]
    heard = coordinates(rest, dict(book.spelling))
    if heard is not None and in_reach(heard.point, settings):
        yield _said(row, "coordinates", heard=heard)
    elif mend := mended(rest, dict(book.spelling), settings, heard):
        yield _said(row, "coordinates", heard=mend, note="digit_mended")
    elif heard is not None:
        yield _said(row, "unreadable", note="outside_area")
    elif said[start].sign == "coordinates" and any(token.sign == "number" for token in rest):
        yield _said(row, "unreadable", note="coordinates")


def _said(row: Mapping[str, Any], element: str, **more: Any) -> Said:
    return Said(
        row["transmission_id"], row["organisation"], row["call_sign"] or "", (row["language"] or "").lower(),
        row["frequency_khz"], element, row["heard_at"], **more,
    )  # fmt: skip


def _as_row(said: Said, position: int) -> dict[str, Any]:
    heard = said.heard
    return {
        "transmission_id": said.transmission_id, "organisation": said.organisation, "position": position,
        "element": said.element, "form": heard.form if heard else None,
        "latitude": heard.point.latitude if heard else None, "longitude": heard.point.longitude if heard else None,
        "radius_m": float(heard.radius_m) if heard else None, "value": said.value, "at": said.at,
        "certainty": "clean" if not said.note else None, "note": said.note or None,
    }  # fmt: skip
