"""Disjoint sets that grow together (union-find): who belongs with whom when pairs come one after the other.

Looking for a root halves the way to it, so that ways stay short. `find` is plain enough to be compiled: a kernel that
joins numbers takes `kernel(find)` over an array of parents.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Generic, Protocol, TypeVar

__all__ = ["Unions", "find"]


class _Ordered(Hashable, Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=_Ordered)


def find(parent: Any, item: Any) -> Any:
    """The root of the set of `item`. `parent` gives each item's parent, a root's is itself; ways are halved."""
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


class Unions(Generic[T]):
    """Items in sets. An item that is asked for first is a set of its own; a set's root is its smallest item, unless
    `put_under` says otherwise.

    >>> unions = Unions(["c"])
    >>> unions.join("c", "b"), unions.join("a", "c"), unions.join("b", "a")
    (True, True, False)
    >>> unions.firsts()
    {'c': 'a', 'b': 'a', 'a': 'a'}
    """

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._parent: dict[T, T] = {item: item for item in items}

    def find(self, item: T) -> T:
        """The root of its set."""
        self._parent.setdefault(item, item)
        root: T = find(self._parent, item)
        return root

    def join(self, one: T, other: T) -> bool:
        """Make the sets of the two one; False where they were."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return False
        low, high = (first, second) if first < second else (second, first)
        self._parent[high] = low
        return True

    def put_under(self, root: T, top: T) -> None:
        """Make one set of those of two roots, with `top` as its root."""
        self._parent[root] = top

    def firsts(self) -> dict[T, T]:
        """Of each item the root, in the order in which items came."""
        return {item: self.find(item) for item in self._parent}
