"""A page for the public and the press: a few figures, each cited, and nothing that the public audience lacks."""

from __future__ import annotations

from typing import Any

from dalil.submit.content.dossier import Matter
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


def _head(matter: Matter, words: Wording) -> list[str]:
    """What is said before any number: when, by whom, and that all of it is alleged."""
    period = words.text("summary.period", first=words.day(matter.settings.from_), last=words.day(matter.settings.to))
    names = words.joined(words.own(name) for name in matter.organisations)
    recorded = [words.text("summary.organisations", names=names)] if names else []
    return [period, *recorded, words.text("summary.alleged")]


def _lines(matter: Matter, words: Wording) -> list[str]:
    objects = tuple(f"incidents.object.{name}" for name in _OBJECTS)
    counted = tuple(name for name in (*MAIN, *objects) if (found := matter.figures.get(name)) and found.value)
    return [*sentences(matter, words, counted), *tolls(matter, words)]


def _held_back(matter: Matter, words: Wording) -> list[str]:
    names = (f"{WITHHELD}{name}" for name in _HELD_BACK)
    return sentences(matter, words, (name for name in names if name in matter.figures and matter.figures[name].value))


def summary(matter: Matter, words: Wording) -> dict[str, Any]:
    """One page, for the template `document`."""
    held_back = _held_back(matter, words)
    blocks = [
        *map(paragraph, _head(matter, words)),
        bullets(_lines(matter, words)),
        note(words.text("letter.toll_note")),
        *([heading(words.text("summary.withheld"), 2), bullets(held_back)] if held_back else []),
        note(words.text("summary.check", bag=words.ltr(matter.fingerprint))),
    ]
    return framed(matter, words, words.own(matter.settings.title), words.text("summary.subtitle"), (), blocks)


def summary_text(matter: Matter, words: Wording) -> str:
    """The same as plain text."""
    fictional = [words.text("fictional")] if matter.settings.fictional else []
    lines = [*fictional, words.own(matter.settings.title), *_head(matter, words), *_lines(matter, words)]
    held_back = _held_back(matter, words)
    title = [f"{words.text('summary.withheld')}:"] if held_back else []
    return (
        "\n".join([*lines, *title, *held_back, words.text("summary.check", bag=words.ltr(matter.fingerprint))]) + "\n"
    )
