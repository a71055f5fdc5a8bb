"""Verify a submission without the case: every check below is made, in this order, and none stops the others.

What no check within a submission can see: that all of it was made anew under another key. The fingerprint of the key,
had from another source, shows it.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from dalil.errors import DalilError, UsageError
from dalil.submit.package.bag import INCLUSION, MANIFEST, PROOF, PUBLIC_KEY, SIGNATURE, TAG_MANIFEST, file_sha256
from dalil.submit.package.remake import remake_figures
from dalil.submit.package.sign import NOBODY, SIGNED_BY, check_documents
from dalil.vault.keys.signature import fingerprint_of, signature_holds
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint, Malformed, canonical
from dalil.vault.log.proof import InclusionProof
from dalil.vault.log.timestamp import check_stamps
from dalil.vault.verify import Check

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["TITLES", "read_public_key", "verify_submission"]

TITLES = {
    1: "The lists of hashes are well formed: lower-case digits, each file once, no path that leads outside",
    2: "Every file that is listed is there, and no file is there that is not listed",
    3: "Every file has the SHA-256 that the list gives",
    4: "The list of hashes is signed by the key of this submission",
    5: "Every checkpoint of the log is signed by the key of its chain, and one by the key of this submission",
    6: "Every entry that is shown leads to the root of a signed checkpoint",
    7: "Every figure is what its query gives on the tables of this submission",
    8: "annex.csv and incidents.geojson show the same incidents",
    9: "bagit.txt and bag-info.txt say what is there",
    10: "Every PDF file bears the signature that bag-info.txt states, and no other",
    11: "Every time stamp is over the checkpoint beside it",
}

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n\\]+)")
_UNLISTED = frozenset({TAG_MANIFEST, SIGNATURE})


@dataclass(frozen=True, slots=True)
class _Listed:
    """What both manifests say, and what is wrong with how they say it."""

    hashes: dict[str, str]
    problems: tuple[Problem, ...]


def verify_submission(
    path: Path, progress: Callable[[int], None] | None = None, roots: Sequence[Certificate] = ()
) -> list[Check]:
    """Make every check on the folder `path`; `progress` gets the bytes of each file hashed.

    `roots` are certificates that the authorities behind time stamps must lead to.

    Raises `UsageError` when it is not a submission at all.
    """
    if not (path / TAG_MANIFEST).is_file() or not (path / "data").is_dir():
        raise UsageError(
            "This is not a submission.", expected=f"a folder with data/ and {TAG_MANIFEST}", where=str(path)
        )
    files, listed, key = _files_of(path), _read_manifests(path), read_public_key(path / PUBLIC_KEY)
    points, misread = _checkpoints(path / PROOF)
    return [
        *_of_files(path, files, listed, key, progress),
        *_of_log(path, key, points, misread),
        *_of_content(path / "data"),
        *_of_signers(path, files, points, roots),
    ]


def _of_files(
    path: Path, files: list[str], listed: _Listed, key: str, progress: Callable[[int], None] | None
) -> Iterator[Check]:
    # (1) form of the lists
    yield _check(1, f"{len(listed.hashes)} lines", listed.problems)

    # (2) listed and there
    yield _check(2, f"{len(files)} files", _compare(listed, files))

    # (3) hashes
    yield _check(3, f"{len(listed.hashes)} hashes", _wrong_hashes(path, listed, files, progress))

    # (4) signature
    yield _check(4, f"key {fingerprint_of(key) if key else 'unreadable'}", _signature(path, key))


def _of_log(path: Path, key: str, points: dict[str, Checkpoint], misread: list[Problem]) -> Iterator[Check]:
    # (5) checkpoints
    yield _check(5, f"{len(points)} checkpoints", [*misread, *_strange_key(key, points)])

    # (6) inclusion
    shown, wrong = _inclusion(path / INCLUSION, points)
    yield _check(6, f"{shown} entries", wrong)


def _of_content(data: Path) -> Iterator[Check]:
    # (7) figures
    made = remake_figures(data)
    seen = f"{made.same} figures made again, {made.partly} of them in part; {made.stated} can only be stated"
    yield _check(7, seen, made.problems)

    # (8) register
    count, wrong = _register(data)
    yield _check(8, f"{count} incidents", wrong)


def _of_signers(
    path: Path, files: list[str], points: dict[str, Checkpoint], roots: Sequence[Certificate]
) -> Iterator[Check]:
    # (9) tags
    yield _check(9, "version and size", _tags(path, files))

    # (10) signatures of the documents
    wrong, seen = check_documents([path / name for name in files], _stated_signer(path))
    yield _check(10, seen, wrong, [seen])

    # (11) time stamps
    wrong, notes = check_stamps(path / PROOF, points.values(), roots)
    stamps = sum(name.endswith(".tsr") for name in files)
    yield _check(11, "; ".join([f"{stamps} time stamps", *notes]), wrong, notes)


def _check(number: int, looked_at: str, problems: Sequence[Problem], notes: Sequence[str] = ()) -> Check:
    if not problems:
        return Check(number, TITLES[number], True, "", looked_at, "", notes=tuple(notes))
    first, others = problems[0], len(problems) - 1
    found = f"{first.found} (and {others} more)" if others else first.found
    return Check(number, TITLES[number], False, first.expected, found, first.where, tuple(problems))


def _files_of(path: Path) -> list[str]:
    """Every file below `path`, as the manifests spell it; a link is listed as what it is not: a plain file."""
    found = []
    for folder, folders, names in os.walk(path):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        empty = [] if folders or names else ["."]
        found += [(Path(folder) / name).relative_to(path).as_posix() for name in [*names, *links, *empty]]
    return sorted(found)


def _read_manifests(path: Path) -> _Listed:
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    for name in (MANIFEST, TAG_MANIFEST):
        try:
            text = (path / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem("a list of hashes in UTF-8", str(error)[:120], name))
            continue
        *lines, rest = text.split("\n")
        if rest:
            problems.append(Problem("a newline after the last line", repr(rest[-20:]), name))
        for number, line in enumerate(lines, 1):
            where = f"{name}, line {number}"
            match = _LINE.fullmatch(line)
            if match is None:
                problems.append(Problem("64 lower-case digits, two spaces, a path", repr(line[:100]), where))
            elif not _inside(match["path"], payload=name == MANIFEST):
                problems.append(Problem("a path inside the submission", repr(match["path"][:100]), where))
            elif match["path"] in hashes:
                problems.append(Problem("each file once", match["path"], where))
            else:
                hashes[match["path"]] = match["sha256"]
    return _Listed(hashes, tuple(problems))


def _inside(path: str, *, payload: bool) -> bool:
    parts = PurePosixPath(path).parts
    return ".." not in parts and not path.startswith("/") and (parts[0] == "data") is payload


def _compare(listed: _Listed, files: list[str]) -> list[Problem]:
    # The list cannot hold its own hash, nor that of the signature over it.
    there = set(files) - _UNLISTED
    missing = [Problem("the file", "nothing", name) for name in sorted(listed.hashes.keys() - there)]
    return missing + [Problem("no such file", "a file that is not listed", name) for name in
                      sorted(there - listed.hashes.keys())]  # fmt: skip


def _wrong_hashes(
    path: Path, listed: _Listed, files: list[str], progress: Callable[[int], None] | None
) -> list[Problem]:
    problems = []
    for name in sorted(listed.hashes.keys() & set(files)):
        file = path / name
        # A link leads to what the receiver has, not to what was handed over.
        if file.is_symlink() or not file.is_file():
            problems.append(Problem("a plain file", "a link", name))
            continue
        found = file_sha256(file)
        if found != listed.hashes[name]:
            problems.append(Problem(listed.hashes[name], found, name))
        if progress:
            progress(file.stat().st_size)
    return problems


def read_public_key(path: Path) -> str:
    """The Ed25519 key of a PEM file as 64 hexadecimal digits; empty when it is not one."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm):
        return ""
    return key.public_bytes_raw().hex() if isinstance(key, Ed25519PublicKey) else ""


