"""From joins to flights: chains of sightings, merged and mended while that makes the whole more likely.

The path cover by assignment is the start; scores of joins cannot see a flight as a whole, so chains are then merged
where their common score gains (best first), single sightings move to the chain where they fit best, and two chains
swap what comes after a moment: one of the commonest errors is the way home of one flight given to another.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dalil.crossref.sky.chain_score import ChainScore
from dalil.crossref.sky.kernel import Floats

__all__ = ["Chains"]

_NEAR_S = 2400.0
_MOST_NEAR = 60  # chains that one chain is compared with, the nearest in time
_WORTH_IT = 1e-6
_SWAP_ROUNDS = 3
_MERGE_GAIN = 0.55  # merging counts every pair of the two at once: ask for more than nothing


class Chains:
    """A partition of sightings into chains in order of time, and the moves that improve it."""

    def __init__(self, at_s: Floats, score: ChainScore, successor: NDArray[np.int64]) -> None:
        self._at, self._score = at_s, score
        # Clocks may have been mended since: chains are put in order of time again.
        chains = enumerate(chains_of(successor, at_s))
        self._members: dict[int, list[int]] = {name: self._sorted(members) for name, members in chains}
        self._worth = {name: score(members) for name, members in self._members.items()}
        self._version = dict.fromkeys(self._members, 0)
        self._next = len(self._members)
        self._near = self._neighbours()

    def settle(self) -> NDArray[np.int64]:
        """Merge, move and swap until little changes; the successor of each sighting, -1 for the last of a flight."""
        self._merge_all()
        for _ in range(2):
            self._move_each()
            self._swap_all()
        successor = np.full(len(self._at), -1, dtype=np.int64)
        for members in self._members.values():
            successor[members[:-1]] = members[1:]
        return successor

    def _span(self, name: int) -> tuple[float, float]:
        members = self._members[name]
        return float(self._at[members[0]]), float(self._at[members[-1]])

    def _sorted(self, members: Iterable[int]) -> list[int]:
        return sorted(members, key=lambda i: (self._at[i], i))

    def _neighbours(self) -> dict[int, set[int]]:
        """Chains close enough in time to be parts of one flight."""
        near: dict[int, set[int]] = {name: set() for name in self._members}
        active: list[int] = []
        for name in sorted(self._members, key=lambda name: (self._span(name), name)):
            begins = self._span(name)[0]
            active = [a for a in active if self._span(a)[1] >= begins - _NEAR_S][-_MOST_NEAR:]
            for other in active:
                near[other].add(name)
                near[name].add(other)
            active.append(name)
        return near

    def _merge_all(self) -> None:
        heap: list[tuple[float, int, int, int, int]] = []
        for a in sorted(self._near):
            self._offer(heap, a, (b for b in self._near[a] if b > a))
        while heap:
            _, a, b, version_a, version_b = heapq.heappop(heap)
            if self._version.get(a) != version_a or self._version.get(b) != version_b:
                continue
            self._replace(a, self._sorted(self._members[a] + self._members[b]))
            self._drop(b, into=a)
            self._offer(heap, a, self._near[a])

    def _offer(self, heap: list[tuple[float, int, int, int, int]], a: int, others: Iterable[int]) -> None:
        for b in others:
            merged = self._sorted(self._members[a] + self._members[b])
            gain = self._score(merged) - self._worth[a] - self._worth[b]
            if gain > _MERGE_GAIN:
                x, y = min(a, b), max(a, b)
                heapq.heappush(heap, (-gain, x, y, self._version[x], self._version[y]))

    def _replace(self, name: int, members: list[int]) -> None:
        self._members[name], self._worth[name] = members, self._score(members)
        self._version[name] = self._version.get(name, -1) + 1

    def _drop(self, name: int, into: int | None = None) -> None:
        del self._members[name], self._worth[name], self._version[name]
        for other in self._near.pop(name):
            self._near[other].discard(name)
            if into is not None and other != into:
                self._near[other].add(into)
                self._near[into].add(other)

    def _swap_all(self) -> None:
        for _ in range(_SWAP_ROUNDS):
            pairs = [(a, b) for a in sorted(self._near) for b in sorted(self._near[a]) if a < b]
            if not sum(self._swap(a, b) for a, b in pairs):
                return

    def _swap(self, a: int, b: int) -> bool:
        """Give each of two chains the other's end from the moment on at which both gain most."""
        one, other = self._members[a], self._members[b]
        if len(one) + len(other) < 3:
            return False  # two single lines have no ends to swap
        if self._at[one[-1]] < self._at[other[0]] - _NEAR_S or self._at[other[-1]] < self._at[one[0]] - _NEAR_S:
            return False
        now, best = self._worth[a] + self._worth[b], _WORTH_IT
        chosen: tuple[list[int], list[int]] | None = None
        for first, second in self._crossings(one, other):
            gain = self._score(first) + self._score(second) - now
            if gain > best:
                best, chosen = gain, (first, second)
        if chosen is None:
            return False
        self._replace(a, chosen[0])
        self._replace(b, chosen[1])
        return True

    def _crossings(self, one: list[int], other: list[int]) -> Iterator[tuple[list[int], list[int]]]:
        """All ways to swap the ends of two chains; those that only exchange their names are left out."""
        for cut in sorted({float(self._at[i]) for i in (*one, *other)})[1:]:
            k = sum(self._at[i] < cut for i in one)
            m = sum(self._at[i] < cut for i in other)
            first, second = one[:k] + other[m:], other[:m] + one[k:]
            if first and second and (k or m) and (k < len(one) or m < len(other)):
                yield first, second

    def _move_each(self) -> None:
        of = {i: name for name, members in self._members.items() for i in members}
        for i in range(len(self._at)):
            name = of[i]
            rest = [k for k in self._members[name] if k != i]
            target, gain = self._best_place(i, name, rest)
            if gain > _WORTH_IT:
                of[i] = self._move(i, name, rest, target)

    def _best_place(self, i: int, name: int, rest: list[int]) -> tuple[int | None, float]:
        """The chain (None: one of its own) where sighting i gains most over where it is."""
        base = (self._score(rest) if rest else 0.0) - self._worth[name]
        best: tuple[int | None, float] = (None, base + self._score([i]) if rest else 0.0)
        for other in self._reachable(i, name):
            gain = base + self._score(self._sorted([*self._members[other], i])) - self._worth[other]
            if gain > best[1]:
                best = other, gain
        return best

    def _reachable(self, i: int, name: int) -> Iterator[int]:
        for other in sorted(self._near[name]):
            begins, ends = self._span(other)
            if begins - _NEAR_S <= self._at[i] <= ends + _NEAR_S:
                yield other

    def _move(self, i: int, name: int, rest: list[int], target: int | None) -> int:
        if target is None:
            target, self._next = self._next, self._next + 1
            self._near[target] = {*self._near[name], name}
            for other in self._near[target]:
                self._near[other].add(target)
            self._replace(target, [i])
        else:
            self._replace(target, self._sorted([*self._members[target], i]))
        if rest:
            self._replace(name, rest)
        else:
            self._drop(name)
        return target


def chains_of(successor: NDArray[np.int64], at_s: Floats) -> list[list[int]]:
    """The chains that a successor array stands for, in order of their first sighting."""
    is_start = np.ones(len(successor), dtype=bool)
    is_start[successor[successor >= 0]] = False
    starts = np.flatnonzero(is_start)
    found = []
    for start in starts[np.argsort(at_s[starts], kind="stable")].tolist():
        chain = [start]
        while successor[chain[-1]] >= 0:
            chain.append(int(successor[chain[-1]]))
        found.append(chain)
    return found
