"""From observations to groups: what one origin says on one line, as a log likelihood for every draw of the book.

Incidents share patterns ("two witnesses saw a Su-24"), so each distinct pattern is worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dalil.attribute import likelihood
from dalil.attribute.book_draws import BookDraws
from dalil.attribute.codebook import SOURCE_KINDS, Codebook, Variable
from dalil.attribute.observe import Observation

__all__ = ["Group", "Patterns", "gather"]

Array = npt.NDArray[np.float64]
Told = tuple[str, tuple[int, ...], tuple[int, ...]]  # variable, counts of witnesses, readings of copies
Pattern = tuple[str, float, tuple[Told, ...]]  # reliability kind, certainty, what was told

_RANK = {kind: rank for rank, kind in enumerate(SOURCE_KINDS)}


@dataclass(frozen=True, slots=True)
class Group:
    """What one origin says of one incident on one line. `conflict`: its own witnesses or copies disagree."""

    incident_id: str
    line: str
    origin: str
    pattern: Pattern
    conflict: bool


def gather(book: Codebook, observations: Iterable[Observation]) -> tuple[list[Group], list[Observation]]:
    """Groups in a fixed order, and every observation again, those that do not count with the reason."""
    kept: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    marked: list[Observation] = []
    for each in observations:
        if each.dropped:
            marked.append(each)
        else:
            kept[each.incident_id, each.line, each.origin].append(each)
    variables = {variable.id: variable for variable in book.variables}
    groups: list[Group] = []
    for (incident_id, line, origin), members in sorted(kept.items()):
        members, hearsay = _hearsay_aside(members)
        marked += members + hearsay
        told = tuple(_told(variables[name], members) for name in sorted({each.variable for each in members}))
        kind = min((each.kind for each in members), key=_RANK.__getitem__)
        certainty = max(each.certainty for each in members)
        conflict = any(sum(n > 0 for n in counts) > 1 or len(set(read)) > 1 for _, counts, read in told)
        groups.append(Group(incident_id, line, origin, (kind, certainty, told), conflict))
    return groups, marked


def _hearsay_aside(members: list[Observation]) -> tuple[list[Observation], list[Observation]]:
    """Beside somebody of the same origin who was there, what others were told adds nothing."""
    there = {each.variable for each in members if each.mode == "witness" and each.kind != "told"}
    kept, aside = [], []
    for each in members:
        if each.kind == "told" and each.variable in there:
            aside.append(replace(each, dropped="hearsay"))
        else:
            kept.append(replace(each, mode="copy") if each.kind == "told" else each)
    return kept, aside


def _told(variable: Variable, members: Sequence[Observation]) -> Told:
    values = {value: index for index, value in enumerate(variable.values)}
    counts = [0] * len(values)
    readings: list[int] = []
    for each in members:
        if each.variable == variable.id and each.mode == "witness":
            counts[values[each.value]] += 1
        elif each.variable == variable.id:
            readings.append(values[each.value])
    return variable.id, tuple(counts), tuple(sorted(readings))


class Patterns:
    """The log likelihood (S + 1, H) of each distinct pattern, worked out once."""

    def __init__(self, book: Codebook, draws: BookDraws) -> None:
        self._variables = {variable.id: variable for variable in book.variables}
        self._draws = draws
        self._index: dict[Pattern, int] = {}
        self._told: dict[Told, tuple[Array, Array] | None] = {}
        self.weights: list[Array] = []

    def index(self, pattern: Pattern) -> int:
        """Place of the pattern in `weights`."""
        if pattern not in self._index:
            self._index[pattern] = len(self.weights)
            self.weights.append(self._weigh(pattern))
        return self._index[pattern]

    def _weigh(self, pattern: Pattern) -> Array:
        kind, certainty, told = pattern
        pairs = [pair for each in told if (pair := self._worth(each)) is not None]
        reliability = self._draws.reliability[kind] * certainty
        if not pairs:
            return np.zeros_like(self._draws.prior)
        return likelihood.origin([pair[0] for pair in pairs], [pair[1] for pair in pairs], reliability)

    def _worth(self, told: Told) -> tuple[Array, Array] | None:
        """(log L, log u), or None where it cannot tell any party from another: such must change nothing."""
        if told not in self._told:
            variable = self._variables[told[0]]
            theta = self._draws.theta[variable.id]
            own = self._log(told, theta, variable)
            flat = np.ptp(own[-1]) < 1e-9
            self._told[told] = None if flat else (own, self._log(told, theta.mean(axis=1, keepdims=True), variable))
        return self._told[told]

    @staticmethod
    def _log(told: Told, theta: Array, variable: Variable) -> Array:
        _, counts, readings = told
        total = np.zeros(theta.shape[:-1])
        if any(counts):
            total = total + likelihood.witnesses(counts, theta, variable.rho)
        if readings:
            total = total + likelihood.copies(readings, theta, variable.reading_error)
        return total