def _signature(path: Path, key: str) -> list[Problem]:
    if not key:
        return [Problem("an Ed25519 public key", "another file or none", PUBLIC_KEY)]
    try:
        signature, signed = (path / SIGNATURE).read_bytes(), (path / TAG_MANIFEST).read_bytes()
    except OSError as error:
        return [Problem("a signature", error.strerror or "", SIGNATURE)]
    if signature_holds(key, signature.hex(), signed):
        return []
    return [Problem(f"a signature of {TAG_MANIFEST} by {fingerprint_of(key)}", "another", SIGNATURE)]


def _checkpoints(proof: Path) -> tuple[dict[str, Checkpoint], list[Problem]]:
    points: dict[str, Checkpoint] = {}
    problems = []
    for file in sorted(proof.glob("*.checkpoint.json")):
        name = file.name.split(".")[0]
        key = read_public_key(proof / f"{name}.pem")
        try:
            fields = json.loads(file.read_bytes())
            signature = (proof / f"{name}.checkpoint.sig").read_bytes().hex()
            # Spelled anew: a file that decodes alike and is spelled otherwise was not signed.
            point = Checkpoint.decode(canonical({**fields, "signature": signature}))
        except (OSError, ValueError, TypeError, Malformed) as error:
            problems.append(Problem("a signed checkpoint", str(error)[:120], file.name))
            continue
        if not key or not point.signed_by(key) or file.read_bytes() != point.signed_bytes():
            problems.append(Problem(f"a signature by the key in {name}.pem", "another", file.name))
        points[point.chain] = point
    if not points and not problems:
        problems.append(Problem("at least one checkpoint of the log", "none", PROOF))
    return points, problems


