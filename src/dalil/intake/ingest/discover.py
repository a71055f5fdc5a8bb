"""The files in what was named: folders walked in order, links not followed, and nothing passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import CannotProceed, DalilError, Refused

__all__ = ["Found", "discover"]

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# formats that are ZIP files by design, and are one document each
_ZIP_BASED = (".xlsx", ".xlsm", ".docx", ".pptx", ".odt", ".ods", ".odp", ".kmz", ".epub", ".apk")
# what the first part of such a document is called, under whatever name it was handed in
_ZIP_MARKS = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels", b"xl/")
_ZIP_HEAD = 4_096  # bytes in which the first parts are named
# beside a document that is open, with the name of whoever opened it; beside each file that a Mac copies elsewhere
_SYSTEM_BEGINNINGS = ("~$", "._")
_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or the reason why something is none. `folder` is its folder within what was named, with `/`."""

    path: Path
    folder: str = ""
    refused: DalilError | None = None


def discover(paths: Sequence[Path]) -> Iterator[Found]:
    """Every file in `paths`, sorted within each folder; links, ZIP files and unreadable folders as refusals."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from _folder(path, path)
        else:
            yield _file(path, "")


def _folder(folder: Path, root: Path) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        denied = CannotProceed(
            "A folder could not be read.",
            found=error.strerror or "",
            where=str(folder),
            do="ask for permission to read it",
        )
        yield Found(folder, refused=denied)
        return
    inside = folder.relative_to(root).as_posix()
    for entry in names:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):  # a link could lead out of what was named, or round in a circle
            yield from _folder(path, root)
        else:
            yield _file(path, "" if inside == "." else inside)


def _file(path: Path, folder: str) -> Found:
    if path.name in _SYSTEM_FILES or path.name.startswith(_SYSTEM_BEGINNINGS):
        return Found(path, folder, Refused("Written by the system, not by a person: not taken.", where=path.name))
    return Found(path, folder, _zip_refusal(path))


def _zip_refusal(path: Path) -> DalilError | None:
    """A refusal for an archive; other errors are left to the sealing, which says them better."""
    try:
        if path.is_symlink() or not path.is_file() or path.suffix.lower() in _ZIP_BASED:
            return None
        with path.open("rb") as stream:
            head = stream.read(_ZIP_HEAD)
            if not head.startswith(_ZIP_MAGIC) or any(mark in head for mark in _ZIP_MARKS):
                return None
    except OSError:
        return None
    return Refused(
        "ZIP files are not taken.",
        expected="the files themselves",
        found="a ZIP file",
        where=path.name,
        do="unpack it and add the folder, so that each file is sealed under its own hash",
    )
