"""Names of persons inside free text: found in either script, and replaced.

The names are those that the case holds of victims and of people who filmed, spoke or interpreted. Two words that stand
beside one another in a name hide wherever they stand beside one another in a text, in Arabic or in Latin letters,
however transliterated; a name of one word hides where it is spelled the same. Too much hidden is an inconvenience,
too little can kill.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dalil.casefile.facts import Facts
from dalil.errors import Refused
from dalil.names import fold, skeleton, words
from dalil.records import TABLES, Sensitivity, Type

__all__ = ["HIDDEN", "Mask", "demand_nobody_named", "hide_names", "names_of", "replace_texts"]

HIDDEN = "[…]"
"""What stands for a name, in every language."""

_LATIN = r"A-Za-z\u00aa-\u02af\u1d00-\u1eff\uff21-\uff5a"
_ARABIC = r"\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c9" \
          r"\ufb50-\ufdff\ufe70-\ufefc"  # fmt: skip
_ORNAMENT = r"\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Vowel signs, accents and marks that nobody sees: they stand inside a word and do not end it."""


def _run(letter: str) -> str:
    return rf"{letter}(?:[{_ORNAMENT}]|{letter}|[’‘'`ʼʿʾ\-](?={letter}))*"


# A change of script ends a word: a name can stand against a word of another one without a space.
_WORD = re.compile(
    "|".join(map(_run, (f"(?:(?![×÷])[{_LATIN}])", f"[{_ARABIC}]", rf"(?:(?![{_LATIN}{_ARABIC}])[^\W\d_])")))
)
_TURNED = re.compile(r"[\s,،._\-]{0,3}")
_UNSEEN = re.compile(rf"[{_ORNAMENT}]")
_READ = frozenset({Sensitivity.FREE_TEXT, Sensitivity.PLACE, Sensitivity.SOURCE})
_LEAST_BONES = 5  # two words with fewer consonants together are hidden only where they are spelled the same


Token = tuple[int, int, str, str]
"""From, to, the word folded, its skeleton."""


