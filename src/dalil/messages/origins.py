"""The origin that a finding hangs on, in words: a report, a statement, an exhibit by its number or by its record."""

from __future__ import annotations

import re
from collections.abc import Callable

from dalil.messages import Catalogue

__all__ = ["origin_words"]

# A submission numbers exhibits; their names in the case do not leave.
_NUMBERED = re.compile(r"X-\d+(, X-\d+)*")
_FORMS = (
    ("exhibit_of", re.compile(r"exhibits? of (?P<id>.+)")),
    ("exhibit_unnamed", re.compile(r"exhibit:(?P<id>.+)")),
    ("remnants", re.compile(r"remnants:(?P<id>.+)")),
    ("statement", re.compile(r"statement:(?P<id>.+)")),
    ("context", re.compile(r"context:(?P<id>.+)")),
)


def origin_words(words: Catalogue, line: str, origin: str, own: Callable[[str], str] = str) -> str:
    """`origin` of `line` as attribution names it, or as a submission renamed it; `own` isolates what is an id.

    >>> from dalil.messages import catalogue
    >>> [origin_words(catalogue("en"), *each) for each in (("admission", "statement:S6"), ("media", "X-0002"))]
    ['statement S6', 'exhibit X-0002']
    """
    if _NUMBERED.fullmatch(origin):
        return words.text("reasons.origin.exhibit", id=own(origin))
    for key, form in _FORMS:
        if found := form.fullmatch(origin):
            return words.text(f"reasons.origin.{key}", id=own(found["id"]))
    key = "remnants" if line == "remnants" else "report"
    return words.text(f"reasons.origin.{key}", id=own(origin))
