"""Elements of one call sign that belong together, and coordinates that were said in one exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from dalil.crossref.sky.radio.elements import Said

__all__ = ["STEPS", "exchanges", "together"]

STEPS = ("coordinates", "clearance", "release")
_PARTS = (*STEPS, "lock", "seconds_to_release", "unreadable")
# Coordinates are given, read back and said again within a minute or two; later ones may be of another target.
_EXCHANGE_S = 300.0


def together(said: Sequence[Said], within_s: float) -> list[list[Said]]:
    """The elements of each call sign of one log, in groups that a release or the time declared ends."""
    by_call: dict[tuple[str, str, str], list[Said]] = {}
    for element in said:
        if element.call_sign and element.element in _PARTS:
            by_call.setdefault((element.organisation, element.call_sign, element.language), []).append(element)
    return [group for elements in by_call.values() for group in _in_time(elements, within_s)]


def _in_time(elements: list[Said], within_s: float) -> list[list[Said]]:
    groups: list[list[Said]] = []
    for element in sorted(elements, key=lambda e: (e.at, e.transmission_id)):
        last = groups[-1] if groups else None
        if last is not None and _seconds(last[0].at, element.at) <= within_s and not _over(last, element):
            last.append(element)
        else:
            groups.append([element])
    return groups


def _over(group: list[Said], element: Said) -> bool:
    """A release ends a sequence; what comes after it is the next."""
    begins = element.saying is not None or element.element in ("coordinates", "clearance", "lock")
    return begins and any(e.element == "release" for e in group)


def exchanges(group: Sequence[Said]) -> Iterator[list[Said]]:
    """The coordinates of a group, parted where they are corrected and where they come up again later."""
    found: list[Said] = []
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
