"""What really lies in a store's folder, compared with what its names promise: for the verifier."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from dalil.errors import DalilError
from dalil.units import Sha256
from dalil.vault.chain import Problem
from dalil.vault.store import Store, hash_stored

__all__ = ["StoreContent", "hash_all", "list_store", "log_strays"]

_PREFIX = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{64}")
_LOG_NAME = re.compile(r"[0-9a-f]{32}(\.checkpoints)?\.jsonl|[0-9a-f]{32}\.[0-9a-f]{64}\.set-aside")
_READERS = 2

# Desktops leave these in every folder they show; they are named in a note and change nothing.
_DESKTOP = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(slots=True)
class StoreContent:
    """The files of a store by hash, what does not belong there, and harmless things to mention."""

    store: Store
    files: dict[Sha256, Path] = field(default_factory=dict)
    strays: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def list_store(store: Store) -> StoreContent:
    """Look at every name in the store's folder. Links are never followed."""
    content = StoreContent(store)
    for path in sorted(store.root.glob("*")):
        if path.is_dir() and not path.is_symlink() and _PREFIX.fullmatch(path.name):
            for file in sorted(path.glob("*")):
                _take(content, file, path.name)
        elif path not in store.leftovers():
            _stray(content, path)
    if store.leftovers():
        content.notes.append(
            f"{len(store.leftovers())} unfinished files of an interrupted command in {store.root.name}"
        )
    return content


def log_strays(folder: Path) -> tuple[list[Problem], list[str]]:
    """What does not belong in a log folder, and harmless things to mention."""
    content = StoreContent(Store(folder))
    for path in sorted(folder.glob("*")):
        if path.is_symlink() or not path.is_file() or not _LOG_NAME.fullmatch(path.name):
            _stray(content, path)
    return content.strays, content.notes


def hash_all(
    content: StoreContent, progress: Callable[[int], None] | None = None
) -> tuple[list[Problem], list[Problem]]:
    """Read every file: problems with headers, and contents that do not hash to their names."""
    headers: list[Problem] = []
    hashes: list[Problem] = []
    with ThreadPoolExecutor(_READERS, thread_name_prefix="verify") as pool:
        outcomes = pool.map(lambda path: _hash(path, content.store), content.files.values())
        for (name, path), outcome in zip(content.files.items(), outcomes, strict=True):
            if isinstance(outcome, Problem):
                headers.append(outcome)
            elif outcome != name:
                hashes.append(Problem(name, outcome, str(path)))
            if progress is not None:
                progress(path.stat().st_size)
    return headers, hashes


def _hash(path: Path, store: Store) -> Sha256 | Problem:
    try:
        return hash_stored(path, store.header)
    except DalilError as problem:
        return Problem(problem.expected, problem.found, str(path))
    except OSError as problem:
        return Problem("a file that can be read", problem.strerror or "an error", str(path))


def _take(content: StoreContent, path: Path, prefix: str) -> None:
    if _NAME.fullmatch(path.name) and path.name.startswith(prefix) and path.is_file() and not path.is_symlink():
        content.files[Sha256(path.name)] = path
    else:
        _stray(content, path)


def _stray(content: StoreContent, path: Path) -> None:
    if path.name in _DESKTOP:
        content.notes.append(f"{path.name}, left by a desktop, in {path.parent.name}")
    else:
        content.strays.append(Problem("only what dalil writes there", path.name[:80], str(path)))
