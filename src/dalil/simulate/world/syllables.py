"""Invented names, in Latin and Arabic letters, and the variants in which people write them.

A name is a row of syllables. Latin and Arabic spellings are read off the same syllables, so the two scripts of
a person agree as a careful writer would have them; variants change one letter group as other writers do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_CONSONANTS = {
    "b": "ب", "d": "د", "f": "ف", "gh": "غ", "h": "ه", "j": "ج", "k": "ك", "kh": "خ", "l": "ل", "m": "م",
    "n": "ن", "q": "ق", "r": "ر", "s": "س", "sh": "ش", "t": "ت", "th": "ث", "w": "و", "y": "ي", "z": "ز", "'": "ع",
}  # fmt: skip
_VOWELS = {"a": "", "aa": "ا", "i": "ي", "u": "و"}
_LATIN_VOWELS = {"a": "a", "aa": "a", "i": "i", "u": "u"}
_LATIN_VARIANTS = (
    ("kh", "k"), ("gh", "g"), ("q", "k"), ("q", "g"), ("sh", "ch"), ("th", "t"), ("u", "ou"), ("u", "o"),
    ("i", "ee"), ("i", "e"), ("w", "ou"), ("a", "e"), ("j", "g"), ("y", "i"), ("'", ""),
)  # fmt: skip
_ARABIC_VARIANTS = (("ة", "ه"), ("ي", "ى"), ("ا", "أ"), ("ث", "ت"), ("ق", "ك"), ("غ", "خ"), ("و", "ؤ"))


@dataclass(frozen=True, slots=True)
class Name:
    """One invented name in both scripts."""

    latin: str
    arabic: str


def invent(rng: np.random.Generator, syllables: int, feminine: bool = False) -> Name:
    """A new name of so many syllables; a feminine one ends in ta marbuta."""
    consonants, vowels = list(_CONSONANTS), list(_VOWELS)
    latin = arabic = ""
    for number in range(syllables):
        consonant = consonants[int(rng.integers(len(consonants) - (number == 0)))]
        vowel = vowels[int(rng.integers(len(vowels)))]
        latin += consonant + _LATIN_VOWELS[vowel]
        arabic += _CONSONANTS[consonant] + _VOWELS[vowel]
    last = consonants[int(rng.integers(len(consonants) - 1))]
    latin, arabic = (
        (latin + last + "a", arabic + _CONSONANTS[last] + "ة")
        if feminine
        else (
            latin + last,
            arabic + _CONSONANTS[last],
        )
    )
    return Name(latin[0].upper() + latin[1:], arabic)


def invent_many(rng: np.random.Generator, count: int, syllables: int, feminine: bool = False) -> tuple[Name, ...]:
    """So many different names."""
    found: dict[str, Name] = {}
    while len(found) < count:
        name = invent(rng, syllables, feminine)
        found.setdefault(name.latin, name)
    return tuple(found.values())


def latin_variant(rng: np.random.Generator, text: str) -> str:
    """The name as another writer transliterates it: one letter group changed, or a letter doubled."""
    return _swapped(rng, text, _LATIN_VARIANTS)


def arabic_variant(rng: np.random.Generator, text: str) -> str:
    """The name with one letter written in another of its usual forms."""
    return _swapped(rng, text, _ARABIC_VARIANTS)


def _swapped(rng: np.random.Generator, text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    possible = [(old, new) for old, new in pairs if old in text[1:]]
    where = int(rng.integers(max(1, len(possible)))) if possible else -1
    if where < 0:
        return text[:2] + text[1:]
    old, new = possible[where]
    return text[0] + text[1:].replace(old, new, 1)
