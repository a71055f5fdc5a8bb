"""From blocks to PDF: one child process for each document, as many at a time as there are processors."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module, resources
from pathlib import Path
from threading import Semaphore
from typing import Any

from dalil.errors import CannotProceed, Refused
from dalil.messages import font_packages

__all__ = ["Document", "Presses", "pages_of", "typeset"]

# As files and not as text: Typst reads them itself, and takes what they import from beside them.
_TEMPLATES = Path(str(resources.files("dalil.submit.documents"))) / "templates"
_DISK = "disk:"  # as press.py has it, which no other module of this package may import
_PRESS = Path(__file__).with_name("press.py")
_MOST_AT_ONCE = 4  # processes: each holds hundreds of MiB while it sets a volume (bench/submit/results.md)
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF to be: the template (`document` or `sheets`), what fills it, and where it goes.

    `content` is called when its turn comes: the texts of all volumes at once would take more memory than setting one.
    `weight` is about how long it takes beside the others; the longest begin, so that none is waited for at the end.
    """

    template: str
    content: Callable[[], dict[str, Any]]
    out: Path
    weight: float = 0.0


class Presses:
    """Documents on their way to PDF. `at` (with a zone) is the date that the files bear, never that of the clock.

    Documents are filled on the thread that calls `put`, one after another: whatever `content` reads, no two read at
    once. One is filled ahead, so that no processor waits for a text; never more, for what they take in memory.
    """

    def __init__(self, at: datetime) -> None:
        self.at, self.many = at, min(os.cpu_count() or 1, _MOST_AT_ONCE)
        self._pool, self._room = ThreadPoolExecutor(max_workers=self.many), Semaphore(self.many + 1)
        self._pending: dict[Path, Future[None]] = {}

    def __enter__(self) -> Presses:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, documents: Iterable[Document]) -> None:
        """Put as many of the longest as there is room for, and return at once: others are made meanwhile."""
        self.put(sorted(documents, key=_longest)[: self.many + 1])

    def put(self, documents: Iterable[Document]) -> None:
        """Fill and set each that was not put before, the longest first; waits where there is no room."""
        for document in sorted((each for each in documents if each.out not in self._pending), key=_longest):
            self._room.acquire()
            content = json.dumps(document.content(), ensure_ascii=False)
            self._pending[document.out] = self._pool.submit(_press, document, content, self.at)
            self._pending[document.out].add_done_callback(lambda _: self._room.release())
            del content

    def finish(self) -> None:
        """Wait for every one. Raises `CannotProceed` with Typst's own words for the first that could not be set,
        `OSError` where the disk is full; the others are finished first."""
        wait(self._pending.values())
        for each in self._pending.values():
            each.result()


def typeset(documents: Iterable[Document], at: datetime) -> None:
    """Set every document; see `Presses`."""
    with Presses(at) as presses:
        presses.put(documents)
        presses.finish()


def _longest(document: Document) -> float:
    return -document.weight


def _press(document: Document, content: str, at: datetime) -> None:
    job = {
        "template": str(_TEMPLATES / f"{document.template}.typ"),
        "doc": content,
        "out": str(document.out),
        "fonts": [str(Path(import_module(package).ROOT) / "files") for package in font_packages()],
        "at": at.isoformat(),
        # Tags make a volume of sheets six times as large; letter and annex have them, for screen readers.
        "tags": "no" if document.template == "sheets" else "yes",
    }
    # -I: neither the folder that the user stands in nor PYTHONPATH decides what the child imports.
    ran = subprocess.run([sys.executable, "-I", str(_PRESS)], input=json.dumps(job), capture_output=True, text=True)
    if ran.returncode:
        message = ran.stderr.strip()
        if message.startswith(_DISK):
            raise OSError(int(message.removeprefix(_DISK)), os.strerror(int(message.removeprefix(_DISK))))
        raise CannotProceed(
            "A document could not be set in type.",
            found=message[-500:],
            where=document.out.name,
            do="check that the disk has room; if it has, report this as a fault of the program",
        )


def pages_of(pdf: Path) -> int:
    """How many pages a PDF of ours has: the count at the root of its page tree, which is the largest.

    Raises `Refused` for a file in which none is found.
    """
    counts = [int(a or b) for a, b in _PAGES.findall(pdf.read_bytes())]
    if not counts:
        raise Refused("The pages of a document could not be counted.", expected="a page tree", where=pdf.name)
    return max(counts)
