"""Sightings parted into chains, and which chains are near each other in time.

Sightings are numbered in order of time. Neighbours are not listed but follow from the chains that the search began
with: each is near to a run of those that begin before it and of those after. So memory grows with the sightings
alone, however dense the log.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dalil.crossref.sky.flights.flight_score import Model, flight_score
from dalil.kernels import Floats, Ints, kernel

__all__ = ["NEAR_S", "Partition", "begin", "found", "gather", "grown", "near", "tracklets_of", "unite", "write"]

NEAR_S = 2400.0  # chains further apart in time than forty minutes are hardly ever one flight
_MOST_NEAR = 60  # chains before it, and after it, that one chain is compared with: the nearest in time
_ROOM = 1024  # new chains for which room is made at a time


class Partition(NamedTuple):
    """Chains by name: `head`, `tail` (-1: gone), `worth`, `changed`; and `next` of each sighting in its chain.

    `changed` is when a chain was last written, by a count of all that is done. `checked` of each sighting is when it
    was last found to gain nothing anywhere near: until something there changes, that stands.

    Of each chain of the beginning, `place` is where it stands in order of time, `low` and `high` (by place) the first
    and the last place near it, `parent` the chain it was merged into, `part` the next of those merged with it (a
    ring). Chains made later have a list in `links` (chain, next link) that begins at `link`. `used`: chains, links,
    marks, things done, when the last round of swaps began.
    """

    head: Ints
    tail: Ints
    worth: Floats
    changed: Ints
    next: Ints
    checked: Ints
    place: Ints
    at_place: Ints
    low: Ints
    high: Ints
    parent: Ints
    part: Ints
    link: Ints
    links: Ints
    mark: Ints
    used: Ints
    capped: Ints  # 1 for a sighting whose chain, in the beginning, had more near it than it is compared with


def begin(successor: Ints, model: Model) -> Partition:
    """The chains that `successor` stands for. Clocks may have been mended since: they are put in order of time."""
    chains = [np.sort(chain) for chain in tracklets_of(successor, model.seen.at)]
    names = len(chains)
    empty = np.full(names, -1, dtype=np.int64)
    first = np.array([model.seen.at[chain[0]] for chain in chains])
    last = np.array([model.seen.at[chain[-1]] for chain in chains])
    at_place = np.lexsort((last, first))
    low, high, cut = _nearness(first[at_place], last[at_place])
    capped = np.zeros(len(successor), dtype=np.int64)
    for name in at_place[cut > 0]:
        capped[chains[name]] = 1
    place = np.empty(names, dtype=np.int64)
    place[at_place] = np.arange(names)
    made = Partition(
        head=empty, tail=empty.copy(), worth=np.zeros(names), changed=np.zeros(names, dtype=np.int64),
        next=np.full(len(successor), -1, dtype=np.int64), checked=np.full(len(successor), -1, dtype=np.int64),
        place=place, at_place=at_place, low=low, high=high, parent=np.arange(names), part=np.arange(names),
        link=empty.copy(), links=np.empty((0, 2), dtype=np.int64), mark=np.zeros(names, dtype=np.int64),
        used=np.array([names, 0, 0, 0, -1]), capped=capped,
    )  # fmt: skip
    for name, chain in enumerate(chains):
        write(made, model, name, chain)
    return made


def grown(partition: Partition) -> Partition:
    """The same with more room for chains and links."""
    more = max(_ROOM, len(partition.head) // 8)
    empty = np.full(more, -1, dtype=np.int64)
    pages = np.empty((max(2 * _ROOM * _MOST_NEAR, len(partition.links)), 2), dtype=np.int64)
    longer = {name: np.concatenate([getattr(partition, name), empty]) for name in ("head", "tail", "link")}
    return partition._replace(
        **longer, worth=np.concatenate([partition.worth, np.zeros(more)]),
        changed=np.concatenate([partition.changed, empty]), mark=np.concatenate([partition.mark, np.zeros_like(empty)]),
        links=np.concatenate([partition.links, pages]),
    )  # fmt: skip


@kernel
def _nearness(first: Floats, last: Floats) -> tuple[Ints, Ints, Ints]:
    """Chains in order of time: the first of those before each, and the last of those after, close enough in time.

    The third array is 1 for chains that have more of them than are kept.
    """
    count = len(first)
    low, high, cut = np.arange(count), np.arange(count), np.zeros(count, dtype=np.int64)
    active, size = np.empty(_MOST_NEAR + 1, dtype=np.int64), 0
    for n in range(count):
        kept = 0
        for k in range(size):
            if last[active[k]] >= first[n] - NEAR_S:
                active[kept] = active[k]
                kept += 1
        if kept > _MOST_NEAR:
            cut[active[0]] = cut[n] = 1
            active[: kept - 1] = active[1:kept].copy()
            kept = _MOST_NEAR
        for k in range(kept):
            high[active[k]] = n
        if kept:
            low[n] = active[0]
        active[kept] = n
        size = kept + 1
    return low, high, cut


@kernel
def gather(p: Partition, name: int, into: Ints) -> int:
    """The sightings of a chain in order of time; returns how many."""
    count, i = 0, p.head[name]
    while i >= 0:
        into[count] = i
        count += 1
        i = p.next[i]
    return count


@kernel
def write(p: Partition, m: Model, name: int, chain: Ints) -> None:
    """Make the chain consist of these sightings; of none, and it is gone."""
    count = len(chain)
    p.head[name] = chain[0] if count else -1
    p.tail[name] = chain[count - 1] if count else -1
    p.worth[name] = flight_score(chain, m) if count else 0.0
    p.used[3] += 1
    p.changed[name] = p.used[3]
    for k in range(count):
        p.next[chain[k]] = chain[k + 1] if k + 1 < count else -1


@kernel
def near(p: Partition, name: int, into: Ints) -> int:
    """The names of the chains near this one, in order; returns how many."""
    p.used[2] += 1
    mark, count = p.used[2], 0
    p.mark[name] = mark
    part = name if name < len(p.place) else -1
    while part >= 0:
        here = p.place[part]
        for there in range(p.low[here], p.high[here] + 1):
            if there >= here or p.high[there] >= here:
                other = _now(p, p.at_place[there])
                if p.head[other] >= 0 and p.mark[other] != mark:
                    p.mark[other] = mark
                    into[count] = other
                    count += 1
        part = p.part[part]
        part = -1 if part == name else part
    at = p.link[name]
    while at >= 0:
        other = p.links[at, 0]
        if p.head[other] >= 0 and p.mark[other] != mark:
            p.mark[other] = mark
            into[count] = other
            count += 1
        at = p.links[at, 1]
    into[:count].sort()
    return count


@kernel
def _now(p: Partition, name: int) -> int:
    while p.parent[name] != name:
        p.parent[name] = p.parent[p.parent[name]]
        name = p.parent[name]
    return name


@kernel
def unite(p: Partition, a: int, b: int) -> None:
    """Chain b is part of chain a from now on, and what was near it is near a."""
    p.head[b], p.parent[b], p.changed[b] = -1, a, -1
    p.part[a], p.part[b] = p.part[b], p.part[a]


@kernel
def found(p: Partition, name: int, around: Ints) -> int:
    """Name of a new chain, near to `name` and to those `around` that; -1 where there is no room for it."""
    new, links = p.used[0], p.used[1]
    if new >= len(p.head) or links + 2 * len(around) + 2 > len(p.links):
        return -1
    p.used[0] += 1
    _tie(p, new, name)
    for other in around:
        _tie(p, new, other)
    return int(new)


@kernel
def _tie(p: Partition, a: int, b: int) -> None:
    for one, other in ((a, b), (b, a)):
        p.links[p.used[1], 0], p.links[p.used[1], 1] = other, p.link[one]
        p.link[one] = p.used[1]
        p.used[1] += 1


def tracklets_of(successor: Ints, at_s: Floats) -> list[list[int]]:
    """The chains that a successor array stands for, in order of their first sighting."""
    is_start = np.ones(len(successor), dtype=bool)
    is_start[successor[successor >= 0]] = False
    starts = np.flatnonzero(is_start)
    after, found = successor.tolist(), []
    for start in starts[np.argsort(at_s[starts], kind="stable")].tolist():
        chain = [start]
        while after[chain[-1]] >= 0:
            chain.append(after[chain[-1]])
        found.append(chain)
    return found
