"""Strike sequences: coordinates, clearance and release by one call sign within the time declared.

Where what was read back differs from what was given, neither is chosen: two positions near each other make one with
a radius that holds both, two further apart make a sequence without a position.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dalil.casefile.facts import Facts
from dalil.crossref.sky.radio.reading import Said
from dalil.units import Point

__all__ = ["StrikeSequence", "find_sequences", "write_sequences"]

_ONE_PLACE_M = 5_000.0
_STEPS = ("coordinates", "clearance", "release")


@dataclass(frozen=True)
class StrikeSequence:
    """One sequence; `point` is None where what was said does not agree."""

    sequence_id: str
    call_sign: str
    language: str
    started_at: datetime
    cleared_at: datetime | None
    released_at: datetime | None
    point: Point | None
    radius_m: float
    transmissions: tuple[str, ...]
    elements: int

    @property
    def strike_at(self) -> datetime | None:
        """When the load was let go, or cleared where the release was not heard."""
        return self.released_at or self.cleared_at


def find_sequences(said: Sequence[Said], within_s: float) -> list[StrikeSequence]:
    """Sequences with coordinates and at least one of clearance and release."""
    by_call: dict[tuple[str, str, str], list[Said]] = {}
    for element in said:
        if element.call_sign and element.element in (*_STEPS, "lock", "seconds_to_release", "unreadable"):
            by_call.setdefault((element.organisation, element.call_sign, element.language), []).append(element)
    found = [sequence for elements in by_call.values() for sequence in _of_call(elements, within_s)]
    return sorted(found, key=lambda s: (s.started_at, s.call_sign, s.sequence_id))


def _of_call(elements: list[Said], within_s: float) -> list[StrikeSequence]:
    groups: list[list[Said]] = []
    for element in sorted(elements, key=lambda e: (e.at, e.transmission_id)):
        last = groups[-1] if groups else None
        if last is not None and (element.at - last[0].at).total_seconds() <= within_s and not _over(last, element):
            last.append(element)
        else:
            groups.append([element])
    return [made for group in groups if (made := _made(group)) is not None]


def _over(group: list[Said], element: Said) -> bool:
    """A release ends a sequence; what comes after it is the next."""
    return any(e.element == "release" for e in group) and element.element in ("coordinates", "clearance", "lock")


def _made(group: list[Said]) -> StrikeSequence | None:
    heard = [e.heard for e in group if e.element == "coordinates" and e.heard]
    times = {step: [e.at for e in group if e.element == step] for step in _STEPS}
    elements = sum(bool(times[step]) for step in _STEPS)
    if not heard or elements < 2:
        return None
    cleared = min(times["clearance"], default=None)
    released = max(times["release"], default=None)
    if released is not None and released < min(times["coordinates"]):
        return None
    point, radius = _one_place([h.point for h in heard], max(float(h.radius_m) for h in heard))
    ids = tuple(sorted({e.transmission_id for e in group}))
    name = hashlib.sha256("\n".join((group[0].organisation or "", *ids)).encode()).hexdigest()[:12]
    return StrikeSequence(
        f"R{name}", group[0].call_sign, group[0].language, group[0].at, cleared, released, point, radius, ids, elements
    )


def _one_place(points: list[Point], radius_m: float) -> tuple[Point | None, float]:
    furthest = max(points[0].distance_to(p) for p in points)
    if furthest > _ONE_PLACE_M:
        return None, furthest
    return points[0], float(max(radius_m, furthest + radius_m))


def write_sequences(facts: Facts, sequences: Sequence[StrikeSequence]) -> None:
    """Gives `strike_sequence`."""
    facts.replace(
        "strike_sequence",
        [
            {
                "sequence_id": s.sequence_id, "call_sign": s.call_sign, "language": s.language, "label": s.language,
                "started_at": s.started_at, "cleared_at": s.cleared_at, "released_at": s.released_at,
                "latitude": s.point.latitude if s.point else None, "longitude": s.point.longitude if s.point else None,
                "radius_m": s.radius_m, "transmissions": list(s.transmissions), "elements": s.elements,
            }
            for s in sequences
        ],
    )  # fmt: skip
