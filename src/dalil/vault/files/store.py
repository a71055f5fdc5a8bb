"""The originals: write-once files named by the SHA-256 of their content.

A file is written under another name, synced, made read-only, renamed, and its folder synced; only then does a call
return. So after any interruption a name in the vault always has its whole content behind it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from dalil.errors import DalilError, VerificationFailed
from dalil.units import Sha256, parse_sha256
from dalil.vault.files.disk import LEFTOVER, clear_errors, make_folder, sync_file, sync_folder, write_all
from dalil.vault.files.header import HEADER_LENGTH, Header
from dalil.vault.files.regular import open_regular
from dalil.vault.files.source import CHUNK, SourceRefused, SourceUnreadable, read_source

__all__ = ["Sealed", "Store", "hash_stored"]

_NAME = re.compile(r"[0-9a-f]{64}")
_THREADS = 4  # syncs under way at a time: they wait for the disk, not for a core
_MANY = 8  # files from which syncing side by side pays for waking the threads


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that is in the store. `new` is False when the same content was there before; `size` in bytes."""

    sha256: Sha256
    size: int
    new: bool


@dataclass(frozen=True, slots=True)
class _Staged:
    """Content written under a temporary name, not yet synced."""

    temporary: Path
    sha256: Sha256
    size: int


