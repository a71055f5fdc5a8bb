"""How much each comparison of two rows weighs: Fellegi and Sunter's model, trained by expectation-maximisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dalil.kernels import Floats, Int8s, Ints, Mask
from dalil.link.persons.candidates import Met
from dalil.link.persons.comparisons import COMPARED, Field

__all__ = ["Choices", "PersonModel", "Weights", "train_persons", "weigh_rows"]

_PRIOR_ROWS = 30.0  # rows that the elicited shares are worth: a short list keeps them
_ROUNDS, _GROUPED_ROUNDS = 8, 4
_LISTED, _TWICE = 0.4, 0.05
_ASPECTS = sorted({field.aspect for field in COMPARED} - {"report"})


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
    def within(self) -> Mask:
        """Pairs of one list."""
        return np.asarray(self.first == self.second)

    @property
    def among(self) -> Floats:
        """(pairs) how many rows it could be, seen from both lists."""
        return np.asarray(np.sqrt(self.of_second * self.of_first))


@dataclass(frozen=True, slots=True)
class Weights:
    """Log ratios of pairs of rows: `said` (aspects, pairs), NaN where one leaves it open; `listed` (pairs), that both
    lists have the person, or one list has it twice; `attack` (pairs), see `Met.log_attack`."""

    said: Floats
    listed: Floats
    attack: Floats

    @property
    def total(self) -> Floats:
        """(pairs) log odds against "this list has no fellow"."""
        return np.asarray(np.nansum(self.said, axis=0) + self.listed + self.attack)


@dataclass(frozen=True, slots=True)
class PersonModel:
    """(fields, levels) m and u. `listed` (lists + 1): the probability that a person who could be on a list is on it;
    the last: that a list names a person twice."""

    m: list[Floats]
    u: list[Floats]
    listed: Floats


def train_persons(levels: Int8s, met: Met, choices: Choices, expect: Callable[[Weights, bool], Floats]) -> PersonModel:
    """Learn the shares of the levels and how much each list holds.

    Pairs that only a name brought together do not teach how often names are alike by chance. `expect`
    turns weights into probabilities, in the last rounds by groups (see `person_groups.rivals`).
    """
    begun = np.append(np.full(choices.lists, _LISTED), _TWICE)
    model = PersonModel([np.array(field.m) for field in COMPARED], [np.array(field.u) for field in COMPARED], begun)
    for number in range(_ROUNDS + _GROUPED_ROUNDS):
        # First each pair for itself: groups made of untrained weights would teach their own mistakes.
        p = expect(weigh_rows(levels, met, model, choices), number >= _ROUNDS)
        told = [(levels[row] >= 0) & ~met.by_name for row in range(len(COMPARED))]
        rows = list(zip(COMPARED, levels, told, strict=True))
        model = PersonModel(
            [_shares(field, level[t], p[t], field.m) for field, level, t in rows],
            [_shares(field, level[t], 1.0 - p[t], field.u) for field, level, t in rows],
            _listed(choices, ~met.by_name, p, begun),
        )
    return model


def _listed(choices: Choices, used: Mask, p: Floats, begun: Floats) -> Floats:
    """Fellows found over rows that could have one, for each list; the last for pairs of one list."""
    first = np.where(choices.within, choices.lists, choices.first)[used]
    second = np.where(choices.within, choices.lists, choices.second)[used]
    size = choices.lists + 1
    found = np.bincount(first, p[used], minlength=size) + np.bincount(second, p[used], minlength=size)
    could = np.bincount(first, 1.0 / choices.of_first[used], minlength=size)
    could += np.bincount(second, 1.0 / choices.of_second[used], minlength=size)
    # Not above .9: however long a list, somebody was missed.
    return np.asarray(np.minimum(0.9, (found + begun * _PRIOR_ROWS) / (could + _PRIOR_ROWS)))


def _shares(field: Field, level: Int8s, weight: Floats, begun: tuple[float, ...]) -> Floats:
    if not field.trained:
        return np.array(begun)
    counts = np.bincount(level, weight, minlength=len(begun)) + _PRIOR_ROWS * np.array(begun)
    return np.asarray(counts / counts.sum())


def weigh_rows(levels: Int8s, met: Met, model: PersonModel, choices: Choices) -> Weights:
    """log m/u of each comparison, those of one aspect in one row.

    The prior is against "on this list there is no fellow", so that the odds of rivals add up; seen from both lists.
    """
    said = np.full((len(_ASPECTS), levels.shape[1]), np.nan)
    odds = np.log(model.listed / (1.0 - model.listed))
    both = 0.5 * (odds[choices.first] + odds[choices.second])
    # Who could be one of many is each of them the less.
    listed = np.where(choices.within, odds[-1], both) - np.log(choices.among)
    for field, level, m, u in zip(COMPARED, levels, model.m, model.u, strict=True):
        told = np.flatnonzero(level >= 0)
        weight = np.log(m / u)[level[told]]
        if field.aspect == "report":
            listed[told] += weight
        else:
            said[_ASPECTS.index(field.aspect), told] = weight
    return Weights(said, listed, met.log_attack)
