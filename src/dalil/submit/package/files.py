"""What lies in the folder of a submission, against its lists of hashes and the signature over them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from dalil.recheck.reading import Unreadable, read_bytes, read_text
from dalil.submit.package.bag import MANIFEST, PUBLIC_KEY, SIGNATURE, TAG_MANIFEST, file_sha256
from dalil.vault.keys.signature import fingerprint_of, signature_holds
from dalil.vault.log.chain import Problem

__all__ = [
    "Folder",
    "Listed",
    "as_problem",
    "compare",
    "read_folder",
    "read_manifests",
    "read_public_key",
    "signature",
    "wrong_hashes",
]

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n\\]+)")
_UNLISTED = frozenset({TAG_MANIFEST, SIGNATURE})


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything below a folder, as the manifests spell it; which of it are ordinary files; and what is neither those
    nor folders that hold something."""

    path: Path
    names: tuple[str, ...]
    ordinary: frozenset[str]
    strays: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What both manifests say, and what is wrong with how they say it."""

    hashes: dict[str, str]
    problems: tuple[Problem, ...]


def as_problem(error: Unreadable) -> Problem:
    """The same as a problem of a check."""
    return Problem(error.expected, error.found, error.where)


def read_folder(path: Path) -> Folder:
    """Look at everything below `path` without opening anything or following a link."""
    names: list[str] = []
    ordinary: set[str] = set()
    strays: list[Problem] = []

    def shut(error: OSError) -> None:
        where = Path(str(error.filename)).relative_to(path).as_posix()
        strays.append(Problem("a folder that can be read", error.strerror or "", where))

    for folder, folders, files in os.walk(path, onerror=shut):
        here = Path(folder)
        if not folders and not files and not any(each.where == here.relative_to(path).as_posix() for each in strays):
            names.append((here / ".").relative_to(path).as_posix())
            strays.append(Problem("nothing", "an empty folder", here.relative_to(path).as_posix()))
        for each in [*files, *(name for name in folders if (here / name).is_symlink())]:
            name = (here / each).relative_to(path).as_posix()
            names.append(name)
            mode = (here / each).lstat().st_mode
            if stat.S_ISREG(mode):
                ordinary.add(name)
            else:
                found = "a link" if stat.S_ISLNK(mode) else "a pipe, a socket or a device"
                strays.append(Problem("an ordinary file", found, name))
    return Folder(path, tuple(sorted(names)), frozenset(ordinary), tuple(strays))


def read_manifests(path: Path) -> Listed:
    """Read both lists of hashes."""
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    for name in (MANIFEST, TAG_MANIFEST):
        try:
            *lines, rest = read_text(path / name, name).split("\n")
        except Unreadable as error:
            problems.append(as_problem(error))
            continue
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
    return Listed(hashes, tuple(problems))


def _inside(name: str, *, payload: bool) -> bool:
    path = PurePosixPath(name)
    # One spelling only: data//x and data/./x are the same file as data/x.
    return ".." not in path.parts and str(path) == name not in ("/", ".") and (path.parts[0] == "data") is payload


def compare(listed: Listed, folder: Folder) -> Iterator[Problem]:
    """What is listed and not there, and the other way round."""
    # The list cannot hold its own hash, nor that of the signature over it.
    there = set(folder.names) - _UNLISTED
    for name in sorted(listed.hashes.keys() - there):
        yield Problem("the file", "nothing", name)
    for name in sorted(there - listed.hashes.keys()):
        yield Problem("no such file", "a file that is not listed", name)


def wrong_hashes(listed: Listed, folder: Folder, progress: Callable[[int], None] | None) -> Iterator[Problem]:
    """Files that have another hash than the list says."""
    for name in sorted(listed.hashes.keys() & set(folder.names)):
        # A link leads to what the receiver has, not to what was handed over.
        if name not in folder.ordinary:
            yield Problem("a plain file", "a link, a pipe or a device", name)
            continue
        file = folder.path / name
        try:
            found = file_sha256(file)
        except OSError as error:
            yield Problem("a file that can be read", error.strerror or "", name)
            continue
        if found != listed.hashes[name]:
            yield Problem(listed.hashes[name], found, name)
        if progress:
            progress(file.stat().st_size)


def read_public_key(path: Path) -> str:
    """The Ed25519 key of a PEM file as 64 hexadecimal digits; empty when it is not one."""
    try:
        key = load_pem_public_key(read_bytes(path, path.name))
    except (ValueError, UnsupportedAlgorithm):
        return ""
    return key.public_bytes_raw().hex() if isinstance(key, Ed25519PublicKey) else ""


def signature(path: Path, key: str) -> list[Problem]:
    """What is wrong with the signature over the list of hashes."""
    if not key:
        return [Problem("an Ed25519 public key", "another file or none", PUBLIC_KEY)]
    try:
        signed, content = read_bytes(path / SIGNATURE, SIGNATURE), read_bytes(path / TAG_MANIFEST, TAG_MANIFEST)
    except Unreadable as error:
        return [as_problem(error)]
    if signature_holds(key, signed.hex(), content):
        return []
    return [Problem(f"a signature of {TAG_MANIFEST} by {fingerprint_of(key)}", "another", SIGNATURE)]
