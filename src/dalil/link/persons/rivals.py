"""How many persons of another list a row could be, and how probable each pair is beside its rivals.

A row is one person, so in another list it has one fellow at most, or several rows that are one person themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from dalil.kernels import Floats, Ints
from dalil.link.persons.candidates import FAR_DAYS, NEAR_DAYS, Met
from dalil.link.persons.groups import gather_rows
from dalil.link.persons.rows import Victim
from dalil.link.persons.train import Choices, Weights

__all__ = ["Rivals", "rivals"]


@dataclass(frozen=True, slots=True)
class Rivals:
    """`lists` and `attack` (rows): numbers of the list and the register's attack of each row, -1 without; pairs."""

    lists: Ints
    attack: Ints
    pairs: list[tuple[int, int]]
    choices: Choices

    def gather(self, weights: Weights) -> tuple[list[list[int]], list[float]]:
        """Groups of rows and how sure each is."""
        return gather_rows(self.lists, self.attack, self.pairs, weights)

    def expect(self, weights: Weights, grouped: bool) -> Floats:
        """(pairs) probabilities: pairs are rivals of each other; if `grouped`, but for pairs within one group."""
        odds = np.exp(np.clip(weights.total, -30, 30))
        # 1 stands for "nobody on that list"; the odds of rivals add up, as a row is one of them at most.
        rivalled = odds / (1.0 + self._summed(odds))
        if not grouped:
            return np.asarray(rivalled)
        a, b = np.array(self.pairs).T
        group = np.empty(len(self.lists), dtype=np.int64)
        for place, rows in enumerate(self.gather(weights)[0]):
            group[rows] = place
        return np.asarray(np.where(group[a] == group[b], odds / (1.0 + odds), rivalled))

    def _summed(self, values: Floats) -> Floats:
        """(pairs) over all pairs of the same row with the same list, the larger of the two sides."""
        from_a, from_b, size = _sides(self.lists, self.pairs, self.choices.lists)
        total = np.bincount(from_a, values, minlength=size) + np.bincount(from_b, values, minlength=size)
        return np.asarray(np.maximum(total[from_a], total[from_b]))


def rivals(victims: list[Victim], met: Met) -> Rivals:
    """How many rows of the other's list each pair's two could be.

    They are the pairs that were brought together otherwise than by name; for a pair that only a name brought
    together, all rows of that list of the same days.
    """
    owners = [victim.organisation for victim in victims]
    lists = _numbers(owners)
    attack = _numbers([victim.incident_id for victim in victims])
    count = len(set(owners))
    a, b = np.array(met.pairs).T
    from_a, from_b, size = _sides(lists, met.pairs, count)
    otherwise = (~met.by_name).astype(np.float64)
    rows = np.bincount(from_a, otherwise, minlength=size) + np.bincount(from_b, otherwise, minlength=size)
    of_b, of_a = np.maximum(1.0, rows[from_a]), np.maximum(1.0, rows[from_b])  # the pair itself at least
    on_list = _of_days(victims, lists, count)
    for place in np.flatnonzero(met.by_name).tolist():
        one, other = victims[a[place]], victims[b[place]]
        near = one.day is not None and other.day is not None and abs((one.day - other.day).days) <= NEAR_DAYS
        days = NEAR_DAYS if near else FAR_DAYS
        of_b[place], of_a[place] = on_list(lists[b[place]], one.day, days), on_list(lists[a[place]], other.day, days)
    return Rivals(lists, attack, met.pairs, Choices(lists[a], lists[b], of_b, of_a, count))


def _numbers(values: list[str] | list[str | None]) -> Ints:
    """(values) the place of each among the sorted ones; -1 for None."""
    place = {value: n for n, value in enumerate(sorted({each for each in values if each is not None}))}
    return np.array([-1 if each is None else place[each] for each in values], dtype=np.int64)


def _sides(lists: Ints, pairs: list[tuple[int, int]], count: int) -> tuple[Ints, Ints, int]:
    """(pairs) a number for its first row with the second's list, one for its second with the first's; their number."""
    a, b = np.array(pairs).T
    return a * count + lists[b], b * count + lists[a], len(lists) * count


def _of_days(victims: list[Victim], owner: Ints, lists: int) -> Callable[[int, date | None, int], int]:
    """A function: how many rows a list has within so many days of a day (of no day: all)."""
    days = [
        np.sort([victim.day.toordinal() for victim, own in zip(victims, owner, strict=True) if own == n and victim.day])
        for n in range(lists)
    ]

    def count(of: int, day: date | None, around: int) -> int:
        if day is None:
            return max(1, len(days[of]))
        at = day.toordinal()
        return max(1, int(np.searchsorted(days[of], at + around, "right") - np.searchsorted(days[of], at - around)))

    return count
