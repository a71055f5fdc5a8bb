"""From joins to flights: chains of sightings, merged and mended while that makes the whole more likely.

The path cover by assignment is the start; scores of joins cannot see a flight as a whole, so chains are then merged
where their common score gains (best first), single sightings move to the chain where they fit best, and two chains
swap what comes after a moment: one of the commonest errors is the way home of one flight given to another.
"""

from __future__ import annotations

import heapq

import numpy as np

from dalil.crossref.sky.flights.flight_score import Model, flight_score
from dalil.crossref.sky.flights.partition import NEAR_S, Partition, begin, found, gather, grown, near, unite, write
from dalil.kernels import Floats, Ints, kernel

__all__ = ["settle"]

_WORTH_IT = 1e-6  # nats: a gain smaller than rounding would move lines to and fro for ever
_ROUNDS = 2  # of moving each line: twice as many gain nothing (decision 051)
_SWAP_ROUNDS = 3  # of swaps in each of these, or until none gains
_MERGE_GAIN = 0.55  # merging counts every pair of the two at once: ask for more than nothing; 1.0 loses recall


def settle(successor: Ints, model: Model, turns: Ints) -> Partition:
    """Merge, move and swap until little changes; `next` is the successor of each sighting, -1 for the last of a flight.

    Sightings are numbered in order of time, as in `model`; they are moved in the order of `turns`.
    """
    p = begin(successor, model)
    merge_all(p, model)
    for _ in range(_ROUNDS):
        done = 0
        while done < len(turns):
            p = grown(p)
            done = move_each(p, model, turns, done)
        for _ in range(_SWAP_ROUNDS):
            if not swap_all(p, model):
                break
    return p


@kernel
def merge_all(p: Partition, m: Model) -> None:
    """Merge the two chains that gain most by it, as long as any do."""
    heap = [(0.0, 0, 0, 0, 0)]
    heap.clear()
    names, chains = np.empty(len(p.head), dtype=np.int64), np.empty((3, len(p.next)), dtype=np.int64)
    most, begun = np.full(len(p.head), -np.inf), p.used[3]
    for a in range(len(p.head)):
        _offer(p, m, heap, a, a + 1, most, names, chains)
    for a in range(len(p.head)):
        # Rounding may part the gain of a merger from that of a move by a trifle, and is given a thousandth of it.
        if p.head[a] == p.tail[a] and most[a] < 0.999 * _WORTH_IT:
            p.checked[p.head[a]] = begun
    while heap:
        _, a, b, changed_a, changed_b = heapq.heappop(heap)
        if p.changed[a] != changed_a or p.changed[b] != changed_b:
            continue
        count = _merged(p, a, b, chains)
        write(p, m, a, chains[2, :count])
        unite(p, a, b)
        _offer(p, m, heap, a, 0, most, names, chains)


@kernel
def _offer(
    p: Partition, m: Model, heap: list[tuple[float, int, int, int, int]], a: int, least: int, most: Floats,
    names: Ints, chains: Ints,
) -> None:  # fmt: skip
    """Put into the heap what chain a gains by merging with each near it, of names from `least` on; note the `most`."""
    for b in names[: near(p, a, names)]:
        if b >= least:
            count = _merged(p, a, b, chains)
            gain = flight_score(chains[2, :count], m) - p.worth[a] - p.worth[b]
            most[a], most[b] = max(most[a], gain), max(most[b], gain)
            if gain > _MERGE_GAIN:
                x, y = min(a, b), max(a, b)
                heapq.heappush(heap, (-gain, x, y, p.changed[x], p.changed[y]))


@kernel
def _merged(p: Partition, a: int, b: int, chains: Ints) -> int:
    """The sightings of both in order of time, in `chains[2]`; returns how many."""
    one, other = chains[0, : gather(p, a, chains[0])], chains[1, : gather(p, b, chains[1])]
    k = n = 0
    for place in range(len(one) + len(other)):
        if n == len(other) or (k < len(one) and one[k] < other[n]):
            chains[2, place] = one[k]
            k += 1
        else:
            chains[2, place] = other[n]
            n += 1
    return k + n


@kernel
def move_each(p: Partition, m: Model, turns: Ints, done: int) -> int:
    """Each sighting to the chain, or one of its own, where it gains most; returns how many had their turn."""
    names, chains = np.empty(len(p.head), dtype=np.int64), np.empty((3, len(p.next)), dtype=np.int64)
    of = np.empty(len(p.next), dtype=np.int64)
    for name in range(p.used[0]):
        for i in chains[0, : gather(p, name, chains[0])]:
            of[i] = name
    for turn in range(done, len(turns)):
        i = turns[turn]
        name = of[i]
        around, now = names[: near(p, name, names)], p.used[3]
        since = p.checked[i] if p.changed[name] <= p.checked[i] else -1
        rest = chains[0, : _without(p, name, i, chains[0])]
        target, gain = _best_place(p, m, i, name, rest, around, since, chains)
        if gain <= _WORTH_IT:
            p.checked[i] = now
            continue
        if target < 0:
            target = found(p, name, around)
            if target < 0:
                return turn
        of[i] = target
        write(p, m, target, chains[1, : _with(p, target, i, chains[1])])
        write(p, m, name, rest)
    return len(turns)