@dataclass(slots=True)
class Mask:
    """Knows names, and takes them out of texts."""

    names: Sequence[str]
    _pairs: set[tuple[str, str]] = field(default_factory=set, init=False)
    _spelled: set[tuple[str, ...]] = field(default_factory=set, init=False)
    _seen: dict[str, tuple[str, str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for name in self.names:
            whole = words(name)
            # In a text particles are passed over: with one between them two words of a name would never be a pair.
            for parts in dict.fromkeys((whole, tuple(word for word in whole if word not in _PARTICLES))):
                self._learn(parts)

    def _learn(self, parts: tuple[str, ...]) -> None:
        # A name of one or two letters would hide half of any text.
        if len(parts) == 1 and len(parts[0]) > 2:
            self._spelled.add(parts)
        for first, second in pairwise(parts):
            bones = skeleton(first), skeleton(second)
            # Also both as one word, as in the name of an account.
            self._spelled |= {(first, second), (first + second,), (second + first,)}
            if len("".join(bones)) >= _LEAST_BONES:
                self._pairs.add(bones)

    def apply(self, text: str) -> str:
        """The text with every name that is found replaced.

        >>> Mask(["Qasim Darwish"]).apply("There Qassem Darweesh, a nurse, fell.")
        'There […], a nurse, fell.'
        """
        spans = list(self._spans(text))
        for start, end in reversed(_merged(spans)):
            text = text[:start] + HIDDEN + text[end:]
        return text

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        found = [(start, end, *self._word(text[start:end])) for start, end in _tokens(text)]
        for start, end, folded, _ in found:
            if (folded,) in self._spelled:
                yield start, end
        kept = [word for word in found if word[2] not in _PARTICLES]
        for one, two in pairwise(kept):
            # The family's name first only where little stands between: else two people named one after another are one.
            if self._knows(one, two) or (self._knows(two, one) and _TURNED.fullmatch(text, one[1], two[0])):
                yield one[0], two[1]

    def _knows(self, one: Token, two: Token) -> bool:
        return (one[2], two[2]) in self._spelled or (one[3], two[3]) in self._pairs

    def _word(self, text: str) -> tuple[str, str]:
        if text not in self._seen:
            bare = _UNSEEN.sub("", text)
            folded = "".join(words(bare)) or fold(bare)
            self._seen[text] = folded, skeleton(folded)
        return self._seen[text]


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand; Abd and the name after it are one."""
    begun = -1
    for match in _WORD.finditer(text):
        if begun < 0 and _UNSEEN.sub("", match[0]).lower() in _SERVANT:
            begun = match.start()
            continue
        yield (begun if begun >= 0 else match.start()), match.end()
        begun = -1


_SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "عبد"})
_PARTICLES = frozenset({"al", "el", "ال", "bin", "ibn", "بن", "ابن"})


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def names_of(facts: Facts, *, protected_only: bool) -> list[str]:
    """Every name of a person that the case holds in the clear; `protected_only`: of victims marked protected."""
    if protected_only:
        rows = facts.rows("SELECT unnest([name, name_ar]) AS name FROM victim WHERE protected")
        return sorted({row["name"] for row in rows if row["name"]})
    found: set[str] = set()
    for table in TABLES.values():
        for column in table.columns:
            if column.sensitivity is Sensitivity.NAME and column.type is Type.TEXT:
                name = column.fact_name
                rows = facts.rows(f'SELECT DISTINCT "{name}" AS name FROM "{table.name}" WHERE "{name}" IS NOT NULL')
                # A father's first name alone is half the men of a town.
                found |= {row["name"] for row in rows if name != "father" or len(words(row["name"])) > 1}
    return sorted(found)


def hide_names(cut: Facts, tables: Iterable[str], mask: Mask) -> int:
    """Replace names in free text, place names and sources of the cut tables. Returns how many texts held one."""
    if not mask.names:
        return 0
    hidden = 0
    for table in tables:
        for column in TABLES[table].columns:
            if column.sensitivity in _READ and column.type is Type.TEXT:
                hidden += _hide(cut, table, column.fact_name, mask)
    return hidden


def _hide(cut: Facts, table: str, column: str, mask: Mask) -> int:
    # The column by its own name: an alias would mean another column where the table has one of that name.
    rows = cut.rows(f'SELECT DISTINCT "{column}" AS cell FROM "{table}" WHERE "{column}" IS NOT NULL')
    texts = sorted(row["cell"] for row in rows)
    return replace_texts(cut, table, column, {text: mask.apply(text) for text in texts})


def replace_texts(cut: Facts, table: str, column: str, becomes: Mapping[str, str | None]) -> int:
    """Replace whole cells of a cut table. Returns how many different ones changed."""
    changed = {text: after for text, after in becomes.items() if after != text}
    if changed:
        cut.query(
            f'UPDATE "{table}" SET "{column}" = becomes FROM'
            " (SELECT unnest(?::VARCHAR[]) AS whole, unnest(?::VARCHAR[]) AS becomes)"
            f' WHERE "{column}" = whole',
            [list(changed), list(changed.values())],
        )
    return len(changed)


def demand_nobody_named(text: str, mask: Mask, where: str) -> None:
    """Raise `Refused`, with the line and not the name, where the text names somebody who must not be named."""
    for number, line in enumerate(text.splitlines(), 1):
        if mask.apply(line) != line:
            raise Refused(
                "A paragraph names a person whose name does not leave for this audience.",
                expected="no name of a victim, a witness or somebody who filmed or spoke",
                found="a name, in either script",
                where=f"{where}, line {number}",
                do="take the name out, or submit to an audience that may have names",
            )
    joined = " ".join(text.split())
    if mask.apply(joined) != joined:
        raise Refused(
            "A paragraph names a person whose name does not leave for this audience.",
            found="a name that is broken over two lines",
            where=where,
            do="take the name out",
        )
