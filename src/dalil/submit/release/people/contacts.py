"""What else finds the people who are sealed: their telephones, numbers and accounts, as the case holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["Contacts"]

_COMPARED = 8
"""Digits from the end that are compared: before them stand 0, 00 and the country, or nothing."""
# Six digits and more: shorter numbers are ages, years and sums.
_NUMBER = re.compile(r"\d(?:[\s.\-()/\u200e\u200f\u202a-\u202c\u2066-\u2069]{0,2}\d){5,}")
_WORD = re.compile(r"[\w.+\-]+(?:@[\w.\-]+)?")
_LEAST_WORD = 4  # letters of an account: shorter ones are words


class Contacts:
    """Knows them, and finds them in a text in digits of any script."""

    def __init__(self, given: Iterable[str]) -> None:
        self._numbers: set[str] = set()
        self._words: set[str] = set()
        for contact in given:
            self._numbers |= {_digits(match[0])[-_COMPARED:] for match in _NUMBER.finditer(contact)}
            found = (_account(match[0]) for match in _WORD.finditer(contact.rpartition("/")[2]))
            # A word of letters alone is any word, and is an account only where it is marked as one.
            self._words |= {w for w in found if len(w) >= _LEAST_WORD and re.search(r"[^\W\d]", w) and not w.isalpha()}
            self._words |= {_account(word) for word in re.findall(r"@([\w\-]+)(?![\w.])", contact)}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where one of them stands.

        >>> [span for span in Contacts(["0944 123 456"]).spans("call +963944123456")]
        [(6, 18)]
        """
        if not (self._numbers or self._words):
            return []
        numbers = [
            m.span() for m in _NUMBER.finditer(text) if self._numbers and _digits(m[0])[-_COMPARED:] in self._numbers
        ]
        return numbers + [m.span() for m in _WORD.finditer(text) if self._words and _account(m[0]) in self._words]


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def _account(word: str) -> str:
    return word.strip(".-_+").casefold()
