"""One chain, read and checked: its entries, its signed checkpoints, and whatever is wrong with them.

Reading goes on after a problem, so that a verifier can list all of them; whoever needs a sound chain calls `demand`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dalil.errors import VerificationFailed
from dalil.vault.files.disk import clear_errors
from dalil.vault.files.regular import MOST_LOG, read_regular
from dalil.vault.keys.signature import fingerprint_of, signature_holds
from dalil.vault.log.entry import FIRST, Checkpoint, Entry, Malformed, countersigned, hash_of
from dalil.vault.log.merkle import Tree, leaf_hash

__all__ = ["Chain", "Problem", "State", "chain_names", "read_chain", "state_of"]

State = tuple[tuple[int, int, int] | None, ...]
About = Literal["form", "opening", "order", "signature", "root"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: what was expected, what was found, and where."""

    expected: str
    found: str
    where: str


@dataclass(slots=True)
class Chain:
    """The signed part of a chain; `tail` is what follows it in the file and was never acknowledged (bytes)."""

    name: str
    lines: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    tail: bytes = b""
    checkpoint_tail: bytes = b""
    problems: list[tuple[About, Problem]] = field(default_factory=list)

    def about(self, about: About) -> list[Problem]:
        """The problems of one sort."""
        return [problem for sort, problem in self.problems if sort == about]

    def demand(self) -> Chain:
        """This chain, or `VerificationFailed` with its first problem."""
        for _, problem in self.problems:
            raise VerificationFailed(
                "The log was changed.",
                expected=problem.expected,
                found=problem.found,
                where=problem.where,
                do="run dalil verify for the whole list; take the log from another copy of the case",
            )
        return self

    @property
    def public_key(self) -> str:
        """The key that signs the next checkpoint."""
        return self.key_at(len(self.entries) + 1)

    def key_at(self, size: int) -> str:
        """The key that signs the checkpoint at `size`: that of the last change before the newest entry it covers.

        So the old key signs the entry that names the new one.
        """
        named = [entry for entry in self.entries[: max(size - 1, 1)] if entry.kind in ("open", "key")]
        return str(named[-1].body.get("public_key", "")) if named else ""


def chain_names(folder: Path) -> list[str]:
    """The chains in a log folder, in order."""
    return sorted({path.name.split(".")[0] for path in folder.glob("*.jsonl")})


