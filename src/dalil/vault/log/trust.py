"""Whose entries act in a case. Anybody may add a chain to a log; what it may do to others' matter is another thing.

A case names the keys it trusts (`trusted_keys` in case.toml). Their entries act on everything in the case. An entry of
any other chain acts only on what that chain alone brought in, and everything else it says is shown under its chain.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dalil.units import Sha256
from dalil.vault.files.regular import read_regular
from dalil.vault.log.chain import Chain

__all__ = ["brought_in", "destroyed_names", "explained_gone", "listed_keys"]


def listed_keys(settings: Path) -> frozenset[str] | None:
    """The fingerprints that a case.toml lists; None where it lists none, or is not there, or cannot be read."""
    try:
        raw = tomllib.loads(read_regular(settings).decode("utf-8"))
    except (FileNotFoundError, ValueError):  # what is wrong with the file is said by whoever reads the settings
        return None
    listed = raw.get("trusted_keys")
    return frozenset(map(str, listed)) if isinstance(listed, list) else None


def brought_in(chains: Iterable[Chain]) -> Mapping[str, frozenset[str]]:
    """Which chains name a stored file as theirs: a sealed one, or a pack with details of their entries."""
    found: dict[str, set[str]] = {}
    for chain in chains:
        for entry in chain.entries:
            pack = entry.body.get("pack")
            for name in (*entry.body.get("sealed", ()), *([pack] if pack else [])):
                found.setdefault(name, set()).add(chain.name)
    return {name: frozenset(names) for name, names in found.items()}


def destroyed_names(chains: Sequence[Chain], trusted: frozenset[str]) -> set[Sha256]:
    """Names of stored files that an entry destroyed which had the right to.

    A trusted chain may destroy what a trusted chain brought in; any chain what it alone brought in.
    """
    owners = brought_in(chains)
    gone: set[Sha256] = set()
    for chain in chains:
        for entry in chain.entries:
            for name in entry.body.get("destroyed", ()):
                owned = owners.get(name, frozenset())
                if owned == {chain.name} or (chain.name in trusted and owned & trusted):
                    gone.add(Sha256(name))
    return gone


def explained_gone(chains: Sequence[Chain], trusted: frozenset[str]) -> set[Sha256]:
    """Names of stored files that need not be there: those of `destroyed_names`, and what others destroyed of others'.

    Two keys of one organisation, in a case that lists neither: the second destroyed, with every right in its own case,
    what the first had brought in. Nothing is destroyed for that here, but it came without and cannot be had.
    """
    owners = brought_in(chains)
    said = {name for chain in chains for entry in chain.entries for name in entry.body.get("destroyed", ())}
    foreign = {Sha256(name) for name in said if name in owners and not owners[name] & trusted}
    return destroyed_names(chains, trusted) | foreign
