"""The score of a whole flight: how much likelier its sightings are as one flight than as so many, in nats.

Motion is scored along the flight in three phases (out, around a place, home), of which each may be missing and a
second round costs dear; type, operator and number of aircraft over the whole flight, so that a line without a type
between two of one type parts nothing; a flight comes home to the field it left; and a post that writes of a flight
again does so after a while. The parts are not independent, so each has a weight. Weights were fitted on simulated
wars, as a ranking of the true flights against those found, and rounded; docs/decisions says how.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dalil.crossref.sky.flights.motion import IMPOSSIBLE, Seen, motion, seen_of, step_of
from dalil.crossref.sky.flights.traffic import DEPARTING, FIRING, LANDING, Follows, Lines, Traffic, follows_log
from dalil.crossref.sky.read.sightings import Sightings
from dalil.geo.sphere import turn_deg
from dalil.kernels import Floats, Ints, kernel

__all__ = [
    "Model",
    "count_score",
    "flight_score",
    "home_score",
    "link_score",
    "model_of",
    "operator_score",
    "posts_score",
]

_SAME_POST_S = 100.0  # a post that writes twice within so short a time writes of two aircraft
_SAME_POST = -8.0  # nats against such a join: three in ten thousand
# How a type is written: right, as another of its class, as one of another class (the simulator errs one time in ten).
_TYPE_RIGHT, _IN_CLASS, _OTHER_CLASS = 0.87, 0.03, 0.007
_CLASS_RIGHT, _CLASS_WRONG = 0.92, 0.04  # and how a class is, where no type is written
_LOG_RIGHT, _LOG_IN_CLASS, _LOG_OTHER = math.log(_TYPE_RIGHT), math.log(_IN_CLASS), math.log(_OTHER_CLASS)
_LOG_CLASS_RIGHT, _LOG_CLASS_WRONG = math.log(_CLASS_RIGHT), math.log(_CLASS_WRONG)
_OPERATOR_RIGHT = 0.75  # observers infer the operator: what they write is taken as right three times in four
_SEEN_ALL, _SEEN_DOUBLE = 0.8, 0.03  # several aircraft are counted as several; one is counted as several
_HOME_SD_DEG = 30.0  # how well the last heading is the first one turned round

# How much each part counts: 1 where it may be taken as it is. Fitted and rounded (decision 051).
_OPERATOR, _COUNT, _AGAIN, _STEP, _STRAIGHT, _TURNING, _CIRCLING, _HOMEWARD = 0.4, 1.25, 1.1, 0.8, 1.05, 1.1, 0.95, 0.7
# What each step costs or gains, in nats. Fitted and rounded too (decision 051).
_JOINED = 0.6  # each join: .4 and .25 gain precision and lose as much recall
# Phases: off to the target, a second round (dear), staying, leaving, on the way home, a flight first seen around.
_TURN_OFF, _ONCE_MORE, _STAY, _LEAVE, _HOME_ON, _BEGINS_AROUND = 0.2, -12.0, -1.6, 0.35, 0.35, -2.5
# One that is seen firing or circling is not on its way; one that is seen passing may be around.
_FIRING_STRAIGHT, _FIRING_TURNED, _PASSING_AROUND, _CIRCLING_AWAY = -2.0, -0.2, 0.3, -0.8
_SAME_FIELD, _OTHER_FIELD = 1.25, -9.0  # landing where it left, or elsewhere
_LONG_AROUND_S, _LONG_AROUND = 1200.0, -3.0  # twenty minutes around one place are longer than an attack takes
# A post writes of a flight once while it is in sight: again soon hardly ever, three times seldom.
_SOON_S, _SOON, _NEXT_S, _NEXT, _LATER, _THRICE = 290.0, -15.0, 600.0, -0.6, 0.2, -6.5
_NEVER = -1e9  # less than any score, and no infinity that could be subtracted from itself


@kernel
def link_score(
    i: int, j: int, seen: Seen, lines: Lines, log_traffic: Traffic, cruise: float, top: float
) -> tuple[float, float]:
    """(straight, turning) of i and then j, against one flight ending with i and another beginning.

    Of the traffic, `again` are log odds and `rate` logs.
    """
    if seen.post[i] == seen.post[j] and seen.at[j] - seen.at[i] < _SAME_POST_S:
        return _SAME_POST, _SAME_POST
    straight, turning, _, _ = motion(step_of(seen, i, j), cruise, top, log_traffic.clock_sd_s)
    here, there = lines.station[i], lines.station[j]
    s = log_traffic.again[here] + follows_log(log_traffic.follows, here, there) - log_traffic.rate[j]
    if lines.behaviour[i] == FIRING or lines.behaviour[j] == FIRING:
        straight, turning = straight - 0.7, turning + 0.7
    return max(straight + s, IMPOSSIBLE), max(turning + s, IMPOSSIBLE)


class Model(NamedTuple):
    """What a chain's score is computed from: arrays of the sightings in order of time, shares, and the traffic."""

    seen: Seen
    station: Ints
    behaviour: Ints
    kind: Ints
    group: Ints
    operator: Ints
    operators: int
    several: Ints
    several_share: float
    kinds: Floats
    groups: Floats
    class_of: Ints
    cruises: Floats
    tops: Floats
    any_cruise: float
    any_top: float
    again: Floats
    follows: Follows
    rarity: float
    type_at: Floats
    clock_sd: float


