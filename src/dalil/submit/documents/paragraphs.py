"""A person's own paragraphs in the letter: taken from Markdown, marked as theirs, and stopped where they name somebody.

Of Markdown: paragraphs, `- ` lists and `#` headings; everything else stands as it is written. `{figure:NAME}` becomes
the sentence of that figure, with its interval, its reservations and its number: so a person can put into the letter
what the program leaves out of it, and not word it more strongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from dalil.errors import Refused
from dalil.submit.content.figures import Figure
from dalil.submit.elements.blocks import Block, bullets, heading, paragraph
from dalil.submit.elements.cite import cited
from dalil.submit.elements.wording import Wording

__all__ = ["paragraphs"]


_FIGURE = re.compile(r"\{figure:\s*([^{}]*?)\s*\}")


def paragraphs(text: str, words: Wording, figures: Mapping[str, Figure]) -> Iterator[Block]:
    """The blocks of one text. Refuses a figure that this audience does not have."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines()]
        if not any(lines):
            continue
        if lines[0].startswith("#"):
            yield heading(words.own(lines.pop(0).lstrip("# ")), 2)
        listed = [_filled(line[2:], words, figures) for line in lines if line.startswith("- ")]
        plain = " ".join(line for line in lines if not line.startswith("- "))
        if plain:
            yield paragraph(_filled(plain, words, figures))
        if listed:
            yield bullets(listed)


def _filled(text: str, words: Wording, figures: Mapping[str, Figure]) -> str:
    """A person's words, isolated, with the sentences of the figures that they name between them."""
    # Every second part is what stood between the braces: a name of a figure.
    own = _FIGURE.split(text)
    parts = [words.own(each) if n % 2 == 0 else _sentence(each, words, figures) for n, each in enumerate(own)]
    return " ".join(part for part in parts if part)


def _sentence(name: str, words: Wording, figures: Mapping[str, Figure]) -> str:
    figure = figures.get(name)
    if figure is None:
        close = get_close_matches(name, figures, 3)
        raise Refused(
            "A paragraph asks for a figure that this submission does not have.",
            expected="the name of a figure in figures.json" + (f", such as {', '.join(close)}" if close else ""),
            found=name,
            do="see the names with: dalil show figures",
        )
    return cited(words, figure.texts[words.language], figure)
