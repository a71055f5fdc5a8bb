"""Copies that can be compared digit by digit: of one form, with the same frame and as many digits, and nearly alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from dalil.crossref.sky.radio.written import Written

__all__ = ["Family", "families"]

# Two copies of one position with a slip each. Two targets in one town may differ in no more: then nothing but a
# majority chooses between them.
_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Family:
    """Copies by number (`members`), and all digits of each in one row; "?" is a hole. `form` gives form and lengths."""

    form: Written
    digits: Mapping[int, str]

    @property
    def members(self) -> Sequence[int]:
        """The numbers of the copies, in order."""
        return tuple(self.digits)

    def heard(self) -> list[Counter[str]]:
        """For each place of the form, how many copies have which digit there."""
        return [
            Counter(digit for digit in column if digit != "?") for column in zip(*self.digits.values(), strict=True)
        ]

    def written(self, slots: Sequence[str]) -> Written:
        """These digits in the form of the family."""
        ends = accumulate(map(len, self.form.fields), initial=0)
        row = "".join(slots)
        return replace(self.form, fields=tuple(row[a:b] for a, b in pairwise(ends)))


def families(copies: Sequence[Written]) -> list[Family]:
    """The families of the copies; each copy is in one."""
    by_form: dict[tuple[object, ...], list[int]] = defaultdict(list)
    full = _at_one_length([copy.full() for copy in copies])
    for n, copy in enumerate(full):
        # A hole whose length no copy gives keeps its copy apart: it is never filled.
        apart = n if any("*" in field for field in copy.fields) else -1
        by_form[(copy.form, copy.frame, tuple(map(len, copy.fields)), apart)].append(n)
    found = [alike for members in by_form.values() for alike in _alike(members, full)]
    return [Family(full[members[0]], {n: "".join(full[n].fields) for n in members}) for members in found]


def _at_one_length(copies: Sequence[Written]) -> list[Written]:
    """Holes of unknown length, at the length that the other copies give that field where they agree on it."""
    lengths: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for copy in copies:
        for k, field in enumerate(copy.fields):
            if "*" not in field:
                lengths[copy.form, copy.frame, k].add(len(field))
    return [
        replace(copy, fields=tuple(_stretched(f, lengths[copy.form, copy.frame, k]) for k, f in enumerate(copy.fields)))
        for copy in copies
    ]


def _stretched(field: str, lengths: set[int]) -> str:
    hidden = max(lengths) - len(field) + 1 if len(lengths) == 1 else 0
    return field.replace("*", "?" * hidden) if hidden > 0 and field.count("*") == 1 else field


def _alike(members: Sequence[int], copies: Sequence[Written]) -> list[list[int]]:
    groups: list[list[int]] = []
    for n in members:
        near = [group for group in groups if any(_different(copies[n], copies[m]) <= _ALIKE for m in group)]
        groups = [group for group in groups if group not in near] + [sorted([n, *(m for group in near for m in group)])]
    return groups


def _different(one: Written, other: Written) -> int:
    pairs = zip("".join(one.fields), "".join(other.fields), strict=True)
    return sum(a != b for a, b in pairs if "?" not in (a, b))
