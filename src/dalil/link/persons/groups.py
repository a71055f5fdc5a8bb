"""From pairs of rows to persons: groups of rows.

A group is scored against its rows apart. What n rows say of one aspect counts (2/n)·Σ over pairs, which is the n − 1
facts that n rows which agree have: one row has the age, another the father's name, and together they are what a third
one is compared with. That k lists have the person counts k − 1 times; each row more, that a list has it twice; each
attack of the register more, that it is one with another. So two lists that both have two namesakes are two persons
sooner than one person whom two lists have twice.

Groups are joined where that gains, the greatest gain first; then single rows move while that gains.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from dalil.kernels import Floats, Ints
from dalil.link.persons.train import Weights

__all__ = ["gather_rows"]

_NEVER = -8.0  # log odds of two rows that blocking did not bring together
_LEAST = -3.0  # log odds under which a pair is not tried
_ROUNDS = 10  # of moving; two or three are enough where anything moves at all


class _Scores:
    """Log probability of groups (ascending rows) against their rows apart; each is computed once."""

    def __init__(self, lists: Ints, attack: Ints, pairs: list[tuple[int, int]], weights: Weights) -> None:
        self._lists, self._attack, self._weights = lists, attack, weights
        self._total = weights.total
        self._number = {pair: place for place, pair in enumerate(pairs)}
        self._known: dict[tuple[int, ...], float] = {}

    def of(self, group: tuple[int, ...]) -> float:
        """0 for one row and for none."""
        if len(group) < 2:
            return 0.0
        if len(group) == 2:
            met = self._number.get((group[0], group[1]))  # of two rows the score is that of their pair
            return _NEVER if met is None else float(self._total[met])
        if group not in self._known:
            self._known[group] = self._score(group)
        return self._known[group]

    def joined(self, one: tuple[int, ...], other: tuple[int, ...]) -> float:
        """What is gained where two groups become one."""
        return self.of(_with(one, other)) - self.of(one) - self.of(other)

    def _score(self, group: tuple[int, ...]) -> float:
        places = [self._number.get(pair, -1) for pair in combinations(group, 2)]
        ends = np.array(
            [pair for pair, met in zip(combinations(range(len(group)), 2), places, strict=True) if met >= 0]
        )
        met = np.array([place for place in places if place >= 0], dtype=np.int64)
        never = 2.0 / len(group) * _NEVER * (len(places) - len(met))
        if not len(met):
            return never
        lists = self._lists[list(group)]
        within = lists[ends[:, 0]] == lists[ends[:, 1]]
        listed, attack = self._weights.listed[met], self._weights.attack[met]
        attacks = {int(each) for each in self._attack[list(group)] if each >= 0}
        held = len(np.unique(lists))
        # Each list, each row more of a list and each attack more count once, whatever the number of pairs behind it.
        return (
            never
            + _facts(self._weights.said[:, met], ends, len(group))
            + (held - 1) * _mean(listed[~within])
            + (len(group) - held) * _mean(listed[within])
            + (max(1, len(attacks)) - 1) * _mean(attack[attack < 0.0])
        )


def _facts(said: Floats, ends: Ints, rows: int) -> float:
    """(2/n)·Σ over the pairs that both state an aspect, n the rows that state it; over all aspects."""
    told = ~np.isnan(said)
    one = np.zeros((len(ends), rows), dtype=np.int64)
    np.put_along_axis(one, ends, 1, axis=1)
    stating = ((told.astype(np.int64) @ one) > 0).sum(axis=1)
    return float((2.0 / np.maximum(stating, 1) * np.where(told, said, 0.0).sum(axis=1)).sum())


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 0.0


def _with(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(one + other))


def _without(group: tuple[int, ...], row: int) -> tuple[int, ...]:
    return tuple(each for each in group if each != row)


class _Groups:
    """The groups while they change. `beside` (rows): the rows that each could be one person with."""

    def __init__(self, rows: int, beside: dict[int, set[int]], scores: _Scores) -> None:
        self._beside, self._scores = beside, scores
        self.of_row: list[tuple[int, ...]] = [(n,) for n in range(rows)]

    def put(self, *groups: tuple[int, ...]) -> None:
        """From now on these are groups."""
        for group in groups:
            for row in group:
                self.of_row[row] = group

    def near(self, group: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Other groups with a row that a row of this one could be one person with."""
        return sorted({self.of_row[other] for row in group for other in self._beside.get(row, ())} - {group})

    def join(self) -> None:
        """Join while that gains, the greatest gain first."""
        queue: list[tuple[float, tuple[int, ...], tuple[int, ...]]] = [
            (-self._scores.joined((a,), (b,)), (a,), (b,))
            for a in sorted(self._beside)
            for b in self._beside[a]
            if a < b
        ]
        heapq.heapify(queue)
        while queue:
            cost, one, other = heapq.heappop(queue)
            if cost >= 0.0:
                break
            # One of the two has grown since: what it is now stands further on in the queue.
            if self.of_row[one[0]] != one or self.of_row[other[0]] != other:
                continue
            whole = _with(one, other)
            self.put(whole)
            for near in self.near(whole):
                heapq.heappush(queue, (-self._scores.joined(whole, near), whole, near))

    def settle(self) -> None:
        """Move single rows, and join groups that this brought nearer, while that gains."""
        for _ in range(_ROUNDS):
            moved = False
            for row in sorted(self._beside):
                gain, groups = max(self.changes(row), default=(0.0, ()))
                if gain > 1e-9:  # not for rounding: two groupings as good as each other would be exchanged for ever
                    self.put(*groups)
                    moved = True
            if not moved:
                return

    def changes(self, row: int) -> Iterator[tuple[float, tuple[tuple[int, ...], ...]]]:
        """What can be done with a row: put it alone or beside another, or join its group with another; and the gain."""
        home = self.of_row[row]
        rest = _without(home, row)
        out = self._scores.of(rest) - self._scores.of(home)
        if rest:
            yield out, (rest, (row,))
        for group in self.near((row,)):
            if group == home:
                continue
            yield self._scores.joined(group, home), (_with(group, home),)
            if rest:
                yield out + self._scores.joined(group, (row,)), (rest, _with(group, (row,)))


def gather_rows(
    lists: Ints, attack: Ints, pairs: list[tuple[int, int]], weights: Weights
) -> tuple[list[list[int]], list[float]]:
    """Groups of rows, ordered by their first row, and how sure each is: against the nearest change of any of its rows.

    `lists` (rows) are numbers of lists, `attack` (rows) of attacks of the register, -1 where a row names none.
    """
    beside: dict[int, set[int]] = defaultdict(set)
    for place in np.flatnonzero(weights.total > _LEAST).tolist():
        a, b = pairs[place]
        beside[a].add(b)
        beside[b].add(a)
    groups = _Groups(len(lists), beside, _Scores(lists, attack, pairs, weights))
    groups.join()
    groups.settle()
    sure = [1.0] * len(lists)
    for row in sorted(beside):
        for gain, changed in groups.changes(row):
            # Of the two groupings, this one and the changed one, the probability of this one.
            chance = 1.0 / (1.0 + math.exp(max(-50.0, gain)))
            for each in {each for group in changed for each in group} | set(groups.of_row[row]):
                sure[each] = min(sure[each], chance)
    kept = sorted(set(groups.of_row))
    return [list(group) for group in kept], [min(sure[row] for row in group) for group in kept]