@kernel
def _type_score(chain: Ints, m: Model) -> tuple[float, int]:
    """(score, number of the likeliest type or -1): the labels as those of one type, against as many drawn at random."""
    labelled = False
    for i in chain:
        labelled = labelled or m.kind[i] >= 0 or m.group[i] >= 0
        labelled = labelled or m.behaviour[i] == DEPARTING or m.behaviour[i] == LANDING
    if not labelled:
        return 0.0, -1
    of_type, at_random = np.log(m.kinds), 0.0
    for i in chain:
        kind, group = m.kind[i], m.group[i]
        at_field = m.behaviour[i] == DEPARTING or m.behaviour[i] == LANDING
        if at_field:
            of_type += m.type_at[m.station[i]]
        if kind >= 0:
            at_random += math.log(m.kinds[kind]) + (m.type_at[m.station[i], kind] if at_field else 0.0)
            for k in range(len(of_type)):
                of_type[k] += _LOG_RIGHT if k == kind else _LOG_IN_CLASS if m.class_of[k] == group else _LOG_OTHER
        elif group >= 0:
            at_random += math.log(m.groups[group])
            for k in range(len(of_type)):
                of_type[k] += _LOG_CLASS_RIGHT if m.class_of[k] == group else _LOG_CLASS_WRONG
    best, total = np.argmax(of_type), 0.0
    for k in range(len(of_type)):
        total += math.exp(of_type[k] - of_type[best])
    return float(of_type[best] + math.log(total) - at_random), int(best)


@kernel
def operator_score(chain: Ints, operator: Ints, operators: int) -> float:
    """What observers say of whose aircraft it is, against chance."""
    named = 0
    for i in chain:
        named += operator[i] >= 0
    if named < 2 or operators < 2:
        return 0.0
    of_operator, wrong = np.zeros(operators), (1 - _OPERATOR_RIGHT) / (operators - 1)
    for i in chain:
        if operator[i] >= 0:
            for p in range(operators):
                of_operator[p] += math.log(_OPERATOR_RIGHT if p == operator[i] else wrong)
    best = float(of_operator.max())
    return best + math.log(np.exp(of_operator - best).sum() / operators) + named * math.log(operators)


@kernel
def count_score(chain: Ints, several: Ints, share: float) -> float:
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


@kernel
def home_score(chain: Ints, behaviour: Ints, post: Ints, heading: Floats, comes_home: bool) -> float:
    """Leaving from one field, landing at another, and where the flight ends up."""
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
        score += _HOMEWARD * math.log(0.8 * 360.0 / (_HOME_SD_DEG * 2.5066) * math.exp(-0.5 * off * off) + 0.2)
    return score


