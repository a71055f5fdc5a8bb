"""One digit heard wrongly, where the case's area leaves no choice which.

A position that no aircraft heard here could reach, or that is none on this earth, was heard wrongly. If exactly one
change of one digit makes it a position in the case's area, it is read so, and says `digit_mended`. A position that
may have been meant, however far from the area, is left alone: a strike elsewhere is no strike here.

Apart from the settling of copies, which compares what was said and looks at nothing of the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.coordinates import Heard, position_of
from dalil.crossref.sky.radio.written import Written
from dalil.units import Metres, Point

__all__ = ["in_reach", "one_digit_corrected"]

_AROUND_DEGREES = 1.0  # how far outside the case's area a position still counts as one of the case
_BEYOND_M = 1_500_000.0  # no type of the catalogue strikes so far from where its radio is heard on the ground
_ONE_PLACE_M = 100.0  # readings this near leave no choice: they are one place


def in_reach(point: Point, settings: Settings, around: float = _AROUND_DEGREES) -> bool:
    """Whether a position lies in the case's area, or so many degrees around it; always, where the case has none."""
    return settings.holds_point(point.latitude, point.longitude, around)


def one_digit_corrected(said: Written, settings: Settings) -> Heard | None:
    """The only reading in the area that differs in one digit from what was heard; None where there is a choice."""
    heard = position_of(said)
    if settings.area is None or not said.whole or (heard is not None and not _beyond(heard.point, settings)):
        return None
    found = [h for variant in _variants(said) if (h := position_of(variant)) is not None]
    inside = [h for h in found if in_reach(h.point, settings, 0.0)]
    if not inside or any(inside[0].point.distance_to(h.point) > _ONE_PLACE_M for h in inside):
        return None
    return replace(inside[0], radius_m=Metres(max(float(inside[0].radius_m), _ONE_PLACE_M)))


def _beyond(point: Point, settings: Settings) -> bool:
    assert settings.area is not None
    west, south, east, north = settings.area
    nearest = Point(min(max(point.latitude, south), north), min(max(point.longitude, west), east))
    return point.distance_to(nearest) > _BEYOND_M


def _variants(said: Written) -> Iterator[Written]:
    """What was said with one digit changed, each in turn."""
    for n, field in enumerate(said.fields):
        for k, digit in enumerate(field):
            for other in "0123456789":
                if other != digit:
                    changed = field[:k] + other + field[k + 1 :]
                    yield replace(said, fields=(*said.fields[:n], changed, *said.fields[n + 1 :]))
