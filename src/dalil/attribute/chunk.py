"""Some incidents with their groups, as arrays for the compiled loops: what fits in memory at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dalil.attribute.groups import MOST, Groups, Patterns
from dalil.attribute.sky_groups import Sky, SkyRow, sky_weights

__all__ = ["JOINT", "Chunk", "Evidence"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
JOINT = "\x1f"
"""Between the names of a group that has several origins."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Incidents and their groups in the order incident, line, origin. An incident owns the groups
    `start[n]:start[n + 1]`; `incident` is that of each group, within the chunk; `owner` numbers origins; `worth` is
    (patterns, H, S + 1) ratios, `elicited` (groups, H), `names` the origins of each group."""

    start: Ints
    incident: Ints
    pattern: Ints
    line: Ints
    owner: Ints
    worth: Array
    elicited: Mask
    names: pa.Array


@dataclass(frozen=True)
class Evidence:
    """All groups of all incidents; `cut` gives those of a range."""

    groups: Groups
    sky: Sky
    patterns: Patterns
    seed: int

    @cached_property
    def _speaking(self) -> tuple[list[SkyRow], Ints]:
        rows = [row for row in self.sky.rows if row.speaks]
        return rows, np.array([row.incident for row in rows], dtype=np.int64)

    def cut(self, first: int, last: int) -> Chunk:
        """The incidents first … last - 1."""
        a, b = np.searchsorted(self.groups.incident, [first, last]).tolist()
        speaking, at = self._speaking
        heard = speaking[slice(*np.searchsorted(at, [first, last]))]
        numbers, place = np.unique(self.groups.pattern[a:b], return_inverse=True)
        incident = np.concatenate([self.groups.incident[a:b], [row.incident for row in heard]]).astype(np.int64) - first
        line = np.concatenate([self.groups.line[a:b], [row.line for row in heard]]).astype(np.int64)
        pattern = np.concatenate([place.ravel(), len(numbers) + np.arange(len(heard))]).astype(np.int64)
        joint = pa.array([JOINT.join(row.origins) for row in heard], type=pa.large_string())
        order = np.lexsort((np.arange(len(line)), line, incident))
        names = pa.concat_arrays([self.groups.origin.slice(a, b - a), joint]).take(order)
        incident, pattern = incident[order], pattern[order]
        start = np.searchsorted(incident, np.arange(last - first + 1))
        return Chunk(
            start, incident, pattern, line[order], _owners(start, incident, names, np.flatnonzero(order >= b - a)),
            self._worth(numbers, heard), self._elicited(len(numbers), heard)[pattern], names,
        )  # fmt: skip

    def _worth(self, numbers: Ints, heard: Sequence[SkyRow]) -> Array:
        draws = self.patterns.shape[1] - 1
        worth = [self.patterns.worth(int(number)) for number in numbers]
        worth += [np.exp(np.clip(sky_weights(self.sky, row, draws, self.seed), -MOST, MOST)) for row in heard]
        return np.stack(worth or [np.ones(self.patterns.shape)])

    def _elicited(self, known: int, heard: Sequence[SkyRow]) -> Mask:
        found = np.zeros((known + len(heard), self.patterns.shape[0]), dtype=np.bool_)
        for at, row in enumerate(heard, known):
            found[at] = row.elicited
        return found


def _owners(start: Ints, incident: Ints, names: pa.Array, heard: Ints) -> Ints:
    """One number for each origin of an incident; groups that share any name have the same. Only those of the sky, at
    `heard`, can have several names."""
    encoded = names.dictionary_encode()
    found: Ints = incident * len(names) + encoded.indices.to_numpy().astype(np.int64)
    for at in heard.tolist():
        mine = slice(*start[incident[at] : incident[at] + 2])
        own = set(names[at].as_py().split(JOINT))
        same = [own & set(name.as_py().split(JOINT)) != set() for name in names[mine]]
        found[mine] = np.where(np.array(same), found[mine][same].min(), found[mine])
    return found
