"""What a listener writes down of what was said: rightly, with another digit, or with a mark for a digit.

Mishearing happens at the ear, each time anew: nobody who hears a thing twice errs twice in one place but by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dalil.simulate.observe.spoken import in_words, phrases

__all__ = ["Ear", "Heard", "Pieces"]

# Text whose digits are said one by one, and numbers that are said in words.
Pieces = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was written down, with how many digits (or numbers in words) are wrong, and how many are marks."""

    text: str
    misheard: int
    unclear: int


@dataclass(frozen=True)
class Ear:
    """One listener of one channel: the chance that a digit is not heard rightly, and the share of these marked so."""

    rng: np.random.Generator
    language: str
    misheard: float
    unclear: float

    def hears(self, said: Pieces) -> Heard:
        """What is written down of the pieces, drawn anew each time."""
        found = [self._number(piece) if isinstance(piece, int) else self._digits(piece) for piece in said]
        return Heard(
            " ".join(heard.text for heard in found), sum(h.misheard for h in found), sum(h.unclear for h in found)
        )

    def _digits(self, said: str) -> Heard:
        found = [self._slip(int(sign), 10) if sign.isdigit() else sign for sign in said]
        wrong = sum(isinstance(sign, int) and sign != int(was) for sign, was in zip(found, said, strict=True))
        marks = sum(isinstance(sign, str) and was.isdigit() for sign, was in zip(found, said, strict=True))
        return Heard("".join(map(str, found)), wrong, marks)

    def _number(self, said: int) -> Heard:
        # Minutes and seconds go to 60, and degrees here lie below 180: a slip stays a number that could be said.
        found = self._slip(said, 60)
        if isinstance(found, str):
            return Heard(found, 0, 1)
        return Heard(in_words(found, self.language), int(found != said), 0)

    def _slip(self, said: int, below: int) -> int | str:
        """What was said; or, at the chance of the channel, another number below `below`, or a mark."""
        if self.rng.random() >= self.misheard:
            return said
        if self.rng.random() < self.unclear:
            return str(phrases(self.language)["unclear"][int(self.rng.integers(3))])
        other = int(self.rng.integers(below - 1))
        return other + (other >= said)
