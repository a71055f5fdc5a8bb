"""The case's gazetteer, indexed by how names sound, so that a name in either script meets its place.

Gazetteers mix what a place is called with where it lies. What is taken for a wider unit and not for a name:
admin1 and admin2; what stands before a colon or in brackets (`ALEPPO : Mashhad`, `Dayr Hafir (Jawadiyah)`); and an
other name that is the first name of another place, which is how sub-districts come in.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from dalil.names import fold, similarity, skeleton, sound_of, words
from dalil.records import PLACE_RADIUS_M
from dalil.units import Point

__all__ = ["Gazetteer", "Place", "Unit"]

NEAR_SOUND = 75.0
"""Ratio (0 to 100) of the sound of two names from which their spelling is compared at all."""

CORE_WEIGHT = 0.92
"""What a name is worth that a source gives without the word that tells its namesakes apart."""

NEAR_UNIT = 85.0
"""The same for names of units, which are few: closer, because a wrong unit moves everything within it."""
SPREAD_SHARE = 0.8
"""A unit reaches as far from its seat as the nearest four fifths of its places."""

_VARIANTS = re.compile(r"\s*[_/|]\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer. `names` are folded; `within` holds the sounds of the units it lies in.

    `cores` are names without what tells a place from its namesakes (`Upper`, `Eastern`, the sub-district). `seat`: it
    bears the name of a unit it lies in, as a capital of a district does.
    """

    place_id: str
    names: tuple[str, ...]
    cores: tuple[str, ...]
    within: frozenset[str]
    kind: str | None
    seat: bool
    point: Point
    radius_m: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A wider place: the points of what lies in it, its seat or centre, and how far it reaches from there."""

    points: tuple[Point, ...]
    centre: Point
    reach_m: float

    def distance_to(self, point: Point) -> float:
        """Metres to the nearest of its places; 0 for one of them."""
        return min(float(point.distance_to(other)) for other in self.points)


class Gazetteer:
    """Looks names up. Built from the rows of table `place`, in the order of their ids."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = sorted(rows, key=lambda row: str(row["place_id"]))
        self.places = _places(rows)
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        self._members: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            for sound in dict.fromkeys(filter(None, map(sound_of, place.names + place.cores))):
                self._by_sound[sound].append(number)
            for sound in sorted(place.within):
                self._members[sound].append(number)
        self._same_unit = _same_units(self.places, set(self._members))
        self._sounds, self._unit_sounds = sorted(self._by_sound), sorted(self._members)
        self.find = lru_cache(maxsize=200_000)(self._find)
        self.unit = lru_cache(maxsize=50_000)(self._unit)

    def __len__(self) -> int:
        return len(self.places)

    def _find(self, name: str) -> tuple[tuple[int, float], ...]:
        """(place, similarity 0 to 1) of the places that a folded name could mean, best first."""
        sound = sound_of(name)
        if not sound:
            return ()
        near = {sound} if sound in self._by_sound else set()
        # of two consonants every other name is a near one
        if len(sound) > 2:
            found = process.extract(sound, self._sounds, scorer=fuzz.ratio, score_cutoff=NEAR_SOUND, limit=40)
            near |= {other for other, _, _ in found}
        scores: dict[int, float] = {}
        for other in sorted(near):
            for number in self._by_sound[other]:
                place = self.places[number]
                spelled = max(_alike(name, known) for known in place.names)
                spelled = max([spelled, *(CORE_WEIGHT * _alike(name, core) for core in place.cores)])
                scores[number] = max(scores.get(number, 0.0), spelled)
        return tuple(sorted(scores.items(), key=lambda item: (-item[1], item[0])))

    def _unit(self, name: str) -> Unit | None:
        """The wider place of this folded name, or None."""
        sound = sound_of(name)
        if sound and sound not in self._members and len(sound) > 2:
            near = process.extractOne(sound, self._unit_sounds, scorer=fuzz.ratio, score_cutoff=NEAR_UNIT)
            sound = near[0] if near else sound
        sounds = self._same_unit.get(sound, frozenset({sound}))
        if members := sorted({number for each in sounds for number in self._members.get(each, ())}):
            return self._unit_of([self.places[number] for number in members], sounds)
        named = [self.places[number] for number, alike in self._find(name) if alike >= 0.95]
        if not named:
            return None
        points = tuple(place.point for place in named)
        return Unit(points, points[0], max(place.radius_m for place in named))

    def _unit_of(self, members: Sequence[Place], sounds: frozenset[str]) -> Unit:
        seats = [place for place in members if sounds & set(map(sound_of, place.names))]
        points = tuple(place.point for place in members)
        middle = Point(_median(point.latitude for point in points), _median(point.longitude for point in points))
        centre = min((place.point for place in seats), key=middle.distance_to, default=middle)
        distances = sorted(float(centre.distance_to(point)) for point in points)
        return Unit(points, centre, distances[int(SPREAD_SHARE * (len(distances) - 1))])


