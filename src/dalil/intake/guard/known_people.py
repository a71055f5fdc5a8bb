"""Everybody whose identity is sealed in the case, for the time of one submission: opened in memory, written nowhere.

What leaves must not name them, and only their names can tell where it does. Lists that cannot be opened are counted:
whoever hands over must know that these names were not looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalil.casefile.case import Case
from dalil.errors import DalilError
from dalil.intake.guard.doubt import HEADER_ROWS, holds_who
from dalil.intake.guard.field_words import identifies
from dalil.intake.guard.first_rows import SAMPLE_ROWS, sheets_in
from dalil.intake.guard.row_bytes import rows_with_bytes
from dalil.intake.guard.witness_words import SEALED_BYTES, WORDS
from dalil.intake.notations.header import column_key
from dalil.intake.notations.source_file import SourceFile
from dalil.names import fold
from dalil.records import KINDS
from dalil.units import Sha256
from dalil.vault.identities.sealed import Opened

__all__ = ["KnownPeople", "known_people"]

Cells = Mapping[str, Any]

_NOT_TRUE = ("", "false", "0", "no")
_LISTED = frozenset({"name", "name_ar", "father"})
"""Columns of victims that name the person; an open row's leave with the facts, by the rules of the audience."""
_MOST_WORDS = 7
"""Words of a cell that is a name, with a kunya and a nickname: a longer one is a sentence."""
_LEAST_DIGITS = 5
"""Digits from which a cell is a number that finds somebody; ages and years of birth have fewer."""
_NO_NAME = re.compile(r"address|عنوان|birth|dob|ميلاد|sex|gender|age\b|relation|kin\b|consent|note|ملاحظ")
"""Columns that say something of a person and do not name one: words of an address are words of any text."""
_ONE_WORD = frozenset({"father", "mother", "witness"})
"""Columns where one word hides nobody: a father's first name is half the men of a town, a witness's a pseudonym."""
_SERVANTS = frozenset({"abd", "abdul", "abdel", "عبد"})
_GONE = b"gone\n"


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """The names of each person, by their id in the case where it has one, and what else finds them (telephones,
    accounts). `unread` are sealed lists that could not be opened, `gone` rows whose key was destroyed. Nothing of it
    shows in a trace."""

    names: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    contacts: frozenset[str] = field(repr=False, default=frozenset())
    unread: int = 0
    gone: int = 0

    def every_name(self) -> list[str]:
        """Each name once, in order."""
        return sorted({name for names in self.names.values() for name in names})


def known_people(case: Case) -> KnownPeople:
    """Takes a case that is open for writing. Opens every sealed table and gives whom it names.

    Raises nothing for a list that cannot be opened (another case's secret, consent withdrawn, no table): it is counted.
    """
    names: dict[str, list[str]] = defaultdict(list)
    contacts: set[str] = set()
    unread = gone = 0
    for file in _sealed_files(case):
        try:
            opened = case.identities.open(file)
            rows = list(_rows(opened))
        except (DalilError, KeyError):  # KeyError: the keys of its rows are another chain's
            unread += 1
            continue
        gone += sum(piece is None for piece in opened.pieces)
        # A file of which no column names anybody may name people anywhere.
        unread += len(rows) >= SAMPLE_ROWS if _is_whole(opened) else 0
        columns = _columns_of_people(rows)
        unread += _is_whole(opened) and not columns
        for number, cells in enumerate(rows):
            who = _who(cells) or f"{file}/{number}"
            for column, cell in _of_people(cells, columns):
                if _finds(cell):
                    contacts.update(_as_contacts(cell))
                elif _is_name(column, cell):
                    names[who].append(cell)
            names[who] += _with_father(cells) if _is_sealed(cells) else []
    found = {who: tuple(dict.fromkeys(each)) for who, each in names.items() if each}
    return KnownPeople(found, frozenset(contacts), unread, gone)


def with_father(name: str, father: str) -> list[str]:
    """The ways in which a name takes in that of the father: given name, father's, family's."""
    parts = name.split()
    if not parts or not father:
        return []
    # Abd and the name that he serves are one.
    first = 2 if fold(parts[0]) in _SERVANTS and len(parts) > 2 else 1
    return [" ".join([*parts[:first], father, *parts[first:]])]


