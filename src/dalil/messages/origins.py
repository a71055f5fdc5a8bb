"""The origin that a finding hangs on, in words: a report, a statement, an exhibit by its number or by its record."""

from __future__ import annotations

from collections.abc import Callable

from dalil.messages import Catalogue

__all__ = ["origin_words"]


def origin_words(words: Catalogue, kind: str, origin_id: str, own: Callable[[str], str] = str) -> str:
    """An origin by its kind (`dalil.records.kinds.ORIGIN_KINDS`) and id; `own` isolates the id.

    >>> from dalil.messages import catalogue
    >>> [origin_words(catalogue("en"), *each) for each in (("statement", "S6"), ("exhibit", "X-0002"))]
    ['statement S6', 'exhibit X-0002']
    """
    return words.text(f"reasons.origin.{kind}", id=own(origin_id))
