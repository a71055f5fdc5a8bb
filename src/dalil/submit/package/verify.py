"""Verify a submission without the case: every check below is made, in this order, and none stops the others.

What no check within a submission can see: that all of it was made anew under another key. The fingerprint of the key,
had from another source, shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dalil.errors import UsageError
from dalil.submit.package.bag import PROOF, PUBLIC_KEY, TAG_MANIFEST
from dalil.submit.package.chain_keys import check_chain_keys
from dalil.submit.package.chains import own_chains, read_checkpoints, read_inclusion, strange_key
from dalil.submit.package.content import Found, ask_content, contradictions, read_tags, wrong_tags
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
from dalil.vault.keys.signature import fingerprint_of
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint
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
    "of a figure its label, its unit and the number of rows behind it",
    "the lists beside the register (accounts, exhibits, requests, changes, provenance, load.dat, drawings): they are "
    "signed, and not compared with it",
    "date, program and description in bag-info.txt",
    "what was withheld, and whether the records that the tables hold are true",
)
"""What no check here covers; `verify` says so each time."""

_OF_CHILD = (7, 8, 12, 14)  # the checks that a child makes alone


@dataclass(frozen=True, slots=True)
class Shown:
    """Who signed, as far as the folder says: the fingerprint of the key (empty where it is none), the chains by name
    with their sizes, and of each whether that key signs it."""

    key: str
    chains: tuple[tuple[str, int, bool], ...]


def shown_by(path: Path) -> Shown:
    """What to compare with something from elsewhere, read without any check."""
    key, (points, _) = read_public_key(path / PUBLIC_KEY), read_checkpoints(path / PROOF)
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
    folder = read_folder(path)
    key, (points, misread) = read_public_key(path / PUBLIC_KEY), read_checkpoints(path / PROOF)
    # First, for it works beside: another process makes the figures while this one hashes.
    with closing(ask_content(folder)) as asked:
        checks = [
            *_of_files(folder, key, progress),
            *_of_log(path, key, points, misread),
            *_of_signers(folder, points, roots),
            *_of_content(folder, points, asked),
            *_of_key(key, expected_key),
        ]
    return sorted(checks, key=lambda check: check.number)


def _of_files(folder: Folder, key: str, progress: Callable[[int], None] | None) -> Iterator[Check]:
    listed = read_manifests(folder.path)
    # (1) form of the lists
    yield _check(1, f"{len(listed.hashes)} lines", listed.problems)

    # (2) listed and there, and ordinary
    yield _check(2, f"{len(folder.names)} files", [*folder.strays, *compare(listed, folder)])

    # (3) hashes
    yield _check(3, f"{len(listed.hashes)} hashes", wrong_hashes(listed, folder, progress))

    # (4) signature
    yield _check(4, f"key {fingerprint_of(key) if key else 'unreadable'}", signature(folder.path, key))


def _of_log(path: Path, key: str, points: dict[str, Checkpoint], misread: list[Problem]) -> Iterator[Check]:
    # (5) checkpoints
    yield _check(5, f"{len(points)} checkpoints", [*misread, *strange_key(key, points)])

    # (6) inclusion
    shown, own = read_inclusion(path, points), own_chains(key, points)
    mine = sum(len(lines) for name, lines in shown.entries.items() if name in own)
    others = sum(map(len, shown.entries.values())) - mine
    yield _check(6, f"{mine} entries of the chain of this key, {others} of other chains", shown.problems)

    # (15) keys of the chains
    yield _check(15, f"{len(points)} chains", check_chain_keys(path / PROOF, points))


def _of_signers(folder: Folder, points: dict[str, Checkpoint], roots: Sequence[Certificate]) -> Iterator[Check]:
    # (10) signatures of the documents
    files = [folder.path / name for name in sorted(folder.ordinary)]
    wrong, seen = check_documents(files, read_tags(folder.path).signer)
    yield _check(10, seen, wrong, [seen])

    # (11) time stamps
    wrong, notes = check_stamps(folder.path / PROOF, points.values(), roots)
    stamps = sum(name.endswith(".tsr") for name in folder.names)
    yield _check(11, "; ".join([f"{stamps} time stamps", *notes]), wrong, notes)


def _of_content(folder: Folder, points: dict[str, Checkpoint], asked: BinaryIO) -> Iterator[Check]:
    found, tags = Found.read(asked), read_tags(folder.path)
    # (7) (8) (12) (14) figures, register, JSON, sentences
    for number in _OF_CHILD:
        yield _check(number, found.looked_at(number), found.faults[number], found.notes(number))

    # (9) tags
    yield _check(9, "version and size", wrong_tags(folder, tags))

    # (13) labels
    yield _check(13, found.looked_at(13), [*found.faults[13], *contradictions(tags, points, found.marks)])


def _of_key(key: str, expected: str) -> Iterator[Check]:
    # (16) the key that was given
    if expected:
        found = fingerprint_of(key) if key else "unreadable"
        yield _check(16, found, [] if found == expected else [Problem(expected, found, PUBLIC_KEY)])


def _check(number: int, looked_at: str, problems: Iterable[Problem], notes: Iterable[str] = ()) -> Check:
    every, notes = tuple(problems), tuple(notes)
    if not every:
        return Check(number, TITLES[number], True, "", looked_at, "", notes=notes)
    first, others = every[0], len(every) - 1
    found = f"{first.found} (and {others} more)" if others else first.found
    return Check(number, TITLES[number], False, first.expected, found, first.where, every, notes)
