"""Whose chains a submission shows: each is named after its first key, and leads from that to the key that signs now.

A chain's name is the fingerprint of the key that opened it. Where the key changed since, PROOF has the opening entry
and each change, every one under a checkpoint that the key before it signed, and countersigned by the key it names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dalil.errors import DalilError
from dalil.submit.package.strict import FAULTS, load_json, said
from dalil.vault.files.regular import read_regular
from dalil.vault.keys.signature import fingerprint_of, signature_holds
from dalil.vault.log.chain import Chain, Problem
from dalil.vault.log.entry import Checkpoint, Entry, countersigned
from dalil.vault.log.proof import InclusionProof

__all__ = ["check_chain_keys", "keys_file", "write_chain_keys"]


def keys_file(chain: str) -> str:
    """The file in PROOF that leads from the name of a chain to its present key."""
    return f"{chain}.keys.jsonl"


def write_chain_keys(proof: Path, chain: Chain, point: Checkpoint) -> None:
    """Write `keys_file` where the key of `chain` changed before `point`."""
    changes = [entry for entry in chain.entries[: point.size] if entry.kind == "key"]
    if changes:
        lines = [json.dumps(_proof(chain, entry).as_json(), sort_keys=True) for entry in (chain.entries[0], *changes)]
        (proof / keys_file(chain.name)).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _proof(chain: Chain, entry: Entry) -> InclusionProof:
    """Under the first checkpoint that covers it: the one that the key before a change signed."""
    point = next(point for point in chain.checkpoints if point.size > entry.number)
    path = tuple(node.hex() for node in chain.tree.inclusion(entry.number, point.size))
    return InclusionProof(chain.lines[entry.number].decode(), path, point)


def check_chain_keys(proof: Path, points: Mapping[str, Checkpoint]) -> list[Problem]:
    """For the verifier: of each chain, whether its name leads to the key that signs its checkpoint."""
    problems = []
    for name, point in sorted(points.items()):
        wrong = "" if fingerprint_of(point.key) == name else _followed(proof / keys_file(name), point)
        if wrong:
            expected = f"a chain named after its key, or changes of key that lead from {name} to the one that signs"
            problems.append(Problem(expected, wrong, f"PROOF/{name}.pem"))
    return problems


def _followed(file: Path, point: Checkpoint) -> str:
    """Why the changes of key in `file` do not lead to the key of `point`; empty where they do."""
    try:
        proofs = [InclusionProof.from_json(load_json(line)) for line in read_regular(file).splitlines()]
        entries = [Entry.decode(proof.entry.encode()) for proof in proofs]
    except (*FAULTS, DalilError) as error:
        return f"another key, and no changes that can be read: {said(error)}"
    key = str(entries[0].body.get("public_key", "")) if entries and entries[0].number == 0 else ""
    if not key or fingerprint_of(key) != point.chain:
        return "an opening entry of another key"
    for proof, entry in zip(proofs, entries, strict=True):
        if proof.checkpoint.chain != point.chain or not proof.holds(key):
            return f"entry {entry.number}, which the key before it did not sign"
        if entry.number:
            named = str(entry.body.get("public_key", ""))
            signed = countersigned(point.chain, entry.number, named)
            if entry.kind != "key" or not signature_holds(named, str(entry.body.get("proof", "")), signed):
                return f"entry {entry.number}, which the key it names did not countersign"
            key = named
    return "" if key == point.key else "changes that end at another key"
