"""The part of a submission that comes from the log: checkpoints, the entries shown, and how keys lead to each other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import DalilError
from dalil.recheck.reading import Unreadable, parse_json, read_bytes, read_json
from dalil.submit.package.bag import INCLUSION, KEY_CHANGES, PROOF, PUBLIC_KEY
from dalil.submit.package.files import as_problem, read_public_key
from dalil.vault.keys.signature import fingerprint_of, signature_holds
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint, Entry, Malformed, canonical, countersigned
from dalil.vault.log.proof import InclusionProof

__all__ = ["Shown", "as_lines", "lead_to", "own_chains", "read_checkpoints", "read_inclusion", "strange_key"]

_POINT = ".checkpoint.json"


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of entries that are shown, by chain, and what is wrong with their proofs."""

    entries: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]


def read_checkpoints(proof: Path) -> tuple[dict[str, Checkpoint], list[Problem]]:
    """The checkpoints of PROOF by chain, each with a signature that holds or else a problem."""
    points: dict[str, Checkpoint] = {}
    problems = []
    for file in sorted(proof.glob(f"*{_POINT}")):
        name = file.name.removesuffix(_POINT)
        key = read_public_key(proof / f"{name}.pem")
        try:
            fields = read_json(file, file.name).value
            signed = read_bytes(proof / f"{name}.checkpoint.sig", f"{name}.checkpoint.sig").hex()
            # Spelled anew: a file that decodes alike and is spelled otherwise was not signed.
            point = Checkpoint.decode(canonical({**fields, "signature": signed}))
            spelled = read_bytes(file, file.name) == point.signed_bytes()
        except Unreadable as error:
            problems.append(as_problem(error))
            continue
        except (ValueError, TypeError, Malformed) as error:
            problems.append(Problem("a signed checkpoint", str(error)[:120], file.name))
            continue
        if point.chain != name:
            problems.append(Problem(f"a checkpoint of {name}", f"one of {point.chain}", file.name))
        if not key or not point.signed_by(key) or not spelled:
            problems.append(Problem(f"a signature by the key in {name}.pem", "another", file.name))
        points[point.chain] = point
    if not points and not problems:
        problems.append(Problem("at least one checkpoint of the log", "none", PROOF))
    return points, problems


def own_chains(key: str, points: Mapping[str, Checkpoint]) -> frozenset[str]:
    """The chains whose checkpoint the key of the submission signed."""
    return frozenset(name for name, point in points.items() if key and point.key == key)


def strange_key(key: str, points: Mapping[str, Checkpoint]) -> list[Problem]:
    """Who signs everything anew under another key keeps the checkpoints of the old one, or has none that hold."""
    # Without checkpoints or a key other checks have failed already.
    if not points or not key or own_chains(key, points):
        return []
    return [Problem("a checkpoint signed by the key of this submission", "checkpoints of other keys", PUBLIC_KEY)]


def read_inclusion(folder: Path, points: Mapping[str, Checkpoint]) -> Shown:
    """Every entry that is shown, with what is wrong with its proof."""
    shown: dict[str, set[str]] = {name: set() for name in points}
    problems = []
    for where, proof in _proofs(folder, INCLUSION):
        if isinstance(proof, Problem):
            problems.append(proof)
            continue
        point = points.get(proof.checkpoint.chain)
        if point is None or point != proof.checkpoint or not proof.holds(point.key):
            problems.append(Problem("a path to the root of a checkpoint in PROOF", "another root", where))
        else:
            shown[point.chain].add(proof.entry)
    return Shown({name: frozenset(lines) for name, lines in shown.items()}, tuple(problems))


def _proofs(folder: Path, name: str) -> Iterator[tuple[str, InclusionProof | Problem]]:
    try:
        lines = read_bytes(folder / name, name).split(b"\n")
    except Unreadable as error:
        yield name, as_problem(error)
        return
    if lines.pop():
        yield name, Problem("a newline after the last line", "another byte", name)
    for number, line in enumerate(lines, 1):
        where = f"{name}, line {number}"
        try:
            yield where, InclusionProof.from_json(parse_json(line, where).value)
        except Unreadable as error:
            yield where, as_problem(error)
        except (ValueError, DalilError) as error:
            yield where, Problem("a proof of inclusion", str(error)[:120], where)


def lead_to(folder: Path, points: Mapping[str, Checkpoint], shown: Shown) -> Iterator[Problem]:
    """Chains whose name does not lead to the key that signed their checkpoint.

    A chain is named after its first key. Each change of key is an entry that the old key signed, in a checkpoint of its
    own, and that the new key countersigned; it stands among the entries of the last checkpoint too.
    """
    changes: list[tuple[str, InclusionProof]] = []
    for where, proof in _proofs(folder, KEY_CHANGES) if (folder / KEY_CHANGES).exists() else ():
        if isinstance(proof, Problem):
            yield proof
        else:
            changes.append((where, proof))
    for name, point in points.items():
        held = name
        for where, proof in changes:
            if proof.checkpoint.chain == name:
                held, problem = _next_key(held, where, proof, shown.entries[name])
                if problem:
                    yield problem
        if fingerprint_of(point.key) != held:
            found = f"the key {fingerprint_of(point.key)}, and no change of key that leads to it"
            yield Problem(f"a chain signed by the key {held}", found, f"{PROOF}/{name}{_POINT}")


def _next_key(held: str, where: str, proof: InclusionProof, shown: frozenset[str]) -> tuple[str, Problem | None]:
    """The fingerprint of the key in force after a change, or the one before and what is wrong with the change."""
    old = proof.checkpoint.key
    if fingerprint_of(old) != held or not proof.holds(old):
        return held, Problem(f"an entry signed by the key {held}", f"one of {fingerprint_of(old)}", where)
    entry = Entry.decode(proof.entry.encode())
    key, countersign = entry.body.get("public_key"), entry.body.get("proof")
    if entry.kind != "key" or not isinstance(key, str) or not isinstance(countersign, str):
        return held, Problem("a change of key", f"an entry of kind {entry.kind}", where)
    if not signature_holds(key, countersign, countersigned(proof.checkpoint.chain, entry.number, key)):
        return held, Problem("a change of key that the new key countersigned", "one without", where)
    if proof.entry not in shown:
        return held, Problem(f"the same entry in {INCLUSION}", "none", where)
    return fingerprint_of(key), None


def as_lines(points: Mapping[str, Checkpoint], own: Container[str]) -> list[str]:
    """Each chain in one line: whose it is, how long, and its key."""
    return [
        f"chain {name}: {point.size:,} entries, signed by the key {fingerprint_of(point.key)}"
        + ("" if name in own else ", which is not that of this submission")
        for name, point in points.items()
    ]
