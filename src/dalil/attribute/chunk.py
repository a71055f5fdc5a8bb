"""Some incidents with their groups, as arrays for the compiled loops: what fits in memory at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dalil.attribute.groups import MOST, Groups, Patterns
from dalil.attribute.sky_groups import Sky, SkyRow, sky_weights

__all__ = ["Chunk", "Evidence"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Incidents and their groups in the order incident, line, origin. An incident owns the groups
    `start[n]:start[n + 1]`; `owner` numbers origins; `worth` is (patterns, S + 1, H) ratios, `elicited` (groups, H)."""

    start: Ints
    pattern: Ints
    line: Ints
    owner: Ints
    worth: Array
    elicited: Mask
    origins: Sequence[tuple[str, ...]]

    @property
    def incident(self) -> Ints:
        """Number of the incident of each group, within the chunk."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


@dataclass(frozen=True)
class Evidence:
    """All groups of all incidents; `cut` gives those of a range."""

    groups: Groups
    sky: Sky
    patterns: Patterns
    seed: int

    @cached_property
    def _speaking(self) -> tuple[list[SkyRow], Ints]:
        rows = [row for row in self.sky.rows if row.independent and np.any(row.mean)]
        return rows, np.array([row.incident for row in rows], dtype=np.int64)

    def cut(self, first: int, last: int) -> Chunk:
        """The incidents first … last - 1."""
        mine = slice(*np.searchsorted(self.groups.incident, [first, last]))
        speaking, at = self._speaking
        heard = speaking[slice(*np.searchsorted(at, [first, last]))]
        numbers, place = np.unique(self.groups.pattern[mine], return_inverse=True)
        incident = np.concatenate([self.groups.incident[mine], [row.incident for row in heard]])
        line = np.concatenate([self.groups.line[mine], [row.line for row in heard]]).astype(np.int64)
        pattern = np.concatenate([place, len(numbers) + np.arange(len(heard))]).astype(np.int64)
        origins = [*((name,) for name in self.groups.origin[mine]), *(row.origins for row in heard)]
        order = np.lexsort((np.arange(len(line)), line, incident))
        named = [origins[i] for i in order]
        return Chunk(
            np.searchsorted(incident[order], np.arange(first, last + 1)),
            pattern[order],
            line[order],
            _owners(incident[order], named),
            self._worth(numbers, heard),
            self._elicited(len(numbers), heard)[pattern[order]],
            named,
        )

    def _worth(self, numbers: Ints, heard: Sequence[SkyRow]) -> Array:
        draws = self.patterns.shape[0] - 1
        worth = [self.patterns.worth(int(number)) for number in numbers]
        worth += [np.exp(np.clip(sky_weights(self.sky, row, draws, self.seed), -MOST, MOST)) for row in heard]
        return np.stack(worth or [np.ones(self.patterns.shape)])

    def _elicited(self, known: int, heard: Sequence[SkyRow]) -> Mask:
        found = np.zeros((known + len(heard), self.patterns.shape[1]), dtype=np.bool_)
        for at, row in enumerate(heard, known):
            found[at] = row.elicited
        return found


def _owners(incident: Ints, named: Sequence[tuple[str, ...]]) -> Ints:
    """One number for each origin of an incident; groups that share any name have the same."""
    owner: dict[tuple[int, str], int] = {}
    found = np.empty(len(named), dtype=np.int64)
    for at, (n, names) in enumerate(zip(incident.tolist(), named, strict=True)):
        number = next((owner[n, name] for name in names if (n, name) in owner), at)
        for name in names:
            owner[n, name] = number
        found[at] = number
    return found
