"""Merkle tree of a chain: root, proof that one entry is in it, proof that a longer tree continues a shorter one.

Source: RFC 6962, section 2.1. Hashes are 32 bytes; leaves are counted from 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

__all__ = ["Tree", "leaf_hash", "verify_consistency", "verify_inclusion"]


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry. The prefixes 0 and 1 keep a leaf from being passed off as a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size`; `size` is at least 2."""
    return 1 << (size - 1).bit_length() - 1


class Tree:
    """A growing tree. Appending costs one or two hashes; a root or a proof, logarithmically many."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        # _levels[k][i] is the root of the complete subtree over leaves [i·2^k, (i+1)·2^k).
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (see `leaf_hash`)."""
        self._levels[0].append(leaf)
        level = 0
        while len(self._levels[level]) % 2 == 0:
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(_node_hash(*self._levels[level][-2:]))
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """Root of the first `size` leaves (of all of them by default); SHA-256 of nothing for an empty tree."""
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ValueError(f"the tree has {self.size} leaves, not {size}")
        return self._root(0, size) if size else hashlib.sha256().digest()

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Proof that leaf `index` is in the tree of the first `size` leaves, lowest sibling first."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ValueError(f"no leaf {index} in a tree of {size}")
        return self._path(index, 0, size)

    def consistency(self, old_size: int, size: int | None = None) -> list[bytes]:
        """Proof that the tree of `size` leaves begins with the tree of `old_size` leaves.

        For a receiver who kept the checkpoint of an earlier submission: the log only grew since, shown without
        showing the log. Nothing hands it out yet.
        """
        size = self.size if size is None else size
        if not 0 < old_size <= size <= self.size:
            raise ValueError(f"a tree of {size} leaves does not continue one of {old_size}")
        return self._bridge(old_size, 0, size, known=True)

    def _root(self, start: int, end: int) -> bytes:
        # Callers split at powers of two, so a range whose length is one is always a stored subtree.
        width = end - start
        if width & (width - 1) == 0:
            return self._levels[width.bit_length() - 1][start // width]
        middle = start + _split(width)
        return _node_hash(self._root(start, middle), self._root(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._root(middle, end)]
        return [*self._path(index, middle, end), self._root(start, middle)]

    def _bridge(self, old_end: int, start: int, end: int, known: bool) -> list[bytes]:
        # RFC 6962's SUBPROOF; `known` while the subtree is the old tree itself, whose root the verifier has.
        if old_end == end:
            return [] if known else [self._root(start, end)]
        middle = start + _split(end - start)
        if old_end <= middle:
            return [*self._bridge(old_end, start, middle, known), self._root(middle, end)]
        return [*self._bridge(old_end, middle, end, known=False), self._root(start, middle)]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True when `proof` shows that `leaf` stands at `index` in the tree of `size` leaves with this root.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    node, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            reached = _node_hash(sibling, reached)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            reached = _node_hash(reached, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """True when `proof` shows that the tree of `size` leaves begins with the tree of `old_size` leaves.

    Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    node, last = old_size - 1, size - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    old_reached = reached = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            old_reached, reached = _node_hash(sibling, old_reached), _node_hash(sibling, reached)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            reached = _node_hash(reached, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old_reached == old_root and reached == root
