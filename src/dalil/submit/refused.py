"""Figures that were asked for and not given, with the reason in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dalil.casefile.facts import Facts
from dalil.messages import catalogue
from dalil.submit.matter import Matter
from dalil.submit.wording import Wording

__all__ = ["read_refused", "refused_texts"]

_MOST_REASONS = 12
_MOST_NAMES = 8
_FIELD = re.compile(r"\\\{(\w+)\\\}")


def read_refused(facts: Facts) -> list[dict[str, Any]]:
    """Takes the cut count_refusal."""
    return facts.rows("SELECT name, scope, reason, text FROM count_refusal ORDER BY ALL")


def refused_texts(matter: Matter, words: Wording) -> Iterator[str]:
    """One sentence for each reason, with the figures that it kept back."""
    names: dict[str, list[str]] = {}
    for row in matter.refused:
        full = ".".join(filter(None, (row["scope"], row["name"])))
        names.setdefault(_reason(row, words), []).append(full)
    for reason, kept in list(names.items())[:_MOST_REASONS]:
        listed = [words.ltr(name) for name in kept[:_MOST_NAMES]]
        if len(kept) > _MOST_NAMES:
            listed.append(words.text("and_more", value=len(kept) - _MOST_NAMES))
        yield words.text("letter.refused_reason", reason=reason, names=words.joined(listed))
    if len(names) > _MOST_REASONS:
        yield words.text("and_more", value=len(names) - _MOST_REASONS)


def _reason(row: dict[str, Any], words: Wording) -> str:
    """The sentence of the catalogue; a reason that it lacks stands in its own words.

    The table holds the English sentence alone: what fills its fields is read back from there.
    """
    key, text = f"count.refused.{row['reason']}", row["text"] or ""
    if key not in catalogue(words.language):
        return words.own(text)
    template = re.escape(catalogue("en").sentences[key])
    filled = re.fullmatch(_FIELD.sub(r"(?P<\1>.+?)", template), text)
    if filled is None:
        return words.own(text)
    fields = {name: words.ltr(value) for name, value in filled.groupdict().items()}
    return catalogue(words.language).text(key, **fields)
