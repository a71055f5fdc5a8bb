"""Verify a submission without the case: every check below is made, in this order, and none stops the others.

What no check within a submission can see: that all of it was made anew under another key. The fingerprint of the key,
had from another source, shows it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from dalil.errors import DalilError, UsageError
from dalil.submit.package.bag import INCLUSION, MANIFEST, PROOF, PUBLIC_KEY, SIGNATURE, TAG_MANIFEST, file_sha256
from dalil.submit.package.chain_keys import check_chain_keys
from dalil.submit.package.content_check import check_json, check_labels, check_register, check_sentences, tags_of
from dalil.submit.package.remake import Remade, remake_limited
from dalil.submit.package.sign import NOBODY, SIGNED_BY, check_documents
from dalil.submit.package.strict import FAULTS, load_json, said
from dalil.vault.files.regular import read_regular
from dalil.vault.keys.signature import fingerprint_of, signature_holds
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint, Malformed, canonical
from dalil.vault.log.proof import InclusionProof
from dalil.vault.log.timestamp import check_stamps
from dalil.vault.verify import Check

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["NOT_COVERED", "TITLES", "Shown", "read_public_key", "shown_by", "verify_submission"]

TITLES = {
    1: "The lists of hashes are well formed: lower-case digits, each file once, no path that leads outside",
    2: "Every file that is listed is there, and no file is there that is not listed",
    3: "Every file has the SHA-256 that the list gives",
    4: "The list of hashes is signed by the key of this submission",
    5: "Every checkpoint of the log is signed by the key of its chain, and one by the key of this submission",
    6: "Every entry that is shown leads to the root of a signed checkpoint",
    7: "Every figure is what its query gives on the tables of this submission",
    8: "annex.csv and incidents.geojson show the same incidents, equal in every column that both have",
    9: "bagit.txt and bag-info.txt say what is there",
    10: "Every PDF file bears the signature that bag-info.txt states, and no other",
    11: "Every time stamp is over the checkpoint beside it",
    12: "Every JSON file gives each key of an object once",
    13: "Position and mark of a simulated case are the same wherever they stand",
    14: "The sentence of every figure says its value and interval",
    15: "Every chain is named after its key, or leads from that to the key that signs",
    16: "The key of this submission is the one that was given",
}

NOT_COVERED = (
    "whose key it is: compare the fingerprint with one had from elsewhere (--key)",
    "the words and drawings of the PDF files: their hashes are signed, their text is not compared with the tables",
    "that a query asks what its sentence says, and answers from the rows and not by a number hidden in a condition",
    "what was withheld, and whether the records that the tables hold are true",
)
"""What no check here covers; `verify` says so each time."""

MOST_PROOF = 1 << 30  # bytes of the proofs of inclusion: half a million entries

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n\\]+)")
_UNLISTED = frozenset({TAG_MANIFEST, SIGNATURE})


@dataclass(frozen=True, slots=True)
class _Listed:
    """What both manifests say, and what is wrong with how they say it."""

    hashes: dict[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Who signed, as far as the folder says: the fingerprint of the key (empty where it is none), the chains by name
    with their sizes, and of each whether that key signs it."""

    key: str
    chains: tuple[tuple[str, int, bool], ...]


def shown_by(path: Path) -> Shown:
    """What to compare with something from elsewhere, read without any check."""
    try:
        key, (points, _) = read_public_key(path / PUBLIC_KEY), _checkpoints(path / PROOF)
    except (*FAULTS, DalilError):  # the checks say what is wrong with them
        return Shown("", ())
    chains = tuple((name, point.size, point.key == key) for name, point in sorted(points.items()))
    return Shown(fingerprint_of(key) if key else "", chains)


def verify_submission(
    path: Path, progress: Callable[[int], None] | None = None, roots: Sequence[Certificate] = (), expected_key: str = ""
) -> list[Check]:
    """Make every check on the folder `path`; `progress` gets the bytes of each file hashed.

    `roots` are certificates that the authorities behind time stamps must lead to; `expected_key` is the fingerprint
    that the key must have: without it check 16 is not made.

    Raises `UsageError` when it is not a submission at all.
    """
    if not (path / TAG_MANIFEST).is_file() or not (path / "data").is_dir():
        raise UsageError(
            "This is not a submission.", expected=f"a folder with data/ and {TAG_MANIFEST}", where=str(path)
        )
    files = _files_of(path)
    checks = [*_of_files(path, files, progress), *_of_log(path), *_of_content(path, files, roots)]
    if expected_key:
        key = fingerprint_of(read_public_key(path / PUBLIC_KEY) or "00")
        wrong = [] if key == expected_key else [Problem(expected_key, key, PUBLIC_KEY)]
        checks.append(_check(16, key, wrong))
    return checks


