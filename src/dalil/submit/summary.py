"""A page for the public and the press: a few figures, each cited, and nothing that the public audience lacks."""

from __future__ import annotations

from typing import Any

from dalil.submit.blocks import bullets, note, paragraph
from dalil.submit.citing import sentences
from dalil.submit.letter import MAIN, tolls
from dalil.submit.matter import Matter
from dalil.submit.wording import Wording

__all__ = ["PUBLIC", "summary", "summary_text"]

PUBLIC = "public"
_OBJECTS = ("hospital", "school", "market", "aid", "rescue")


def _lines(matter: Matter, words: Wording) -> list[str]:
    objects = tuple(f"incidents.object.{name}" for name in _OBJECTS)
    counted = tuple(name for name in (*MAIN, *objects) if (found := matter.figures.get(name)) and found.value)
    return [*sentences(matter, words, counted), *tolls(matter, words)]


def summary(matter: Matter, words: Wording) -> dict[str, Any]:
    """One page, for the template `document`."""
    period = words.text("summary.period", first=words.day(matter.settings.from_), last=words.day(matter.settings.to))
    blocks = [
        paragraph(period),
        bullets(_lines(matter, words)),
        note(words.text("letter.toll_note")),
        paragraph(words.text("letter.done_alleged")),
        note(words.text("summary.check", bag=words.ltr(matter.fingerprint))),
    ]
    return matter.frame(words, words.own(matter.settings.title), words.text("summary.subtitle"), (), blocks)


def summary_text(matter: Matter, words: Wording) -> str:
    """The same as plain text."""
    fictional = [words.text("fictional")] if matter.settings.fictional else []
    period = words.text("summary.period", first=words.day(matter.settings.from_), last=words.day(matter.settings.to))
    lines = [*fictional, words.own(matter.settings.title), period, *_lines(matter, words)]
    return "\n".join([*lines, words.text("letter.done_alleged")]) + "\n"
