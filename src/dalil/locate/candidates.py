"""From a written place to a point with a radius, and the candidates it could mean.

The weights were chosen on a quarter of the public Airwars and UCDP records that have a point; bench/intake/locate.json
measures all of them, that quarter included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from dalil.locate.gazetteer import Gazetteer, Place, Unit
from dalil.locate.place_text import Written, written_place
from dalil.names import sound_of
from dalil.records import PLACE_RADIUS_M
from dalil.units import Point

__all__ = ["Candidate", "Located", "locate_name"]

ALIKE = 0.88
"""Similarity from which a name is taken for another spelling; in the unit that the text names, `ALIKE_WITHIN`."""
ALIKE_WITHIN = 0.82
"""Lower, because a unit that fits speaks for the name too: .70 let other places in, see decision 031."""

TIED = 0.05
"""Candidates whose scores differ by less are one place or cannot be told apart."""

CONTEXT_BONUS = 0.40
"""More than any two spellings above `ALIKE_WITHIN` differ, so that what lies in the named unit wins."""
NEAR_CONTEXT_M = 30_000.0
"""A gazetteer knows the districts better than the provinces, so what lies near a unit may well lie in it."""

OUT_OF_CONTEXT = 0.05
"""A candidate that fits the named units less than this is another place of that name."""

BOTH_SCRIPTS_BONUS = 0.05
"""As much as `TIED`: a place that agrees in both scripts is told apart from one that agrees in one."""
SEAT_BONUS = 0.06
"""A little more than `TIED`: a bare name means the seat of that name, yet a better spelling still goes before."""
KIND_BONUS = 0.03
"""Less than `TIED`: the same neighbourhood may stand on another list without its kind."""
ONE_PLACE_M = 10_000.0
"""Tied candidates within this are one place on two lists."""

CANDIDATES_KEPT = 8
"""Of each name, for whoever reviews it and for linking; the radius counts all that are tied, also those not kept."""


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
    contexts = tuple(dict.fromkeys(context for each in written for context in each.contexts))
    kind = next((each.kind for each in written if each.kind), None)
    written = [_narrowed(each) for each in written]
    units = [unit for unit in map(gazetteer.unit, contexts) if unit is not None]
    # camps, bridges and names in brackets only where the others lead nowhere: they mislead more than they find
    also = [replace(each, names=each.also) for each in written]
    if found := _candidates(gazetteer, written, units, kind) or _candidates(gazetteer, also, units, kind):
        return _settled(found, kind)
    return _wider(gazetteer, contexts or tuple(name for each in written for name in each.names), units)


def _narrowed(written: Written) -> Written:
    """Where the first name is said again as a wider one (`Deir ez-Zor, Saalu, Deir ez-Zor`), the next is the place."""
    sounds = {sound_of(context) for context in written.contexts[1:]}
    if not written.names or written.kind or sound_of(written.names[0]) not in sounds:
        return written
    return replace(written, names=written.contexts[:1])


def _candidates(gazetteer: Gazetteer, written: list[Written], units: list[Unit], kind: str | None) -> list[Candidate]:
    scores: dict[int, float] = {}
    for each in written:
        best: dict[int, float] = {}
        for name in each.names:
            for number, alike in gazetteer.find(name):
                if alike >= ALIKE_WITHIN:
                    best[number] = max(best.get(number, 0.0), alike)
        for number, alike in best.items():
            known = scores.get(number)
            scores[number] = alike if known is None else max(known, alike) + BOTH_SCRIPTS_BONUS
    found = []
    for number, alike in scores.items():
        place = gazetteer.places[number]
        fits = _fits(place, units)
        if alike < (ALIKE_WITHIN if fits > 0.95 and units else ALIKE) or (units and fits < OUT_OF_CONTEXT):
            continue
        score = alike + CONTEXT_BONUS * fits + _kind_bonus(place, kind)
        found.append(Candidate(place, round(score, 4)))
    return sorted(found, key=lambda each: (-each.score, each.place.place_id))


def _kind_bonus(place: Place, kind: str | None) -> float:
    """A seat is what a bare name means; where a neighbourhood is said, a neighbourhood is."""
    if kind == "neighbourhood":
        return KIND_BONUS if place.kind == kind else 0.0
    return SEAT_BONUS if place.seat else 0.0


def _fits(place: Place, units: list[Unit]) -> float:
    """How well a place lies in the units that the text names, 0 to 1: the mean over them."""
    if not units:
        return 0.0
    return sum(math.exp(-((unit.distance_to(place.point) / NEAR_CONTEXT_M) ** 2)) for unit in units) / len(units)


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
    else:  # the middle between places far apart would be none of them
        centre = best.point
    return Located(centre, round(own + spread, 1), tuple(found[:CANDIDATES_KEPT]), len(tied))


def _wider(gazetteer: Gazetteer, contexts: tuple[str, ...], units: list[Unit]) -> Located | None:
    """The narrowest unit that the text names, as far as it reaches."""
    if not units:
        units = [unit for unit in map(gazetteer.unit, contexts) if unit is not None]
    if not units:
        return None
    narrowest = min(units, key=lambda unit: unit.reach_m)
    return Located(narrowest.centre, round(max(narrowest.reach_m, PLACE_RADIUS_M["city"]), 1), (), 1)