_Made = tuple[str, Sequence[Problem]] | tuple[str, Sequence[Problem], Sequence[str]]
"""What a check looked at, in words; its problems; and notes."""


def _made(number: int, where: str, look: Callable[[], _Made]) -> Check:
    """One check. Content that nobody foresaw makes it fail, under its number."""
    try:
        return _check(number, *look())
    except (*FAULTS, DalilError) as error:
        return _check(number, "", [Problem("content that can be read", said(error), where)])


def _of_files(path: Path, files: list[str], progress: Callable[[int], None] | None) -> Iterator[Check]:
    listed, key = _read_manifests(path), read_public_key(path / PUBLIC_KEY)
    # (1) form of the lists
    yield _check(1, f"{len(listed.hashes)} lines", listed.problems)

    # (2) listed and there, and ordinary
    yield _made(2, "", lambda: (f"{len(files)} files", [*_odd_files(path, files), *_compare(listed, files)]))

    # (3) hashes
    yield _made(3, "", lambda: (f"{len(listed.hashes)} hashes", _wrong_hashes(path, listed, files, progress)))

    # (4) signature
    yield _made(4, PROOF, lambda: (f"key {fingerprint_of(key) if key else 'unreadable'}", _signature(path, key)))


def _of_log(path: Path) -> Iterator[Check]:
    key, (points, misread) = read_public_key(path / PUBLIC_KEY), _checkpoints(path / PROOF)
    # (5) checkpoints
    yield _made(5, PROOF, lambda: (f"{len(points)} checkpoints", [*misread, *_strange_key(key, points)]))

    # (6) inclusion
    yield _made(6, INCLUSION, lambda: _inclusion(path / INCLUSION, points, key))


def _of_content(path: Path, files: list[str], roots: Sequence[Certificate]) -> Iterator[Check]:
    data, (points, _) = path / "data", _checkpoints(path / PROOF)
    # (7) figures
    remade: list[Remade] = []
    yield _made(7, "data", lambda: _figures(data, remade))

    # (8) register
    yield _made(8, "data", lambda: _register(data))

    # (9) tags
    yield _made(9, "bag-info.txt", lambda: ("version and size", _tags(path, files)))

    # (10) signatures of the documents
    yield _made(10, "data", lambda: _documents(path, files))

    # (11) time stamps
    yield _made(11, PROOF, lambda: _stamps(path, files, points, roots))

    # (12) JSON
    yield _made(12, "", lambda: _json(path, files))

    # (13) labels
    marked = remade[0].marked if remade else {}
    yield _made(13, "bag-info.txt", lambda: ("position and mark", check_labels(path, points, marked)))

    # (14) sentences
    yield _made(14, "data/figures.json", lambda: _sentences(data))

    # (15) keys of the chains
    yield _made(15, PROOF, lambda: (f"{len(points)} chains", check_chain_keys(path / PROOF, points)))


def _figures(data: Path, remade: list[Remade]) -> _Made:
    made = remake_limited(data)
    remade.append(made)
    seen = f"{made.same} figures made again, {len(made.partly)} of them in part; {made.stated} can only be stated"
    return seen, made.problems, made.partly


def _register(data: Path) -> _Made:
    count, wrong = check_register(data)
    return f"{count} incidents", wrong


def _documents(path: Path, files: list[str]) -> _Made:
    wrong, seen = check_documents([path / name for name in files], tags_of(path).get(SIGNED_BY, NOBODY))
    return seen, wrong, [seen]


def _stamps(path: Path, files: list[str], points: dict[str, Checkpoint], roots: Sequence[Certificate]) -> _Made:
    wrong, notes = check_stamps(path / PROOF, points.values(), roots)
    stamps = sum(name.endswith(".tsr") for name in files)
    return "; ".join([f"{stamps} time stamps", *notes]), wrong, notes


