"""The list of exhibits in the annex: numbers, custody in order of time, and the hash of what leaves."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.exhibits import Exhibit, may_have_hashes
from dalil.submit.elements.blocks import Block, Cell, heading, mark, note, paragraph, table
from dalil.submit.elements.frame import captioned
from dalil.submit.elements.wording import Wording
from dalil.submit.release.media import Copy

__all__ = ["custody", "exhibit_blocks", "is_listed"]

_MOST_ROWS = 1_000  # beyond, exhibits.csv alone has the list: memory grows with the rows of a table
_DIGITS = 16  # of a SHA-256, 64 bits: enough to tell files apart, and they fit in a cell
_KINDS = frozenset({"picture", "photo", "video", "audio", "document"})
_TOLD = ("capture_method", "captured_by", "obtained_from", "earlier_custody", "account", "source_url")


def is_listed(dossier: Dossier) -> bool:
    """True where the annex has the whole list, and links can lead to its rows."""
    return 0 < len(dossier.exhibits) <= _MOST_ROWS


def exhibit_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """Nothing where no exhibit leaves; beyond a thousand only where the whole list is."""
    if not dossier.exhibits:
        return
    yield heading(words.text("exhibit.title"))
    yield note(words.text("exhibit.note", digits=_DIGITS))
    if not may_have_hashes(dossier.released):
        yield note(words.text("exhibit.withheld_note"))
    if any(copy.file for copy in dossier.copies.values()) and not may_have_hashes(dossier.released):
        yield note(words.text("exhibit.faces_note"))
    if not is_listed(dossier):
        yield paragraph(words.text("exhibit.elsewhere", value=len(dossier.exhibits)))
        return
    head = [words.text(f"exhibit.{key}") for key in ("number", "kind", "sheets", "custody", "hash")]
    rows = [_row(dossier, exhibit, words) for exhibit in dossier.exhibits]
    caption = captioned(dossier, words, words.text("exhibit.title"), headed=True)
    yield table(head, rows, ["0.9", "0.9", "1.2", "4.2", "2.1"], caption)


def _row(dossier: Dossier, exhibit: Exhibit, words: Wording) -> list[Cell]:
    return [
        mark(words.ltr(exhibit.reference), exhibit.reference),
        _kind(exhibit, words),
        words.joined(words.ltr(sheet) for sheet in exhibit.sheets),
        " ".join(custody(dossier, exhibit, words)),
        _hash(dossier, exhibit, words),
    ]


def _kind(exhibit: Exhibit, words: Wording) -> str:
    """The usual kinds in the language of the document, others as they were recorded."""
    kind = str(exhibit.details.get("kind") or "")
    return words.text(f"exhibit.kind_{kind}") if kind in _KINDS else words.own(kind) or "–"


def custody(dossier: Dossier, exhibit: Exhibit, words: Wording) -> Iterator[str]:
    """What is on record of it, in order of time, as far as it leaves."""
    details = exhibit.details
    for key in ("captured_at", "published_at"):
        if details.get(key) is not None:
            yield words.text(f"exhibit.{key}", when=words.when(details[key], details[key]))
    for key in _TOLD:
        if details.get(key):
            yield words.text(f"exhibit.{key}", what=words.own(str(details[key])))
    for seal in exhibit.sealed:
        entry = words.ltr(f"{seal.chain[:8]}:{seal.number}")
        when = words.when(seal.at, seal.at) if seal.at else words.text("not_stated")
        yield words.text("exhibit.sealed", when=when, entry=entry)
    copy = dossier.copies.get(exhibit.reference, Copy())
    if copy.file:
        yield words.text(f"exhibit.copy_{copy.how}", file=words.ltr(copy.file))
    else:
        yield words.text("exhibit.no_copy")


def _hash(dossier: Dossier, exhibit: Exhibit, words: Wording) -> str:
    copy = dossier.copies.get(exhibit.reference, Copy())
    shown = copy.sha256 or (exhibit.sha256 if may_have_hashes(dossier.released) else "")
    if shown:
        return words.ltr(f"{shown[:_DIGITS]}…")
    return words.text("exhibit.withheld", record=words.ltr(exhibit.record))