def _sealed_files(case: Case) -> list[Sha256]:
    # Of every chain: another's list is one more that was not looked through, where it does not open.
    found = [Sha256(entry.body["sealed"][0]) for entry in case.log.entries("sealed_file") if entry.body.get("sealed")]
    return list(dict.fromkeys(found))


def _is_whole(opened: Opened) -> bool:
    """True for a file that was sealed as it is, because nobody could tell its rows or its columns."""
    return len(opened.pieces) == 1


def _rows(opened: Opened) -> Iterator[Cells]:
    """The rows of a sealed table by column. Raises `Refused` where it is none."""
    raw = b"".join(_GONE if piece is None else piece for piece in opened.pieces)
    file = SourceFile.of_bytes(opened.file_name, raw)
    if _is_whole(opened):
        for sheet in sheets_in(file):
            yield from _below_header(sheet.rows)
            yield from ({name: cell} for name, cells in sheet.fields.items() for cell in cells)
        return
    _, rows = rows_with_bytes(file, SEALED_BYTES)
    # A row that does not fit names its people all the same.
    yield from (row.cells for row in rows)


def _below_header(rows: Sequence[Sequence[str]]) -> Iterator[Cells]:
    """Rows under the first that names a column of people; where none does, under numbers."""
    naming = [sum(map(identifies, row)) + sum(map(bool, row)) / (len(row) + 1) for row in rows[:HEADER_ROWS]]
    # The row that names most: a title above it may say that it is a list of people.
    at = naming.index(max(naming)) if naming and max(naming) >= 1 else -1
    header = [column_key(cell) for cell in rows[at]] if at >= 0 else []
    for row in rows[at + 1 :]:
        yield {(header[n] if n < len(header) and header[n] else str(n)): cell for n, cell in enumerate(row)}


def _columns_of_people(rows: Sequence[Cells]) -> frozenset[str]:
    """Columns that say, by name or cells, who somebody is."""
    cells: dict[str, list[Any]] = defaultdict(list)
    for row in rows[:SAMPLE_ROWS]:
        for column, cell in row.items():
            cells[column].append(cell)
    return frozenset(column for column, each in cells.items() if holds_who(column, each))


def _who(cells: Cells) -> str:
    own = cells.get("witness") or cells.get("person_id") or ""
    return f"{cells.get('organisation') or ''}/{own}" if own else ""


def _of_people(cells: Cells, columns: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(column, text) of the cells that say who somebody is."""
    for column, cell in cells.items():
        text = " ".join(str(cell or "").split())
        if not text or column in WORDS or _NO_NAME.search(column):
            continue
        if (column in _LISTED and _is_sealed(cells)) or (column in columns and column not in _open_columns(cells)):
            yield column, text


def _is_sealed(cells: Cells) -> bool:
    """True for a row of `identities` and for a victim marked protected: an open victim's name is in the facts."""
    listed = "person_id" in cells or "victim_id" in cells
    return not listed or str(cells.get("protected") or "").strip().lower() not in _NOT_TRUE


def _open_columns(cells: Cells) -> frozenset[str]:
    """Columns that the facts have in clear: those of a table of victims or testimonies under our names."""
    for stem, key in (("victims", "person_id"), ("testimonies", "testimony_id")):
        if key in cells:
            return frozenset(KINDS[stem].by_name)
    return frozenset()


def _finds(text: str) -> bool:
    return "@" in text or sum(sign.isdigit() for sign in text) >= _LEAST_DIGITS


def _as_contacts(text: str) -> Iterable[str]:
    return [part for part in re.split(r"[;,،\n]+\s*", text) if part.strip()]


def _is_name(column: str, text: str) -> bool:
    many = len(text.split())
    return (many > 1 or column not in _ONE_WORD) and many <= _MOST_WORDS and any(map(str.isalpha, text))


def _with_father(cells: Cells) -> list[str]:
    father = " ".join(str(cells.get("father") or "").split())
    return [each for column in ("name", "name_ar") for each in with_father(str(cells.get(column) or ""), father)]
