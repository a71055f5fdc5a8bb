"""The score of a whole flight: how much likelier its sightings are as one flight than as so many, in nats.

Motion is scored along the flight with three phases (out, circling over a place, home), of which each may be missing
and a second round costs dear; type and operator over the whole flight, so that a line without a type between two of
one type parts nothing; and a flight comes home to the field it left.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.crossref.sky.kernel import Floats, Ints, compiled
from dalil.crossref.sky.motion import IMPOSSIBLE, motion
from dalil.crossref.sky.sightings import Sightings
from dalil.crossref.sky.sphere import bearing_deg, distance_m, turn_deg
from dalil.crossref.sky.traffic import DEPARTING, FIRING, LANDING, Lines, Traffic

__all__ = ["ChainScore", "link_score"]

_SAME_POST_S = 100.0
_TYPE_RIGHT, _IN_CLASS, _OTHER_CLASS = 0.87, 0.03, 0.007
_CLASS_RIGHT, _CLASS_WRONG = 0.92, 0.04
_OPERATOR_RIGHT = 0.75
_GO_ON, _TURN_OFF = math.log(0.7), math.log(0.3)
_STAY, _LEAVE = math.log(0.5), math.log(0.5)
_ONCE_MORE = -4.5
_SAME_FIELD, _OTHER_FIELD = 0.9, -3.0
_SEEN_ALL, _SEEN_DOUBLE = 0.8, 0.03
_HOME_SD_DEG = 30.0


@compiled
def link_score(
    i: int, j: int, at: Floats, lat: Floats, lon: Floats, radius: Floats, heading: Floats, post: Ints,
    station: Ints, behaviour: Ints, cruise: float, top: float, again: Floats, step: Floats, start: Floats,
    rate: Floats, clock_sd: float,
) -> tuple[float, float, float]:  # fmt: skip
    """(straight, turning, circling) of i and then j, against one flight ending with i and another beginning."""
    gap = at[j] - at[i]
    if post[i] == post[j] and gap < _SAME_POST_S:
        return -8.0, -8.0, -8.0
    apart = distance_m(lat[i], lon[i], lat[j], lon[j])
    away = bearing_deg(lat[i], lon[i], lat[j], lon[j])
    straight, turning, circling, _ = motion(
        gap, apart, away, heading[i], heading[j], radius[i], radius[j], cruise, top, clock_sd
    )
    s = math.log(again[station[i]] / (1 - again[station[i]])) + math.log(step[station[i], station[j]])
    s -= math.log(rate[j]) + math.log(start[station[j]])
    if behaviour[i] == FIRING or behaviour[j] == FIRING:
        straight, turning, circling = straight - 0.7, turning + 0.7, circling + 0.7
    return max(straight + s, IMPOSSIBLE), max(turning + s, IMPOSSIBLE), max(circling + s, IMPOSSIBLE)


@compiled
def _type_score(
    chain: Ints, behaviour: Ints, station: Ints, kind: Ints, group: Ints, kinds: Floats, groups: Floats,
    class_of: Ints, type_at: Floats,
) -> tuple[float, int]:  # fmt: skip
    """(score, number of the likeliest type or -1): the labels as those of one type, against as many drawn at random."""
    of_type, at_random, labelled = np.log(kinds), 0.0, False
    for i in chain:
        at_field = behaviour[i] == DEPARTING or behaviour[i] == LANDING
        if at_field:
            labelled = True
            of_type += type_at[station[i]]
        if kind[i] >= 0:
            labelled = True
            at_random += math.log(kinds[kind[i]]) + (type_at[station[i], kind[i]] if at_field else 0.0)
            for k in range(len(kinds)):
                right = k == kind[i]
                of_type[k] += math.log(_TYPE_RIGHT if right else _IN_CLASS if class_of[k] == group[i] else _OTHER_CLASS)
        elif group[i] >= 0:
            labelled = True
            at_random += math.log(groups[group[i]])
            for k in range(len(kinds)):
                of_type[k] += math.log(_CLASS_RIGHT if class_of[k] == group[i] else _CLASS_WRONG)
    if not labelled:
        return 0.0, -1
    best = np.argmax(of_type)
    return float(of_type[best] + math.log(np.exp(of_type - of_type[best]).sum()) - at_random), int(best)


@compiled
def _operator_score(chain: Ints, operator: Ints, operators: int) -> float:
    of_operator, named = np.zeros(max(1, operators)), 0
    for i in chain:
        if operator[i] >= 0:
            named += 1
            for p in range(operators):
                wrong = (1 - _OPERATOR_RIGHT) / max(1, operators - 1)
                of_operator[p] += math.log(_OPERATOR_RIGHT if p == operator[i] else wrong)
    if named < 2 or operators < 2:
        return 0.0
    best = float(of_operator.max())
    return best + math.log(np.exp(of_operator - best).sum() / operators) + named * math.log(operators)


@compiled
def _count_score(chain: Ints, several: Ints, share: float) -> float:
    """One aircraft or several, over the whole flight: several are at times taken for one, one seldom for several."""
    one, more, at_random, counted = 0.0, 0.0, 0.0, 0
    for i in chain:
        if several[i] == 1:
            one, more = one + math.log(_SEEN_DOUBLE), more + math.log(_SEEN_ALL)
            at_random += math.log(share)
        elif several[i] == 0:
            one, more = one + math.log(1 - _SEEN_DOUBLE), more + math.log(1 - _SEEN_ALL)
            at_random += math.log(1 - share)
        counted += several[i] >= 0
    if counted < 2:
        return 0.0
    groups = min(0.9, share / _SEEN_ALL)
    return math.log((1 - groups) * math.exp(one) + groups * math.exp(more)) - at_random


@compiled
def _home_score(chain: Ints, behaviour: Ints, post: Ints, heading: Floats, comes_home: bool) -> float:
    left, landed, score = -1, -1, 0.0
    first = np.nan
    for i in chain:
        if behaviour[i] == DEPARTING:
            left = post[i]
        if behaviour[i] == LANDING:
            landed = post[i]
        if first != first:
            first = heading[i]
    if left >= 0 and landed >= 0:
        score += _SAME_FIELD if left == landed else _OTHER_FIELD
    last = heading[chain[-1]]
    if comes_home and first == first and last == last:
        off = turn_deg(first + 180.0, last) / _HOME_SD_DEG
        score += math.log(0.8 * 360.0 / (_HOME_SD_DEG * 2.5066) * math.exp(-0.5 * off * off) + 0.2)
    return score


@compiled
def _chain_score(
    chain: Ints, at: Floats, lat: Floats, lon: Floats, radius: Floats, heading: Floats, post: Ints,
    station: Ints, behaviour: Ints, kind: Ints, group: Ints, operator: Ints, operators: int, several: Ints,
    several_share: float, kinds: Floats, groups: Floats, class_of: Ints, cruises: Floats, tops: Floats,
    any_cruise: float, any_top: float, again: Floats, step: Floats, start: Floats, rate: Floats,
    type_at: Floats, clock_sd: float,
) -> float:  # fmt: skip
    score, best = _type_score(chain, behaviour, station, kind, group, kinds, groups, class_of, type_at)
    score += _operator_score(chain, operator, operators) + _count_score(chain, several, several_share)
    cruise, top = (cruises[best], tops[best]) if best >= 0 else (any_cruise, any_top)
    out, around, home = 0.0, -1e9, -1e9
    for m in range(len(chain) - 1):
        straight, turning, circling = link_score(
            chain[m], chain[m + 1], at, lat, lon, radius, heading, post, station, behaviour, cruise, top, again, step,
            start, rate, clock_sd,
        )  # fmt: skip
        turned = max(max(out + _TURN_OFF, home + _ONCE_MORE) + turning, around + _STAY + circling)
        home = max(around + _LEAVE, home) + straight
        out, around = out + _GO_ON + straight, turned
    comes_home = len(chain) > 1 and home >= max(out, around) - 1.0
    return score + max(out, around, home) + _home_score(chain, behaviour, post, heading, comes_home)


class ChainScore:
    """Scores chains of sightings under one model of the traffic. A single sighting scores about 0."""

    def __init__(self, sightings: Sightings, at_s: Floats, lines: Lines, traffic: Traffic) -> None:
        self._arguments: tuple[Any, ...] = (
            at_s, sightings.latitude, sightings.longitude, sightings.radius_m, sightings.heading, sightings.post,
            lines.station, lines.behaviour, lines.type, lines.class_, lines.operator, lines.operators,
            lines.several, lines.several_share, lines.type_share, lines.class_share, lines.class_of, lines.cruise_ms,
            lines.top_ms, lines.any_cruise_ms, lines.any_top_ms,
            traffic.again, traffic.step, traffic.start, traffic.rate, traffic.type_at, traffic.clock_sd_s,
        )  # fmt: skip

    def __call__(self, chain: list[int] | NDArray[np.int64]) -> float:
        """The score of sightings in order of time."""
        return float(_chain_score(np.asarray(chain, dtype=np.int64), *self._arguments))
