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
from dalil.vault.files.lock import LOCK_FILE

__all__ = ["BEFORE", "duplicate", "take_place"]

BEFORE = "before-join"
"""In the name of the old folder while the two change places; what an interruption leaves is found by it."""


@contextmanager
def duplicate(case: Path) -> Iterator[Path]:
    """A copy of `case` beside it, removed when the block ends unless it has taken the place of the case.

    Originals are linked, not copied: they are write-once and nothing but `destroy` ever changes a stored file, which
    touches sealed ones alone. Those, the log and the settings are copied byte for byte.
    """
    copy = case.with_name(f".{case.name}.joining-{uuid4().hex[:8]}")
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
