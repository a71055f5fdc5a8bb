"""Two partitions of the same items compared: pairwise and B-cubed precision, recall, F1; clusters recovered.

Pairwise: pairs put together against pairs that belong together. B-cubed (Bagga and Baldwin 1998): for each item
the share of its cluster that is rightly with it, and the share of its true cluster that it is with, averaged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1; without anything to judge, 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def complete(found: Mapping[Item, Hashable], true: Mapping[Item, Hashable]) -> dict[Item, Hashable]:
    """`found` for exactly the items of `true`: an item that was not clustered is alone."""
    return {item: found.get(item, ("alone", item)) for item in true}


def pairwise(found: Mapping[Item, Hashable], true: Mapping[Item, Hashable]) -> Agreement:
    """Agreement over pairs of items.

    >>> pairwise({1: "a", 2: "a", 3: "a"}, {1: "x", 2: "x", 3: "y"})
    Agreement(precision=0.3333333333333333, recall=1.0)
    """
    # Pairs are counted by cell of the cross table, never listed: a cluster of thousands has millions.
    both = sum(_pairs(n) for n in Counter((found[item], true[item]) for item in true).values())
    together = sum(_pairs(n) for n in Counter(found[item] for item in true).values())
    belong = sum(_pairs(n) for n in Counter(true.values()).values())
    return Agreement(both / together if together else 1.0, both / belong if belong else 1.0)


def b_cubed(found: Mapping[Item, Hashable], true: Mapping[Item, Hashable]) -> Agreement:
    """B-cubed agreement.

    >>> b_cubed({1: "a", 2: "a"}, {1: "x", 2: "y"})
    Agreement(precision=0.5, recall=1.0)
    """
    both = Counter((found[item], true[item]) for item in true)
    size, belong = Counter(found[item] for item in true), Counter(true.values())
    if not true:
        return Agreement(1.0, 1.0)
    precision = sum(n * n / size[cluster] for (cluster, _), n in both.items()) / len(true)
    recall = sum(n * n / belong[cluster] for (_, cluster), n in both.items()) / len(true)
    return Agreement(precision, recall)


def recovered(found: Mapping[Item, Hashable], true: Mapping[Item, Hashable]) -> float:
    """Share of the true clusters that come out exactly: all their items together and nothing else."""
    if not true:
        return 1.0
    clusters = _members(true)
    return len(clusters & _members({item: found[item] for item in true})) / len(clusters)


def majority(found: Mapping[Item, Hashable], true: Mapping[Item, Hashable]) -> dict[Hashable, Hashable]:
    """For each cluster found, the true cluster most of its items belong to (the smallest of equals)."""
    counts: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for item, cluster in found.items():
        if item in true:
            counts[cluster][true[item]] += 1
    return {cluster: min(count, key=lambda name: (-count[name], str(name))) for cluster, count in counts.items()}


def _members(partition: Mapping[Item, Hashable]) -> set[frozenset[Item]]:
    members: dict[Hashable, set[Item]] = defaultdict(set)
    for item, cluster in partition.items():
        members[cluster].add(item)
    return {frozenset(items) for items in members.values()}


def _pairs(n: int) -> int:
    return n * (n - 1) // 2
