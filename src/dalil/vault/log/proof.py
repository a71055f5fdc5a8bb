"""Show that one entry is in the log without showing the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalil.errors import Refused
from dalil.vault.log.entry import Checkpoint, Entry, Malformed
from dalil.vault.log.merkle import leaf_hash, verify_inclusion
from dalil.vault.log.reader import Log

__all__ = ["InclusionProof", "prove"]


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """The line of an entry, its path (hexadecimal node hashes, lowest first), and the checkpoint it leads to."""

    entry: str
    path: tuple[str, ...]
    checkpoint: Checkpoint

    def as_json(self) -> dict[str, Any]:
        """For writing beside an exhibit."""
        return {"entry": self.entry, "path": list(self.path), "checkpoint": self.checkpoint.encode().decode()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> InclusionProof:
        """Read what `as_json` gave; `Refused` when it is not that."""
        try:
            checkpoint = Checkpoint.decode(value["checkpoint"].encode())
            return cls(str(value["entry"]), tuple(map(str, value["path"])), checkpoint)
        except (KeyError, TypeError, AttributeError, Malformed) as problem:
            raise Refused("This is not a proof of inclusion.", found=str(problem)[:120]) from problem

    def holds(self, public_key: str) -> bool:
        """True when the entry is where its number says, in the tree that `public_key` signed."""
        try:
            # From the entry and not from the proof: it is inside what was hashed.
            number = Entry.decode(self.entry.encode()).number
            path = [bytes.fromhex(node) for node in self.path]
        except ValueError:
            return False
        root = bytes.fromhex(self.checkpoint.root)
        leaf = leaf_hash(self.entry.encode())
        return self.checkpoint.signed_by(public_key) and verify_inclusion(
            leaf, number, self.checkpoint.size, path, root
        )


def prove(log: Log, chain: str, number: int) -> InclusionProof:
    """The proof that entry `number` is in `chain`, up to its last checkpoint."""
    for each in log.chains():
        if each.name == chain and number < len(each.lines):
            path = tuple(node.hex() for node in each.tree.inclusion(number))
            return InclusionProof(each.lines[number].decode(), path, each.checkpoints[-1])
    raise Refused(
        "There is no such entry in the log.", expected="an entry of this case", found=f"{chain}, entry {number}"
    )
