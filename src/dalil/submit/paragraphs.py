"""A person's own paragraphs in the letter: taken from Markdown, marked as theirs, and stopped where they name somebody.

Of Markdown: paragraphs, `- ` lists and `#` headings; everything else stands as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dalil.errors import Refused
from dalil.submit.blocks import Block, bullets, heading, paragraph
from dalil.submit.mask import Mask
from dalil.submit.wording import Wording

__all__ = ["demand_nobody_named", "paragraphs"]


def demand_nobody_named(text: str, mask: Mask, where: str) -> None:
    """Raise `Refused`, with the line and not the name, where the text names somebody who must not be named."""
    for number, line in enumerate(text.splitlines(), 1):
        if mask.apply(line) != line:
            raise Refused(
                "A paragraph names a person whose name does not leave for this audience.",
                expected="no name of a victim, a witness or somebody who filmed or spoke",
                found="a name, in either script",
                where=f"{where}, line {number}",
                do="take the name out, or submit to an audience that may have names",
            )
    joined = " ".join(text.split())
    if mask.apply(joined) != joined:
        raise Refused(
            "A paragraph names a person whose name does not leave for this audience.",
            found="a name that is broken over two lines",
            where=where,
            do="take the name out",
        )


def paragraphs(text: str, words: Wording) -> Iterator[Block]:
    """The blocks of one text."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines()]
        if not any(lines):
            continue
        if lines[0].startswith("#"):
            yield heading(words.own(lines.pop(0).lstrip("# ")), 2)
        listed = [words.own(line[2:]) for line in lines if line.startswith("- ")]
        plain = " ".join(line for line in lines if not line.startswith("- "))
        if plain:
            yield paragraph(words.own(plain))
        if listed:
            yield bullets(listed)
