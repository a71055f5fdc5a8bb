"""What two rows of victim lists are compared on.

Families die together: within one family another father or another given name says more, and the same says less, than
between two families. A rare name says more than a usual one. A field that one row leaves open says nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dalil import names
from dalil.kernels import Floats, Int8s
from dalil.link.persons.candidates import NEAR_DAYS, Met
from dalil.link.persons.rows import Victim

__all__ = ["COMPARED", "Field", "compare_rows"]

_LIKE, _LITTLE_LIKE = 0.8, 0.6
_USUAL = 0.008  # share of rows from which on a word of a name is usual (and more than three rows): rarer says more


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison: labels of its levels, "differs" first; shares among rows of one person, and among others.

    Not trained: what only pairs that a name brought together say. Their rivals are all rows of the same days (see
    `rivals`), so that u is 1: it is in their number already.
    """

    name: str
    labels: tuple[str, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]
    trained: bool = True

    @property
    def aspect(self) -> str:
        """What it is about: of the comparisons of one aspect a pair has one at most."""
        return self.name.split(",")[0]


_NAME_LEVELS = ("differs", "a little like", "like", "but for k, kh, gh or its end", "same, usual", "same, rare")
_NAME_M, _NAME_U = (0.02, 0.02, 0.04, 0.08, 0.40, 0.44), (0.86, 0.05, 0.03, 0.01, 0.03, 0.02)
_FATHER_LEVELS = ("differs", "like", "same")
_SIZES = (5.0, 20.0)  # up to which a row could be a few of a list, and some
_ONE_FAMILY = 3  # level of the family name from which on two rows are of one family

COMPARED = (
    Field("family, among a few", _NAME_LEVELS, _NAME_M, (0.56, 0.05, 0.03, 0.01, 0.20, 0.15)),
    Field("family, among some", _NAME_LEVELS, _NAME_M, (0.66, 0.05, 0.03, 0.01, 0.15, 0.10)),
    Field("family, among many", _NAME_LEVELS, _NAME_M, (0.76, 0.05, 0.03, 0.01, 0.09, 0.06)),
    Field("given, in one family", _NAME_LEVELS, _NAME_M, (0.84, 0.05, 0.03, 0.01, 0.04, 0.03)),
    Field("given, in two families", _NAME_LEVELS, _NAME_M, _NAME_U),
    Field("father, in one family", _FATHER_LEVELS, (0.05, 0.05, 0.90), (0.45, 0.05, 0.50)),
    Field("father, in two families", _FATHER_LEVELS, (0.05, 0.05, 0.90), (0.93, 0.04, 0.03)),
    Field("age", ("differs", "within 6", "within 3", "within 1", "same"), (0.03, 0.03, 0.14, 0.15, 0.65),
           (0.77, 0.08, 0.08, 0.04, 0.03)),
    Field("date", ("further", "a day", "same"), (0.01, 0.19, 0.80), (0.10, 0.25, 0.65)),
    Field("date, met by name", ("further", "within a day"), (0.05, 0.95), (1.0, 1.0), trained=False),
    Field("place", ("differs", "shares a word"), (0.08, 0.92), (0.20, 0.80)),
    Field("role", ("differs", "same"), (0.20, 0.80), (0.70, 0.30)),
    Field("report, in one list", ("the same", "another or none"), (0.10, 0.90), (0.50, 0.50)),
)  # fmt: skip


def compare_rows(victims: list[Victim], met: Met, among: Floats) -> Int8s:
    """(fields, pairs) levels, -1 where one row leaves the field open or the field is not about such a pair.

    `among` (pairs): how many rows of the other's list each of the two could be. A row's relatives do not grow more
    with a list, so that one family says more among many.
    """
    common = [_usual_words(victims, 0), _usual_words(victims, -1)]
    size = np.searchsorted(_SIZES, among)
    levels = np.empty((len(COMPARED), len(met.pairs)), dtype=np.int8)
    for column, (n, m) in enumerate(met.pairs):
        a, b = victims[n], victims[m]
        family = _name(a, b, -1, common[1])
        given, father = _name(a, b, 0, common[0]), _father(a, b)
        one = family >= _ONE_FAMILY
        levels[:, column] = (
            *(family if size[column] == each else -1 for each in range(len(_SIZES) + 1)),
            given if one else -1, -1 if one else given, father if one else -1, -1 if one else father,
            _age(a, b), *_when(a, b, bool(met.by_name[column])), _place(a, b), _role(a, b), _report(a, b),
        )  # fmt: skip
    return levels


def _usual_words(victims: list[Victim], place: int) -> frozenset[str]:
    counted = Counter(names.skeleton(words[place]) for victim in victims for words in victim.spellings[:1])
    return frozenset(word for word, count in counted.items() if count > max(3, _USUAL * len(victims)))


def _name(a: Victim, b: Victim, place: int, usual: frozenset[str]) -> int:
    if not a.spellings or not b.spellings:
        return -1
    # In the script in which the two are nearest: one may be transliterated twice, the other once.
    best = max(_alike(one[place], other[place]) for one in a.spellings for other in b.spellings)
    return best + (best == 4 and names.skeleton(a.spellings[0][place]) not in usual)


def _alike(a: str, b: str) -> int:
    """The level of two words of a name. Equal skeletons are one name: rows of one attack are few, and a short name
    is no reason to doubt."""
    if names.skeleton(a) == names.skeleton(b):
        return 4
    if _bare(a) == _bare(b):
        return 3
    likeness = names.word_similarity(a, b)
    return 2 if likeness >= _LIKE else int(likeness >= _LITTLE_LIKE)


def _bare(word: str) -> str:
    """The coarse skeleton without a last t, which -ath, -at and -a of one name have or have not."""
    bones = names.coarse_skeleton(word)
    return bones[:-1] if len(bones) > 1 and bones[-1] == "t" and word.endswith(("t", "th", "ت", "ث")) else bones


def _father(a: Victim, b: Victim) -> int:
    one, other = a.father or _middle(a), b.father or _middle(b)
    if not one or not other:
        return -1
    best = _alike(one, other)
    return 2 if best >= _ONE_FAMILY else int(best > 0)


def _middle(victim: Victim) -> str:
    """In a name of three words the second is the father's."""
    return next((words[1] for words in victim.spellings if len(words) == 3), "")


def _age(a: Victim, b: Victim) -> int:
    if a.age is None or b.age is None:
        return -1
    gap = abs(a.age - b.age)
    return sum(gap <= bound for bound in (6, 3, 1, 0))


def _when(a: Victim, b: Victim, by_name: bool) -> tuple[int, int]:
    """Levels of the date, of a pair that met otherwise and of one that a name brought together."""
    if a.day is None or b.day is None:
        return -1, -1
    gap = abs((a.day - b.day).days)
    return (-1, int(gap <= NEAR_DAYS)) if by_name else (max(0, 2 - gap), -1)


def _place(a: Victim, b: Victim) -> int:
    return int(bool(a.places & b.places)) if a.places and b.places else -1


def _role(a: Victim, b: Victim) -> int:
    one, other = a.row["role"], b.row["role"]  # none stated is no role, and not left open: most have none
    return -1 if not one and not other else int(one == other)


def _report(a: Victim, b: Victim) -> int:
    """Who writes two rows under one report means two persons; a person listed twice mostly stands under two."""
    if a.organisation != b.organisation:
        return -1
    return int(not a.row["report_id"] or a.row["report_id"] != b.row["report_id"])