def _json(path: Path, files: list[str]) -> _Made:
    count, wrong = check_json(path, files)
    return f"{count} files", wrong


def _sentences(data: Path) -> _Made:
    compared, others, wrong = check_sentences(data)
    notes = [f"not compared, for they are of another form: {len(others)} sentences"] if others else []
    return f"{compared} sentences", wrong, notes


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
        found += [(Path(folder) / name).relative_to(path).as_posix() for name in [*names, *links]]
        # With a slash: an empty folder must not pass for a file that is listed under its name.
        found += [] if folders or names else [f"{Path(folder).relative_to(path).as_posix()}/"]
    return sorted(found)


def _odd_files(path: Path, files: list[str]) -> list[Problem]:
    """Links, pipes, sockets and devices: they lead to what the receiver has, or wait for ever."""
    found = []
    for name in files:
        kind = (path / name).lstat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            what = "a link" if stat.S_ISLNK(kind) else "a pipe, a socket or a device"
            found.append(Problem("ordinary files and folders", what, name))
    return found


def _read_manifests(path: Path) -> _Listed:
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    for name in (MANIFEST, TAG_MANIFEST):
        try:
            text = read_regular(path / name).decode("utf-8")
        except (*FAULTS, DalilError) as error:
            problems.append(Problem("a list of hashes in UTF-8", said(error), name))
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
        key = load_pem_public_key(read_regular(path))
    except (*FAULTS, DalilError, UnsupportedAlgorithm):
        return ""
    return key.public_bytes_raw().hex() if isinstance(key, Ed25519PublicKey) else ""


def _signature(path: Path, key: str) -> list[Problem]:
    if not key:
        return [Problem("an Ed25519 public key", "another file or none", PUBLIC_KEY)]
    try:
        signature, signed = read_regular(path / SIGNATURE), read_regular(path / TAG_MANIFEST)
    except (OSError, DalilError) as error:
        return [Problem("a signature", said(error), SIGNATURE)]
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
            content = read_regular(file)
            signature = read_regular(proof / f"{name}.checkpoint.sig").hex()
            # Spelled anew: a file that decodes alike and is spelled otherwise was not signed.
            point = Checkpoint.decode(canonical({**load_json(content), "signature": signature}))
        except (*FAULTS, DalilError, Malformed) as error:
            problems.append(Problem("a signed checkpoint", said(error), file.name))
            continue
        if point.chain != name:
            problems.append(Problem(f"the checkpoint of {name}", f"that of {point.chain}", file.name))
        if not key or not point.signed_by(key) or content != point.signed_bytes():
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


def _inclusion(file: Path, points: dict[str, Checkpoint], key: str) -> _Made:
    problems: list[Problem] = []
    own, lines = 0, read_regular(file, most=MOST_PROOF).splitlines()
    for number, line in enumerate(lines, 1):
        where = f"{INCLUSION}, line {number}"
        try:
            proof = InclusionProof.from_json(load_json(line))
            holds = points.get(proof.checkpoint.chain) == proof.checkpoint and proof.holds(proof.checkpoint.key)
        except (*FAULTS, DalilError) as error:
            problems.append(Problem("a proof of inclusion", said(error), where))
            continue
        own += proof.checkpoint.key == key
        if not holds:
            problems.append(Problem("a path to the root of a checkpoint in PROOF", "another root", where))
    others = len(lines) - own - sum("a proof of" in problem.expected for problem in problems)
    return f"{own} entries of the chain of this key, {others} of other chains", problems


def _tags(path: Path, files: list[str]) -> list[Problem]:
    payload = [path / name for name in files if name.startswith("data/")]
    expected = f"Payload-Oxum: {sum(file.lstat().st_size for file in payload)}.{len(payload)}"
    problems = []
    for name, line in (("bagit.txt", "BagIt-Version: 1.0"), ("bag-info.txt", expected)):
        try:
            found = read_regular(path / name).decode("utf-8").splitlines()
        except (*FAULTS, DalilError) as error:
            found = [said(error)]
        if line not in found:
            other = next((each for each in found if each.split(":")[0] == line.split(":")[0]), "nothing of the kind")
            problems.append(Problem(line, other, name))
    return problems
