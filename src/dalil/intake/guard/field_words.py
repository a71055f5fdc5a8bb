"""What the name of a field says of what it holds: who somebody is, something that concerns nobody, or nothing known.

A name is split into words at signs, digits and capitals, in any script; a word that is not known is split into known
ones where it consists of them (`nationalid`). The words stand in words.toml, so that somebody who knows a language and
no code can mend them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from dalil.intake.notations.header import column_key
from dalil.names import fold
from dalil.records import KINDS

__all__ = ["counts_or_names", "given_names", "identifies", "understood"]

_PARTS = re.compile(r"(?<=[^\W\d_A-ZА-Я])(?=[A-ZА-Я])|(?<=[A-ZА-Я])(?=[A-ZА-Я][a-zа-я])|(?<=\d)(?=\D)|(?<=\D)(?=\d)")
_LETTERS = 4  # of a word of a glued one that identifies: `sonar` is no son
_LONGEST = 120  # characters of a name of a field; a longer text is a text
_ARTICLES = ("وال", "بال", "لل", "ال")
_ENDINGS = ("ها", "هم", "ه", "ي", "ات", "ين", "ون", "es", "s")
"""Of a word that is not known: his, her, their, my; plurals."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of words.toml."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, entries: Iterable[str]) -> _Section:
        plain, stars, phrases = set(), [], set()
        for entry in entries:
            words = tuple(fold(entry.rstrip("*")).split())
            if entry.endswith("*"):
                stars.append(words[0])
            elif len(words) == 1:
                plain.add(words[0])
            phrases.add(words)
        return cls(frozenset(plain), tuple(stars), frozenset(phrases))

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.beginnings)

    def any(self, words: Iterable[str]) -> bool:
        return any(word in self for word in words)

    def without(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words without each phrase of this section."""
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                if words[start:end] in self.phrases:
                    return words[:start] + self.without(words[end:])
        return words

    def phrase_in(self, words: tuple[str, ...]) -> bool:
        return len(self.without(words)) < len(words)


@cache
def _sections() -> dict[str, _Section]:
    text = (files("dalil.intake.guard") / "words.toml").read_text(encoding="utf-8")
    return {
        name: _Section.of(e for entries in by.values() for e in entries) for name, by in tomllib.loads(text).items()
    }


def given_names() -> frozenset[str]:
    """Folded given names that many bear."""
    return _sections()["given"].whole


@cache
def _columns() -> frozenset[str]:
    return frozenset(column.name for kind in KINDS.values() for column in kind.columns)


@lru_cache(maxsize=50_000)
def identifies(field: str) -> bool:
    """True when the name of a field says that it holds who somebody is.

    >>> [identifies(each) for each in ("witness_phone", "PhoneNumber", "place_name", "witness_role", "dyad_name")]
    [True, True, False, False, False]
    >>> [identifies(each) for each in ("أسماء الضحايا", "رقم الحادثة", "дата рождения")]
    [True, False, True]
    """
    by = _sections()
    words = by["harmless"].without(_words(field))
    if by["compounds"].phrase_in(words) or by["identify"].any(words):
        return True
    if by["names"].any(words):
        return by["persons"].any(words) or by["counted"].any(words) or not by["things"].any(words)
    return by["persons"].any(words) and not by["attributes"].any(words)


@lru_cache(maxsize=50_000)
def counts_or_names(field: str) -> bool:
    """True when the name says people, and only the cells tell whether it counts them or lists who they are.

    >>> counts_or_names("victims"), counts_or_names("number of victims")
    (True, False)
    """
    by, words = _sections(), _words(field)
    return by["counted"].any(words) and not by["attributes"].any(words)


@lru_cache(maxsize=50_000)
def understood(field: str) -> bool:
    """True when every word of the name is known: a column of ours, or words of words.toml.

    >>> understood("Time of incident"), understood("qwx7"), understood("time_qwx")
    (True, False, False)
    """
    if column_key(field) in _columns():
        return True
    words = _words(field)
    return bool(words) and all(map(_known, words)) and any(len(word) > 1 or word in "xyz" for word in words)


@lru_cache(maxsize=50_000)
def _words(field: str) -> tuple[str, ...]:
    if len(field) > _LONGEST:
        return ()
    found: list[str] = []
    for token in re.split(r"[\W_]+", field):
        # `WhatsApp` is one word that is known, `PhoneNumber` two
        whole = fold(token)
        for word in (whole if _known(whole) else fold(_PARTS.sub(" ", token))).split():
            found += _split(word) if not word.isdigit() else ()
    return tuple(found)


def _known(word: str) -> bool:
    return any(word in section for name, section in _sections().items() if name != "given") or word in _phrase_words()


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset(
        word for name in ("compounds", "harmless") for phrase in _sections()[name].phrases for word in phrase
    )


@lru_cache(maxsize=50_000)
def _split(word: str) -> Sequence[str]:
    """The word as it is known: itself, without article or ending, or the known words that it is glued from."""
    if _known(word):
        return (word,)
    bare = next(
        (word.removeprefix(each) for each in _ARTICLES if word.startswith(each) and len(word) > len(each) + 1), word
    )
    for form in (
        bare,
        *(bare.removesuffix(end) for end in _ENDINGS if bare.endswith(end) and len(bare) > len(end) + 1),
    ):
        if _known(form):
            return (form,)
    return next(_glued(bare), (bare,))


def _glued(word: str) -> Iterator[tuple[str, ...]]:
    whole = {
        each for name, section in _sections().items() if name != "given" for each in section.whole
    } | _phrase_words()
    for end in range(len(word) - 1, 1, -1):
        head = word[:end]
        if head in whole and (len(head) >= _LETTERS or head not in _sections()["identify"].whole):
            rest = word[end:]
            if rest in whole and (len(rest) >= _LETTERS or rest not in _sections()["identify"].whole) and len(rest) > 1:
                yield (head, rest)
            for others in _glued(rest):
                yield (head, *others)
