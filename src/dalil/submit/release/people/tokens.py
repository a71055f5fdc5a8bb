"""The words of a text as a reader of names sees them: where each stands, and whether it belongs to an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dalil.submit.release.people.sounds import ORNAMENT, bare, script_of

__all__ = ["KUNYA", "Token", "tokens_of"]

_WEST = r"A-Za-z\u00aa-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u052f\u1d00-\u1eff\uff21-\uff5a"
_ARABIC = (
    r"\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
    r"\ufb50-\ufdff\ufe70-\ufefc"
)


def _run(letter: str, inside: str = "") -> str:
    return rf"{letter}(?:[{ORNAMENT}]|{letter}|(?:[’‘'`ʼʿʾ]{inside})(?={letter}))*"


# A change of script ends a word: a name can stand against a word of another one without a space. Latin, Greek and
# Cyrillic are one here, for their letters look alike; `_parted` takes apart what is two words. A hyphen at the end of
# a line stands inside the word that it breaks.
_WORD = re.compile(
    "|".join(
        (_run(f"[{_WEST}]", r"|-[ \t]*\r?\n[ \t]*"), _run(f"[{_ARABIC}]"), _run(rf"(?:(?![{_WEST}{_ARABIC}])[^\W\d_])"))
    )
)
_POSSESSIVE = re.compile(r"[’'`][sS]$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+\-]+@[\w.\-]+|[@#][\w.\-]+")
_SPACED = re.compile(r"[ .\-_·]{1,2}")
_LEAST_SPACED = 3
"""Single letters in a row from which they are one word: two are initials."""
_LEAST_RUN = 3
"""Letters of one script from which they are a word of their own inside a word of two scripts."""

_NEAR = 3
"""Signs between an article and its word, where letters are set apart."""

_SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "عبد", "абд", "абдул", "абдель", "абдаль"})
_ARTICLE = frozenset({
    "al", "el", "ul", "ad", "ar", "as", "at", "az", "an", "ash", "esh", "ech", "ach", "adh", "ath", "ed", "er", "es",
    "et", "ez", "en", "аль", "эль", "ад", "ар", "ас", "аш", "ат", "аз", "ан", "эд", "эр", "эс", "эш", "эн",
})  # fmt: skip
_SURE_ARTICLE = frozenset({"al", "el", "ال", "аль", "эль"})
_SON_OF = frozenset({"bin", "ibn", "ben", "bint", "بن", "ابن", "بنت", "бин", "ибн", "бен"})
KUNYA = {
    **dict.fromkeys(
        ("abu", "abou", "aboo", "abo", "abi", "aba", "ابو", "ابي", "ابا", "أبو", "أبي", "أبا", "абу"), "abu"
    ),
    **dict.fromkeys(("umm", "um", "oum", "om", "ام", "أم", "умм", "ум"), "umm"),
}
"""Father of and mother of, as they are written, each with one form."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: where it stands, its letters as `bare` gives them, and whether it is part of an address or of a word
    that may hold a whole name (`whole`: a handle, an address, letters set apart)."""

    start: int
    end: int
    text: str
    whole: bool = False

    @property
    def capital(self) -> bool:
        """True where its script has no capitals, or it begins with one."""
        return not self.text[:1].islower()


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order, without articles and `son of`; Abd and the name after it are one."""
    return list(_joined(text, _spaced(text, list(_words(text)))))


def _words(text: str) -> Iterator[Token]:
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if re.search("[@#/]|www", text) else []
    for match in _WORD.finditer(text):
        start, end = match.span()
        ending = _POSSESSIVE.search(match[0])
        end -= len(ending[0]) if ending else 0
        whole = "\n" in match[0] or any(first <= start < last for first, last in addresses)
        for one, two in _parted(text, start, end):
            word = bare(re.sub(r"-[ \t]*\r?\n[ \t]*", "", text[one:two]))
            if word:
                yield Token(one, two, word, whole)


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """One word, or several where runs of letters of two scripts are too long to be look-alikes."""
    word = text[start:end]
    if word.isascii() or script_of(word) not in ("mixed", "other"):
        return [(start, end)]
    edges = [start, *(start + at for at, (a, b) in enumerate(pairwise(word), 1) if _differ(a, b)), end]
    runs = list(pairwise(edges))
    return runs if len(runs) == 1 or all(two - one >= _LEAST_RUN for one, two in runs) else [(start, end)]


def _differ(a: str, b: str) -> bool:
    return a.isalpha() and b.isalpha() and script_of(a) != script_of(b)


def _spaced(text: str, words: list[Token]) -> list[Token]:
    """Letters that are set apart by one and the same sign are one word."""
    found: list[Token] = []
    at = 0
    while at < len(words):
        last = at
        while last + 1 < len(words) and _same_gap(text, words, at, last):
            last += 1
        if last - at + 1 >= _LEAST_SPACED:
            found.append(Token(words[at].start, words[last].end, "".join(w.text for w in words[at : last + 1]), True))
            at = last + 1
        else:
            found.append(words[at])
            at += 1
    return found


def _same_gap(text: str, words: list[Token], first: int, last: int) -> bool:
    """True where the word after `last` is one letter too, behind the same sign as the second of the run."""
    if len(words[first].text) != 1 or len(words[last + 1].text) != 1:
        return False
    gap = text[words[last].end : words[last + 1].start]
    return bool(_SPACED.fullmatch(gap)) and gap == text[words[first].end : words[first + 1].start]


def _joined(text: str, words: list[Token]) -> Iterator[Token]:
    begun: Token | None = None  # an article or a servant that belongs to the next word
    for at, word in enumerate(words):
        low = word.text.lower()
        if _is_particle(text, words, at, low):
            begun = begun or word
            continue
        if begun is not None and low not in _SON_OF and word.start - begun.end <= _NEAR + len("al-"):
            servant = begun.text.lower().lstrip("وفبلك") if script_of(begun.text) == "arabic" else begun.text.lower()
            together = f"{begun.text} {word.text}" if servant in _SERVANT else word.text
            word = Token(begun.start, word.end, together, word.whole)
        begun = None
        if low not in _SON_OF:
            yield word


def _is_particle(text: str, words: list[Token], at: int, low: str) -> bool:
    """An article or Abd, with a word behind it that it belongs to."""
    if at + 1 == len(words):
        return False
    behind = text[words[at].end : words[at + 1].start]
    if low in _SERVANT or (script_of(low) == "arabic" and low[-3:] == "عبد" and len(low) <= len("وبعبد")):
        return len(behind) <= _NEAR
    if low in _SURE_ARTICLE:
        return len(behind) <= _NEAR
    following = words[at + 1].text.lower()
    return (low in _ARTICLE and behind == "-" and low[-1] == following[:1]) or (
        low in ("ash", "esh", "аш", "эш") and behind == "-"
    )
