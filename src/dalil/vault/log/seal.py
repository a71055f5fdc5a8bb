"""Sealing a batch of originals: into the vault, then into the log, then acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dalil.errors import DalilError
from dalil.units import Sha256
from dalil.vault.files.store import Sealed
from dalil.vault.log.writer import LogWriter, Ref

__all__ = ["SealedFile", "ToSeal", "seal_files"]

# A batch shares its syncs and its signature, and is what an interruption costs: larger is faster and loses more.
_BATCH_FILES = 256
_BATCH_BYTES = 256 << 20  # 256 MB: some seconds of work on a slow disk


@dataclass(frozen=True, slots=True)
class ToSeal:
    """A file to seal: where it is, the name it goes by in the case, who gave it, and what is known of it."""

    path: Path
    file_name: str
    organisation: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What became of one file. `entry` is its log entry; None when the same file was sealed before: nothing changed.

    `refused` is the reason when it could not be taken, and then `sha256` is empty and `size` (bytes) 0. `sealed` names
    the file in `sealed/` where the vault holds only a copy of it, or nothing.
    """

    path: Path
    sha256: Sha256
    size: int
    entry: Ref | None
    refused: DalilError | None = None
    sealed: str = ""


_Known = tuple[str, str, str]


def seal_files(
    log: LogWriter, files: Iterable[ToSeal], progress: Callable[[int], None] | None = None
) -> Iterator[SealedFile]:
    """Seal files in batches, yielding each once it is synced, logged and signed; in the order given.

    A file counts as sealed before when its content, name and organisation are the same. A full or failing disk of the
    case raises `CannotProceed`; what was yielded by then stays.
    """
    known = {
        (str(entry.details["sha256"]), str(entry.details["organisation"]), str(entry.details["file_name"]))
        for entry in log.entries("seal")
        if entry.details is not None
    }
    for batch in _batches(files):
        outcomes = log.store.put_files((file.path for file in batch), progress)
        yield from _record(log, batch, outcomes, known)


def _record(
    log: LogWriter, batch: Sequence[ToSeal], outcomes: Sequence[Sealed | DalilError], known: set[_Known]
) -> Iterator[SealedFile]:
    # Content alone is not enough to be known: that two organisations hold one file is itself a fact.
    fresh: dict[_Known, ToSeal] = {}
    sizes: dict[_Known, int] = {}
    for file, outcome in zip(batch, outcomes, strict=True):
        if isinstance(outcome, Sealed):
            key = (outcome.sha256, file.organisation, _writable(file.file_name))
            sizes[key] = outcome.size
            if key not in known:
                fresh.setdefault(key, file)
    refs = log.extend("seal", (_details(key, file, sizes[key]) for key, file in fresh.items()))
    entries = {id(file): ref for file, ref in zip(fresh.values(), refs, strict=True)}
    known.update(fresh)
    for file, outcome in zip(batch, outcomes, strict=True):
        if isinstance(outcome, Sealed):
            yield SealedFile(file.path, outcome.sha256, outcome.size, entries.pop(id(file), None))
        else:
            yield SealedFile(file.path, Sha256(""), 0, None, outcome)


def _details(key: _Known, file: ToSeal, size: int) -> dict[str, Any]:
    sha256, organisation, file_name = key
    metadata = dict(file.metadata)
    return {"sha256": sha256, "organisation": organisation, "file_name": file_name, "size": size, "metadata": metadata}


def _writable(file_name: str) -> str:
    """A name that JSON can hold: bytes of a name that are no UTF-8 are spelled out."""
    return file_name.encode("utf-8", "backslashreplace").decode("utf-8")


def _batches(files: Iterable[ToSeal]) -> Iterator[list[ToSeal]]:
    """Enough files at a time to share syncs, few enough that an interruption costs little."""
    batch: list[ToSeal] = []
    size = 0
    for file in files:
        batch.append(file)
        size += _size(file.path)
        if len(batch) == _BATCH_FILES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:  # the store says what is wrong with it
        return 0
