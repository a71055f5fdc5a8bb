"""Text files line by line: UTF-8 only, and no line so long that memory would have to hold a book."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator

from dalil.errors import Refused
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import CELL_LIMIT

__all__ = ["LINE_LIMIT", "TOO_LONG", "TextLines"]

CHUNK = 1 << 20
"""Bytes; less than a line may be long, so that only a line across chunks can be too long."""

LINE_LIMIT = CELL_LIMIT
TOO_LONG = "\x00too long\x00"
"""Stands in for a line of more than `LINE_LIMIT` characters; the row that holds it is refused."""

_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TextLines:
    """Lines with their ends, of any length of file in constant memory; iterate once.

    `quoted`: a quote may hold line ends, so a line that is dropped must not take one quote of two with it. Raises
    `Refused` for another encoding or broken packing, and says at which byte. `marked` turns true once a NUL was read
    or a line was dropped: only then need cells be searched for it.
    """

    def __init__(self, file: SourceFile, *, quoted: bool) -> None:
        self._file, self._quoted = file, quoted
        self.marked = False

    def __iter__(self) -> Iterator[str]:
        tail = _Tail(self._file, self._quoted)
        for text in _decoded(self._file):
            self.marked = self.marked or "\x00" in text
            first, *others = text.split("\n")
            if not others:
                tail.add(first)
                continue
            yield self._mark(tail.finish(first)) + "\n"
            rest = others.pop()
            for line in others:
                yield line + "\n"
            tail.add(rest)
        if tail.begun:
            yield self._mark(tail.finish(""))

    def _mark(self, line: str) -> str:
        self.marked = self.marked or line == TOO_LONG
        return line


class _Tail:
    """The line that is not finished yet; of one that is too long only the parity of its quotes."""

    def __init__(self, file: SourceFile, quoted: bool) -> None:
        self._file, self._quoted = file, quoted
        self._clear()

    def _clear(self) -> None:
        self._parts: list[str] = []
        self._length, self._odd_quotes = 0, False

    @property
    def begun(self) -> bool:
        """True when some of the line was seen."""
        return self._length > 0

    def add(self, part: str) -> None:
        """More of the line."""
        self._length += len(part)
        self._odd_quotes ^= part.count('"') % 2 == 1
        if self._length <= LINE_LIMIT:
            self._parts.append(part)
        else:
            self._parts.clear()

    def finish(self, part: str) -> str:
        """The line with its last part, or `TOO_LONG`."""
        self.add(part)
        line, too_long, odd = "".join(self._parts), self._length > LINE_LIMIT, self._odd_quotes
        self._clear()
        if too_long and odd and self._quoted:
            raise Refused(
                "A cell of this file is too long, and its quotes do not close on the same line.",
                expected=f"lines of at most {LINE_LIMIT:,} characters",
                found="a longer one that ends inside a quote",
                where=self._file.name,
                do="hand in the long text as a file of its own",
            )
        return TOO_LONG if too_long else line


def _decoded(file: SourceFile) -> Iterator[str]:
    if file.head.startswith(_MARKS):
        raise _encoding(file, "another encoding (UTF-16 or UTF-32)")
    # half of the bytes of Latin text in UTF-16 are zero, and a few at most of any text in UTF-8
    if file.head[:400].count(0) > len(file.head[:400]) // 4:
        raise _encoding(file, "another encoding (every other byte is zero, as in UTF-16)")
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    position = 0
    with file.stream() as stream:
        while True:
            try:
                chunk = stream.read(CHUNK)
                yield decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise _encoding(file, f"a byte that is not UTF-8 near byte {position + error.start:,}") from None
            except (OSError, EOFError, zlib.error) as error:
                raise Refused(
                    "The packed file is broken.", expected="a whole gzip file", found=str(error), where=file.name
                ) from None
            position += len(chunk)
            if not chunk:
                return


def _encoding(file: SourceFile, found: str) -> Refused:
    return Refused(
        "The file is not in UTF-8.",
        expected="text in UTF-8",
        found=found,
        where=file.name,
        do="save it as UTF-8 (in Excel: CSV UTF-8; from an old Arabic Windows: convert from windows-1256)",
    )
