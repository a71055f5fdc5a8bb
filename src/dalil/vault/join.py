"""Joining two cases: the chains and stored files of another copy come in, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import Refused
from dalil.vault.files.disk import append_synced, cut_back, write_new
from dalil.vault.identities.sealed import finish_destroying
from dalil.vault.log.chain import Chain, chain_names, read_chain
from dalil.vault.log.reader import destroyed_names
from dalil.vault.log.timestamp import copy_stamps
from dalil.vault.log.writer import LogWriter
from dalil.vault.session import log_of, sealed_of, vault_of

__all__ = ["Joined", "join_case"]


@dataclass(frozen=True, slots=True)
class Joined:
    """What came in: chains that were not here, entries (of new and known chains), originals, sealed files, stamps."""

    chains: int
    entries: int
    originals: int
    sealed: int
    stamps: int = 0


def join_case(case: Path, other: Path, log: LogWriter) -> Joined:
    """Bring the signed part of every chain of `other` into `case`, with all stored files; and log it.

    Raises `Refused` when both hold entries that the other does not in one chain: one key wrote in two copies, and
    nobody but a person can say which is meant. Raises `VerificationFailed` when `other` was changed.
    """
    theirs = [read_chain(other / "log", name).demand() for name in chain_names(other / "log")]
    ours = {name: read_chain(case / "log", name) for name in chain_names(case / "log")}
    for chain in theirs:
        _demand_continues(chain, ours.get(chain.name, Chain(chain.name)), own=chain.name == log.chain)
    # Keys that either side destroyed must not come back with the other side's copy.
    gone = destroyed_names([*theirs, *ours.values()])
    # Files before chains: at no moment does the log name something that is not there.
    originals = vault_of(case).take(vault_of(other), vault_of(other).names())
    sealed = sealed_of(case).take(sealed_of(other), [name for name in sealed_of(other).names() if name not in gone])
    entries = sum(_extend(case / "log", chain, ours.get(chain.name, Chain(chain.name))) for chain in theirs)
    for chain in theirs:
        _copy_set_aside(other / "log", case / "log", chain)
    # After the chains: a stamp is over a checkpoint that must be there to be checked.
    stamps = copy_stamps(other / "log", case / "log", [point for chain in theirs for point in chain.checkpoints])
    finish_destroying(log_of(case), sealed_of(case))
    new = sum(chain.name not in ours for chain in theirs)
    joined = Joined(new, entries, originals, sealed, stamps)
    # Joining what is here already moves no position.
    if entries or originals or sealed:
        heads = {chain.name: [len(chain.lines), chain.checkpoints[-1].root] for chain in theirs if chain.checkpoints}
        log.append("join", {"heads": heads})
    return joined


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
                write_new(target / file, (source / file).read_bytes())


def _text(lines: Sequence[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)
