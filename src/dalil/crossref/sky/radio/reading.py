"""Transmissions, read: coordinates, lock, seconds to release, clearance, release. Gives `transmission_reading`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.said import Said
from dalil.crossref.sky.radio.sayings import sayings
from dalil.crossref.sky.radio.settling import settle
from dalil.crossref.sky.radio.words import CodeBook, Token, code_book, languages, tokens
from dalil.names import has_arabic

__all__ = ["read_transmissions"]

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def read_transmissions(facts: Facts, settings: Settings, within_s: float | None = None) -> list[Said]:
    """Takes `transmission`. Gives `transmission_reading`, every element of every transmission that has one.

    Coordinates that one call sign says more than once within `within_s` seconds (the case's `sequence_s`, where none
    are given) are read together.
    """
    said: list[Said] = []
    for row in facts.rows("SELECT * FROM transmission ORDER BY heard_at, organisation, transmission_id"):
        said += _elements(row)
    said = settle(said, settings, settings.sky.sequence_s if within_s is None else within_s)
    facts.replace("transmission_reading", list(_as_rows(said)))
    return said


def _elements(row: Mapping[str, Any]) -> Iterator[Said]:
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
    for saying in sayings(row, said, dict(book.spelling)):
        yield _said(row, "unreadable", note="coordinates", saying=saying)


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


def _to_release(row: Mapping[str, Any], said: Sequence[Token], n: int) -> Said:
    near = [token for token in said[max(0, n - 3) : n + 4] if token.sign == "number"]
    known = len(near) == 1 and near[0].digits.isdigit()
    return _said(
        row, "seconds_to_release", value=float(near[0].digits) if known else None, note="" if known else "no_number"
    )


def _said(row: Mapping[str, Any], element: str, **more: Any) -> Said:
    return Said(
        row["transmission_id"], row["organisation"], row["call_sign"] or "", (row["language"] or "").lower(),
        row["frequency_khz"], element, row["heard_at"], **more,
    )  # fmt: skip


def _as_rows(said: Sequence[Said]) -> Iterator[dict[str, Any]]:
    position: Counter[tuple[str, str]] = Counter()
    for element in said:
        key = (element.organisation, element.transmission_id)
        yield _as_row(element, position[key])
        position[key] += 1


def _as_row(said: Said, position: int) -> dict[str, Any]:
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