@kernel
def posts_score(chain: Ints, at: Floats, post: Ints) -> float:
    """Posts that wrote more than once: how soon again, and how often."""
    score = 0.0
    for m in range(len(chain) - 1):
        times = 0
        for n in range(m + 1, len(chain)):
            if post[chain[m]] == post[chain[n]]:
                apart = at[chain[n]] - at[chain[m]]
                score += _SOON if apart < _SOON_S else _NEXT if apart < _NEXT_S else _LATER
                score += _THRICE if times else 0.0
                times += 1
    return score


@kernel
def _path_score(chain: Ints, m: Model, cruise: float, top: float) -> tuple[float, bool]:
    """(score of the likeliest phases, whether they end on the way home)."""
    circles = m.behaviour[chain[0]] == FIRING
    out = _CIRCLING_AWAY if circles else 0.0
    around = _BEGINS_AROUND + (0.0 if circles else _PASSING_AROUND)
    home, since = _NEVER, m.seen.at[chain[0]]
    for n in range(len(chain) - 1):
        i, j = chain[n], chain[n + 1]
        straight, turning, circling, _ = motion(step_of(m.seen, i, j), cruise, top, m.clock_sd)
        circles = m.behaviour[j] == FIRING
        fires = circles or m.behaviour[i] == FIRING
        on = _STRAIGHT * straight + (_FIRING_STRAIGHT if fires else 0.0) + (_CIRCLING_AWAY if circles else 0.0)
        turned = (_FIRING_TURNED if fires else 0.0) + (0.0 if circles else _PASSING_AROUND)
        arrives = max(out + _TURN_OFF, home + _ONCE_MORE) + _TURNING * turning + turned
        stays = around + _STAY + _CIRCLING * circling + turned
        if m.seen.at[j] - since > _LONG_AROUND_S and m.seen.at[i] - since <= _LONG_AROUND_S:
            stays += _LONG_AROUND
        home = max(around + _LEAVE, home + _HOME_ON) + on
        out, around = out + on, max(arrives, stays)
        since = since if stays >= arrives else m.seen.at[j]
    return max(out, around, home), home > max(out, around)


@kernel
def flight_score(chain: Ints, m: Model) -> float:
    """The score of sightings in order of time, as one flight. A single sighting scores about 0."""
    score, best = _type_score(chain, m)
    score += _OPERATOR * operator_score(chain, m.operator, m.operators)
    score += _COUNT * count_score(chain, m.several, m.several_share) + posts_score(chain, m.seen.at, m.seen.post)
    for n in range(len(chain) - 1):
        here, there = m.station[chain[n]], m.station[chain[n + 1]]
        score += _AGAIN * math.log(m.again[here] / (1 - m.again[here]))
        score += _STEP * follows_log(m.follows, here, there)
        score += m.rarity + _JOINED
    cruise, top = (m.cruises[best], m.tops[best]) if best >= 0 else (m.any_cruise, m.any_top)
    path, ends_home = _path_score(chain, m, cruise, top)
    return score + path + home_score(chain, m.behaviour, m.seen.post, m.seen.heading, len(chain) > 1 and ends_home)


def model_of(sightings: Sightings, at_s: Floats, lines: Lines, traffic: Traffic, order: Ints) -> Model:
    """What scores chains under one model of the traffic; `order` gives the sightings in order of time."""
    # How rarely flights begin in this log: one number, for hours that are busy are busy with this flight too.
    rarity = -float(np.log(traffic.rate).mean()) if len(at_s) else 0.0
    return Model(
        seen_of(sightings, at_s, order), lines.station[order], lines.behaviour[order],
        lines.type[order], lines.class_[order], lines.operator[order], lines.operators, lines.several[order],
        lines.several_share, lines.type_share, lines.class_share, lines.class_of, lines.cruise_ms, lines.top_ms,
        lines.any_cruise_ms, lines.any_top_ms, traffic.again, traffic.follows, rarity, traffic.type_at,
        traffic.clock_sd_s,
    )  # fmt: skip
