"""From pairs of rows to persons: who could be whom, and groups of rows.

Two groups become one where they fit, the best fit first. A fit is taken field by field, as the mean over the pairs of
rows that both state the field: one row has the age, another the father's name, and together they are what a third one
is compared with.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dalil.link.person_compare import Choices
from dalil.link.person_rows import FAR_DAYS, NEAR_DAYS, Victim
from dalil.link.reports import Floats

__all__ = ["Expect", "gather_rows", "rivals"]

Expect = Callable[[Floats, bool], Floats]

_NEVER = -8.0  # log odds of two rows that blocking did not bring together
_LEAST = -3.0  # log odds under which a pair is not tried


def rivals(victims: list[Victim], pairs: list[tuple[int, int]], by_name: NDArray[np.bool_]) -> tuple[Choices, Expect]:
    """How many rows of the other's list each pair's two could be, and a function from weights to probabilities.

    A row is one person, so in another list it has one fellow at most, or several rows that are one person themselves.
    The function takes pairs for rivals of each other, and, where it is told to, first gathers groups: pairs within
    one are no rivals. Rivals are the pairs that were brought together otherwise than by name; for a pair that only a
    name did, all rows of that list of the same days.
    """
    lists = {name: number for number, name in enumerate(sorted({victim.organisation for victim in victims}))}
    owner = np.array([lists[victim.organisation] for victim in victims])
    a, b = np.array(pairs).T
    from_a, from_b, size = a * len(lists) + owner[b], b * len(lists) + owner[a], len(victims) * len(lists)

    def summed(values: Floats) -> Floats:
        total = np.bincount(from_a, values, minlength=size) + np.bincount(from_b, values, minlength=size)
        return np.asarray(np.maximum(total[from_a], total[from_b]))

    met = (~by_name).astype(np.float64)
    count = np.bincount(from_a, met, minlength=size) + np.bincount(from_b, met, minlength=size)
    of_b, of_a = np.maximum(1.0, count[from_a]), np.maximum(1.0, count[from_b])
    on_list = _of_days(victims, owner, len(lists))
    for place in np.flatnonzero(by_name).tolist():
        one, other = victims[a[place]], victims[b[place]]
        near = one.day is not None and other.day is not None and abs((one.day - other.day).days) <= NEAR_DAYS
        days = NEAR_DAYS if near else FAR_DAYS
        of_b[place], of_a[place] = on_list(owner[b[place]], one.day, days), on_list(owner[a[place]], other.day, days)
    choices = Choices(owner[a], owner[b], of_b, of_a, len(lists))

    def expect(weights: Floats, grouped: bool) -> Floats:
        odds = np.exp(np.clip(np.nansum(weights, axis=0), -30, 30))
        alone, rivalled = odds / (1.0 + odds), odds / (1.0 + summed(odds))
        if not grouped:
            return np.asarray(rivalled)
        group = np.empty(len(victims), dtype=np.int64)
        for place, rows in enumerate(gather_rows(len(victims), pairs, weights)[0]):
            group[rows] = place
        return np.asarray(np.where(group[a] == group[b], alone, rivalled))

    return choices, expect


def _of_days(victims: list[Victim], owner: NDArray[np.int64], lists: int) -> Callable[[int, date | None, int], int]:
    """A function: how many rows a list has within so many days of a day (of no day: all)."""
    days = [
        np.sort([victim.day.toordinal() for victim, own in zip(victims, owner, strict=True) if own == n and victim.day])
        for n in range(lists)
    ]

    def count(of: int, day: date | None, around: int) -> int:
        if day is None:
            return max(1, len(days[of]))
        at = day.toordinal()
        return max(1, int(np.searchsorted(days[of], at + around, "right") - np.searchsorted(days[of], at - around)))

    return count


def gather_rows(rows: int, pairs: list[tuple[int, int]], weights: Floats) -> tuple[list[list[int]], list[float]]:
    """Groups of rows, ordered by their first row, and how sure each is: the weakest of the choices made for it."""
    number = {pair: place for place, pair in enumerate(pairs)}
    members = {n: [n] for n in range(rows)}
    beside: dict[int, set[int]] = defaultdict(set)
    sure = [1.0] * rows
    odds = np.nansum(weights, axis=0) if pairs else np.zeros(0)
    queue = []
    for place in np.flatnonzero(odds > _LEAST).tolist():
        a, b = pairs[place]
        beside[a].add(b)
        beside[b].add(a)
        queue.append((-float(odds[place]), a, b, 1, 1))
    heapq.heapify(queue)
    while queue:
        cost, one, other, size_one, size_other = heapq.heappop(queue)
        if (len(members.get(one, ())), len(members.get(other, ()))) != (size_one, size_other):
            continue
        chance = 1.0 / (1.0 + math.exp(min(50.0, abs(cost))))
        sure[one] = sure[other] = min(sure[one], sure[other], 1.0 - chance)
        if cost >= 0.0:
            continue
        members[one] += members.pop(other)
        beside[one] = (beside[one] | beside.pop(other)) - {one, other}
        for near in sorted(beside[one]):
            beside[near] = beside[near] - {other} | {one}
            fit = _fit(number, weights, members[one], members[near])
            low, high = min(one, near), max(one, near)
            heapq.heappush(queue, (-fit, low, high, len(members[low]), len(members[high])))
    kept = sorted(members)
    return [sorted(members[g]) for g in kept], [sure[g] for g in kept]


def _fit(number: dict[tuple[int, int], int], weights: Floats, one: list[int], other: list[int]) -> float:
    """The log odds that two groups are one person."""
    keys = [number.get((min(x, y), max(x, y)), -1) for x in one for y in other]
    met = [key for key in keys if key >= 0]
    cross = weights[:, met]
    told = ~np.isnan(cross)
    count = told.sum(axis=1)
    means = np.where(told, cross, 0.0).sum(axis=1)[count > 0] / count[count > 0]
    return float(means.sum()) + _NEVER * (len(keys) - len(met)) / len(keys)
