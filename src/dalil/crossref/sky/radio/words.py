"""Transcripts as tokens: numbers said in digits or in words, what the code book names, and what was not understood."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dalil.names import fold

__all__ = ["ELEMENTS", "CodeBook", "Token", "code_book", "tokens"]

ELEMENTS = ("coordinates", "read_back", "correction", "lock", "clearance", "release", "to_release")
_SIGNS = ("unclear", "north", "south", "east", "west", "degrees", "minutes", "seconds", "point", "grid_x",
          "grid_y")  # fmt: skip
_DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"} | {ord("٫"): ".", ord("٬"): ""}
# What a transcriber writes for what was not understood: "?" stands for one digit, "*" for any number of them. A note in
# brackets is one too: between numbers nobody can tell a hidden digit from a cough.
_HIDDEN = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>|…|\.{2,}|[-–—]{2,}")
_POINT_AND_HIDDEN = re.compile(r"(?<=\d)\.(?:\.{3}|…)(?!\.)")  # "34.…139"
_HIDDEN_DIGIT = re.compile(r"[?؟_#�]")
_PART = re.compile(r"[*?]*\d[\d*?]*(?:[.,][\d*?]+)?|[*?]+|[°º]|['′’]{2}|[\"″”]|['′’]|[^\W\d_]+")
_WRITTEN = frozenset("0123456789*?.,")
_MARKS = {"°": "degrees", "º": "degrees", "'": "minutes", "′": "minutes", "’": "minutes", '"': "seconds",
          "″": "seconds", "”": "seconds", "''": "seconds", "′′": "seconds", "’’": "seconds"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One thing said: `sign` is "number", an element, a sign of place, "unclear" or "word".

    `digits` is a number as said, with "?" for a digit and "*" for any number of digits that were not understood.
    """

    sign: str
    text: str
    digits: str = ""
    spoken: bool = False  # a number said in words


@dataclass(frozen=True)
class CodeBook:
    """One language: phrases (as folded words) by what they mean, longest first, and the value of number words."""

    language: str
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    numbers: Mapping[str, int]
    spelling: Mapping[str, str]


@cache
def code_book(language: str) -> CodeBook | None:
    """The code book of a language, None where there is none."""
    raw = tomllib.loads(resources.files(__package__).joinpath("codebook.toml").read_text("utf-8"))
    if language not in raw or language == "spelling":
        return None
    book = raw[language]
    phrases = [(tuple(fold(p).split()), name) for name in (*ELEMENTS, *_SIGNS) for p in book.get(name, ())]
    phrases.sort(key=lambda item: (-len(item[0]), item))
    numbers = {fold(word): value for word, value in book["numbers"].items()}
    return CodeBook(language, tuple(phrases), numbers, {fold(w): letter for w, letter in raw["spelling"].items()})


def languages() -> tuple[str, ...]:
    """The languages that have a code book."""
    raw = tomllib.loads(resources.files(__package__).joinpath("codebook.toml").read_text("utf-8"))
    return tuple(sorted(set(raw) - {"spelling"}))


def tokens(transcript: str, book: CodeBook) -> list[Token]:
    """The transcript as tokens. What stands in brackets is a transcriber's note: not said, and it may hide much."""
    plain = _POINT_AND_HIDDEN.sub(".*", transcript.replace("*", "?").translate(_DIGITS))
    plain = _HIDDEN_DIGIT.sub("?", _HIDDEN.sub("*", plain))
    parts = [_MARKS.get(part, part) if part in _MARKS else part for part in _PART.findall(plain.lower())]
    marks = [part if part in ("degrees", "minutes", "seconds") and part in _MARKS.values() else "" for part in parts]
    folded = [part if _WRITTEN.issuperset(part) else fold(part) for part in parts]
    return list(_joined(list(_named(folded, marks, book))))


def _named(words: list[str], marks: list[str], book: CodeBook) -> Iterator[Token]:
    n = 0
    while n < len(words):
        if words[n] and _WRITTEN.issuperset(words[n]):
            yield _written(words[n])
            n += 1
            continue
        taken, sign = _phrase(words, n, book)
        if taken:
            yield Token(sign, " ".join(words[n : n + taken]), "*" if sign == "unclear" else "")
            n += taken
        elif words[n] in book.numbers or _without_and(words[n], book):
            word = words[n] if words[n] in book.numbers else words[n][1:]
            yield Token("number", words[n], str(book.numbers[word]), spoken=True)
            n += 1
        else:
            yield Token(marks[n] or "word", words[n])
            n += 1


def _written(text: str) -> Token:
    """A number in digits, or the marks that stand for one: a single mark may stand for all of it."""
    digits = text.replace(",", ".")
    if any(map(str.isdigit, digits)):
        return Token("number", text, digits)
    return Token("unclear", text, digits if set(digits) == {"?"} and len(digits) > 1 else "*")


def _without_and(word: str, book: CodeBook) -> bool:
    """Arabic joins "and" to the number after it: واربعون."""
    return word.startswith("و") and word[1:] in book.numbers


def _phrase(words: list[str], n: int, book: CodeBook) -> tuple[int, str]:
    for phrase, name in book.phrases:
        if tuple(words[n : n + len(phrase)]) == phrase:
            return len(phrase), name
    return 0, ""


def _joined(found: list[Token]) -> Iterator[Token]:
    """Number words said one after another, as the numbers they make: "thirty four" is 34, "three four" is 3, 4."""
    n = 0
    while n < len(found):
        if not found[n].spoken:
            yield found[n]
            n += 1
            continue
        value, text = int(found[n].digits), [found[n].text]
        n += 1
        while n < len(found) and found[n].spoken and _adds(value, int(found[n].digits)):
            value = value * 100 if int(found[n].digits) == 100 else value + int(found[n].digits)
            text.append(found[n].text)
            n += 1
        yield Token("number", " ".join(text), str(value), spoken=True)


def _adds(value: int, following: int) -> bool:
    """Whether a number word goes on with the number before it: hundreds, then tens, then units."""
    if following == 100 and 1 <= value <= 9:
        return True
    if value >= 100 and value % 100 == 0:
        return 0 < following < 100
    return (value % 100 >= 20 and value % 10 == 0 and 1 <= following <= 9) or (
        # Arabic says units before tens: four and thirty.
        1 <= value % 100 <= 9 and following >= 20 and following % 10 == 0 and following < 100 and value % 100 == value
    )
