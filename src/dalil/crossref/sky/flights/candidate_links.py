"""Candidate joins of two sightings, with their score in nats: the edges of the path cover."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dalil.crossref.sky.flights.flight_score import link_score
from dalil.crossref.sky.flights.motion import LONGEST_S, Seen, seen_of
from dalil.crossref.sky.flights.traffic import DEPARTING, LANDING, Lines, Traffic
from dalil.crossref.sky.read.sightings import Sightings
from dalil.kernels import Floats, Ints, Mask, kernel

__all__ = ["CandidateLinks", "candidate_links", "keep_best"]


_MOST_LATER = 400  # later lines looked at for one sighting; a log denser than this cannot be joined by time anyway
_KEPT = 12  # joins kept for one line, the best: more cost memory, and a path cover takes one
_WORTH = -3.0  # nats below which a join is not kept: its odds are one in twenty before rivals are looked at
_WRONG_TYPE = 0.12  # share of lines whose type is wrong; the simulator draws one in ten
_OTHER_CLASS = 0.25  # share of wrong types that are of another class, a helicopter for a jet
_ONE_WRONG = 2 * _WRONG_TYPE * (1 - _WRONG_TYPE)  # of two lines of one aircraft, exactly one has the type wrong
# Two types that differ, against two drawn at random: within a class an error has fewer types to fall on, hence 1.5.
_SAME_CLASS = math.log(_ONE_WRONG * (1 - _OTHER_CLASS) * 1.5)
_CLASSES_DIFFER = math.log(_ONE_WRONG * _OTHER_CLASS)
_GROUPS_DIFFER = math.log(0.08)  # without a type, two classes that differ: a twelfth as often as at random


@dataclass(frozen=True)
class CandidateLinks:
    """Candidate joins `first[k]` → `then[k]` with their score in nats; `capped` lines had too many rivals."""

    first: Ints
    then: Ints
    score: Floats
    capped: Mask  # one for each sighting


def candidate_links(sightings: Sightings, at_s: Floats, lines: Lines, traffic: Traffic) -> CandidateLinks:
    """All joins worth a thought, at most twelve for each sighting. `at_s` is mended clock time."""
    order = np.argsort(at_s, kind="stable")
    cruise = np.where(lines.type >= 0, lines.cruise_ms[lines.type], lines.any_cruise_ms)
    top = np.where(lines.type >= 0, lines.top_ms[lines.type], lines.any_top_ms)
    first, then, score, capped = _scan(order, seen_of(sightings, at_s), lines, traffic, cruise, top)
    return CandidateLinks(first, then, score, capped)


@kernel
def _labels(kind_i: int, kind_j: int, group_i: int, group_j: int, kinds: Floats, groups: Floats) -> float:
    """Of two lines' labels, against two drawn at random; `kinds` and `groups` are the scores of two that agree."""
    if kind_i >= 0 and kind_j >= 0:
        if kind_i == kind_j:
            return float(kinds[kind_i])
        return _SAME_CLASS if group_i == group_j else _CLASSES_DIFFER
    if group_i >= 0 and group_j >= 0:
        return float(groups[group_i]) if group_i == group_j else _GROUPS_DIFFER
    return 0.0


@kernel
def _scan(
    order: Ints, seen: Seen, lines: Lines, traffic: Traffic, cruise: Floats, top: Floats
) -> tuple[Ints, Ints, Floats, Mask]:
    at, behaviour, kind, group, operator = seen.at, lines.behaviour, lines.type, lines.class_, lines.operator
    count = len(order)
    capped = np.zeros(count, dtype=np.bool_)
    first = np.empty(count * _KEPT, dtype=np.int64)
    then = np.empty(count * _KEPT, dtype=np.int64)
    score = np.empty(count * _KEPT, dtype=np.float64)
    best_j = np.empty(_KEPT, dtype=np.int64)
    best_s = np.empty(_KEPT, dtype=np.float64)
    size = 0
    odds, log_rate = np.log(traffic.again / (1 - traffic.again)), np.log(traffic.rate)
    log_traffic = Traffic(odds, traffic.follows, log_rate, traffic.type_at, traffic.clock_sd_s)
    same_kind = np.log((1 - _WRONG_TYPE) ** 2 / lines.type_share + 2 * _WRONG_TYPE)
    same_group = np.log(0.95 / lines.class_share)
    for n in range(count):
        i = order[n]
        if behaviour[i] == LANDING:
            continue
        found = 0
        for m in range(n + 1, count):
            j = order[m]
            if at[j] - at[i] > LONGEST_S:
                break
            if m - n > _MOST_LATER:
                capped[i] = True
                break
            if behaviour[j] == DEPARTING:
                continue
            typed = i if kind[i] >= 0 or kind[j] < 0 else j
            straight, turning = link_score(i, j, seen, lines, log_traffic, cruise[typed], top[typed])
            s = math.log(0.65 * math.exp(straight) + 0.35 * math.exp(turning) + 1e-30)
            s += _labels(kind[i], kind[j], group[i], group[j], same_kind, same_group)
            if operator[i] >= 0 and operator[j] >= 0:
                s += 0.4 if operator[i] == operator[j] else -0.7
            if s > _WORTH:
                found = keep_best(best_j, best_s, found, j, s)
        for k in range(found):
            first[size], then[size], score[size] = i, best_j[k], best_s[k]
            size += 1
    return first[:size].copy(), then[:size].copy(), score[:size].copy(), capped


@kernel
def keep_best(best_j: Ints, best_s: Floats, found: int, j: int, s: float) -> int:
    """Insert into the list of the best, in falling order; returns its length."""
    if found == len(best_s):
        if s <= best_s[found - 1]:
            return found
        found -= 1
    k = found
    while k > 0 and best_s[k - 1] < s:
        best_s[k], best_j[k] = best_s[k - 1], best_j[k - 1]
        k -= 1
    best_s[k], best_j[k] = s, j
    return found + 1