def state_of(folder: Path, name: str) -> State:
    """What changes on disk whenever a chain's two files are written."""
    paths = (folder / f"{name}.jsonl", folder / f"{name}.checkpoints.jsonl")
    stats = (path.stat() if path.exists() else None for path in paths)
    return tuple(stat and (stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in stats)


def read_chain(folder: Path, name: str) -> Chain:
    """Read one chain of a log folder; problems are listed in the result, not raised."""
    chain = Chain(name)
    # Checkpoints first: a writer appends entries first, so the entries they cover are there by then. And once more
    # afterwards: a writer at work may have signed, meanwhile, what looks unsigned.
    path = folder / f"{name}.checkpoints.jsonl"
    _read_checkpoints(chain, path)
    content = _content(folder / f"{name}.jsonl")
    _read_entries(chain, content)
    later = Chain(name)
    _read_checkpoints(later, path)
    _check_tail(chain, content, _signed_size(later))
    _check_opening(chain)
    _check_keys(chain)
    _check_signatures(chain)
    _check_roots(chain)
    return chain


def _read_checkpoints(chain: Chain, path: Path) -> None:
    *lines, chain.checkpoint_tail = _content(path).split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            chain.checkpoints.append(Checkpoint.decode(line))
        except Malformed as problem:
            _note(chain, "signature", problem.expected, problem.found, f"{path.name}, line {number}")
    if _is_changed_end(chain.checkpoint_tail):
        _note(chain, "signature", "a newline after the last line", "another byte", path.name)


def _is_changed_end(tail: bytes) -> bool:
    """True when the last line is whole but for its newline: a tear cannot leave a byte after the closing brace."""
    try:
        Checkpoint.decode(tail[:-1])
    except Malformed:
        return False
    return True


def _signed_size(chain: Chain) -> int:
    return max((checkpoint.size for checkpoint in chain.checkpoints), default=0)


def _read_entries(chain: Chain, content: bytes) -> None:
    chain.lines = content.split(b"\n")[:-1][: _signed_size(chain)]
    chain.tail = content[sum(map(len, chain.lines)) + len(chain.lines) :]
    # Lines are hashed as they are, readable or not, so that one bad line does not hide what follows it.
    previous = FIRST
    for number, line in enumerate(chain.lines):
        chain.tree.append(leaf_hash(line))
        _read_entry(chain, number, line, previous)
        previous = hash_of(line)


def _read_entry(chain: Chain, number: int, line: bytes, previous: str) -> None:
    where = f"{chain.name}.jsonl, line {number + 1}"
    try:
        entry = Entry.decode(line)
    except Malformed as problem:
        _note(chain, "form", problem.expected, problem.found, where)
        return
    chain.entries.append(entry)
    if entry.number != number:
        _note(chain, "order", f"entry {number}", f"entry {entry.number}", where)
    if entry.previous != previous:
        _note(chain, "order", f"previous {previous}", f"previous {entry.previous}", where)


def _check_tail(chain: Chain, content: bytes, signed: int) -> None:
    """An interrupted command leaves at most one batch without a signature; more means that signatures are gone."""
    batches = set()
    for line in content.split(b"\n")[:-1][signed:]:
        try:
            entry = Entry.decode(line)
        except Malformed:
            continue
        batches.add(entry.body.get("pack", entry.number))
    if len(batches) > 1:
        expected, found = "entries covered by a checkpoint", f"{len(batches)} batches after the last checkpoint"
        _note(chain, "root", expected, found, f"{chain.name}.jsonl")


def _check_opening(chain: Chain) -> None:
    if not chain.lines or not chain.entries:
        return
    first, where = chain.entries[0], f"{chain.name}.jsonl, line 1"
    body = first.body
    if first.kind != "open":
        _note(chain, "opening", "an entry of kind open", first.kind, where)
        return
    if body.get("format") != 1:
        _note(chain, "opening", "format 1", f"format {body.get('format')!r}: install a newer dalil", where)
    if body.get("protection") != "none":
        _note(chain, "opening", "protection none", f"protection {body.get('protection')!r}", where)
    fingerprint = _fingerprint(body.get("public_key"))
    if fingerprint != chain.name:
        _note(chain, "opening", f"the key {chain.name}", f"the key {fingerprint}", where)


def _check_keys(chain: Chain) -> None:
    """A key takes a chain over only where it says so itself: else one could name another's key and pass as it."""
    for entry in chain.entries:
        if entry.kind == "key":
            key, proof = str(entry.body.get("public_key")), str(entry.body.get("proof"))
            if not signature_holds(key, proof, countersigned(chain.name, entry.number, key)):
                where = f"{chain.name}.jsonl, line {entry.number + 1}"
                _note(chain, "signature", "a change of key that the new key countersigned", "one without", where)


def _check_signatures(chain: Chain) -> None:
    for checkpoint in chain.checkpoints:
        where = f"{chain.name}.checkpoints.jsonl, size {checkpoint.size}"
        key = chain.key_at(checkpoint.size)
        if checkpoint.chain != chain.name:
            _note(chain, "signature", f"chain {chain.name}", f"chain {checkpoint.chain}", where)
        if checkpoint.key != key:
            _note(chain, "signature", f"the key {key}", f"the key {checkpoint.key}", where)
        elif not checkpoint.signed_by(key):
            _note(chain, "signature", "a signature that holds", "one that does not", where)


def _check_roots(chain: Chain) -> None:
    # Each root is computed from the same leaves, which is stronger than a consistency proof between two of them.
    last = 0
    for checkpoint in chain.checkpoints:
        where = f"{chain.name}.checkpoints.jsonl, size {checkpoint.size}"
        if checkpoint.size <= last:
            _note(chain, "root", f"a size above {last}", str(checkpoint.size), where)
        last = max(last, checkpoint.size)
        if checkpoint.size > chain.tree.size:
            _note(chain, "root", f"{checkpoint.size} entries", f"{chain.tree.size} entries", where)
        elif chain.tree.root(checkpoint.size).hex() != checkpoint.root:
            _note(chain, "root", checkpoint.root, chain.tree.root(checkpoint.size).hex(), where)


def _fingerprint(public_key: object) -> str:
    try:
        return fingerprint_of(str(public_key))
    except ValueError:
        return "none"


def _content(path: Path) -> bytes:
    with clear_errors("reading the log", path):
        try:
            return read_regular(path, most=MOST_LOG, inside=path.parent.parent)
        except FileNotFoundError:
            return b""


def _note(chain: Chain, about: About, expected: str, found: str, where: str) -> None:
    chain.problems.append((about, Problem(expected, found, where)))