@kernel
def _best_place(
    p: Partition, m: Model, i: int, name: int, rest: Ints, around: Ints, since: int, chains: Ints
) -> tuple[int, float]:
    """The chain (-1: one of its own) where sighting i gains most over where it is, of those changed `since`."""
    base, best, most = -p.worth[name], -1, 0.0
    if len(rest):
        if since >= 0 and not _any_changed(p, around, since):
            return -1, 0.0
        chains[1, 0] = i
        base += flight_score(rest, m)
        most = base + flight_score(chains[1, :1], m)
    for other in around:
        begins, ends = m.seen.at[p.head[other]], m.seen.at[p.tail[other]]
        if p.changed[other] > since and begins - NEAR_S <= m.seen.at[i] <= ends + NEAR_S:
            count = _with(p, other, i, chains[1])
            gain = base + flight_score(chains[1, :count], m) - p.worth[other]
            if gain > most:
                best, most = other, gain
    return best, most


@kernel
def _any_changed(p: Partition, around: Ints, since: int) -> bool:
    for other in around:  # noqa: SIM110 - a generator cannot be compiled
        if p.changed[other] > since:
            return True
    return False


@kernel
def _without(p: Partition, name: int, i: int, into: Ints) -> int:
    count, k = 0, p.head[name]
    while k >= 0:
        if k != i:
            into[count] = k
            count += 1
        k = p.next[k]
    return count


@kernel
def _with(p: Partition, name: int, i: int, into: Ints) -> int:
    count, k = 0, p.head[name]
    while k >= 0 and k < i:
        into[count] = k
        count, k = count + 1, p.next[k]
    into[count] = i
    count += 1
    while k >= 0:
        into[count] = k
        count, k = count + 1, p.next[k]
    return count


@kernel
def swap_all(p: Partition, m: Model) -> int:
    """Swap ends of all pairs of chains that gain by it; returns how many did."""
    names, chains, swapped = np.empty(len(p.head), dtype=np.int64), np.empty((6, len(p.next)), dtype=np.int64), 0
    since, p.used[4] = p.used[4], p.used[3]
    for a in range(p.used[0]):
        if p.head[a] >= 0:
            for b in names[: near(p, a, names)]:
                if a < b and max(p.changed[a], p.changed[b]) > since:
                    swapped += swap(p, m, a, b, chains)
    return swapped


@kernel
def swap(p: Partition, m: Model, a: int, b: int, chains: Ints) -> int:
    """Give each of two chains the other's end from the moment on at which both gain most; 1 where they gain."""
    if p.head[a] == p.tail[a] and p.head[b] == p.tail[b]:
        return 0  # two single lines have no ends to swap
    if m.seen.at[p.tail[a]] < m.seen.at[p.head[b]] - NEAR_S or m.seen.at[p.tail[b]] < m.seen.at[p.head[a]] - NEAR_S:
        return 0
    one, other = chains[0, : gather(p, a, chains[0])], chains[1, : gather(p, b, chains[1])]
    now, best, sizes = p.worth[a] + p.worth[b], _WORTH_IT, (0, 0)
    k = n = 0
    while True:
        cut = np.inf
        if k < len(one):
            cut = m.seen.at[one[k]]
        if n < len(other):
            cut = min(cut, m.seen.at[other[n]])
        if cut == np.inf:
            break
        if k + n and k + len(other) - n and n + len(one) - k and (k < len(one) or n < len(other)):
            # Chains that only exchange their names have nothing before the cut, or nothing left after it.
            first, second = _crossed(one, other, k, n, chains[2]), _crossed(other, one, n, k, chains[3])
            gain = flight_score(first, m) + flight_score(second, m) - now
            if gain > best:
                best, sizes = gain, (len(first), len(second))
                chains[4, : len(first)], chains[5, : len(second)] = first, second
        while k < len(one) and m.seen.at[one[k]] <= cut:
            k += 1
        while n < len(other) and m.seen.at[other[n]] <= cut:
            n += 1
    if not sizes[0]:
        return 0
    write(p, m, a, chains[4, : sizes[0]])
    write(p, m, b, chains[5, : sizes[1]])
    return 1


@kernel
def _crossed(one: Ints, other: Ints, k: int, n: int, into: Ints) -> Ints:
    """The first k of one chain, then what follows the first n of the other."""
    into[:k] = one[:k]
    count = k + len(other) - n
    into[k:count] = other[n:]
    return into[:count]
