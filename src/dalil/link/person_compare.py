"""What two rows of victim lists are compared on: Fellegi and Sunter's model, trained by expectation-maximisation.

Families die together: within one family another father or another given name says more, and the same says less, than
between two families. A rare name says more than a usual one. A field that one row leaves open says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dalil import names
from dalil.link.person_rows import NEAR_DAYS, Victim
from dalil.link.reports import Floats, Ints

__all__ = ["COMPARED", "Choices", "PersonModel", "compare_rows", "train_persons", "weights_of_rows"]

_LIKE, _LITTLE_LIKE = 0.8, 0.6
_USUAL = 0.008
_PRIOR_ROWS = 30.0
_ROUNDS, _GROUPED_ROUNDS = 8, 4
_LISTED, _TWICE = 0.4, 0.05


@dataclass(frozen=True, slots=True)
class _Field:
    """One comparison: labels of its levels, "differs" first; shares among rows of one person, and among others.

    Not trained: what only pairs that a name brought together say. Their rivals are all rows of the same days (see
    `rivals`), so that u is 1: it is in their number already.
    """

    name: str
    labels: tuple[str, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]
    trained: bool = True


_NAME_LEVELS = ("differs", "a little like", "like", "but for k, kh, gh or its end", "same, usual", "same, rare")
_NAME_M, _NAME_U = (0.02, 0.02, 0.04, 0.08, 0.40, 0.44), (0.86, 0.05, 0.03, 0.01, 0.03, 0.02)
_FATHER_LEVELS = ("differs", "like", "same")
_ONE_FAMILY = 3  # level of the family name from which on two rows are of one family

COMPARED = (
    _Field("family", _NAME_LEVELS, _NAME_M, (0.66, 0.05, 0.03, 0.01, 0.15, 0.10)),
    _Field("given, in one family", _NAME_LEVELS, _NAME_M, (0.84, 0.05, 0.03, 0.01, 0.04, 0.03)),
    _Field("given, in two families", _NAME_LEVELS, _NAME_M, _NAME_U),
    _Field("father, in one family", _FATHER_LEVELS, (0.05, 0.05, 0.90), (0.45, 0.05, 0.50)),
    _Field("father, in two families", _FATHER_LEVELS, (0.05, 0.05, 0.90), (0.93, 0.04, 0.03)),
    _Field("age", ("differs", "within 6", "within 3", "within 1", "same"), (0.03, 0.03, 0.14, 0.15, 0.65),
           (0.77, 0.08, 0.08, 0.04, 0.03)),
    _Field("date", ("further", "a day", "same"), (0.01, 0.19, 0.80), (0.10, 0.25, 0.65)),
    _Field("attack, met by name", ("another", "not another"), (0.05, 0.95), (1.0, 1.0), trained=False),
    _Field("date, met by name", ("further", "within a day"), (0.05, 0.95), (1.0, 1.0), trained=False),
    _Field("place", ("differs", "shares a word"), (0.08, 0.92), (0.20, 0.80)),
    _Field("role", ("differs", "same"), (0.20, 0.80), (0.70, 0.30)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """Of each pair of rows: their lists, and how many rows of the second's list the first could be (`of_second`) and
    of the first's list the second. `lists` is their number."""

    first: Ints
    second: Ints
    of_second: Floats
    of_first: Floats
    lists: int

    @property
    def within(self) -> NDArray[np.bool_]:
        """Pairs of one list."""
        return np.asarray(self.first == self.second)


@dataclass(frozen=True, slots=True)
class PersonModel:
    """(fields, levels) m and u. `listed` (lists + 1): the probability that a person who could be on a list is on it;
    the last: that a list names a person twice."""

    m: list[Floats]
    u: list[Floats]
    listed: Floats


def compare_rows(victims: list[Victim], pairs: list[tuple[int, int]], by_name: NDArray[np.bool_]) -> NDArray[np.int8]:
    """(fields, pairs) levels, -1 where one row leaves the field open or the field is not about such a pair."""
    common = [_usual_words(victims, 0), _usual_words(victims, -1)]
    levels = np.empty((len(COMPARED), len(pairs)), dtype=np.int8)
    for column, (n, m) in enumerate(pairs):
        a, b = victims[n], victims[m]
        family = _name(a, b, -1, common[1])
        given, father = _name(a, b, 0, common[0]), _father(a, b)
        one = family >= _ONE_FAMILY
        levels[:, column] = (
            family, given if one else -1, -1 if one else given, father if one else -1, -1 if one else father,
            _age(a, b), *_when(a, b, bool(by_name[column])), *(judge(a, b) for judge in (_place, _role)),
        )  # fmt: skip
    return levels


