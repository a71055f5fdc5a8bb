"""Writing to the log: a batch of entries is synced and signed before it counts.

Order of a batch: the pack with its details, then the entries, then the checkpoint over them; each synced before the
next. An interruption therefore leaves at most entries without a signature, and those were never acknowledged. The next
writer sets them aside rather than sign what it did not write.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dalil import __version__
from dalil.errors import CannotProceed, Refused
from dalil.units import sha256_of
from dalil.vault.files.disk import append_synced, clear_errors, cut_back, make_folder, write_new
from dalil.vault.files.store import Store
from dalil.vault.keys.own import Keys
from dalil.vault.keys.signature import fingerprint_of
from dalil.vault.log.chain import Chain, chain_names, state_of
from dalil.vault.log.entry import FIRST, Checkpoint, Entry, canonical, countersigned, hash_of
from dalil.vault.log.merkle import leaf_hash
from dalil.vault.log.reader import Log

__all__ = ["Item", "LogWriter", "Ref"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to be: `details` go, salted, to a pack; `public` (hashes, keys, versions only) into the entry."""

    kind: str
    details: Mapping[str, Any] | None = None
    public: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ref:
    """Where an entry stands, and the hash of its line."""

    chain: str
    number: int
    sha256: str


class LogWriter(Log):
    """The log, open for appending to the chain of one key. Hold the case's lock for as long as it lives."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        keys: Keys,
        *,
        organisation: str = "",
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Open the chain of `keys`, or begin it. `organisation` (a label, default that of the keys) is for a new one.

        Raises `VerificationFailed` when the chain on disk does not hold.
        """
        super().__init__(folder, store)
        self.keys, self._clock = keys, clock
        self.newly_set_aside: tuple[str, ...] = ()
        self._stale = True
        make_folder(folder)
        self._open()
        if not self._chain.entries:
            self.write([Item("open", public=self._opening(organisation or keys.label))])
        self._record_set_aside()

    @property
    def chain(self) -> str:
        """Name of the chain that is written."""
        return self._chain.name

    def append(self, kind: str, details: Mapping[str, Any] | None = None, **public: Any) -> Ref:
        """Append one entry; when this returns it is synced and signed."""
        return self.write([Item(kind, details, public)])[0]

    def extend(self, kind: str, details: Iterable[Mapping[str, Any]]) -> list[Ref]:
        """Append one entry for each of `details`, with one pack and one signature."""
        return self.write([Item(kind, each) for each in details])

    def checkpoint(self) -> Checkpoint:
        """The signed head that covers everything appended so far."""
        return self._chain.checkpoints[-1]

    def change_key(self, keys: Keys) -> Ref:
        """Name the next key, which countersigns. The old one signs this entry; from then on the new one signs.

        For a key that somebody else may have. No command does it yet; the format of the log and every check know it.
        """
        proof = keys.sign(countersigned(self.chain, len(self._chain.lines), keys.public_key))
        ref = self.append("key", public_key=keys.public_key, proof=proof)
        self.keys = keys
        return ref

    def write(self, items: Sequence[Item]) -> list[Ref]:
        """Append a batch; when this returns, all of it is synced and signed. When it raises, none of it is there."""
        if not items:
            return []
        if self._stale:
            self._open()
        self._demand_unchanged()
        lines = self._lines(items, self._pack(items))
        # Read back before anything is written: what cannot be read must never be signed.
        entries = [Entry.decode(line) for line in lines]
        # Sizes, not contents, are what a failed batch is undone by: truncating needs no space on a full disk.
        before = [path.stat().st_size if path.exists() else 0 for path in self._paths]
        try:
            append_synced(self._paths[0], b"".join(line + b"\n" for line in lines))
            checkpoint = self._sign(lines)
            append_synced(self._paths[1], checkpoint.encode() + b"\n")
        except BaseException:
            # What was read is no longer what is on disk: read again before the next entry.
            self._stale = True
            self._cache.pop(self.chain, None)
            # The checkpoint first: one without its entries would look like a loss.
            for path, size in reversed([*zip(self._paths, before, strict=True)]):
                cut_back(path, size)
            raise
        self._chain.lines += lines
        self._chain.entries += entries
        self._chain.checkpoints.append(checkpoint)
        self._remember()
        return [Ref(self.chain, entry.number, hash_of(line)) for entry, line in zip(entries, lines, strict=True)]

    @property
    def _paths(self) -> tuple[Path, Path]:
        """The files of the entries and of the checkpoints."""
        return self.folder / f"{self.chain}.jsonl", self.folder / f"{self.chain}.checkpoints.jsonl"

    def _open(self) -> None:
        self._chain = self._own_chain()
        self._set_aside()
        self._remember()
        self._stale = False

    def _own_chain(self) -> Chain:
        """The chain that our key signs now, which after a change of key is not the one named after it."""
        # A key that was replaced must not go on: its checkpoints would no longer hold.
        named = self._read(self.keys.fingerprint).demand()
        if named.entries and named.public_key != self.keys.public_key:
            raise Refused(
                "This key was replaced by another in this case.",
                expected=f"the key {fingerprint_of(named.public_key)}",
                found=f"the key {self.keys.fingerprint}",
                where=str(self.folder),
                do="use the newer key",
            )
        # After a change of key the chain still bears the name of the first one.
        others = (self._read(name) for name in chain_names(self.folder) if name != named.name)
        return next((chain.demand() for chain in others if chain.public_key == self.keys.public_key), named)

    def _opening(self, organisation: str) -> dict[str, Any]:
        return {
            "format": 1,
            "protection": "none",
            "public_key": self.keys.public_key,
            "organisation": organisation,
            "dalil": __version__,
            "tzdata": version("tzdata"),
        }

    def _pack(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """Seal the details of a batch as one object of JSON lines; give each item its body."""
        lines = [_salted(item.details) for item in items if item.details is not None]
        pack = self.store.put_bytes(b"".join(line + b"\n" for line in lines)).sha256 if lines else ""
        numbered = iter(enumerate(lines))
        bodies: list[dict[str, Any]] = []
        for item in items:
            body = dict(item.public)
            if item.details is not None:
                number, line = next(numbered)
                body |= {"pack": pack, "line": number, "details": sha256_of(line)}
            bodies.append(body)
        return bodies

    def _lines(self, items: Sequence[Item], bodies: Sequence[Mapping[str, Any]]) -> list[bytes]:
        time = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        previous = hash_of(self._chain.lines[-1]) if self._chain.lines else FIRST
        lines: list[bytes] = []
        for number, (item, body) in enumerate(zip(items, bodies, strict=True), len(self._chain.lines)):
            lines.append(Entry(number, previous, time, item.kind, secrets.token_hex(16), body).encode())
            previous = hash_of(lines[-1])
        return lines

    def _sign(self, lines: Sequence[bytes]) -> Checkpoint:
        for line in lines:
            self._chain.tree.append(leaf_hash(line))
        time = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Checkpoint.sign(self.keys, self.chain, self._chain.tree.size, self._chain.tree.root(), time)

    def _remember(self) -> None:
        self._cache[self.chain] = (state_of(self.folder, self.chain), self._chain)

    def _demand_unchanged(self) -> None:
        if state_of(self.folder, self.chain) != self._cache[self.chain][0]:
            raise CannotProceed(
                "The log changed on disk while this command was writing to it.",
                expected="the log as this command left it",
                found="another size or time of change",
                where=str(self._paths[0]),
                do="make sure that one program at a time writes this case, then run the command again",
            )

    def _set_aside(self) -> None:
        """Move what no signature covers into files beside, named by their hash; then cut the chain back to it."""
        for path, tail in zip(self._paths, (self._chain.tail, self._chain.checkpoint_tail), strict=True):
            if tail:
                # The copy is on the disk before the original is cut; named by its hash, it can be made twice.
                write_new(self.folder / f"{self.chain}.{sha256_of(tail)}.set-aside", tail)
                with clear_errors("setting aside a torn end of the log", path):
                    cut_back(path, path.stat().st_size - len(tail))
        self._chain.tail = self._chain.checkpoint_tail = b""

    def _record_set_aside(self) -> None:
        """Log what lies set aside and is not in the log yet, also where an earlier writer died before it could."""
        known = {name for entry in self._chain.entries for name in entry.body.get("set_aside", ())}
        found = {path.name.split(".")[1] for path in self.folder.glob(f"{self.chain}.*.set-aside")}
        self.newly_set_aside = tuple(sorted(found - known))
        if self.newly_set_aside:
            self.append("set_aside", set_aside=list(self.newly_set_aside))


def _salted(details: Mapping[str, Any]) -> bytes:
    if "salt" in details:
        raise ValueError("`salt` in details is the log's own")
    return canonical({**details, "salt": secrets.token_hex(32)})
