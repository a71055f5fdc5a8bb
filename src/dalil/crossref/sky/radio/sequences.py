"""Strike sequences: coordinates, clearance and release by one call sign within the time declared.

Where what was read back differs from what was given and nothing decides, neither is chosen: two positions near each
other make one with a radius that holds both, two further apart make a sequence without a position.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dalil.casefile.facts import Facts
from dalil.crossref.sky.radio.coordinates import Heard
from dalil.crossref.sky.radio.copies import same_place
from dalil.crossref.sky.radio.elements import ParsedElement
from dalil.crossref.sky.radio.exchanges import STEPS, together
from dalil.units import Point

__all__ = ["StrikeSequence", "find_sequences", "surest", "write_sequences"]

_ONE_PLACE_M = 5_000.0  # two readings further apart make no place at all: a radius that holds both would hold towns
# A position heard twice is sure; else what is weakest in it is what it is. One against another outweighs all.
_WEIGHT = ("agreed", "unconfirmed", "mended", "clean")
_SURE = ("agreed", "clean", "mended", "unconfirmed", "disputed")


@dataclass(frozen=True)
class StrikeSequence:
    """One sequence; `point` is None where what was said does not agree.

    `certainty` is agreed (heard twice), mended, unconfirmed (heard once, and not all of it understood), clean (heard
    once, all understood) or disputed (heard otherwise too: the radius holds both, or there is no point).
    """

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
    certainty: str

    @property
    def strike_at(self) -> datetime | None:
        """When the load was let go, or cleared where the release was not heard."""
        return self.released_at or self.cleared_at


def find_sequences(said: Sequence[ParsedElement], within_s: float) -> list[StrikeSequence]:
    """Sequences with coordinates and at least one of clearance and release."""
    found = [made for group in together(said, within_s) if (made := _made(group)) is not None]
    return sorted(found, key=lambda s: (s.started_at, s.call_sign, s.sequence_id))


def _made(group: list[ParsedElement]) -> StrikeSequence | None:
    read = [(e.heard, e.certainty) for e in group if e.element == "coordinates" and e.heard]
    times = {step: [e.at for e in group if e.element == step] for step in STEPS}
    elements = sum(bool(times[step]) for step in STEPS)
    if not read or elements < 2:
        return None
    cleared = min(times["clearance"], default=None)
    released = max(times["release"], default=None)
    if released is not None and released < min(times["coordinates"]):
        return None
    point, radius, disputed = _one_place([heard for heard, _ in read])
    certainty = "disputed" if disputed else _certainty([certainty for _, certainty in read], _unread(group))
    ids = tuple(sorted({e.transmission_id for e in group}))
    name = hashlib.sha256("\n".join((group[0].organisation or "", *ids)).encode()).hexdigest()[:12]
    return StrikeSequence(
        f"R{name}", group[0].call_sign, group[0].language, group[0].at, cleared, released, point, radius, ids, elements,
        certainty,
    )  # fmt: skip


def surest(certainties: Sequence[str]) -> str:
    """The surest of several positions: each stands for itself.

    >>> surest(["disputed", "clean", "unconfirmed"])
    'clean'
    """
    return min(certainties, key=_SURE.index)


def _unread(group: Sequence[ParsedElement]) -> bool:
    """Whether coordinates were said that could not be read: they may have been others."""
    return any(e.saying is not None and e.heard is None for e in group)


def _certainty(found: Sequence[str], unread: bool) -> str:
    if "disputed" in found:
        return "disputed"
    word = next(word for word in _WEIGHT if word in found)
    return "unconfirmed" if unread and word == "clean" else word


def _one_place(read: Sequence[Heard]) -> tuple[Point | None, float, bool]:
    """(the point, a radius that holds all, whether they differ by more than their digits leave open)."""
    radius = max(float(heard.radius_m) for heard in read)
    furthest = max(read[0].point.distance_to(heard.point) for heard in read)
    disputed = not all(same_place(read[0], heard) for heard in read)
    if furthest > _ONE_PLACE_M:
        return None, furthest, disputed
    return read[0].point, furthest + radius, disputed


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
                "certainty": s.certainty,
            }
            for s in sequences
        ],
    )  # fmt: skip
