"""The index of the annex: sheets by place, month and category, and those that nobody was found responsible for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import HELD, Entry
from dalil.submit.elements.blocks import Block, heading, note, paragraph, table
from dalil.submit.elements.frame import captioned
from dalil.submit.elements.register import place_of
from dalil.submit.elements.wording import Wording

__all__ = ["index_blocks", "not_attributed_blocks", "sheet_ranges"]

_CATEGORIES = (("object", "objects_hit"), ("weapon", "weapons"))


def index_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """Each place, month, object, weapon and kind with the numbers of its sheets."""
    yield heading(words.text("index.title"))
    yield note(words.text("index.note"))
    by_place = [(place_of(entry, words), entry) for entry in dossier.entries]
    # A dash is no place to be looked up.
    places = sorted((pair for pair in by_place if pair[0] != "–"), key=lambda pair: (pair[0], pair[1].number))
    months = [(str(entry.row["month_local"]), entry) for entry in dossier.entries if entry.row["month_local"]]
    months.sort(key=lambda pair: (pair[0], pair[1].number))
    yield from _part(dossier, words, "place", _grouped(places))
    yield from _part(dossier, words, "month", [(words.month(name), found) for name, found in _grouped(months)])
    yield from _part(dossier, words, "category", list(_categories(dossier, words)))


def _categories(dossier: Dossier, words: Wording) -> Iterator[tuple[str, list[Entry]]]:
    for family, column in _CATEGORIES:
        pairs = [(code, entry) for entry in dossier.entries for code in entry.row[column] or ()]
        for code, found in _grouped(sorted(pairs, key=lambda pair: (pair[0], pair[1].number))):
            yield words.term(family, code), found
    kinds = [(str(entry.row["kind"]), entry) for entry in dossier.entries if entry.row["kind"]]
    for code, found in _grouped(sorted(kinds, key=lambda pair: (pair[0], pair[1].number))):
        yield words.term("kind", code), found


def _grouped(pairs: Sequence[tuple[str, Entry]]) -> list[tuple[str, list[Entry]]]:
    return [(name, [entry for _, entry in group]) for name, group in groupby(pairs, key=lambda pair: pair[0])]


def _part(dossier: Dossier, words: Wording, key: str, found: Sequence[tuple[str, Sequence[Entry]]]) -> Iterator[Block]:
    if found:
        yield heading(words.text(f"index.{key}"), 2)
        head = [words.text(f"annex.{key}"), words.text("letter.incidents"), words.text("annex.sheet")]
        rows = [[name, words.number(len(which)), sheet_ranges(which, words)] for name, which in found]
        yield table(head, rows, ["2", "0.8r", "5"], captioned(dossier, words, words.text(f"index.{key}"), headed=True))


def sheet_ranges(entries: Iterable[Entry], words: Wording) -> str:
    """Their sheets in order, runs as first–last."""
    runs: list[list[Entry]] = []
    for entry in entries:
        if runs and entry.number == runs[-1][-1].number + 1:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    ends = ((run[0].sheet, run[-1].sheet) for run in runs)
    return words.joined(words.ltr(first if first == last else f"{first}–{last}") for first, last in ends)


def not_attributed_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """Incidents that were weighed and attributed to nobody, and those whose finding a person holds back."""
    judged = [entry for entry in dossier.entries if entry.finding and entry.finding["grade"]]
    held = [entry for entry in judged if entry.review == HELD]
    nobody = [entry for entry in judged if entry.review != HELD and entry.finding
              and entry.finding["grade"] == "not_attributed"]  # fmt: skip
    if not held and not nobody:
        return
    yield heading(words.text("index.held_back"))
    for key, found in (("not_attributed", nobody), ("held", held)):
        if found:
            yield paragraph(words.text(f"index.{key}", value=len(found), sheets=sheet_ranges(found, words)))
