"""Joining two cases: the chains and stored files of another copy come in, nothing is overwritten."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import Refused, VerificationFailed
from dalil.units import Sha256
from dalil.vault.files.disk import append_synced, cut_back, write_new
from dalil.vault.files.header import HEADER_LENGTH
from dalil.vault.files.regular import MOST_LOG, open_regular, read_regular
from dalil.vault.files.store import Store
from dalil.vault.identities.sealed import finish_destroying
from dalil.vault.log.chain import Chain, chain_names, read_chain
from dalil.vault.log.reader import Log
from dalil.vault.log.schema import fault_of, originals_of
from dalil.vault.log.timestamp import copy_stamps
from dalil.vault.log.trust import destroyed_names, explained_gone
from dalil.vault.log.writer import LogWriter
from dalil.vault.session import log_of, sealed_of, trust, vault_of

__all__ = ["ACTING", "Joined", "join_case"]

ACTING = frozenset({"codebook", "decide", "declare", "destroy", "run", "secret", "settings", "withdraw"})
"""Kinds of entries that would act on the whole case, were their chain trusted."""

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Joined:
    """What came in: chains that were not here, entries (of new and known chains), originals, sealed files, stamps.

    `without_effect` counts, by chain and kind, new entries that would act on the whole case and do not, because
    case.toml does not list their key; `odd` names entries that are set aside, each with what is wrong with it;
    `unnamed` are stored files of the other case that no entry of it names, and which were left there.
    """

    chains: int
    entries: int
    originals: int
    sealed: int
    stamps: int = 0
    without_effect: tuple[tuple[str, str, int], ...] = ()
    odd: tuple[str, ...] = ()
    unnamed: int = 0


def join_case(case: Path, other: Path, log: LogWriter) -> Joined:
    """Bring the signed part of every chain of `other` into `case`, with the files that its entries name; and log it.

    Everything is looked at before anything is copied. Raises `Refused` when both hold entries that the other does not
    in one chain (one key wrote in two copies, and nobody but a person can say which is meant), and for whatever is not
    an ordinary file; `VerificationFailed` when `other` was changed or is not whole.
    """
    theirs = [read_chain(other / "log", name).demand() for name in chain_names(other / "log")]
    ours = {name: read_chain(case / "log", name) for name in chain_names(case / "log")}
    for chain in theirs:
        _demand_continues(chain, ours.get(chain.name, Chain(chain.name)), own=chain.name == log.chain)
    brought = _look(case, other, theirs)
    # From here on chains of two cases lie side by side: whose case this is must stand somewhere.
    trusted = trust(log, [])
    # Keys that either side destroyed, where it had the right to, must not come back with the other side's copy.
    gone = destroyed_names([*(chain for chain in ours.values() if chain.name not in brought.chains), *theirs], trusted)
    # Files before chains: at no moment does the log name something that is not there.
    originals = vault_of(case).take(vault_of(other), sorted(brought.originals))
    sealed = sealed_of(case).take(sealed_of(other), sorted(brought.sealed - gone))
    entries = sum(_extend(case / "log", chain, ours.get(chain.name, Chain(chain.name))) for chain in theirs)
    for chain in theirs:
        _copy_set_aside(other / "log", case / "log", chain)
    # After the chains: a stamp is over a checkpoint that must be there to be checked.
    stamps = copy_stamps(other / "log", case / "log", [point for chain in theirs for point in chain.checkpoints])
    finish_destroying(log_of(case), sealed_of(case))
    # Joining what is here already moves no position.
    if entries or originals or sealed:
        heads = {chain.name: [len(chain.lines), chain.checkpoints[-1].root] for chain in theirs if chain.checkpoints}
        log.append("join", {"heads": heads})
    return Joined(
        sum(chain.name not in ours for chain in theirs), entries, originals, sealed, stamps,
        _without_effect(theirs, ours, trusted), brought.odd, brought.unnamed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Brought:
    """What the entries of another case name, and which of them have not the form of their kind."""

    chains: frozenset[str]
    originals: frozenset[Sha256]
    sealed: frozenset[Sha256]
    odd: tuple[str, ...]
    unnamed: int


def _look(case: Path, other: Path, theirs: Sequence[Chain]) -> _Brought:
    """Read every entry of `other`, and demand that each file it names is there, ordinary, and of the stated size.

    One that `case` has already may be missing, and one that an entry says was destroyed.
    """
    vault, sealed = vault_of(other), sealed_of(other)
    log = Log(other / "log", vault)
    sizes: dict[Sha256, int | None] = {}
    for chain in theirs:
        for entry in chain.entries:
            if "pack" in entry.body:
                sizes.setdefault(Sha256(entry.body["pack"]), None)
    originals: set[Sha256] = set()
    for recorded in log.entries():
        for name in _names(recorded.details or {}):
            sizes.setdefault(name, None)
        if fault_of(recorded.kind, recorded.body, recorded.details) is None:
            originals.update(originals_of(recorded.details or {}))
        if recorded.details and isinstance(recorded.details.get("size"), int):
            sizes[Sha256(str(recorded.details.get("sha256")))] = recorded.details["size"]
    there = {name for name in sizes if _HASH.fullmatch(name) and _is_there(vault, name, sizes[name])}
    named = {Sha256(name) for chain in theirs for entry in chain.entries for name in entry.body.get("sealed", ())}
    keys = {name for name in named if _is_there(sealed, name, None)}
    gone = explained_gone(theirs, log.trusted())
    _demand_whole(originals - there - gone, vault_of(case), other)
    _demand_whole(named - keys - gone, sealed_of(case), other)
    odd = tuple(f"{entry.chain[:8]}, entry {entry.number}, {entry.kind}: {fault}" for entry, fault in log.odd())
    unnamed = len(set(vault.names()) - there) + len(set(sealed.names()) - keys)
    return _Brought(frozenset(chain.name for chain in theirs), frozenset(there), frozenset(keys), odd, unnamed)


def _demand_whole(lacking: set[Sha256], here: Store, other: Path) -> None:
    for name in sorted(lacking):
        if not here.has(name):
            raise VerificationFailed(
                "The other case lacks a file that its log names.",
                expected=f"the file {name}",
                found="nothing, and no entry that destroyed it",
                where=str(other),
                do="ask for a whole copy of that case: dalil verify says there what is missing",
            )


def _names(details: Mapping[str, object]) -> list[Sha256]:
    """What in details has the form of a name in the vault."""
    values = [*details.values()]
    values += [each for value in values if isinstance(value, list) for each in value]
    return [Sha256(value) for value in values if isinstance(value, str) and _HASH.fullmatch(value)]


def _is_there(store: Store, name: Sha256, size: int | None) -> bool:
    try:
        fd = open_regular(store.path_of(name), inside=store.root.parent)
    except FileNotFoundError:
        return False
    with os.fdopen(fd, "rb") as stream:
        found = os.fstat(stream.fileno()).st_size - HEADER_LENGTH
    most = MOST_LOG if size is None else size
    if found > most or (size is not None and found != size):
        raise VerificationFailed(
            "A stored file of the other case has not the size that its log states.",
            expected=f"{size:,} bytes" if size is not None else f"at most {most:,} bytes",
            found=f"{found:,} bytes",
            where=str(store.path_of(name)),
            do="ask for another copy of that case",
        )
    return True


def _without_effect(
    theirs: Sequence[Chain], ours: Mapping[str, Chain], trusted: frozenset[str]
) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(
        (chain.name, entry.kind)
        for chain in theirs
        if chain.name not in trusted
        for entry in chain.entries[len(ours[chain.name].lines) if chain.name in ours else 0 :]
        if entry.kind in ACTING
    )
    return tuple((chain, kind, count) for (chain, kind), count in sorted(counts.items()))


def _demand_continues(theirs: Chain, ours: Chain, *, own: bool) -> None:
    shared = min(len(theirs.lines), len(ours.lines))
    rest = _text(theirs.lines[shared:])
    if theirs.lines[:shared] != ours.lines[:shared] or (rest and not rest.startswith(ours.tail)):
        raise Refused(
            "The two cases hold different entries under one key, so one of them does not continue the other.",
            expected=f"the same {shared} entries",
            found="entries that differ",
            where=theirs.name,
            do="find out which copy was worked on last; keep the other one apart",
        )
    if own and len(theirs.lines) > len(ours.lines):
        raise Refused(
            "The other case is a later copy of your own work.",
            expected=f"at most {len(ours.lines)} entries of your chain",
            found=f"{len(theirs.lines)}",
            where=theirs.name,
            do="go on in the later copy, and join this one into it",
        )


def _extend(folder: Path, theirs: Chain, ours: Chain) -> int:
    """Append what we lack: entries first, then the checkpoints over them, as their writer did."""
    lines, checkpoints = theirs.lines[len(ours.lines) :], theirs.checkpoints[len(ours.checkpoints) :]
    if lines:
        # A tail here is what an interrupted join left of these same lines.
        _append(folder / f"{theirs.name}.jsonl", ours.tail, _text(lines))
        signed = _text([checkpoint.encode() for checkpoint in checkpoints])
        _append(folder / f"{theirs.name}.checkpoints.jsonl", ours.checkpoint_tail, signed)
    return len(lines)


def _append(path: Path, tail: bytes, content: bytes) -> None:
    if tail:
        cut_back(path, path.stat().st_size - len(tail))
    append_synced(path, content)


def _copy_set_aside(source: Path, target: Path, chain: Chain) -> None:
    for entry in chain.entries:
        for name in entry.body.get("set_aside", ()):
            file = f"{chain.name}.{name}.set-aside"
            if (source / file).exists() and not (target / file).exists():
                write_new(target / file, read_regular(source / file))


def _text(lines: Sequence[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)
