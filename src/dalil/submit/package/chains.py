"""The part of a submission that comes from the log: checkpoints, and the entries that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import DalilError
from dalil.recheck.reading import Unreadable, parse_json, read_bytes, read_json
from dalil.submit.package.bag import INCLUSION, PROOF, PUBLIC_KEY
from dalil.submit.package.files import as_problem, read_public_key
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint, Malformed, canonical
from dalil.vault.log.proof import InclusionProof

__all__ = ["Shown", "own_chains", "read_checkpoints", "read_inclusion", "strange_key"]

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
