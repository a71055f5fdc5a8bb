"""Elements of one call sign that belong together, and coordinates that were said in one exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from dalil.crossref.sky.radio.elements import ParsedElement

__all__ = ["STEPS", "exchanges", "together"]

STEPS = ("coordinates", "clearance", "release")
_PARTS = (*STEPS, "lock", "seconds_to_release", "unreadable")
# Coordinates are given, read back and said again within a minute or two; later ones may be of another target.
_EXCHANGE_S = 300.0


def together(said: Sequence[ParsedElement], within_s: float) -> list[list[ParsedElement]]:
    """The elements of each call sign of one log, in groups that a release or the time declared ends."""
    by_call: dict[tuple[str, str, str], list[ParsedElement]] = {}
    for element in said:
        if element.call_sign and element.element in _PARTS:
            by_call.setdefault((element.organisation, element.call_sign, element.language), []).append(element)
    return [group for elements in by_call.values() for group in _in_time(elements, within_s)]


def _in_time(elements: list[ParsedElement], within_s: float) -> list[list[ParsedElement]]:
    groups: list[list[ParsedElement]] = []
    for element in sorted(elements, key=lambda e: (e.at, e.transmission_id)):
        last = groups[-1] if groups else None
        if last is not None and _seconds(last[0].at, element.at) <= within_s and not _over(last, element):
            last.append(element)
        else:
            groups.append([element])
    return groups


def _over(group: list[ParsedElement], element: ParsedElement) -> bool:
    """A release ends a sequence; what comes after it is the next."""
    begins = element.saying is not None or element.element in ("coordinates", "clearance", "lock")
    return begins and any(e.element == "release" for e in group)


def exchanges(group: Sequence[ParsedElement]) -> Iterator[list[ParsedElement]]:
    """The coordinates of a group, parted where they are corrected and where they come up again later."""
    found: list[ParsedElement] = []
    for element in group:
        if element.saying is None:
            continue
        if found and (element.saying.corrected or _seconds(found[-1].at, element.at) > _EXCHANGE_S):
            yield found
            found = []
        found.append(element)
    if found:
        yield found


def _seconds(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds()
