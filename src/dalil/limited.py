"""How much of the machine a child may take that reads a stranger's file, and what its end means.

`dalil.limited_host` starts such children. A child sets its limits for good before it reads anything; however it ends,
that becomes one error of the tree: the one that it raised, or a `LimitReached` that says by which limit.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from dalil.errors import CannotProceed, DalilError, Refused, UsageError, VerificationFailed

__all__ = [
    "LimitReached", "Limits", "environment", "how_it_ended", "last_words", "output_passed", "set_limits",
]  # fmt: skip

_SAID, _MEMORY, _FAULT = 10, 11, 12
"""Exit statuses of the child, above those of Python itself: an error of the tree, no memory, any other exception."""

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


def set_limits(memory_bytes: int, seconds: int) -> None:
    """For the child, which writes no files: set its limits for good. The processor counts from its start."""
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
