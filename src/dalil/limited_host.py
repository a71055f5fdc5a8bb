"""Many small jobs in limited children: one process that has loaded what they need, and forks a child for each.

Starting Python for each of a folder of workbooks would take longer than reading them. The host itself reads nothing
of anybody: it gets open files, forks, and goes on. A child says how it ended where it can; of one that was ended the
host says it. When the program ends, the socket closes and the host with it.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

if __name__ == "__main__":  # run with -I, from wherever this stands
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dalil.errors import CannotProceed
from dalil.limited import Limits, environment, how_it_ended, last_words, output_passed, set_limits

__all__ = ["hosts", "limited_output"]

_JOB_BYTES = 1 << 16  # of one job's words: names of modules, arguments and numbers
_MOST_SAID = 1 << 16  # bytes of an error's words: a child that was taken over could write without end


def limited_output(
    module: str, arguments: Sequence[str], given: bytes | BinaryIO, limits: Limits, *, where: str = ""
) -> BinaryIO:
    """What `module.main(arguments, given, out)` writes, while it writes it; close it when enough is read.

    The child imports `module` and calls its

        def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None

    with `given`, bytes or an open file from its present position on. At the end of the output, or where it grows beyond
    the limit, reading raises `LimitReached`, or the `DalilError` that the child raised; `where` names the file in it.
    """
    if isinstance(given, bytes):
        source, feed = os.pipe()
        threading.Thread(target=_feed, args=(feed, given), daemon=True).start()
    else:
        source = os.dup(given.fileno())
    out, out_end = os.pipe()
    said, said_end = os.pipe()
    ended, ended_end = os.pipe()
    theirs = [source, out_end, said_end, ended_end]
    job = [module, list(arguments), limits.memory_bytes, limits.seconds, limits.clock_seconds]
    try:
        host, child = _start(job, theirs)
    finally:
        for each in theirs:
            os.close(each)
    output = _Output((out, said, ended), (host, child), limits, where)
    return cast(BinaryIO, io.BufferedReader(output, 1 << 18))


class _Output(io.RawIOBase):
    """The child's output, which counts what comes and asks at the end how it ended."""

    def __init__(self, pipes: tuple[int, int, int], child: tuple[_Host, int], limits: Limits, where: str) -> None:
        self._out, self._said, self._ended = pipes
        self._host, self._child = child
        self._limits, self._where, self._taken = limits, where, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = os.readv(self._out, [buffer])
        self._taken += count
        if self._taken > self._limits.output_bytes:
            raise output_passed(self._limits, self._where)
        if not count and len(buffer):
            said = _all(self._ended)
            status = int(said) if said else self._host.how_ended(self._child)
            if status:
                how_it_ended(status, _all(self._said), self._limits, self._where)
        return count

    def close(self) -> None:
        if not self.closed:
            for each in (self._out, self._said, self._ended):
                os.close(each)
        super().close()


def _all(pipe: int) -> bytes:
    read = b""
    while len(read) < _MOST_SAID and (piece := os.read(pipe, _MOST_SAID - len(read))):
        read += piece
    return read


def _feed(pipe: int, given: bytes) -> None:
    try:
        with os.fdopen(pipe, "wb", buffering=0) as stream:
            view = memoryview(given)
            while view:
                view = view[stream.write(view) :]
    except OSError:
        pass  # the child ended before it had read everything; its status says why


class _Host:
    """The host as its user sees it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-I", __file__, str(theirs.fileno())]
            nothing = subprocess.DEVNULL  # it must not hold open what the program writes on
            self._process = subprocess.Popen(
                command, stdin=nothing, stdout=nothing, stderr=nothing, pass_fds=[theirs.fileno()], env=environment()
            )
        self._socket, self._lock = ours, threading.Lock()
        atexit.register(self.stop)

    def start(self, job: Any, files: Sequence[int]) -> int:
        """Hand a job over; the child's number, or 0 where the host is gone."""
        return int(self._asked(job, files) or 0)

    def how_ended(self, child: int) -> int:
        """The exit status of a child that did not say it; killed, where the host is gone too."""
        return int(self._asked([child], []) or -signal.SIGKILL)

    def _asked(self, job: Any, files: Sequence[int]) -> bytes:
        with self._lock:  # no two jobs stand in the socket at once
            try:
                socket.send_fds(self._socket, [json.dumps(job).encode()], list(files))
                return self._socket.recv(_JOB_BYTES)
            except OSError:
                return b""

    def stop(self) -> None:
        """Let the host end, and wait until it has."""
        self._socket.close()
        self._process.wait()


@cache
def hosts() -> list[_Host]:
    """The one host of this program, in a list so that another can take its place."""
    return [_Host()]


def _start(job: Any, files: Sequence[int]) -> tuple[_Host, int]:
    child = hosts()[0].start(job, files)
    if not child:
        hosts()[0] = _Host()  # somebody ended it
        child = hosts()[0].start(job, files)
    if not child:
        raise CannotProceed(
            "The process that reads foreign files does not start.", do="close other programs and try again"
        )
    return hosts()[0], child


def _serve(number: int) -> None:
    """For the host: fork for each job until the socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then closes what it reads
    gc.disable()  # a collection would copy the pages that the children share
    killed: dict[int, int] = {}
    with socket.socket(fileno=number) as jobs:
        while True:
            text, files, _, _ = socket.recv_fds(jobs, _JOB_BYTES, 4)
            _reap(killed)
            if not text:
                return
            job = json.loads(text)
            if len(job) == 1:  # how a child ended that did not say it
                with suppress(ChildProcessError):  # it has taken leave already
                    killed[job[0]] = os.waitstatus_to_exitcode(os.waitpid(job[0], 0)[1])
                jobs.sendall(str(killed.pop(job[0], -signal.SIGKILL)).encode())
                continue
            with suppress(ImportError):  # the child says it
                importlib.import_module(job[0])  # here, so that the next child of its kind has it already
            child = os.fork()
            if child == 0:
                jobs.close()
                _work(job, files)
            for each in files:
                os.close(each)
            jobs.sendall(str(child).encode())


def _reap(killed: dict[int, int]) -> None:
    """Take leave of the children that ended; of those that a signal ended, keep which."""
    with suppress(ChildProcessError):  # there is none
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if status := os.waitstatus_to_exitcode(ended[1]):
                killed[ended[0]] = status


def _work(job: list[Any], files: Sequence[int]) -> None:
    module, arguments, memory_bytes, seconds, clock_seconds = job
    *worked, ended = files
    for target, each in enumerate(worked):
        os.dup2(each, target)
        os.close(each)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads has enough
    signal.setitimer(signal.ITIMER_REAL, clock_seconds)
    status = 0
    try:
        set_limits(memory_bytes, seconds)
        with os.fdopen(0, "rb", closefd=False) as given, os.fdopen(1, "wb", closefd=False) as out:
            importlib.import_module(module).main(arguments, given, out)
    except Exception as error:  # noqa: BLE001 - the border of a parser's child process
        status, words = last_words(error)
        os.write(2, words)
    os.write(ended, str(status).encode())
    os._exit(status)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
