"""A page for the public and the press: a few figures, each cited, and nothing that the public audience lacks."""

from __future__ import annotations

from typing import Any

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import WITHHELD
from dalil.submit.documents.letter import MAIN, tolls
from dalil.submit.elements.blocks import bullets, heading, note, paragraph
from dalil.submit.elements.cite import sentences
from dalil.submit.elements.frame import framed
from dalil.submit.elements.wording import Wording

__all__ = ["PUBLIC", "summary", "summary_text"]

PUBLIC = "public"
_OBJECTS = ("hospital", "school", "market", "aid", "rescue")
_HELD_BACK = ("reports", "incidents", "coarse")


def _head(dossier: Dossier, words: Wording) -> list[str]:
    """What is said before any number: when, by whom, and that all of it is alleged."""
    period = words.text("summary.period", first=words.day(dossier.settings.from_), last=words.day(dossier.settings.to))
    names = words.joined(words.own(name) for name in dossier.organisations)
    recorded = [words.text("summary.organisations", names=names)] if names else []
    return [period, *recorded, words.text("summary.alleged")]


def _lines(dossier: Dossier, words: Wording) -> list[str]:
    objects = tuple(f"incidents.object.{name}" for name in _OBJECTS)
    counted = tuple(name for name in (*MAIN, *objects) if (found := dossier.figures.get(name)) and found.value)
    return [*sentences(dossier, words, counted), *tolls(dossier, words)]


def _held_back(dossier: Dossier, words: Wording) -> list[str]:
    names = (f"{WITHHELD}{name}" for name in _HELD_BACK)
    return sentences(
        dossier, words, (name for name in names if name in dossier.figures and dossier.figures[name].value)
    )


def summary(dossier: Dossier, words: Wording) -> dict[str, Any]:
    """One page, for the template `document`."""
    held_back = _held_back(dossier, words)
    blocks = [
        *map(paragraph, _head(dossier, words)),
        bullets(_lines(dossier, words)),
        note(words.text("letter.toll_note")),
        *([heading(words.text("summary.withheld"), 2), bullets(held_back)] if held_back else []),
        note(words.text("summary.check", bag=words.ltr(dossier.fingerprint))),
    ]
    return framed(dossier, words, words.own(dossier.settings.title), words.text("summary.subtitle"), (), blocks)


def summary_text(dossier: Dossier, words: Wording) -> str:
    """The same as plain text."""
    fictional = [words.text("fictional")] if dossier.settings.fictional else []
    lines = [*fictional, words.own(dossier.settings.title), *_head(dossier, words), *_lines(dossier, words)]
    held_back = _held_back(dossier, words)
    title = [f"{words.text('summary.withheld')}:"] if held_back else []
    return (
        "\n".join([*lines, *title, *held_back, words.text("summary.check", bag=words.ltr(dossier.fingerprint))]) + "\n"
    )
