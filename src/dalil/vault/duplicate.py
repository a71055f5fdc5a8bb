"""A second copy of a case folder to work on, and the change of places when the work ended well.

Whatever brings foreign content into a case is tried on a copy: until the two change places the case is as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from dalil.errors import CannotProceed
from dalil.vault.files.disk import LEFTOVER, clear_errors, sync_folder
from dalil.vault.files.lock import LOCK_FILE, case_lock

__all__ = ["BEFORE", "JOINING", "clear_copies", "duplicate", "put_back", "take_place"]

BEFORE = "before-join"
"""In the name of the old folder while the two change places; what an interruption leaves is found by it."""

JOINING = "joining"
"""In the name of the copy that is worked on."""


@contextmanager
def duplicate(case: Path) -> Iterator[Path]:
    """A copy of `case` beside it, removed when the block ends unless it has taken the place of the case.

    Originals are linked, not copied: they are write-once and nothing but `destroy` ever changes a stored file, which
    touches sealed ones alone. Those, the log and the settings are copied byte for byte.
    """
    copy = case.with_name(f".{case.name}.{JOINING}-{uuid4().hex[:8]}")
    try:
        with clear_errors("copying the case", copy):
            _copy_folder(case, copy, linked=False)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def take_place(copy: Path, case: Path) -> None:
    """Put the copy where the case is; the old folder is removed last."""
    old = case.with_name(f".{case.name}.{BEFORE}-{uuid4().hex[:8]}")
    with clear_errors("putting the joined case in its place", case):
        case.rename(old)
        try:
            copy.rename(case)
        except OSError:
            old.rename(case)
            raise
        sync_folder(case.absolute().parent)
    shutil.rmtree(old, ignore_errors=True)


def put_back(case: Path) -> bool:
    """Give a case its folder again where a kill came between the two renames of `take_place`; whether it did.

    The old folder comes back, not the copy: what was joined is joined again, and nothing of it was acknowledged.
    """
    if case.exists() or case.is_symlink():
        return False
    left = _beside(case, BEFORE)
    if len(left) != 1:
        return False
    # The one that is changing places holds the lock of the old folder until it has ended.
    with case_lock(left[0]), clear_errors("putting the case back in its place", case):
        left[0].rename(case)
        sync_folder(case.absolute().parent)
    return True


def clear_copies(case: Path) -> int:
    """Remove what joins that were killed left beside the case, whose lock is held; how many folders that were.

    An old folder holds keys that the join destroyed.
    """
    removed = 0
    for folder in (*_beside(case, BEFORE), *_beside(case, JOINING)):
        try:
            with case_lock(folder):
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        except CannotProceed:  # another process is still at it
            continue
    return removed


def _beside(case: Path, word: str) -> list[Path]:
    if not case.name or not case.absolute().parent.is_dir():
        return []
    begins = f".{case.name}.{word}-"
    with os.scandir(case.absolute().parent) as entries:
        found = [entry for entry in entries if entry.name.startswith(begins) and entry.is_dir(follow_symlinks=False)]
    return [Path(entry.path) for entry in found]


def _copy_folder(source: Path, target: Path, *, linked: bool) -> None:
    target.mkdir(mode=0o700)
    for entry in os.scandir(source):
        out = target / entry.name
        if entry.name == LOCK_FILE or entry.name.startswith(LEFTOVER):
            continue
        if entry.is_dir(follow_symlinks=False):
            _copy_folder(Path(entry.path), out, linked=linked or entry.name == "vault")
        elif not entry.is_file(follow_symlinks=False):
            raise CannotProceed(
                "The case folder holds something that is no ordinary file.",
                expected="files and folders",
                found=entry.name,
                where=entry.path,
                do="move it out of the case folder, then join again",
            )
        elif not (linked and _link(entry.path, out)):
            shutil.copy2(entry.path, out)
    sync_folder(target)


def _link(source: str, target: Path) -> bool:
    """False where the disk has no links: then it is copied."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
