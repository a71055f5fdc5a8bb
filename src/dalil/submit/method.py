"""The method annex: the settings that the results were computed with, and the code book, as they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil import __version__
from dalil.submit.blocks import Block, heading, note, paragraph, table
from dalil.submit.matter import Matter
from dalil.submit.wording import Wording

__all__ = ["method"]

_SECTIONS = ("link", "sky", "attribute", "count", "submit")
_UNSHOWN = {"certificate"}  # where a key lies on somebody's disk
_STEPS = ("intake", "link", "sky", "attribute", "count", "limits")


def method(matter: Matter, words: Wording) -> dict[str, Any]:
    """The method annex in one language, for the template `document`."""
    blocks = [*_steps(words), *_settings(matter, words), *_audience(matter, words)]
    title = words.own(matter.settings.title)
    facts = [(words.text("method.version"), words.ltr(f"dalil {__version__}"))]
    return matter.frame(words, title, words.text("method.subtitle"), facts, blocks)


def _steps(words: Wording) -> Iterator[Block]:
    yield heading(words.text("method.steps"))
    for step in _STEPS:
        yield paragraph(words.text(f"method.{step}"))


def _settings(matter: Matter, words: Wording) -> Iterator[Block]:
    yield heading(words.text("method.settings"))
    yield note(words.text("method.settings_note"))
    for section in _SECTIONS:
        values = dict(_flat(getattr(matter.settings, section).model_dump(mode="json", exclude=_UNSHOWN)))
        yield _table(matter, words, section, values)
    parties = {party.id: words.own(party.name) for party in matter.settings.parties}
    if parties:
        yield _table(matter, words, "parties", parties)


def _audience(matter: Matter, words: Wording) -> Iterator[Block]:
    yield heading(words.text("method.audience"))
    yield note(words.text("method.audience_note"))
    rules = dict(_flat(matter.released.receiver.rules.model_dump(mode="json")))
    yield _table(matter, words, matter.released.receiver.name, rules)


def _table(matter: Matter, words: Wording, section: str, values: dict[str, str]) -> Block:
    head = [words.text("method.setting"), words.text("annex.value")]
    rows = [[words.ltr(key), words.own(value)] for key, value in values.items()]
    return table(head, rows, ["2", "5"], matter.caption(words, words.ltr(section)))


def _flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(dotted key, value as text) of a section, in the order of its declaration."""
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, ", ".join(str(each) for each in value)
        else:
            yield name, str(value)
