"""The case's gazetteer, indexed by how names sound, so that a name in either script meets its place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from dalil.names import fold, key, similarity
from dalil.records import PLACE_RADIUS_M
from dalil.units import Point

__all__ = ["Gazetteer", "Place"]

NEAR_KEY = 78.0
"""Ratio (0 to 100) of the sound of two names from which their spelling is compared at all."""

_VARIANTS = re.compile(r"\s*[_/|]\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer. `names` are folded; `within` holds the sounds of the wider units it lies in."""

    place_id: str
    names: tuple[str, ...]
    within: frozenset[str]
    kind: str | None
    point: Point
    radius_m: float


class Gazetteer:
    """Looks names up. Built from the rows of table `place`, in the order of their ids."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        rows = sorted(rows, key=lambda row: str(row["place_id"]))
        wider = _wider_units(rows)
        seats = _seats(rows)
        self.places = [_place(row, wider, seats) for row in rows]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            for sound in dict.fromkeys(filter(None, map(key, place.names))):
                self._by_key[sound].append(number)
        self._keys = sorted(self._by_key)
        self.find = lru_cache(maxsize=100_000)(self._find)

    def __len__(self) -> int:
        return len(self.places)

    def _find(self, name: str) -> tuple[tuple[int, float], ...]:
        """(place, similarity 0 to 1) of the places that a folded name could mean, best first."""
        sound = key(name)
        if not sound:
            return ()
        near = {sound: 100.0} if sound in self._by_key else {}
        if not near or len(sound) > 3:
            found = process.extract(sound, self._keys, scorer=fuzz.ratio, score_cutoff=NEAR_KEY, limit=25)
            near |= {other: score for other, score, _ in found}
        scores: dict[int, float] = {}
        for other in near:
            for number in self._by_key[other]:
                spelled = max(similarity(name, known) for known in self.places[number].names)
                scores[number] = max(scores.get(number, 0.0), spelled)
        return tuple(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def _place(row: Mapping[str, Any], wider: Mapping[str, frozenset[str]], seats: Mapping[str, str]) -> Place:
    names, units = _names_of(row)
    units |= {key(row[level]) for level in ("admin1", "admin2") if row[level]}
    units |= wider.get(row["admin2"] or "", frozenset())
    precision = row["kind"] or next((seats[sound] for sound in map(key, names) if sound in seats), "village")
    point = Point(row["latitude"], row["longitude"])
    return Place(row["place_id"], names, frozenset(filter(None, units)), row["kind"], point, PLACE_RADIUS_M[precision])


def _names_of(row: Mapping[str, Any]) -> tuple[tuple[str, ...], set[str]]:
    """Folded names of a row, and the sounds of the units written into them (`ALEPPO : Mashhad`, `Dayr (Sanjar)`)."""
    names: list[str] = []
    units: set[str] = set()
    for written in (row["name"], row["name_ar"], *(row["other_names"] or ())):
        if not written:
            continue
        *before, own = written.split(":")
        units |= {key(unit) for unit in before} | {key(inside) for inside in _BRACKETS.findall(own)}
        names.extend(fold(variant) for variant in _VARIANTS.split(_BRACKETS.sub(" ", own)))
    return tuple(dict.fromkeys(filter(None, names))), units


def _wider_units(rows: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """For each admin2 the units that most of its places name before a colon: the province, in both scripts."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["admin2"]:
            units = {key(part.split(":")[0]) for part in (*(row["other_names"] or ()), row["name"]) if ":" in part}
            named[row["admin2"]].update(units | ({key(row["admin1"])} if row["admin1"] else set()))
    return {
        admin2: frozenset(unit for unit, times in counts.items() if 2 * times > max(counts.values()))
        for admin2, counts in named.items()
    }


def _seats(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Sounds of names that units bear: a place named like a first-level unit is a city, like a second-level a town."""
    seats = {key(row["admin2"]): "town" for row in rows if row["admin2"]}
    seats |= {key(row["admin1"]): "city" for row in rows if row["admin1"]}
    return {sound: kind for sound, kind in seats.items() if sound}
