"""A capture table: how many cases each combination of lists holds.

Takes a CSV with one 0/1 column a list and the count as the last column. A combination may stand on several
rows (they are added up) or be missing (it is zero). Nobody can count the cases on no list: such a row is refused
unless its count is zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dalil.errors import Refused, UsageError
from dalil.kernels import Ints

__all__ = ["CaptureTable", "read_table", "table_from_counts", "tidy"]

MOST_LISTS = 62  # a combination is held as the bits of one 64-bit integer
MOST_CASES = 10**9  # sums over 62 lists stay far within 64 bits; more is a slip of the pen, not a conflict


@dataclass(frozen=True)
class CaptureTable:
    """Observed combinations of lists, sorted, each once, each with at least one case.

    `lists`: names; `combinations`: uint8, (cells, lists), 1 = on the list; `counts`: int64, (cells,).
    """

    lists: tuple[str, ...]
    combinations: npt.NDArray[np.uint8]
    counts: Ints

    @property
    def observed(self) -> int:
        """Cases on at least one list."""
        return int(self.counts.sum())

    @property
    def codes(self) -> Ints:
        """Each combination as an integer: bit j is list j."""
        return self.combinations.astype(np.int64) @ (1 << np.arange(len(self.lists), dtype=np.int64))

    def on_list(self) -> Ints:
        """Cases on each list, (lists,)."""
        return self.counts @ self.combinations.astype(np.int64)

    def shared(self) -> Ints:
        """Cases that two lists share, (lists, lists); the diagonal is `on_list`."""
        wide = self.combinations.astype(np.int64)
        return (wide * self.counts[:, None]).T @ wide

    def times_listed(self) -> Ints:
        """Cases on exactly i lists at position i, from 0 to all, (lists + 1,)."""
        return np.bincount(
            self.combinations.sum(axis=1, dtype=np.int64), weights=self.counts, minlength=len(self.lists) + 1
        ).astype(np.int64)

    def keep(self, lists: Sequence[str]) -> CaptureTable:
        """The table of some lists only; cases that are on none of them are no longer observed."""
        columns = [self.lists.index(name) for name in lists]
        return tidy(tuple(lists), self.combinations[:, columns], self.counts)

    def join(self, groups: Mapping[str, Sequence[str]]) -> CaptureTable:
        """Lists joined into one: on the joined list is who is on any of its parts. Others stay as they are."""
        part_of = {part: name for name, parts in groups.items() for part in parts}
        names = tuple(dict.fromkeys(part_of.get(name, name) for name in self.lists))
        joined = np.zeros((len(self.counts), len(names)), np.uint8)
        for column, name in enumerate(self.lists):
            target = names.index(part_of.get(name, name))
            joined[:, target] |= self.combinations[:, column]
        return tidy(names, joined, self.counts)


def table_from_counts(lists: Sequence[str], counts: Mapping[tuple[int, ...], int]) -> CaptureTable:
    """A table from `{(1, 0, 1): 12, …}`.

    >>> table_from_counts(["A", "B"], {(1, 0): 3, (1, 1): 2}).observed
    5
    """
    combinations = np.array(list(counts), np.uint8).reshape(len(counts), len(lists))
    return tidy(tuple(lists), combinations, np.array(list(counts.values()), np.int64))


def read_table(path: Path | str) -> CaptureTable:
    """The capture table of a CSV file. Refuses, with the line, what is not one."""
    path = Path(path)
    rows = list(enumerate(csv.reader(io.StringIO(_text(path))), start=1))
    rows = [(line, [cell.strip() for cell in row]) for line, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise _refused("The capture table is empty.", "a header and at least one row", "nothing", path.name)
    (_, header), body = rows[0], rows[1:]
    _check_header(header, path.name)
    cells = [_row(row, len(header), f"{path.name}, line {line}") for line, row in body]
    if not cells:
        raise _refused("The capture table has no rows.", "at least one row", "a header only", path.name)
    grid = np.array(cells, np.int64)
    _check_unlisted(grid, [line for line, _ in body], path.name)
    return tidy(tuple(header[:-1]), grid[:, :-1].astype(np.uint8), grid[:, -1])


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"a byte at {error.start} that is not"
        raise _refused("The capture table cannot be read as text.", "UTF-8", found, path.name) from error
    except OSError as error:
        raise UsageError(
            "The capture table cannot be opened.",
            expected="a CSV file",
            found=error.strerror or "no file",
            where=path.name,
        ) from error


def _check_header(header: list[str], where: str) -> None:
    if len(header) < 2:
        wanted = "one column a list and the count as the last column"
        raise _refused("This is no capture table.", wanted, f"{len(header)} column", where)
    if all(cell.isdigit() for cell in header):
        raise _refused("The capture table has no header.", "names of the lists", ",".join(header), where)
    if "" in header[:-1] or len(set(header)) < len(header):
        raise _refused("The lists need names, each once.", "different names", ",".join(header), where)
    if len(header) - 1 > MOST_LISTS:
        raise _refused("Too many lists.", f"at most {MOST_LISTS}", f"{len(header) - 1}", where)


def _row(row: list[str], width: int, where: str) -> list[int]:
    if len(row) != width:
        raise _refused("A row has another number of cells.", f"{width}", f"{len(row)}", where)
    marks = [_whole(cell, where) for cell in row]
    if any(mark not in (0, 1) for mark in marks[:-1]):
        raise _refused("A mark of a list is neither 0 nor 1.", "0 or 1", ",".join(row[:-1]), where)
    if not 0 <= marks[-1] <= MOST_CASES:
        raise _refused("A count is out of range.", f"0 to {MOST_CASES}", row[-1], where)
    return marks


def _whole(cell: str, where: str) -> int:
    try:
        value = float(cell)
    except ValueError:
        raise _refused("A cell is not a number.", "a whole number", repr(cell), where) from None
    if not value.is_integer():
        raise _refused("A cell is not a whole number.", "a whole number", repr(cell), where)
    return int(value)


def _check_unlisted(grid: Ints, lines: list[int], where: str) -> None:
    for line, row in zip(lines, grid, strict=True):
        if row[-1] > 0 and not row[:-1].any():
            raise Refused(
                "The table counts cases that are on no list.",
                expected="no such row, or the count 0",
                found=f"{row[-1]} cases on no list",
                where=f"{where}, line {line}",
                do="Leave the row out: this number is what is to be estimated.",
            )


def tidy(lists: tuple[str, ...], combinations: npt.NDArray[np.uint8], counts: Ints) -> CaptureTable:
    """Sorted, equal combinations added up, empty ones and those on no list left out."""
    seen = (counts > 0) & combinations.any(axis=1)
    cells, position = np.unique(combinations[seen], axis=0, return_inverse=True)
    totals = np.zeros(len(cells), np.int64)
    np.add.at(totals, position.reshape(-1), counts[seen])
    return CaptureTable(lists, np.ascontiguousarray(cells, np.uint8), totals)


def add_tables(tables: Iterable[CaptureTable]) -> CaptureTable:
    """The table of all cases of several tables that have the same lists."""
    tables = list(tables)
    combinations = np.concatenate([table.combinations for table in tables])
    return tidy(tables[0].lists, combinations, np.concatenate([table.counts for table in tables]))


def _refused(what: str, expected: str, found: str, where: str) -> Refused:
    return Refused(what, expected=expected, found=found, where=where)
