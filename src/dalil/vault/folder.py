"""What really lies in a store's folder, compared with what its names promise: for the verifier."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dalil.errors import DalilError
from dalil.units import Sha256
from dalil.vault.files.disk import LEFTOVER
from dalil.vault.files.header import HEADER_LENGTH
from dalil.vault.files.store import Store, hash_stored
from dalil.vault.log.chain import Problem
from dalil.vault.log.timestamp import STAMP_NAME

__all__ = ["StoreContent", "hash_all", "list_store", "log_strays"]

_PREFIX = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{64}")
_LOG_NAME = re.compile(r"[0-9a-f]{32}(\.checkpoints)?\.jsonl|[0-9a-f]{32}\.[0-9a-f]{64}\.set-aside")
# Hashing keeps one core busy and reading waits for the disk: a third thread gains nothing on two cores.
_READERS = 2
# Files handed to a thread at a time: many enough that handing over costs little, few enough that progress is seen.
_BATCH = 32

# Desktops leave these in every folder they show; they are named in a note and change nothing.
_DESKTOP = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(slots=True)
class StoreContent:
    """The files of a store by hash, what does not belong there, and harmless things to mention.

    `sizes` (bytes of content, without the header) is filled by `hash_all`.
    """

    store: Store
    files: dict[Sha256, str] = field(default_factory=dict)
    sizes: dict[Sha256, int] = field(default_factory=dict)
    strays: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def list_store(store: Store) -> StoreContent:
    """Look at every name in the store's folder. Links are never followed."""
    content = StoreContent(store)
    for entry in _entries(store.root):
        if entry.is_dir(follow_symlinks=False) and _PREFIX.fullmatch(entry.name):
            for file in _entries(entry.path):
                _take(content, file, entry.name)
        else:
            _stray(content.strays, content.notes, entry)
    return content


def log_strays(folder: Path) -> tuple[list[Problem], list[str]]:
    """What does not belong in a log folder, and harmless things to mention."""
    strays: list[Problem] = []
    notes: list[str] = []
    for entry in _entries(folder):
        named = _LOG_NAME.fullmatch(entry.name) or STAMP_NAME.fullmatch(entry.name)
        if not (entry.is_file(follow_symlinks=False) and named):
            _stray(strays, notes, entry)
    return strays, notes


def hash_all(
    content: StoreContent, progress: Callable[[int], None] | None = None
) -> tuple[list[Problem], list[Problem]]:
    """Read every file: problems with headers, and contents that do not hash to their names."""
    headers: list[Problem] = []
    hashes: list[Problem] = []
    files = list(content.files.items())
    # Batches: handing single files of 100 kB to a thread costs half as much as hashing them.
    batches = [files[start : start + _BATCH] for start in range(0, len(files), _BATCH)]
    with ThreadPoolExecutor(_READERS, thread_name_prefix="verify") as pool:
        for batch, outcomes in zip(batches, pool.map(partial(_hash_batch, content.store), batches), strict=True):
            for (name, path), outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Problem):
                    headers.append(outcome)
                    continue
                found, content.sizes[name] = outcome
                if found != name:
                    hashes.append(Problem(name, found, path))
            if progress is not None:
                progress(sum(content.sizes.get(name, 0) + HEADER_LENGTH for name, _ in batch))
    return headers, hashes


def _hash_batch(store: Store, batch: list[tuple[Sha256, str]]) -> list[tuple[Sha256, int] | Problem]:
    return [_hash(path, store) for _, path in batch]


def _hash(path: str, store: Store) -> tuple[Sha256, int] | Problem:
    try:
        return hash_stored(path, store.header)
    except DalilError as problem:
        return Problem(problem.expected, problem.found, path)
    except OSError as problem:
        return Problem("a file that can be read", problem.strerror or "an error", path)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    """Names in a folder, in order; none where there is no folder."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []


def _take(content: StoreContent, entry: os.DirEntry[str], prefix: str) -> None:
    name = entry.name
    if _NAME.fullmatch(name) and name.startswith(prefix) and entry.is_file(follow_symlinks=False):
        content.files[Sha256(name)] = entry.path
    else:
        _stray(content.strays, content.notes, entry)


def _stray(strays: list[Problem], notes: list[str], entry: os.DirEntry[str]) -> None:
    if entry.name in _DESKTOP:
        notes.append(f"{entry.name}, left by a desktop")
    elif entry.name.startswith(LEFTOVER) and entry.is_file(follow_symlinks=False):
        notes.append(f"{entry.name}, left unfinished by an interrupted command; the next command removes it")
    else:
        strays.append(Problem("only what dalil writes there", entry.name[:80], entry.path))