_QUALIFIERS = frozenset({
    "فوقاني", "تحتاني", "فوقانيه", "تحتانيه", "كبير", "صغير", "شمالي", "جنوبي", "شرقي", "غربي", "جديد", "قديم", "اوسط",
    "وسطي", "وسطاني", "اولي", "ثانيه", "ثالثه", "first", "second", "third",
})  # fmt: skip


def _cores(names: Iterable[str], units: frozenset[str]) -> tuple[str, ...]:
    """Names without qualifiers and without the unit that is written behind them."""
    found = []
    for name in names:
        parts = words(name)
        kept = [
            part
            for place, part in enumerate(parts)
            if part not in _QUALIFIERS and not (place and skeleton(part) in units)
        ]
        if kept and len(kept) < len(parts):
            found.append(" ".join(kept))
    return tuple(dict.fromkeys(found))


def _same_units(places: Iterable[Place], units: set[str]) -> dict[str, frozenset[str]]:
    """Units with two names in two scripts that do not sound alike (Aleppo, حلب), learned from their seats."""
    same: dict[str, set[str]] = {}
    for place in places:
        sounds = {sound for sound in map(sound_of, place.names[:2]) if sound in units}
        if place.seat and len(sounds) > 1 and sounds & place.within:
            joined = sounds.union(*(same.get(sound, set()) for sound in sounds))
            same.update(dict.fromkeys(joined, joined))
    return {sound: frozenset(joined) for sound, joined in same.items()}


def _alike(one: str, other: str) -> float:
    """Similarity of two names, also where one source writes as one word what the other parts."""
    if " " in one or " " in other:
        return max(similarity(one, other), similarity(one.replace(" ", ""), other.replace(" ", "")))
    return similarity(one, other)


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _places(rows: Sequence[Row]) -> list[Place]:
    wider = _wider_units(rows)
    seats = {sound_of(row["admin2"]): "town" for row in rows if row["admin2"]}
    seats |= {sound_of(row["admin1"]): "city" for row in rows if row["admin1"]}
    firsts: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        for name in _parted(row["name"])[0] + _parted(row["name_ar"])[0]:
            firsts[sound_of(name)].append(Point(row["latitude"], row["longitude"]))
    return [_place(row, wider, seats, firsts) for row in rows]


def _place(
    row: Row, wider: Mapping[str, frozenset[str]], seats: Mapping[str, str], firsts: Mapping[str, list[Point]]
) -> Place:
    point = Point(row["latitude"], row["longitude"])
    names: list[str] = []
    units = {sound_of(row[level]) for level in ("admin1", "admin2") if row[level]} | wider.get(
        row["admin2"] or "", frozenset()
    )
    for written in (row["name"], row["name_ar"]):
        own, around = _parted(written)
        names += own
        units |= around
    for written in row["other_names"] or ():
        own, around = _parted(written)
        units |= around
        for name in own:
            # a sub-district is listed like an other name; it is the first name of a place that lies elsewhere
            elsewhere = [other for other in firsts.get(sound_of(name), ()) if other.distance_to(point) > 1_000]
            if name not in names and elsewhere and sound_of(name) not in set(map(sound_of, names)):
                units.add(sound_of(name))
            else:
                names.append(name)
    units.discard("")
    sounds = set(map(sound_of, names))
    precision = row["kind"] or next((seats[sound] for sound in sorted(sounds & set(seats))), "village")
    seat = row["kind"] != "neighbourhood" and bool(sounds & units & set(seats))
    unique = tuple(dict.fromkeys(filter(None, names)))
    within = frozenset(units)
    cores = _cores(unique, within)
    return Place(row["place_id"], unique, cores, within, row["kind"], seat, point, PLACE_RADIUS_M[precision])


def _parted(written: str | None) -> tuple[list[str], set[str]]:
    """Folded names of a written name, and the sounds of the units written into it."""
    if not written:
        return [], set()
    *before, own = written.split(":")
    units = {sound_of(unit) for unit in before} | {sound_of(inside) for inside in _BRACKETS.findall(own)}
    names = [fold(variant) for variant in _VARIANTS.split(_BRACKETS.sub(" ", own))]
    return [name for name in names if name], units


def _wider_units(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    """For each admin2 the unit that most of its places write before a colon: the province."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["admin2"]:
            before = {
                sound_of(part.split(":")[0]) for part in (*(row["other_names"] or ()), row["name"]) if ":" in part
            }
            named[row["admin2"]].update(before | ({sound_of(row["admin1"])} if row["admin1"] else set()))
    return {
        admin2: frozenset(unit for unit, times in counts.items() if 2 * times > max(counts.values()))
        for admin2, counts in named.items()
    }
