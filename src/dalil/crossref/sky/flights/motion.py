"""How well two sightings of one aircraft fit in time, distance and direction: log densities, in nats.

Three ways of getting from one post to the next: straight on, by turning off (to the target), and on while circling.
Straight on, the time to expect follows from the distance along the heading that was written; where none was, from
the distance less what two aircraft passing at the side of their posts save. Directions are rated against any
direction. Only the numbers below were chosen by us; docs/method/sky.md says how.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from dalil.crossref.sky.read.sightings import Sightings
from dalil.geo.sphere import bearing_deg, distance_m, turn_deg
from dalil.kernels import Floats, Ints, kernel

__all__ = ["IMPOSSIBLE", "LONGEST_S", "Seen", "Step", "motion", "seen_of", "step_of"]

IMPOSSIBLE = -17.0  # nats: below every score of what can be (see _LEAST), and small enough to be added up
LONGEST_S = 4500.0  # an hour and a quarter unseen: a flight seen again after that is taken for another
_TURN_S = 500.0  # mean time, beyond the least, until an aircraft that turned off to a target is seen again
_CIRCLE_S = 120.0  # and until one that circles is written of by the next post
_HEADING_SD_DEG = 20.0  # how well a heading is judged by eye
_TWO_HEADINGS_SD_DEG = 30.0  # and how far two of them differ: √2 of that, rounded up
_SPEED_SD = 0.1  # of the cruise of a type: load, height, wind
_ANY_HEADING = 0.12  # directions that say nothing
_FAR_OFF, _FAR_SD = 0.1, 3.0  # times further off than their spread explains, and how much wider those are
_BENT = 0.02  # straight on, by a bend that nobody saw
_LEAST = 1e-7  # per second: what no way of flying explains still has a density, and its log is -16.1
_ROOT_2PI = 2.5066282746  # √(2π), as digits: kernels are compiled with it


class Seen(NamedTuple):
    """Sightings as arrays: when (s since 1970, by mended clocks), the circle (degrees, m), the heading, the post."""

    at: Floats
    lat: Floats
    lon: Floats
    radius: Floats
    heading: Floats
    post: Ints


def seen_of(sightings: Sightings, at_s: Floats, order: Ints | slice = slice(None)) -> Seen:
    """The sightings at these times, all in their own order or those of `order`."""
    s = sightings
    return Seen(
        at_s[order], s.latitude[order], s.longitude[order], s.radius_m[order], s.heading[order], s.post[order]
    )  # fmt: skip


class Step(NamedTuple):
    """From one sighting to the next: seconds, metres, the direction from one to the other; what each of them says.

    Headings are NaN where none was written; radii are those of the circles, in metres.
    """

    gap: float
    apart: float
    away: float
    heading_i: float
    heading_j: float
    radius_i: float
    radius_j: float


@kernel
def step_of(s: Seen, i: int, j: int) -> Step:
    """The step from sighting i to sighting j."""
    apart = distance_m(s.lat[i], s.lon[i], s.lat[j], s.lon[j])
    away = bearing_deg(s.lat[i], s.lon[i], s.lat[j], s.lon[j])
    return Step(s.at[j] - s.at[i], apart, away, s.heading[i], s.heading[j], s.radius[i], s.radius[j])


@kernel
def _normal(z: float, sd: float) -> float:
    return math.exp(-0.5 * z * z) / (sd * _ROOT_2PI)


@kernel
def _direction(off: float, sd: float) -> float:
    """Density of a direction off by so many degrees, against any direction."""
    inside = max(0.2, math.erf(180.0 / (sd * 1.41421356)))
    return _ANY_HEADING + (1 - _ANY_HEADING) * 360.0 * _normal(off / sd, sd) / inside


@kernel
def _straight(s: Step, cruise: float, clock_sd: float) -> tuple[float, float]:
    """Density per second of the gap of an aircraft that keeps its direction, times that of the directions written."""
    gap, apart, away, heading_i, heading_j, radius_i, radius_j = s
    width = radius_i + radius_j
    off, either, density = 0.0, True, 1.0
    if heading_i == heading_i and heading_j == heading_j:
        between = turn_deg(heading_i, heading_j)
        density *= _direction(between, _TWO_HEADINGS_SD_DEG)
        off = turn_deg(away, heading_i + between / 2)
    elif heading_i == heading_i:
        off = turn_deg(away, heading_i)
    elif heading_j == heading_j:
        off = turn_deg(away, heading_j)
    else:
        either = False
    if either:
        sd = math.sqrt(_HEADING_SD_DEG**2 + math.degrees(math.atan2(width / 2.5, apart + 1.0)) ** 2)
        density *= _direction(off, sd)
        aside = apart * math.sin(math.radians(off)) * 0.26 / cruise
        expected = max(0.0, apart * math.cos(math.radians(off)) / cruise)
        spread = math.sqrt(clock_sd**2 + (_SPEED_SD * expected) ** 2 + aside**2 + (0.12 * width / cruise) ** 2)
    else:
        along = max(apart**2 - (radius_i**2 + radius_j**2) / 3, (0.25 * apart) ** 2)
        expected = math.sqrt(along) / cruise
        spread = math.sqrt(clock_sd**2 + (0.2 * expected) ** 2 + (0.25 * width / cruise) ** 2)
    z = (gap - expected) / spread
    late = (1 - _FAR_OFF) * _normal(z, spread) + _FAR_OFF * _normal(z / _FAR_SD, _FAR_SD * spread)
    return density * late, expected


@kernel
def motion(s: Step, cruise: float, top: float, clock_sd: float) -> tuple[float, float, float, float]:
    """(straight, turning, circling, expected seconds) of a step, at speeds in m/s and a spread of clocks in s."""
    gap, apart, width = s.gap, s.apart, s.radius_i + s.radius_j
    if gap > LONGEST_S or gap < max(0.0, apart - s.radius_i - s.radius_j) / top - 2 * clock_sd:
        return IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE, 0.0
    straight, expected = _straight(s, cruise, clock_sd)
    least = max(apart - 0.5 * width, 0.0) / cruise
    turning, circling = 0.0, 0.0
    if gap > 0.8 * least - clock_sd:
        after = max(0.0, gap - least)
        turning = math.exp(-after / _TURN_S) / _TURN_S
        circling = 0.8 * math.exp(-after / _CIRCLE_S) / _CIRCLE_S + 0.2 * turning
    straight += _BENT * turning
    return math.log(straight + _LEAST), math.log(turning + _LEAST), math.log(circling + _LEAST), expected
