"""The method annex: the settings that the results were computed with, and the code book, as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from dalil import __version__
from dalil.submit.content.dossier import Dossier
from dalil.submit.elements.blocks import Block, heading, note, paragraph, table
from dalil.submit.elements.frame import captioned, framed, party_name
from dalil.submit.elements.wording import Wording, printable

__all__ = ["method"]

Row = dict[str, Any]

_CASE = ("from_", "to", "zone", "area", "periods", "scopes", "parts_of_day")
_SECTIONS = ("link", "sky", "attribute", "count", "submit")
_UNSHOWN = {"certificate"}  # where a key lies on somebody's disk
_STEPS = ("intake", "link", "sky", "attribute", "count", "limits")
_OTHER = "other"
_FAMILIES = ("kind", "weapon")
_ACROSS = 6
"""Parties that fit beside each other; of more, each has rows of its own."""


def method(dossier: Dossier, words: Wording) -> dict[str, Any]:
    """The method annex in one language, for the template `document`."""
    blocks = [*_steps(words), *_settings(dossier, words), *_codebook(dossier, words), *_audience(dossier, words)]
    title = words.own(dossier.settings.title)
    facts = [(words.text("method.version"), words.ltr(f"dalil {__version__}"))]
    return framed(dossier, words, title, words.text("method.subtitle"), facts, blocks)


def _steps(words: Wording) -> Iterator[Block]:
    yield heading(words.text("method.steps"))
    for step in _STEPS:
        yield paragraph(words.text(f"method.{step}"))


def _settings(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("method.settings"))
    yield note(words.text("method.settings_note"))
    yield _table(dossier, words, "case", dossier.settings.model_dump(mode="json", include=set(_CASE), by_alias=True))
    for section in _SECTIONS:
        yield _table(
            dossier, words, section, getattr(dossier.settings, section).model_dump(mode="json", exclude=_UNSHOWN)
        )
    if dossier.settings.parties:
        yield _table(
            dossier, words, "parties", {p.id: party_name(dossier, p.id, words) for p in dossier.settings.parties}
        )


def _audience(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("method.audience"))
    yield note(words.text("method.audience_note"))
    receiver = dossier.released.receiver
    yield _table(dossier, words, receiver.name, receiver.rules.model_dump(mode="json"))


def _table(dossier: Dossier, words: Wording, section: str, tree: Row) -> Block:
    head = [words.text("method.setting"), words.text("annex.value")]
    rows = [[words.ltr(key), shown] for key, shown in _flat(tree, words)]
    return table(head, rows, ["2", "5"], captioned(dossier, words, words.ltr(section)))


def _flat(tree: Row, words: Wording, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(dotted key, value in words) of a section, in the order of its declaration. What is named has a row each."""
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _flat(value, words, f"{name}.")
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            for each in value:
                yield f"{name}.{each.get('id', '')}", _told(each, words)
        else:
            yield name, _shown(value, words)


def _told(row: Row, words: Wording) -> str:
    """What a row of a list sets, but for its id; what it leaves open is not said."""
    told = (
        f"{key}: {_plain(value)}" for key, value in row.items() if key != "id" and value not in (None, "", [], False)
    )
    return words.ltr("; ".join(told)) or words.text("method.none")


def _shown(value: object, words: Wording) -> str:
    if value is None or value in ("", []):
        return words.text("method.none")
    if isinstance(value, bool):
        return words.text("method.yes" if value else "method.no")
    return words.own(value) if isinstance(value, str) else words.ltr(_plain(value))


def _plain(value: object) -> str:
    """A number whole, a list from left to right in every language: west stays before east."""
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    return f"{value:.12g}" if isinstance(value, float) else printable(str(value))


def _codebook(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """What the book expects of each party, variable by variable; nothing where there is no book, or it stays in."""
    # A dotted variable is a parameter of the whole book and stands in a table of its own below.
    rows = [row for row in dossier.codebook if "." not in row["variable"]]
    if not rows:
        return
    yield heading(words.text("method.codebook"))
    yield note(words.text("method.codebook_note", value=len(rows), judged=sum(row["judged"] for row in rows)))
    for variable, group in groupby(rows, key=lambda row: str(row["variable"])):
        yield from _variable(dossier, words, variable, list(group))
    whole = [row for row in dossier.codebook if "." in row["variable"]]
    keys = (".".join(filter(None, (row["variable"], row["value"], row["party"]))) for row in whole)
    head = [words.text("method.setting"), words.text("annex.value")]
    table_rows = [[words.ltr(key), _count(row, words)] for key, row in zip(keys, whole, strict=True)]
    yield table(head, table_rows, ["2", "5"], captioned(dossier, words, words.ltr("book")))


def _variable(dossier: Dossier, words: Wording, variable: str, rows: Sequence[Row]) -> Iterator[Block]:
    counts = {(row["value"], row["party"]): _count(row, words) for row in rows}
    values = list(dict.fromkeys(value for value, _ in counts))
    parties = sorted({party for _, party in counts}, key=lambda party: (party == _OTHER, party))
    for start in range(0, len(parties), _ACROSS):
        across = parties[start : start + _ACROSS]
        head = [words.text("method.codebook_value"), *(_party(dossier, party, words) for party in across)]
        body = [
            [_value(dossier, variable, value, words), *(counts.get((value, party), "–") for party in across)]
            for value in values
        ]
        caption = captioned(dossier, words, words.term("variable", variable))
        yield table(head, body, ["2.2", *["1.6r"] * len(across)], caption)


def _party(dossier: Dossier, party: str, words: Wording) -> str:
    return words.text("method.other") if party == _OTHER else words.own(party_name(dossier, party, words))


def _value(dossier: Dossier, variable: str, value: str, words: Wording) -> str:
    """A value of a vocabulary or a party in words, any other as the book has it."""
    return words.term(variable, value) if variable in _FAMILIES else words.own(party_name(dossier, value, words))


def _count(row: Row, words: Wording) -> str:
    before, after = row["pseudo_count"], row["posterior_count"]
    same = before is None or after is None or abs(before - after) < 1e-6
    return words.number(after) if same else words.ltr(f"{before:.3g} → {after:.3g}")
