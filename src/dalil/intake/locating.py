"""From a written place to a point with a radius, and the candidates it could mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dalil.intake.gazetteer import Gazetteer, Place
from dalil.intake.place_text import Written, written_place
from dalil.names import key, similarity
from dalil.records import PLACE_RADIUS_M
from dalil.units import Point

__all__ = ["Candidate", "Located", "locate_name"]

ALIKE = 0.80
"""Similarity from which a name is taken for another spelling."""

TIED = 0.04
"""Candidates whose scores differ by less are one place or cannot be told apart."""

CONTEXT_BONUS = 0.15
NEAR_CONTEXT_M = 30_000.0
BOTH_SCRIPTS_BONUS = 0.05
ONE_PLACE_M = 10_000.0
"""Tied candidates within this are one place on two lists."""

CANDIDATES_KEPT = 8
CANDIDATES_WEIGHED = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the name could mean, with its score: similarity plus what the wider places add."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Located:
    """Where the name is taken to be; `candidates` are ranked, and `tied` of them could not be told apart."""

    point: Point
    radius_m: float
    candidates: tuple[Candidate, ...]
    tied: int


def locate_name(gazetteer: Gazetteer, place: str | None, place_ar: str | None) -> Located | None:
    """The place that the written names mean, or None. Where the narrow name is not known, the wider one counts."""
    written = [written_place(text) for text in (place, place_ar) if text]
    if not written:
        return None
    names = [name for each in written for name in each.names]
    contexts = tuple(dict.fromkeys(context for each in written for context in each.contexts))
    kind = next((each.kind for each in written if each.kind), None)
    found = _candidates(gazetteer, written, contexts)
    if found:
        return _settled(found, kind)
    for context in contexts:
        if context not in names and (wider := _candidates(gazetteer, [Written((context,), (), None)], contexts)):
            coarse = _settled(wider, None)
            return Located(coarse.point, max(coarse.radius_m, PLACE_RADIUS_M["city"]), coarse.candidates, coarse.tied)
    return None


def _candidates(gazetteer: Gazetteer, written: list[Written], contexts: tuple[str, ...]) -> list[Candidate]:
    scores: dict[int, float] = {}
    for each in written:
        best: dict[int, float] = {}
        for name in each.names:
            for number, alike in gazetteer.find(name)[:CANDIDATES_WEIGHED]:
                if alike >= ALIKE:
                    best[number] = max(best.get(number, 0.0), alike)
        for number, alike in best.items():
            known = scores.get(number)
            scores[number] = alike if known is None else max(known, alike) + BOTH_SCRIPTS_BONUS
    units = _units(gazetteer, contexts)
    found = [
        Candidate(gazetteer.places[number], round(score + _context_bonus(gazetteer.places[number], units), 4))
        for number, score in scores.items()
    ]
    return sorted(found, key=lambda each: (-each.score, each.place.place_id))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A wider place that the text names: its sound, and where places of that name lie."""

    name: str
    sound: str
    points: tuple[Point, ...]


def _units(gazetteer: Gazetteer, contexts: tuple[str, ...]) -> list[_Unit]:
    units = []
    for context in contexts:
        found = [gazetteer.places[number].point for number, alike in gazetteer.find(context)[:5] if alike >= 0.9]
        units.append(_Unit(context, key(context), tuple(found)))
    return units


def _context_bonus(place: Place, units: list[_Unit]) -> float:
    """The share of the wider places that hold the candidate, or how near it lies to a place of such a name."""
    if not units:
        return 0.0
    return CONTEXT_BONUS * sum(_lies_in(place, unit) for unit in units) / len(units)


def _lies_in(place: Place, unit: _Unit) -> float:
    if unit.sound in place.within or any(similarity(unit.name, own) > 0.9 for own in place.names):
        return 1.0
    if not unit.points:
        return 0.0
    nearest = min(place.point.distance_to(point) for point in unit.points)
    return 0.9 * math.exp(-nearest / NEAR_CONTEXT_M)


def _settled(found: list[Candidate], kind: str | None) -> Located:
    """One point for the best candidate and those that cannot be told from it."""
    tied = [each for each in found if found[0].score - each.score < TIED]
    best = found[0].place
    own = PLACE_RADIUS_M[kind] if kind else best.radius_m
    spread = max(best.point.distance_to(each.place.point) for each in tied)
    if spread <= ONE_PLACE_M:
        latitude = sum(each.place.point.latitude for each in tied) / len(tied)
        longitude = sum(each.place.point.longitude for each in tied) / len(tied)
        centre = Point(round(latitude, 7), round(longitude, 7))
        spread = max(centre.distance_to(each.place.point) for each in tied)
    else:
        centre = best.point
    return Located(centre, round(own + spread, 1), tuple(found[:CANDIDATES_KEPT]), len(tied))
