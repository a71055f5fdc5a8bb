"""Some incidents with their groups, as arrays for the compiled loops: what fits in memory at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dalil.attribute.evidence.groups import MOST, Groups, Patterns
from dalil.attribute.evidence.origin_keys import JOINT
from dalil.attribute.evidence.sky import Sky
from dalil.kernels import Floats, Ints, Mask

__all__ = ["Chunk", "Evidence"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Incidents and their groups in the order incident, line, origin. An incident owns the groups
    `start[n]:start[n + 1]`; `incident` is that of each group, within the chunk; `owner` numbers origins;
    `likelihood_ratio` is (patterns, H, S + 1), `elicited` (groups, H), `unsure` (groups,) as in `Sky`, `names` the
    origins of each group."""

    start: Ints
    incident: Ints
    pattern: Ints
    line: Ints
    owner: Ints
    likelihood_ratio: Floats
    elicited: Mask
    unsure: Mask
    names: pa.Array


@dataclass(frozen=True)
class Evidence:
    """All groups of all incidents; `cut` gives those of a range."""

    groups: Groups
    sky: Sky
    patterns: Patterns
    seed: int

    def cut(self, first: int, last: int) -> Chunk:
        """The incidents first … last - 1."""
        a, b = np.searchsorted(self.groups.incident, [first, last]).tolist()
        rows = self.sky.between(first, last, speaking=True)
        numbers, place = np.unique(self.groups.pattern[a:b], return_inverse=True)
        incident = np.concatenate([self.groups.incident[a:b], self.sky.incident[rows]]) - first
        line = np.concatenate([self.groups.line[a:b], self.sky.line[rows]])
        pattern = np.concatenate([place.ravel(), len(numbers) + np.arange(len(rows))])
        # Stable by place, so that equal groups keep the order of origins and the bytes of a run are the same.
        order = np.lexsort((np.arange(len(line)), line, incident))
        names = pa.concat_arrays([self.groups.origin.slice(a, b - a), self.sky.names.take(rows)]).take(order)
        incident, pattern = incident[order], pattern[order]
        start = np.searchsorted(incident, np.arange(last - first + 1))
        elicited = np.concatenate([np.zeros((len(numbers), self.patterns.shape[0]), np.bool_), self.sky.elicited[rows]])
        unsure = np.concatenate([np.zeros(len(numbers), np.bool_), self.sky.unsure[rows]])
        owner, ratios = _owners(start, incident, names), self._ratios(numbers, rows)
        return Chunk(start, incident, pattern, line[order], owner, ratios,
                     elicited[pattern], unsure[pattern], names)  # fmt: skip

    def _ratios(self, numbers: Ints, rows: Ints) -> Floats:
        known = [self.patterns.likelihood_ratio(int(number)) for number in numbers]
        # The sky gives logs, bounded as those of any origin before they become ratios.
        heard = np.exp(self.sky.logs(rows, self.patterns.shape[1] - 1, self.seed).clip(-MOST, MOST))
        return np.concatenate([np.stack(known or [np.ones(self.patterns.shape)])[: len(numbers)], heard])


def _owners(start: Ints, incident: Ints, names: pa.Array) -> Ints:
    """One number for each origin of an incident; groups that share any name have the same. Those of the sky can have
    several names."""
    # A name is its own within an incident only: the same network behind two incidents does not join them.
    encoded = names.dictionary_encode()
    found: Ints = incident * len(names) + encoded.indices.to_numpy().astype(np.int64)
    several = pc.match_substring(names, JOINT).to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(several).tolist():
        mine = slice(*start[incident[at] : incident[at] + 2])
        own = set(names[at].as_py().split(JOINT))
        same = np.array([own & set(name.as_py().split(JOINT)) != set() for name in names[mine]])
        found[mine] = np.where(same, found[mine][same].min(), found[mine])
    return found
