"""What each saying of coordinates is read as, once all that were said in one exchange are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.coordinates import Heard
from dalil.crossref.sky.radio.copies import Copy, Outcome, same_place, settled
from dalil.crossref.sky.radio.elements import ParsedElement
from dalil.crossref.sky.radio.error_correction import in_reach, one_digit_corrected
from dalil.crossref.sky.radio.exchanges import exchanges, together
from dalil.crossref.sky.radio.written import Written
from dalil.units import Point

__all__ = ["adjudicate"]

_SAME_LINE_S = 10.0  # nobody says coordinates twice in so short a time


def adjudicate(said: Sequence[ParsedElement], settings: Settings, within_s: float) -> list[ParsedElement]:
    """All elements in their order, coordinates read; what was said without a word and fits no others is left out."""
    place = {id(element): n for n, element in enumerate(said)}
    read: dict[int, ParsedElement | None] = {}
    for group in together(said, within_s):
        for exchange in exchanges(group):
            found = _exchange(exchange, settings)
            read |= {place[id(element)]: outcome for element, outcome in zip(exchange, found, strict=True)}
    for n, element in enumerate(said):
        if element.saying is not None and n not in read:
            read[n] = _exchange([element], settings)[0]
    settled_all = [read.get(n, element) for n, element in enumerate(said)]
    return [element for element in settled_all if element is not None]


def _exchange(said: Sequence[ParsedElement], settings: Settings) -> list[ParsedElement | None]:
    """Each saying as it is read beside the others; None for one that no word announces and no other bears out."""
    first = [_first_entry(said, n) for n in range(len(said))]
    copies = {n: Copy(said[n].transmission_id, written) for n, written in _written(said) if first[n] == n}

    def reach(point: Point) -> bool:
        return in_reach(point, settings)

    outcomes = dict(zip(copies, settled(list(copies.values()), reach), strict=True))
    none_fits = not any(outcome.heard and reach(outcome.heard.point) for outcome in outcomes.values())
    found = [_read(element, outcomes.get(first[n]), none_fits, settings) for n, element in enumerate(said)]
    named = [e.heard for e in found if e.heard is not None and e.saying is not None and e.saying.named]
    return [element if _borne_out(element, named) else None for element in found]


def _written(said: Sequence[ParsedElement]) -> Iterator[tuple[int, Written]]:
    for n, element in enumerate(said):
        if element.saying is not None and element.saying.written is not None:
            yield n, element.saying.written


def _first_entry(said: Sequence[ParsedElement], n: int) -> int:
    """The number of the line that this one enters again: a copied line is not heard a second time."""
    return next(m for m in range(n + 1) if m == n or _one_line(said[m], said[n]))


def _one_line(one: ParsedElement, other: ParsedElement) -> bool:
    if one.transmission_id == other.transmission_id or one.saying is None or other.saying is None:
        return False
    apart = abs((one.at - other.at).total_seconds())
    at_once = apart == 0 or (one.saying.post == other.saying.post and apart <= _SAME_LINE_S)
    alike = one.saying.transcript == other.saying.transcript and one.saying.written == other.saying.written
    return alike and at_once


def _read(said: ParsedElement, outcome: Outcome | None, none_fits: bool, settings: Settings) -> ParsedElement:
    if outcome is None or said.saying is None or said.saying.written is None:
        return said
    if outcome.heard is not None and in_reach(outcome.heard.point, settings):
        return _as_settled(said, outcome)
    if none_fits and (mend := one_digit_corrected(said.saying.written, settings)):
        return replace(said, element="coordinates", heard=mend, certainty="mended", note="digit_mended")
    return replace(said, note="outside_area" if outcome.heard is not None else "coordinates")


def _as_settled(said: ParsedElement, outcome: Outcome) -> ParsedElement:
    certainty, note = outcome.state, ""
    if outcome.state == "alone":
        certainty = "unconfirmed" if said.saying is not None and said.saying.noisy else "clean"
    elif outcome.state == "disputed":
        note = "others_differ"
    elif outcome.state == "mended":
        note = "mended_from_others" if outcome.others else "only_reading_left"
    return replace(
        said, element="coordinates", heard=outcome.heard, certainty=certainty, note=note, mended_from=outcome.others
    )


def _borne_out(said: ParsedElement, named: Sequence[Heard]) -> bool:
    """Whether a word announced the coordinates, or they are those of others that were announced."""
    if said.saying is None or said.saying.named:
        return True
    return said.heard is not None and any(same_place(said.heard, heard) for heard in named)