def _strange_key(key: str, points: Mapping[str, Checkpoint]) -> list[Problem]:
    """Who signs everything anew under another key keeps the checkpoints of the old one, or has none that hold."""
    # Without checkpoints or a key other checks have failed already.
    if not points or not key or key in {point.key for point in points.values()}:
        return []
    return [Problem("a checkpoint signed by the key of this submission", "checkpoints of other keys", PUBLIC_KEY)]


def _inclusion(file: Path, points: dict[str, Checkpoint]) -> tuple[int, list[Problem]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return 0, [Problem("proofs of inclusion", str(error)[:120], INCLUSION)]
    problems = []
    for number, line in enumerate(lines, 1):
        where = f"{INCLUSION}, line {number}"
        try:
            proof = InclusionProof.from_json(json.loads(line))
        except (ValueError, DalilError) as error:
            problems.append(Problem("a proof of inclusion", str(error)[:120], where))
            continue
        point = points.get(proof.checkpoint.chain)
        if point != proof.checkpoint or not proof.holds(point.key):
            problems.append(Problem("a path to the root of a checkpoint in PROOF", "another root", where))
    return len(lines), problems


def _register(data: Path) -> tuple[int, list[Problem]]:
    try:
        with (data / "annex.csv").open(encoding="utf-8", newline="") as stream:
            rows = [row["sheet"] for row in csv.DictReader(stream)]
        features = json.loads((data / "incidents.geojson").read_bytes())["features"]
        drawn = [feature["properties"]["sheet"] for feature in features]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return 0, [Problem("annex.csv and incidents.geojson", str(error)[:120], "data")]
    if rows == drawn:
        return len(rows), []
    return len(rows), [
        Problem(f"{len(rows)} incidents as in annex.csv", f"{len(drawn)}, or others", "incidents.geojson")
    ]


def _stated_signer(path: Path) -> str:
    """Whom bag-info.txt names as the signer of the documents. A line that is missing is no permission to sign."""
    try:
        lines = (path / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return NOBODY
    stated = (line.partition(": ")[2] for line in lines if line.startswith(f"{SIGNED_BY}: "))
    return next(stated, NOBODY)


def _tags(path: Path, files: list[str]) -> list[Problem]:
    payload = [path / name for name in files if name.startswith("data/")]
    expected = f"Payload-Oxum: {sum(file.lstat().st_size for file in payload)}.{len(payload)}"
    problems = []
    for name, line in (("bagit.txt", "BagIt-Version: 1.0"), ("bag-info.txt", expected)):
        try:
            found = (path / name).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            found = [str(error)[:120]]
        if line not in found:
            said = next((each for each in found if each.split(":")[0] == line.split(":")[0]), "nothing of the kind")
            problems.append(Problem(line, said, name))
    return problems
