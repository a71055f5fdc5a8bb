"""Verify a submission without the case: every check below is made, in this order, and none stops the others.

What no check within a submission can see: that all of it was made anew under another key. The fingerprint of the key,
had from another source, shows it: `key`. What a check could be taken to have compared and has not it names itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dalil.errors import UsageError
from dalil.submit.package.bag import MANIFEST, PROOF, PUBLIC_KEY, TAG_MANIFEST
from dalil.submit.package.chains import (
    Shown,
    as_lines,
    lead_to,
    own_chains,
    read_checkpoints,
    read_inclusion,
    strange_key,
)
from dalil.submit.package.content import NOT_COVERED, Found, ask_content
from dalil.submit.package.files import (
    Folder,
    compare,
    read_folder,
    read_manifests,
    read_public_key,
    signature,
    wrong_hashes,
)
from dalil.submit.package.sign import check_documents
from dalil.submit.package.tags import POSITION, Tags, contradictions, read_tags, wrong_tags
from dalil.vault.keys.signature import fingerprint_of
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.timestamp import check_stamps
from dalil.vault.verify import Check

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["TITLES", "is_submission", "read_public_key", "verify_submission"]

TITLES = {
    1: "The lists of hashes are well formed: lower-case digits, each file once, no path that leads outside",
    2: "Every file that is listed is there, and no file is there that is not listed",
    3: "Every file has the SHA-256 that the list gives",
    4: "The list of hashes is signed by the key of this submission",
    5: "Every checkpoint of the log is signed by the key of its chain, and one by the key of this submission",
    6: "Every entry that is shown leads to the root of a signed checkpoint",
    7: "Every figure is what its query gives on the tables of this submission",
    8: "annex.csv and incidents.geojson show the same incidents, in every column that both have",
    9: "bagit.txt and bag-info.txt say what is there",
    10: "Every PDF file bears the signature that bag-info.txt states, and no other",
    11: "Every time stamp is over the checkpoint beside it",
    12: "The disclosure is about this submission",
    13: "The disclosure is signed by the key of this submission",
    14: "Every value that is disclosed is what had been committed to",
    15: "The folder holds ordinary files, and folders that hold something: no link, pipe, device or empty folder",
    16: "No JSON file gives one name of an object twice",
    17: "The sentence of every figure ends with its value",
    18: "No figure's query is constant, or hangs on the clock, on chance or on the machine",
    19: "bag-info.txt gives the position of the log, and whether the case is fictional, as the content has them",
    20: "Every chain is named after a key that leads to the one that signed its checkpoint",
    21: "The key of this submission is the one that was given",
}
"""12 to 14 are made where a disclosure is given, 21 where a key is."""

_MARKS = (TAG_MANIFEST, MANIFEST, "bagit.txt", PROOF)
_OF_CHILD = (7, 8, 16, 17, 18)  # the checks that a child makes alone


def is_submission(path: Path) -> bool:
    """True when anything in `path` is what only a submission has."""
    return any((path / name).is_symlink() or (path / name).exists() for name in _MARKS)


def verify_submission(
    path: Path,
    progress: Callable[[int], None] | None = None,
    roots: Sequence[Certificate] = (),
    key: str = "",
) -> list[Check]:
    """Make every check on the folder `path`; `progress` gets the bytes of each file hashed.

    `roots` are certificates that the authorities behind time stamps must lead to, `key` the fingerprint that the key of
    the submission must have.

    Raises `UsageError` when it is not a submission at all.
    """
    if not (path / TAG_MANIFEST).is_file() or not (path / "data").is_dir():
        raise UsageError(
            "This is not a submission.", expected=f"a folder with data/ and {TAG_MANIFEST}", where=str(path)
        )
    folder = read_folder(path)
    # First, for it works beside: another process makes the figures while this one hashes.
    with closing(ask_content(folder)) as asked:
        checks = list(_of_folder(folder, progress, roots, key, asked))
    return sorted(checks, key=lambda check: check.number)


def _of_folder(
    folder: Folder,
    progress: Callable[[int], None] | None,
    roots: Sequence[Certificate],
    given: str,
    asked: BinaryIO,
) -> Iterator[Check]:
    path, key, tags = folder.path, read_public_key(folder.path / PUBLIC_KEY), read_tags(folder.path)
    points, misread = read_checkpoints(path / PROOF)
    shown = read_inclusion(path, points)
    yield from _of_files(folder, key, progress)
    yield from _of_log(path, key, points, misread, shown)
    yield from _of_signers(folder, tags, points, roots)
    yield from _of_keys(path, key, points, shown, given)
    # Last: what is said here was found meanwhile.
    found = Found.read(asked)
    yield from _of_content(found)

    # (9) (19) tags
    yield _check(9, "version and size", wrong_tags(folder, tags), not_covered=NOT_COVERED[9])
    looked = f"{POSITION}: {tags.one(POSITION)}; {len(found.marks)} files that say whether the case is fictional"
    yield _check(19, looked, [*found.problems(19), *contradictions(tags, points, found.marks)])


def _of_files(folder: Folder, key: str, progress: Callable[[int], None] | None) -> Iterator[Check]:
    listed = read_manifests(folder.path)

    # (1) form of the lists
    yield _check(1, f"{len(listed.hashes)} lines", listed.problems)

    # (2) listed and there
    yield _check(2, f"{len(folder.names)} files", compare(listed, folder))

    # (3) hashes
    yield _check(3, f"{len(listed.hashes)} hashes", wrong_hashes(listed, folder, progress))

    # (4) signature
    yield _check(4, f"key {_fingerprint(key)}", signature(folder.path, key))

    # (15) nothing but files
    yield _check(15, f"{len(folder.ordinary)} ordinary files", folder.strays)


def _of_log(
    path: Path, key: str, points: dict[str, Checkpoint], misread: list[Problem], shown: Shown
) -> Iterator[Check]:
    own = own_chains(key, points)

    # (5) checkpoints
    yield _check(5, f"{len(points)} checkpoints", [*misread, *strange_key(key, points)])

    # (6) inclusion
    mine = sum(len(lines) for name, lines in shown.entries.items() if name in own)
    others = sum(map(len, shown.entries.values())) - mine
    looked = f"{mine} entries" + (f" of the key of this submission, {others} of other chains" if others else "")
    yield _check(6, looked, shown.problems)

    # (20) names of chains
    yield _check(20, f"{len(points)} chains", lead_to(path, points, shown), as_lines(points, own))


def _of_content(found: Found) -> Iterator[Check]:
    # (7) (8) (16) (17) (18) made by the child
    for number in _OF_CHILD:
        yield _check(number, found.looked_at(number), found.problems(number), not_covered=found.not_covered(number))


def _of_signers(
    folder: Folder, tags: Tags, points: dict[str, Checkpoint], roots: Sequence[Certificate]
) -> Iterator[Check]:
    # (10) signatures of the documents
    wrong, seen = check_documents([folder.path / name for name in sorted(folder.ordinary)], tags.signer)
    yield _check(10, seen, wrong, [seen], NOT_COVERED[10])

    # (11) time stamps
    wrong, notes = check_stamps(folder.path / PROOF, points.values(), roots)
    stamps = sum(name.endswith(".tsr") for name in folder.names)
    yield _check(11, "; ".join([f"{stamps} time stamps", *notes]), wrong, notes)


def _of_keys(path: Path, key: str, points: Mapping[str, Checkpoint], shown: Shown, given: str) -> Iterator[Check]:
    # (21) the key that was given
    if not given:
        return
    # The name of a chain stands for its first key, from which signed changes lead to the one in force.
    led = {name for name in own_chains(key, points) if not list(lead_to(path, {name: points[name]}, shown))}
    same = given in {_fingerprint(key), *led}
    found = f"key {_fingerprint(key)}"
    yield _check(21, found, [] if same else [Problem(f"key {given}", found, PUBLIC_KEY)])


def _fingerprint(key: str) -> str:
    return fingerprint_of(key) if key else "unreadable"


def _check(
    number: int,
    looked_at: str,
    problems: Iterable[Problem],
    notes: Iterable[str] = (),
    not_covered: Iterable[str] = (),
) -> Check:
    every, notes, not_covered = tuple(problems), tuple(notes), tuple(not_covered)
    if not every:
        return Check(number, TITLES[number], True, "", looked_at, "", notes=notes, not_covered=not_covered)
    first, others = every[0], len(every) - 1
    found = f"{first.found} (and {others} more)" if others else first.found
    return Check(number, TITLES[number], False, first.expected, found, first.where, every, notes, not_covered)