def _usual_words(victims: list[Victim], place: int) -> frozenset[str]:
    counted = Counter(names.skeleton(words[place]) for victim in victims for words in victim.spellings[:1])
    return frozenset(word for word, count in counted.items() if count > max(3, _USUAL * len(victims)))


def _name(a: Victim, b: Victim, place: int, usual: frozenset[str]) -> int:
    if not a.spellings or not b.spellings:
        return -1
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


def _when(a: Victim, b: Victim, by_name: bool) -> tuple[int, int, int]:
    """Levels of the date, and of attack and date of a pair that a name brought together."""
    gap = -1 if a.day is None or b.day is None else abs((a.day - b.day).days)
    if not by_name:
        return (-1 if gap < 0 else max(0, 2 - gap)), -1, -1
    another = a.incident_id is not None and b.incident_id is not None and a.incident_id != b.incident_id
    return -1, int(not another), -1 if gap < 0 else int(gap <= NEAR_DAYS)


def _place(a: Victim, b: Victim) -> int:
    return int(bool(a.places & b.places)) if a.places and b.places else -1


def _role(a: Victim, b: Victim) -> int:
    one, other = a.row["role"], b.row["role"]
    return -1 if not one and not other else int(one == other)


def train_persons(
    levels: NDArray[np.int8], by_name: NDArray[np.bool_], choices: Choices, expect: Callable[[Floats, bool], Floats]
) -> PersonModel:
    """Learn the shares of the levels and how much each list holds.

    Pairs that only a name brought together do not teach how often names are alike by chance (`by_name`). `expect`
    turns weights into probabilities, in the last rounds by groups (see `person_groups.rivals`).
    """
    begun = np.append(np.full(choices.lists, _LISTED), _TWICE)
    model = PersonModel([np.array(field.m) for field in COMPARED], [np.array(field.u) for field in COMPARED], begun)
    for number in range(_ROUNDS + _GROUPED_ROUNDS):
        p = expect(weights_of_rows(levels, model, choices), number >= _ROUNDS)
        told = [(levels[row] >= 0) & ~by_name for row in range(len(COMPARED))]
        rows = list(zip(COMPARED, levels, told, strict=True))
        model = PersonModel(
            [_shares(field, level[t], p[t], field.m) for field, level, t in rows],
            [_shares(field, level[t], 1.0 - p[t], field.u) for field, level, t in rows],
            _listed(choices, ~by_name, p, begun),
        )
    return model


def _listed(choices: Choices, used: NDArray[np.bool_], p: Floats, begun: Floats) -> Floats:
    """Fellows found over rows that could have one, for each list; the last for pairs of one list."""
    first = np.where(choices.within, choices.lists, choices.first)[used]
    second = np.where(choices.within, choices.lists, choices.second)[used]
    size = choices.lists + 1
    found = np.bincount(first, p[used], minlength=size) + np.bincount(second, p[used], minlength=size)
    could = np.bincount(first, 1.0 / choices.of_first[used], minlength=size)
    could += np.bincount(second, 1.0 / choices.of_second[used], minlength=size)
    return np.asarray(np.minimum(0.9, (found + begun * _PRIOR_ROWS) / (could + _PRIOR_ROWS)))


def _shares(field: _Field, level: NDArray[np.int8], weight: Floats, begun: tuple[float, ...]) -> Floats:
    if not field.trained:
        return np.array(begun)
    counts = np.bincount(level, weight, minlength=len(begun)) + _PRIOR_ROWS * np.array(begun)
    return np.asarray(counts / counts.sum())


def weights_of_rows(levels: NDArray[np.int8], model: PersonModel, choices: Choices) -> Floats:
    """(fields + 1, pairs) log m/u of each field, NaN where it is silent; the last row is the prior.

    The prior is against "on this list there is no fellow", so that the odds of rivals add up; seen from both lists.
    """
    weights = np.full((len(COMPARED) + 1, levels.shape[1]), np.nan)
    for row in range(len(COMPARED)):
        told = levels[row] >= 0
        weights[row, told] = np.log(model.m[row] / model.u[row])[levels[row][told]]
    odds = np.log(model.listed / (1.0 - model.listed))
    both = 0.5 * (odds[choices.first] + odds[choices.second])
    weights[-1] = np.where(choices.within, odds[-1], both) - 0.5 * np.log(choices.of_first * choices.of_second)
    return weights
