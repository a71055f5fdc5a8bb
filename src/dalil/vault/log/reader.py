"""The log of a case, for reading: any number of chains, in the order (chain, number), never by the clock."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.errors import VerificationFailed
from dalil.units import Sha256, parse_sha256, sha256_of
from dalil.vault.files.regular import read_regular
from dalil.vault.files.store import Store
from dalil.vault.log.chain import Chain, State, chain_names, read_chain, state_of
from dalil.vault.log.entry import Checkpoint, Entry
from dalil.vault.log.schema import fault_of
from dalil.vault.log.trust import explained_gone, listed_keys

__all__ = ["SETTINGS_FILE", "Log", "Recorded", "details_of", "trusted_chains"]


SETTINGS_FILE = "case.toml"
"""What a person edits, beside the log's folder."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry with its details. `details` is None where there are none, or where they were destroyed."""

    chain: str
    number: int
    kind: str
    time: str
    body: Mapping[str, Any]
    details: Mapping[str, Any] | None
    trusted: bool = True
    """Whether it acts on everything in the case, or only on what its own chain brought in."""


class Log:
    """Reading access to the chains in `folder`; details lie in packs in `store`. Needs no key and no lock."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        self._cache: dict[str, tuple[State, Chain]] = {}

    def chains(self) -> list[Chain]:
        """Every chain, read and checked; raises `VerificationFailed` when one does not hold."""
        return [self._read(name).demand() for name in chain_names(self.folder)]

    def _read(self, name: str) -> Chain:
        """A chain, read again only when its files have changed."""
        # Before reading: a change during it is then seen as a change by the next call.
        state = state_of(self.folder, name)
        kept = self._cache.get(name)
        if kept is None or kept[0] != state:
            self._cache[name] = kept = (state, read_chain(self.folder, name))
        return kept[1]

    def heads(self) -> list[Checkpoint]:
        """The last checkpoint of each chain: together, the position of the log."""
        return [chain.checkpoints[-1] for chain in self.chains() if chain.checkpoints]

    def organisations(self) -> dict[str, str]:
        """The label under which each chain was opened."""
        return {chain.name: str(chain.entries[0].body["organisation"]) for chain in self.chains() if chain.entries}

    def entries(self, *kinds: str) -> Iterator[Recorded]:
        """Signed entries, all or those of the given kinds, each with its details checked against its hash.

        Whoever asks for a kind acts on what it says: an entry whose details have not the form of its kind is then set
        aside, and `odd` names it.
        """
        for entry in self._every(kinds):
            if not kinds or fault_of(entry.kind, entry.body, entry.details) is None:
                yield entry

    def odd(self) -> list[tuple[Recorded, str]]:
        """Entries that are set aside, each with what is wrong with it."""
        found = ((entry, fault_of(entry.kind, entry.body, entry.details)) for entry in self._every(()))
        return [(entry, fault) for entry, fault in found if fault is not None]

    def _every(self, kinds: tuple[str, ...]) -> Iterator[Recorded]:
        chains = self.chains()
        trusted = self.trusted()
        gone = explained_gone(chains, trusted)
        packs = _Packs(self.store)
        for chain in chains:
            for entry in tuple(chain.entries):
                if not kinds or entry.kind in kinds:
                    details = packs.details(entry, gone)
                    acts = chain.name in trusted
                    yield Recorded(chain.name, entry.number, entry.kind, entry.time, entry.body, details, acts)

    def trusted(self) -> frozenset[str]:
        """The chains whose entries act on everything in the case."""
        return trusted_chains(self.folder.parent / SETTINGS_FILE, self.chains(), self.store)


def trusted_chains(settings: Path, chains: Sequence[Chain], store: Store) -> frozenset[str]:
    """The chains whose entries act on everything: those that case.toml (at `settings`) lists.

    Where it lists none, the only chain there is; of several the one that sealed case.toml as it stands, and none where
    that is not one alone. A log without a case beside it trusts every chain.
    """
    listed = listed_keys(settings)
    if listed is not None:
        return listed
    if len(chains) < 2 or not settings.exists():
        return frozenset(chain.name for chain in chains)
    sha256, packs = sha256_of(read_regular(settings)), _Packs(store)
    sealers = {
        chain.name
        for chain in chains
        for entry in chain.entries
        if entry.kind == "settings" and (packs.details(entry, set()) or {}).get("sha256") == sha256
    }
    return frozenset(sealers) if len(sealers) == 1 else frozenset()


def details_of(entry: Entry, lines: list[bytes]) -> dict[str, Any]:
    """The details of `entry` from the lines of its pack, without their salt; `VerificationFailed` when changed."""
    number, expected = int(entry.body["line"]), str(entry.body["details"])
    line = lines[number] if number < len(lines) else b""
    where = f"entry {entry.number}, pack {entry.body['pack']}, line {number + 1}"
    if sha256_of(line) != expected:
        raise VerificationFailed(
            "The details of an entry were changed.", expected=expected, found=sha256_of(line), where=where
        )
    try:
        details: dict[str, Any] = json.loads(line)
        del details["salt"]
    except (ValueError, TypeError, KeyError) as problem:
        what = "The details of an entry are not what a log holds."
        raise VerificationFailed(
            what, expected="a JSON object with a salt", found="something else", where=where
        ) from problem
    return details


class _Packs:
    """The details of entries; the pack last read is kept, because neighbours share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name, self._lines = "", list[bytes]()

    def details(self, entry: Entry, gone: set[Sha256]) -> Mapping[str, Any] | None:
        name = entry.body.get("pack")
        # Destroyed only where an entry says so; a pack that is merely missing is an error of `read`.
        if name is None or (name in gone and not self._store.has(name)):
            return None
        if name != self._name:
            self._lines = self._store.read(parse_sha256(name)).split(b"\n")
            self._name = name
        return details_of(entry, self._lines)
