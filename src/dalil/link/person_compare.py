"""What two rows of victim lists are compared on: Fellegi and Sunter's model, trained by expectation-maximisation.

The given name, the family name and the father's are compared each for itself: brothers who died together share all
but the first. A rare name says more than a usual one. A field that one row leaves open says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dalil import names
from dalil.link.person_rows import Victim
from dalil.link.reports import Floats

__all__ = ["COMPARED", "PersonModel", "compare_rows", "train_persons"]

_SAME, _LIKE = 0.8, 0.6
_USUAL = 0.008
_PRIOR_ROWS = 30.0
_ROUNDS = 12
_LISTED = 0.4


@dataclass(frozen=True, slots=True)
class _Field:
    """One comparison: labels of its levels, "differs" first; shares among rows of one person, and among others."""

    name: str
    labels: tuple[str, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]


_NAME_LEVELS = ("differs", "like", "same, usual", "same, rare")
COMPARED = (
    _Field("given", _NAME_LEVELS, (0.04, 0.06, 0.40, 0.50), (0.90, 0.05, 0.03, 0.02)),
    _Field("family", _NAME_LEVELS, (0.05, 0.07, 0.40, 0.48), (0.70, 0.05, 0.15, 0.10)),
    _Field("father", ("differs", "like", "same"), (0.05, 0.05, 0.90), (0.75, 0.05, 0.20)),
    _Field("age", ("differs", "within 3", "within 1", "same"), (0.05, 0.15, 0.15, 0.65), (0.85, 0.08, 0.04, 0.03)),
    _Field("attack", ("another", "same"), (0.05, 0.95), (0.30, 0.70)),
    _Field("date", ("further", "within 3 days", "a day", "same"), (0.01, 0.04, 0.15, 0.80), (0.10, 0.05, 0.20, 0.65)),
    _Field("place", ("differs", "shares a word"), (0.08, 0.92), (0.20, 0.80)),
    _Field("role", ("differs", "same"), (0.20, 0.80), (0.70, 0.30)),
    _Field("list", ("another", "same"), (0.93, 0.07), (0.55, 0.45)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonModel:
    """(fields, levels) m and u; `listed`: the probability that a person on one list is on another that could."""

    m: list[Floats]
    u: list[Floats]
    listed: float


def compare_rows(victims: list[Victim], pairs: list[tuple[int, int]]) -> NDArray[np.int8]:
    """(fields, pairs) levels, -1 where one row leaves the field open."""
    common = [_usual_words(victims, 0), _usual_words(victims, -1)]
    judges: list[Callable[[Victim, Victim], int]] = [
        lambda a, b: _name(a, b, "given", 0, common[0]),
        lambda a, b: _name(a, b, "family", -1, common[1]),
        _father, _age, _attack, _date, _place, _role,
        lambda a, b: int(a.organisation == b.organisation),
    ]  # fmt: skip
    levels = np.empty((len(COMPARED), len(pairs)), dtype=np.int8)
    for column, (a, b) in enumerate(pairs):
        for row, judge in enumerate(judges):
            levels[row, column] = judge(victims[a], victims[b])
    return levels


def _usual_words(victims: list[Victim], place: int) -> frozenset[str]:
    counted = Counter(names.skeleton(words[place]) for victim in victims for words in victim.spellings[:1])
    return frozenset(word for word, count in counted.items() if count > max(3, _USUAL * len(victims)))


def _name(a: Victim, b: Victim, part: str, place: int, usual: frozenset[str]) -> int:
    if not a.spellings or not b.spellings:
        return _by_token(a, b, part)
    best = max(_alike(one[place], other[place]) for one in a.spellings for other in b.spellings)
    if best < _SAME:
        return int(best >= _LIKE)
    return 2 if names.skeleton(a.spellings[0][place]) in usual else 3


def _by_token(a: Victim, b: Victim, part: str) -> int:
    """Of a protected person's name only a keyed hash is there: equal or not, and nothing in between."""
    if part not in a.tokens or part not in b.tokens:
        return -1
    return 2 if a.tokens[part] == b.tokens[part] else 0


def _alike(a: str, b: str) -> float:
    """Equal skeletons are one name here: rows of one attack are few, and a short name is no reason to doubt.

    Skeletons that differ in k, kh and gh only are alike: lists mix them up most.
    """
    if names.skeleton(a) == names.skeleton(b):
        return 1.0
    return _LIKE if names.coarse_skeleton(a) == names.coarse_skeleton(b) else names.word_similarity(a, b)


def _father(a: Victim, b: Victim) -> int:
    one, other = a.father or _middle(a), b.father or _middle(b)
    if not one or not other:
        return _by_token(a, b, "father")
    best = _alike(one, other)
    return 2 if best >= _SAME else int(best >= _LIKE)


def _middle(victim: Victim) -> str:
    """In a name of three words the second is the father's."""
    return next((words[1] for words in victim.spellings if len(words) == 3), "")


def _age(a: Victim, b: Victim) -> int:
    if a.age is None or b.age is None:
        return -1
    gap = abs(a.age - b.age)
    return 3 if gap == 0 else 2 if gap <= 1 else 1 if gap <= 3 else 0


def _attack(a: Victim, b: Victim) -> int:
    return -1 if a.incident_id is None or b.incident_id is None else int(a.incident_id == b.incident_id)


def _date(a: Victim, b: Victim) -> int:
    if a.day is None or b.day is None:
        return -1
    gap = abs((a.day - b.day).days)
    return 3 - gap if gap < 2 else int(gap <= 3)


def _place(a: Victim, b: Victim) -> int:
    return int(bool(a.places & b.places)) if a.places and b.places else -1


def _role(a: Victim, b: Victim) -> int:
    one, other = a.row["role"], b.row["role"]
    return -1 if not one and not other else int(one == other)


def train_persons(
    levels: NDArray[np.int8], by_name: NDArray[np.bool_], choices: Floats, compete: Callable[[Floats], Floats]
) -> tuple[PersonModel, Floats]:
    """The model and (pairs) the log odds of each pair.

    Pairs that only a name brought together do not teach how often names are alike by chance (`by_name`).
    `choices` (pairs) is how many rows of one's list the other could be: each has the prior listed / choices.
    `compete` turns odds into probabilities in competition.
    """
    m = [np.array(field.m) for field in COMPARED]
    u = [np.array(field.u) for field in COMPARED]
    listed = _LISTED
    for _ in range(_ROUNDS):
        p = compete(np.exp(np.clip(_log_odds(levels, m, u, listed / choices), -30, 30)))
        could = float((1.0 / choices[~by_name]).sum())
        listed = min(0.9, (float(p[~by_name].sum()) + _LISTED * _PRIOR_ROWS) / (could + _PRIOR_ROWS))
        for row, field in enumerate(COMPARED):
            told = (levels[row] >= 0) & ~by_name
            m[row] = _shares(levels[row][told], p[told], field.m)
            u[row] = _shares(levels[row][told], 1.0 - p[told], field.u)
    return PersonModel(m, u, listed), _log_odds(levels, m, u, listed / choices)


def _shares(level: NDArray[np.int8], weight: Floats, begun: tuple[float, ...]) -> Floats:
    counts = np.bincount(level, weight, minlength=len(begun)) + _PRIOR_ROWS * np.array(begun)
    return np.asarray(counts / counts.sum())


def _log_odds(levels: NDArray[np.int8], m: list[Floats], u: list[Floats], share: Floats) -> Floats:
    odds = np.log(share / (1.0 - share))
    for row in range(len(m)):
        odds += np.where(levels[row] >= 0, np.log(m[row] / u[row])[levels[row]], 0.0)
    return odds
