"""Names of persons inside free text: found however they are written, and replaced.

Two words of one name hide wherever they stand together in a text, in Arabic, Latin or Cyrillic letters: in their order
with a father's name or a kunya between, turned round, as an initial and a word, run together as in an account's name,
spaced out, broken over two lines. A name of one word hides where it is spelled the same. Too much hidden is an
inconvenience, too little can kill; that less than one word in ten thousand of clean text is taken is measured in
tests/submit/release/people/test_clean_text.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, permutations

from dalil.errors import Refused
from dalil.names import words
from dalil.submit.release.people.common_words import COMMON
from dalil.submit.release.people.sounds import canonical, ends, initials_of, script_of, sounds, spelling, stems
from dalil.submit.release.people.tokens import KUNYA, Token, tokens_of

__all__ = ["HIDDEN", "Mask", "demand_nobody_named", "hide"]

HIDDEN = "[…]"
"""What stands for a name, in every language."""

_PARTICLES = frozenset({"al", "el", "ال", "bin", "ibn", "ben", "bint", "بن", "ابن", "بنت"})
_LEAST_BONES = 5
"""Consonants of two words below which they meet only where they are spelled the same, or as capitals side by side."""
_SURE_BONES = 7
"""Consonants from which two words meet in small letters too, and with others between them in Arabic."""
_LEAST_CAPITALS = 3
"""Consonants of two short names in capitals, side by side, in another script than the case has them in."""
_LEAST_INITIAL = 2
"""Consonants of the word beside an initial."""
_BETWEEN = 2
"""Words between two of a name: a father's, or a kunya."""
_APART = re.compile(r"[^;!?؟؛\d]{0,8}", re.DOTALL)
_TURNED = re.compile(r"[\s,،._\-()\"«»]{0,4}")
_IN_ADDRESS = re.compile(r"[\d._\-/\s]{0,8}")
_INITIAL = re.compile(r"[.,،]?[\s\-_]{0,2}")
# A given name that only sounds like one does not bear the article: الأمر صالح is a matter in order.
_ARTICLED = re.compile("[وفبلك]?(?:ال|لل)")
_CALLED = 2  # words between a name and its kunya: known as, الملقب