class Store:
    """A folder of write-once files. Nothing in it is ever overwritten; `remove` is for destroying keys only."""

    def __init__(self, root: Path, *, kind: str = "object", protection: str = "none") -> None:
        self.root = root
        self.header = Header(kind, protection)
        self._numbers = count()
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="vault")

    def path_of(self, sha256: Sha256) -> Path:
        """Where content with this hash lies, whether it is there or not."""
        parse_sha256(sha256)
        return self.root / sha256[:2] / sha256

    def has(self, sha256: Sha256) -> bool:
        """True when the content is there."""
        return self.path_of(sha256).exists()

    def names(self) -> Iterator[Sha256]:
        """Every hash in the store, in order."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if _NAME.fullmatch(path.name):
                yield Sha256(path.name)

    def put_bytes(self, content: bytes) -> Sealed:
        """Seal content that is in memory."""
        return self._settle(self._stage_all([content]))[0]

    def put_many(self, contents: Iterable[bytes]) -> list[Sealed]:
        """Seal several contents with shared syncs."""
        return self._settle(self._stage_all(contents))

    def put_files(
        self, paths: Iterable[Path], progress: Callable[[int], None] | None = None
    ) -> list[Sealed | DalilError]:
        """Seal a batch with shared syncs; an outcome for each path, in order. `progress` gets the bytes of each chunk.

        A file that cannot be taken gives its error and does not stop the others. A full or failing disk of the case
        raises `CannotProceed`, and the batch leaves nothing behind.
        """
        outcomes: list[_Staged | DalilError] = []
        try:
            for path in paths:
                outcomes.append(self._stage_or_error(path, progress))
        except BaseException:
            _drop(each for each in outcomes if isinstance(each, _Staged))
            raise
        settled = iter(self._settle([each for each in outcomes if isinstance(each, _Staged)]))
        return [next(settled) if isinstance(each, _Staged) else each for each in outcomes]

    def take(self, other: Store, names: Iterable[Sha256]) -> int:
        """Copy content from another store, checked against its names; how many were new."""
        new = 0
        for name in names:
            if not self.has(name):
                staged = self._stage(_chunks(other, name))
                if staged.sha256 != name:
                    _drop([staged])
                    raise _changed(name, other.path_of(name))
                new += self._settle([staged])[0].new
        return new

    def open(self, sha256: Sha256) -> BinaryIO:
        """Open for reading, positioned after the header. The bytes are not hashed here; `verify` and `read` do."""
        path = self.path_of(sha256)
        try:
            stream = os.fdopen(open_regular(path, inside=self.root.parent), "rb")
        except FileNotFoundError as problem:
            raise VerificationFailed(
                "A stored file is missing.",
                expected=sha256,
                found="nothing",
                where=str(path),
                do="take it from another copy of the case",
            ) from problem
        found = Header.decode(stream.read(HEADER_LENGTH), str(path))
        found.demand(self.header.kind, self.header.protection, str(path))
        return stream

    def read(self, sha256: Sha256) -> bytes:
        """The content, checked against its name."""
        with self.open(sha256) as stream:
            content = stream.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _changed(sha256, self.path_of(sha256))
        return content

    def copy_out(self, sha256: Sha256, destination: Path) -> None:
        """Write the content, without the header, to a new file; checked on the way, never overwriting."""
        with clear_errors("copying a file out", destination), self.open(sha256) as stream:
            out = destination.open("xb")  # not inside the block that removes it: a file that was there is not ours
            try:
                with out:
                    _copy_checked(stream, out, sha256)
            except BaseException:
                destination.unlink()
                raise

    def remove(self, sha256: Sha256) -> None:
        """Destroy content: overwritten where the disk allows it, then unlinked. Missing content is no error."""
        path = self.path_of(sha256)
        if not path.exists():
            return
        with clear_errors("destroying a file", path):
            path.chmod(0o600)
            # Reaches the old bytes on most disks, not on every one: docs/method/vault.md says what is promised.
            with path.open("r+b") as stream:
                stream.write(bytes(path.stat().st_size))
                stream.flush()
                sync_file(stream.fileno())
            path.unlink()
            sync_folder(path.parent)

    def _stage_or_error(self, path: Path, progress: Callable[[int], None] | None) -> _Staged | DalilError:
        try:
            return self._stage(read_source(path), progress)
        except (SourceRefused, SourceUnreadable) as problem:
            return problem

    def _stage(self, chunks: Iterable[bytes], progress: Callable[[int], None] | None = None) -> _Staged:
        make_folder(self.root)
        temporary = self.root / f"{LEFTOVER}{os.getpid()}-{next(self._numbers)}"
        try:
            with clear_errors("writing to the vault", self.root):
                fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                try:
                    write_all(fd, self.header.encode())
                    sha256, size = self._copy(chunks, fd, progress)
                finally:
                    os.close(fd)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return _Staged(temporary, sha256, size)

    def _copy(self, chunks: Iterable[bytes], fd: int, progress: Callable[[int], None] | None) -> tuple[Sha256, int]:
        digest, size = hashlib.sha256(), 0
        hashed: Future[None] | None = None
        for chunk in chunks:
            if hashed is not None:
                hashed.result()
            # A whole chunk is hashed on another thread while this one writes it and reads the next: all three release
            # the interpreter's lock.
            if len(chunk) == CHUNK:
                hashed = self._pool.submit(digest.update, chunk)
            else:
                digest.update(chunk)
                hashed = None
            write_all(fd, chunk)
            size += len(chunk)
            if progress is not None:
                progress(len(chunk))
        if hashed is not None:
            hashed.result()
        return Sha256(digest.hexdigest()), size

    def _stage_all(self, contents: Iterable[bytes]) -> list[_Staged]:
        staged: list[_Staged] = []
        try:
            for content in contents:
                staged.append(self._stage([content]))
        except BaseException:
            _drop(staged)
            raise
        return staged

    def _settle(self, staged: list[_Staged]) -> list[Sealed]:
        """Give staged files their names: sync each, rename each, then sync each folder once."""
        # Reversed, so that of equal contents in one batch the first is the new one.
        fresh = {each.sha256: each for each in reversed(staged) if not self.has(each.sha256)}
        settled = []
        try:
            with clear_errors("writing to the vault", self.root):
                self._sync([each.temporary for each in fresh.values()])
                for each in staged:
                    new = fresh.get(each.sha256) is each
                    self._name(each) if new else self._demand_whole(each.sha256)
                    settled.append(Sealed(each.sha256, each.size, new))
                # Also for content that was there: the command that named it may have died before this sync.
                for folder in {self.path_of(each.sha256).parent for each in staged}:
                    sync_folder(folder)
        finally:
            _drop(staged)
        return settled

    def _sync(self, paths: list[Path]) -> None:
        """Sync every file. Side by side where there are many: file systems then share the work."""
        run = map if len(paths) < _MANY else self._pool.map
        for _ in run(_sync_read_only, paths):
            pass

    def _name(self, staged: _Staged) -> None:
        path = self.path_of(staged.sha256)
        make_folder(path.parent)
        # Replaces nothing: only content that was not there gets here, under the lock of one writer.
        staged.temporary.rename(path)

    def _demand_whole(self, sha256: Sha256) -> None:
        """Before a second copy is dropped: is the first one good?"""
        if hash_stored(self.path_of(sha256), self.header)[0] != sha256:
            raise _changed(sha256, self.path_of(sha256))


def hash_stored(path: Path | str, header: Header) -> tuple[Sha256, int]:
    """SHA-256 and length of what follows the header. Raises when the header is not byte for byte the expected one."""
    digest, size = hashlib.sha256(), 0
    fd = open_regular(Path(path))
    try:
        first = os.read(fd, HEADER_LENGTH)
        if first != header.encode():
            Header.decode(first, str(path)).demand(header.kind, header.protection, str(path))
            raise VerificationFailed(
                "A stored file's header was changed.",
                expected=repr(header.encode()),
                found=repr(first),
                where=str(path),
            )
        while chunk := os.read(fd, CHUNK):
            digest.update(chunk)
            size += len(chunk)
    finally:
        os.close(fd)
    return Sha256(digest.hexdigest()), size


def _copy_checked(stream: BinaryIO, out: BinaryIO, sha256: Sha256) -> None:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        write_all(out.fileno(), chunk)
    if digest.hexdigest() != sha256:
        raise _changed(sha256, stream.name)


def _changed(sha256: Sha256, where: Path | str) -> VerificationFailed:
    return VerificationFailed(
        "A stored file no longer matches its name.",
        expected=sha256,
        found="other content",
        where=str(where),
        do="take it from another copy of the case, then run dalil verify",
    )


def _chunks(store: Store, name: Sha256) -> Iterator[bytes]:
    with store.open(name) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _drop(staged: Iterable[_Staged]) -> None:
    for each in staged:
        each.temporary.unlink(missing_ok=True)


def _sync_read_only(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fchmod(fd, stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        sync_file(fd)
    finally:
        os.close(fd)
