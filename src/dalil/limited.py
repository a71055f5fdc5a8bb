"""One job in a process of its own, with so much memory, time and output and no more: what reads a stranger's file.

`run_limited("dalil.some.module", ["an argument"], content, Limits())` starts Python anew, sets the limits there,
imports the module and calls its

    def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None

with what was handed over on `given`; what it writes on `out` is returned. A `DalilError` that it raises is raised here
again, with its words. Whatever else ends it is a `LimitReached`, which says by which limit.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

if __name__ == "__main__":  # run with -I, from wherever this stands
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dalil.errors import CannotProceed, DalilError, Refused, UsageError, VerificationFailed

__all__ = [
    "LimitReached", "Limits", "environment", "how_it_ended", "last_words", "output_passed", "run_limited", "set_limits",
]  # fmt: skip

_SAID, _MEMORY, _FAULT = 10, 11, 12
"""Exit statuses of the child, above those of Python itself: an error of the tree, no memory, any other exception."""

_MOST_SAID = 1 << 16  # bytes of an error's words: a child that was taken over could write without end
_NEEDED = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL")
"""What of the environment a child gets: not the passphrase that may stand beside these."""

_TREE: Mapping[str, type[DalilError]] = {
    each.__name__: each for each in (DalilError, Refused, VerificationFailed, UsageError, CannotProceed)
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may take: bytes of address space, seconds of processor, seconds by the clock, bytes of output."""

    memory_bytes: int = 4 * 2**30
    seconds: int = 60
    clock_seconds: int = 120
    output_bytes: int = 1 * 2**30


class LimitReached(Refused):
    """A child was ended. `limit` is memory, time, output, or fault (it died of something else)."""

    def __init__(self, limit: str, limits: Limits, *, where: str = "", found: str = "") -> None:
        allowed = {
            "memory": f"at most {limits.memory_bytes:,} bytes of memory",
            "time": f"at most {limits.seconds:,} s of computing and {limits.clock_seconds:,} s in all",
            "output": f"at most {limits.output_bytes:,} bytes of content",
        }
        super().__init__(
            "This file could not be read within the limits of one file."
            if limit in allowed
            else "This file ended the program that reads it.",
            expected=allowed.get(limit, "a file that the reader can cope with"),
            found=found or ("more" if limit in allowed else "a fault in the reader"),
            where=where,
            do="hand in what is needed of it in another form: as CSV in UTF-8, or in parts",
        )
        self.limit = limit


def run_limited(
    module: str, arguments: Sequence[str], given: bytes | BinaryIO, limits: Limits | None = None, *, where: str = ""
) -> bytes:
    """What `module.main` writes in a child of these limits; `where` names the file in an error.

    `given` is the child's standard input: bytes, or an open file from its present position on. Raises `LimitReached`,
    and the `DalilError` that the child raised.
    """
    limits = limits or Limits()
    command = [sys.executable, "-I", __file__, module, json.dumps([limits.memory_bytes, limits.seconds]), *arguments]
    source = subprocess.PIPE if isinstance(given, bytes) else given
    with subprocess.Popen(
        command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as child:
        late, said = threading.Event(), bytearray()
        clock = threading.Timer(limits.clock_seconds, _end, (child, late))
        threads = [clock, threading.Thread(target=_listen, args=(child, said))]
        if isinstance(given, bytes):
            threads.append(threading.Thread(target=_feed, args=(child, given)))
        for thread in threads:
            thread.start()
        try:
            assert child.stdout is not None
            written = child.stdout.read(limits.output_bytes + 1)
            if len(written) > limits.output_bytes:
                raise output_passed(limits, where)
            status = child.wait()
        finally:
            clock.cancel()
            child.kill()
            for thread in threads:
                thread.join()
    if late.is_set():
        raise LimitReached("time", limits, where=where)
    if status:
        how_it_ended(status, bytes(said), limits, where)
    return written


def output_passed(limits: Limits, where: str) -> LimitReached:
    """The error of a child that wrote more than it may."""
    return LimitReached("output", limits, where=where)


def how_it_ended(status: int, said: bytes, limits: Limits, where: str) -> NoReturn:
    """Raise what a child that ended with `status` (negative: by that signal) and these last words stands for."""
    if status == _SAID:
        raise _again(said, where)
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        raise LimitReached("time", limits, where=where)
    # a library in Rust or C++ that gets no memory aborts; the system kills where it has none left
    if status in (_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        raise LimitReached("memory", limits, where=where)
    name = said.decode("ascii", "ignore") if status == _FAULT else ""
    raise LimitReached("fault", limits, where=where, found=name if name.isidentifier() else "")


def set_limits(memory_bytes: int, seconds: int, *, writes_files: bool = True) -> None:
    """For the child: set its limits for good. The processor counts from the start of the process."""
    if not writes_files:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # pipes are no files
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would leave in clear what was in memory


def last_words(error: BaseException) -> tuple[int, bytes]:
    """For the child: the exit status of an exception, and what to write on standard error.

    Of an exception that is none of the tree only the name: its text may hold a cell of the file.
    """
    if isinstance(error, DalilError):
        return _SAID, json.dumps([type(error).__name__, error.as_json()]).encode()
    return (_MEMORY, b"") if isinstance(error, MemoryError) else (_FAULT, type(error).__name__.encode())


def _again(said: bytes, where: str) -> DalilError:
    try:
        name, words = json.loads(said)
        words = {key: str(words[key]) for key in ("expected", "found", "where", "do")} | {"what": str(words["error"])}
        words["where"] = words["where"] or where
        return _TREE[name](words.pop("what"), **words)
    except (ValueError, LookupError, TypeError):
        return LimitReached("fault", Limits(), where=where)


def environment() -> dict[str, str]:
    """What a child is given of the environment."""
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _feed(child: subprocess.Popen[bytes], given: bytes) -> None:
    assert child.stdin is not None
    try:
        with child.stdin as stream:
            stream.write(given)
    except OSError:
        pass  # the child ended before it had read everything; its status says why


def _listen(child: subprocess.Popen[bytes], said: bytearray) -> None:
    assert child.stderr is not None
    while piece := os.read(child.stderr.fileno(), _MOST_SAID):
        said += piece[: _MOST_SAID - len(said)]


def _child(module: str, limits: str, arguments: list[str]) -> None:
    try:
        set_limits(*json.loads(limits))
        importlib.import_module(module).main(arguments, sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Exception as error:  # noqa: BLE001 - the border of a parser's child process
        status, words = last_words(error)
        os.write(2, words)
        os._exit(status)


if __name__ == "__main__":
    _child(sys.argv[1], sys.argv[2], sys.argv[3:])