@dataclass(slots=True)
class Mask:
    """Knows names, and takes them out of texts. It never shows in a trace."""

    names: Sequence[str] = field(repr=False)
    _numbers: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _spelled: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set), init=False, repr=False)
    _heard: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set), init=False, repr=False)
    _bones: dict[int, int] = field(default_factory=dict, init=False, repr=False)
    _scripts: dict[int, str] = field(default_factory=dict, init=False, repr=False)
    _firsts: dict[int, frozenset[str]] = field(default_factory=dict, init=False, repr=False)
    _ends: dict[int, frozenset[str]] = field(default_factory=dict, init=False, repr=False)
    _ayn: dict[int, bool] = field(default_factory=dict, init=False, repr=False)
    _pairs: set[tuple[int, int]] = field(default_factory=set, init=False, repr=False)
    _beside: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set), init=False, repr=False)
    _alone: set[int] = field(default_factory=set, init=False, repr=False)
    _whole: set[str] = field(default_factory=set, init=False, repr=False)
    _whole_heard: set[str] = field(default_factory=set, init=False, repr=False)
    _seen: dict[str, _Found] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for name in dict.fromkeys(self.names):
            whole = words(name)
            self._learn(list(dict.fromkeys(word for word in whole if word not in _PARTICLES)))
            self._whole |= {spelling(one + two) for one, two in pairwise(whole)}

    def _learn(self, parts: list[str]) -> None:
        numbers = [self._number(word) for word in parts]
        # A name of one or two letters would hide half of any text.
        if len(parts) == 1 and len(parts[0]) > 2:
            self._alone.add(numbers[0])
        for one, two in combinations(numbers, 2):
            self._pairs.add((one, two))
            self._beside[one].add(two)
            self._beside[two].add(one)
        for first_word, second_word in permutations(parts, 2):
            self._whole.add(spelling(first_word + second_word))
            # The vowel at the front of the second is one inside the whole.
            self._whole_heard |= {
                form for first in sounds(first_word, ending=False) for second in sounds(second_word)
                if len(form := _fused(first, second)) >= _LEAST_BONES
            }  # fmt: skip
        if len(parts) > 2:
            self._whole.add(spelling("".join(parts)))

    def _number(self, word: str) -> int:
        if word in self._numbers:
            return self._numbers[word]
        number = self._numbers[word] = len(self._numbers)
        heard = sounds(word) if word not in KUNYA else frozenset({KUNYA[word]})
        self._spelled[spelling(word)].add(number)
        for form in heard:
            self._heard[form].add(number)
        self._bones[number] = min(map(len, heard), default=0)
        self._scripts[number] = script_of(word)
        self._ends[number] = ends(word)
        self._ayn[number] = word.startswith("ع")
        self._firsts[number] = frozenset(form[0] for form in sounds(word, ending=False))
        return number

    def apply(self, text: str) -> str:
        """The text with every name that is found replaced.

        >>> Mask(["Qasim Darwish"]).apply("There Qassem Darweesh, a nurse, fell.")
        'There […], a nurse, fell.'
        """
        return hide(text, self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where names stand in the text, in order and apart from one another."""
        if not self._numbers or not text:
            return []
        tokens = tokens_of(text)
        known = [self._word(token.text) for token in tokens]
        return _merged([
            (tokens[first].start, tokens[last].end)
            for first, last in self._found(text, tokens, known)
            for first, last in [_with_kunya(tokens, first, last)]
        ])  # fmt: skip

    def parts(self, text: str) -> list[tuple[int, int]]:
        """Where a single word of a name of two stands, spelled the same: nothing to hide, and something to look at."""
        hidden = self.spans(text)
        return [
            (token.start, token.end)
            for token in tokens_of(text)
            if self._word(token.text).spelled and token.capital and token.text.lower() not in COMMON
            and not any(start <= token.start < end for start, end in hidden)
        ]  # fmt: skip

    def _found(self, text: str, tokens: list[Token], known: list[_Found]) -> Iterator[tuple[int, int]]:
        for at, (token, word) in enumerate(zip(tokens, known, strict=True)):
            if word.spelled & self._alone or word.whole or (token.whole and word.whole_heard):
                yield at, at
            if len(token.text) <= 2:
                yield from self._with_initial(text, tokens, known, at)
            if not word.heard:
                continue
            for other in range(at + 1, min(at + 2 + _BETWEEN, len(tokens))):
                if known[other].heard and self._together(text, tokens, known, at, other):
                    yield at, other

    def _together(self, text: str, tokens: list[Token], known: list[_Found], at: int, other: int) -> bool:
        """Whether the words at these two places are of one name."""
        one, two = tokens[at], tokens[other]
        pattern = _IN_ADDRESS if one.whole and two.whole else _APART
        gaps = [text[a.end : b.start] for a, b in pairwise(tokens[at : other + 1])]
        if not all(pattern.fullmatch(gap) for gap in gaps):
            return False
        if any(between.text.lower() in COMMON for between in tokens[at + 1 : other]):
            return False
        turned = other == at + 1 and bool(_TURNED.fullmatch(gaps[0]) or _IN_ADDRESS.fullmatch(gaps[0]))
        return self._agree(one, two, known[at], known[other], other - at - 1) or (
            turned and self._agree(two, one, known[other], known[at], 0)
        )

    def _agree(self, one: Token, two: Token, first: _Found, second: _Found, between: int) -> bool:
        if any((a, b) in self._pairs for a in first.spelled for b in second.spelled):
            return True
        common = first.common or second.common
        return not common and any(
            self._meet(one, two, a, b, between)
            for a in first.heard for b in second.heard if (a, b) in self._pairs
        )  # fmt: skip

    def _meet(self, one: Token, two: Token, a: int, b: int, between: int) -> bool:
        """Whether two words that only sound like a pair are taken for it."""
        bones = self._bones[a] + self._bones[b]
        kunya = any(self._bones[each] and token.text.lower() in KUNYA for each, token in ((a, one), (b, two)))
        if kunya and between == 0:
            return True
        if bones >= _SURE_BONES:  # long names sound like nothing else
            return True
        script = script_of(two.text)
        named = (one.capital and two.capital) or (one.whole and two.whole)
        foreign = script != self._scripts[b] or script_of(one.text) != self._scripts[a]
        if foreign and _ARTICLED.match(one.text):
            return False
        if bones >= _LEAST_BONES:
            # Small letters are a name only where they cannot be spelled as the case has it, which is in another script.
            return (named or (foreign and between == 0)) and (script != "arabic" or between == 0 or foreign)
        return named and between == 0 and bones >= _LEAST_CAPITALS and foreign

    def _with_initial(self, text: str, tokens: list[Token], known: list[_Found], at: int) -> Iterator[tuple[int, int]]:
        """An initial beside a word of the name; in Latin letters a capital, else with its point."""
        letter = tokens[at]
        dotted = text[letter.end : letter.end + 1] == "."
        if not (letter.capital and letter.text.isalpha()) or not (
            dotted or (len(letter.text) == 1 and script_of(letter.text) != "arabic" and letter.text not in "AI")
        ):
            return
        starts = initials_of(letter.text)
        for other in (at + 1, at + 2, at - 1, at - 2):
            if not 0 <= other < len(tokens) or not tokens[other].capital or known[other].common:
                continue
            low, high = sorted((at, other))
            gaps = [text[a.end : b.start] for a, b in pairwise(tokens[low : high + 1])]
            # Between the two stand other initials alone.
            if not all(map(_INITIAL.fullmatch, gaps)) or any(len(t.text) > 2 for t in tokens[low + 1 : high]):
                continue
            if self._starts(starts, known[other]):
                yield low, high

    def _starts(self, starts: frozenset[str], word: _Found) -> bool:
        """Whether another word of a name that has this one begins with one of these signs."""
        near = {number for number in word.heard if self._bones[number] >= _LEAST_INITIAL} | word.spelled
        return any(self._firsts[other] & starts for number in near for other in self._beside[number])

    def _word(self, text: str) -> _Found:
        if text not in self._seen:
            self._seen[text] = self._look_up(text)
        return self._seen[text]

    def _look_up(self, text: str) -> _Found:
        low = text.lower()
        spelled: set[int] = set()
        heard: set[int] = set()
        whole = whole_heard = False
        ending = ends(canonical(text))
        for stem in stems(canonical(text)):
            written, forms = spelling(stem), sounds(stem)
            if stem in KUNYA:
                forms = frozenset({KUNYA[stem]})
            spelled |= self._spelled.get(written, set())
            alike = {number for form in forms for number in self._heard.get(form, ()) if self._ends[number] & ending}
            heard |= alike if self._near(stem, alike) else set()
            whole = whole or written in self._whole
            whole_heard = whole_heard or bool(forms & self._whole_heard)
        return _Found(frozenset(spelled), frozenset(heard | spelled), low in COMMON, whole, whole_heard)

    def _near(self, stem: str, alike: set[int]) -> bool:
        """False for an Arabic word that sounds like a name which the case has in Arabic, but for its ayn."""
        if script_of(stem) != "arabic":
            return True
        known = [number for number in alike if self._scripts[number] == "arabic"]
        return not known or any(self._ayn[number] == stem.startswith("ع") for number in known)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a word of a text may be: words of names that are spelled so, or sound so; a whole name run together."""

    spelled: frozenset[int]
    heard: frozenset[int]
    common: bool
    whole: bool
    whole_heard: bool


def _fused(first: str, second: str) -> str:
    inner = second[1:] if second[:1] in ("a", "w", "y") else second
    return first + (inner[1:] if inner[:1] == first[-1:] else inner)


def _with_kunya(tokens: list[Token], first: int, last: int) -> tuple[int, int]:
    """The span with the kunya that stands before or behind it: that names somebody too."""
    if first >= 2 and _is_kunya(tokens[first - 2]):
        first -= 2
    for place in range(last + 1, min(last + 2 + _CALLED, len(tokens) - 1)):
        if _is_kunya(tokens[place]) and tokens[place + 1].start - tokens[last].end <= len("(also known as Abu) ") * 2:
            return first, place + 1
    return first, last


def _is_kunya(token: Token) -> bool:
    return any(stem in KUNYA for stem in stems(canonical(token.text)))


def hide(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these pieces replaced; they may lie over one another."""
    for start, end in reversed(_merged(spans)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def demand_nobody_named(text: str, mask: Mask, where: str) -> None:
    """Raise `Refused`, with the line and not the name, where the text names somebody who must not be named."""
    for number, line in enumerate(text.splitlines(), 1):
        if mask.spans(line):
            raise Refused(
                "A paragraph names a person whose name does not leave for this audience.",
                expected="no name of a victim, a witness or somebody who filmed or spoke",
                found="a name, in any script",
                where=f"{where}, line {number}",
                do="take the name out, or submit to an audience that may have names",
            )
    if mask.spans(text):
        raise Refused(
            "A paragraph names a person whose name does not leave for this audience.",
            found="a name that is broken over two lines",
            where=where,
            do="take the name out",
        )
