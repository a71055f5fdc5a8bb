"""How many, as people write it: figures, words, and "at least", for columns of a minimum, a maximum or one number.

`3+` is a minimum and says nothing of a maximum; `5-7` has both. A number that is only about right has neither: who
wrote it knows how far it may be off, and nobody else does.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dalil.intake.cells.faults import Fault
from dalil.intake.cells.words import european_digits
from dalil.names import fold

__all__ = ["count_of"]

_EXPECTED, _EMPTY = "a whole number, 0 or more", "leave the cell empty where nothing was stated"
_WHOLE = re.compile(r"\+?(\d{1,18})(?:\.0*)?")  # as XLSX and pandas write whole numbers
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, int]
    nouns: frozenset[str]
    dual: dict[str, int]
    at_least: re.Pattern[str]
    at_most: re.Pattern[str]
    scores: re.Pattern[str]
    about: re.Pattern[str]
    range_: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = tomllib.loads(resources.files(__package__).joinpath("counts.toml").read_text(encoding="utf-8"))
    phrase = {
        name: re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(map(fold, raw[name]), key=len, reverse=True))})(?=\s|$)")
        for name in ("at_least", "at_most", "scores", "about", "range")
    }
    return _Words(
        {fold(word): int(number) for number, words in raw["numbers"].items() for word in words},
        frozenset(map(fold, raw["nouns"])),
        {fold(word): int(number) for number, words in raw["with_noun"].items() for word in words},
        phrase["at_least"], phrase["at_most"], phrase["scores"], phrase["about"], phrase["range"],
    )  # fmt: skip


def count_of(cell: object, end: str = "") -> int:
    """The number that a cell says for `end`: "min", "max", or "" for a column of one number. Raises `Fault`.

    >>> count_of("3+", "min"), count_of("5-7", "max"), count_of("ثلاثة قتلى")
    (3, 7, 3)
    """
    if isinstance(cell, bool):
        raise Fault(_EXPECTED, "write how many, not whether")
    text = european_digits(str(cell)).strip()
    if whole := _WHOLE.fullmatch(text):
        return int(whole.group(1))
    least, most = _bounds(text)
    if end == "" and (least is None or least != most):
        raise Fault(_EXPECTED, "a column of one number holds no range; write the one number, or leave it empty")
    found = least if end != "max" else most
    if found is None:
        which = "maximum" if end == "max" else "minimum"
        raise Fault(f"a {which}: {_EXPECTED}", f"what is written says none, so the {which} is left empty")
    return found


def _bounds(text: str) -> tuple[int | None, int | None]:
    """Minimum and maximum of a number in words, or with words."""
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    words = _words()
    if plus := re.fullmatch(r"(\d{1,18})\s?\+", text):
        return int(plus.group(1)), None
    if sign := re.fullmatch(r"(>=|≥|>|<=|≤|<)\s?(\d{1,18})", text):
        number = int(sign.group(2))
        return (number, None) if sign.group(1)[0] in ">≥" else (None, number)
    if two := re.fullmatch(r"(\d{1,18})\s?[-–—]\s?(\d{1,18})", text):
        return _ordered(int(two.group(1)), int(two.group(2)))
    # a sign of its own was looked for; any other that is left could be a minus, a decimal point, a question
    if re.search(r"[-+.,<>=/?؟%]", text):
        raise Fault(_EXPECTED, _EMPTY)
    return _in_words(fold(text), words)


def _in_words(text: str, words: _Words) -> tuple[int | None, int | None]:
    if words.scores.search(text):
        raise Fault(_EXPECTED, "dozens and several are no number: write the least that is certain")
    if words.about.search(text):
        raise Fault(_EXPECTED, "a number that is about right has a least and a greatest: write both")
    # the longer phrase is the one that was meant: "no more than" holds "more than"
    least, most = words.at_least.search(text), words.at_most.search(text)
    if least and (most is None or len(most.group(0)) < len(least.group(0))):
        return _number(words.at_least.sub(" ", text), words), None
    if most:
        return None, _number(words.at_most.sub(" ", text), words)
    pieces = [piece for piece in words.range_.split(re.sub(r"\bو(?=\d)", "و ", text)) if piece.strip()]
    if len(pieces) == 2:
        return _ordered(_number(pieces[0], words), _number(pieces[1], words))
    number = _number(text, words)
    return number, number


def _ordered(least: int, most: int) -> tuple[int, int]:
    if least > most:
        raise Fault("a range from the smaller number to the greater", "exchange or mend its ends")
    return least, most


def _number(text: str, words: _Words) -> int:
    """One number in figures or words, with or without what is counted."""
    kept = " ".join(text.split())
    if kept in words.dual:  # the noun alone is the number: one, or two of it
        return words.dual[kept]
    counted = [word for word in kept.split() if word not in words.nouns]
    said = " ".join(counted)
    if re.fullmatch(r"\d{1,18}", said):
        return int(said)
    if said in words.numbers:
        return words.numbers[said]
    raise Fault(_EXPECTED, _EMPTY)
