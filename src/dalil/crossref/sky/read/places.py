"""Sightings that name a place and give no point: located through the case's places and airfields, or not at all.

Names of one part of a log lie near each other: those that leave no doubt are located first, and names that several
places could mean, or that are spelt in another way, are looked for only around these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dalil.casefile.facts import Facts
from dalil.names import similarity, sound_of, words
from dalil.units import Point

__all__ = ["Gazetteer", "load_gazetteer"]

_SURE = 0.93  # similarity of names from which on one is that place: a letter of a long name may differ
_LIKELY = 0.80  # and from which on it may be, near to those that are sure
_TIE = 0.03  # two places whose names fit within this are both meant, or neither
_FURTHER = 0.04  # how much less a place's further names fit than its own
_ONE_PLACE_M = 10_000.0  # two such places this near are one for a log: a view circle holds both
_AROUND_M = 60_000.0  # names of one part of a log lie within it of their middle: an hour's drive
_FEWEST = 3  # sure names that make a middle
_SAME_SOUND = 0.95  # the same consonants in the same order, however the vowels are written and the words parted

_LANDFORMS = frozenset({"jabal", "jebel", "جبل", "mount", "mountain", "mountains", "river", "نهر", "lake", "valley"})
"""What no gazetteer of settlements has: such a name is not the village whose name is a little like it."""


@dataclass(frozen=True)
class Gazetteer:
    """Names and the points they stand for."""

    names: Sequence[tuple[str, Point, bool]]  # the last: a further name, which fits less than a place's own

    def locate_all(self, asked: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Point | None, str]]:
        """For each (name, part of the log): a point, or why there is none: `no_such_place`, `ambiguous_place`."""
        wanted = sorted(set(asked))
        fits = {item: self._fits(item[0]) for item in wanted}
        sure = {item: _only([(f, p) for f, p in fits[item] if f >= _SURE])[0] for item in wanted}
        centres = {part: _middle([p for (_, of), p in sure.items() if of == part and p]) for _, part in wanted}
        found: dict[tuple[str, str], tuple[Point | None, str]] = {}
        for item in wanted:
            centre, point = centres[item[1]], sure[item]
            if point is None or (centre and centre.distance_to(point) > 3 * _AROUND_M):
                near = [(f, p) for f, p in fits[item] if centre and centre.distance_to(p) <= _AROUND_M]
                found[item] = _only(near or ([] if centre else fits[item]))
            else:
                found[item] = point, ""
        return found

    def _fits(self, name: str) -> list[tuple[float, Point]]:
        if not name:
            return []
        sound, least = sound_of(name), _SURE if _LANDFORMS & set(words(name)) else _LIKELY
        fits = [
            (max(similarity(name, known), _SAME_SOUND * (sound == own)), point, further)
            for (known, point, further), own in zip(self.names, self._sounds, strict=True)
        ]
        return [(fit - _FURTHER * further, point) for fit, point, further in fits if fit - _FURTHER * further >= least]

    @cached_property
    def _sounds(self) -> list[str]:
        return [sound_of(name) for name, _, _ in self.names]


def _only(fits: Sequence[tuple[float, Point]]) -> tuple[Point | None, str]:
    """The best of them, unless another fits about as well and lies elsewhere."""
    if not fits:
        return None, "no_such_place"
    best_fit, best = max(fits, key=lambda item: (item[0], item[1].latitude, item[1].longitude))
    alike = [point for fit, point in fits if fit > best_fit - _TIE]
    if any(best.distance_to(point) > _ONE_PLACE_M for point in alike):
        return None, "ambiguous_place"
    return best, ""


def _middle(points: Sequence[Point]) -> Point | None:
    """The median point of a part of a log; None where too few names of it are sure."""
    if len(points) < _FEWEST:
        return None
    return Point(float(np.median([p.latitude for p in points])), float(np.median([p.longitude for p in points])))


def load_gazetteer(facts: Facts) -> Gazetteer:
    """Takes `place` and `actor` (its airfields)."""
    rows = facts.rows(
        "SELECT name, latitude, longitude, false AS further FROM actor "
        "WHERE kind = 'base' AND latitude IS NOT NULL AND name <> '' UNION ALL "
        "SELECT unnest([name, name_ar]), latitude, longitude, false FROM place WHERE latitude IS NOT NULL UNION ALL "
        "SELECT unnest(other_names), latitude, longitude, true FROM place WHERE latitude IS NOT NULL ORDER BY ALL"
    )
    named = [row for row in rows if row["name"]]
    return Gazetteer([(row["name"], Point(row["latitude"], row["longitude"]), row["further"]) for row in named])
