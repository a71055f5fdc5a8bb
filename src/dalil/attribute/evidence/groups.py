"""From observations to groups: what one origin says of one incident on one line.

Incidents share patterns ("two witnesses saw a Su-24"), so groups carry the number of their pattern, and what
each distinct pattern is worth is worked out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dalil.attribute.book.draws import BookDraws
from dalil.attribute.book.model import LINES, SOURCE_KINDS, Codebook, Variable
from dalil.attribute.evidence import likelihood
from dalil.attribute.evidence.observe import value_codes
from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Ints

__all__ = ["MOST", "Groups", "Pattern", "Patterns", "Told", "drop_flat", "gather", "tell"]

Told = tuple[str, tuple[int, ...], tuple[int, ...]]  # variable, counts of witnesses by value, readings of copies
Pattern = tuple[str, float, tuple[Told, ...]]  # kind of source, certainty, what was told
# No origin is worth more than e to this, 66 million, for or against: ten of them multiply within doubles.
MOST = 18.0
_KEPT = 20_000  # patterns whose weights are kept: 400 draws of 5 hypotheses take 16 kB each

# Codes of separate witnesses are even, those of copies odd; as numbers they sort and compare fast.
_GROUPS = """
SELECT incident_id, line, origin, min(kind) AS kind, max(certainty) AS certainty,
    list_sort(list(code * 2 + CASE WHEN separate THEN 0 ELSE 1 END)) AS codes
FROM attribute_observation {some} WHERE dropped IS NULL AND role = ? GROUP BY ALL
"""
_PATTERNS = """
SELECT row_number() OVER (ORDER BY kind, certainty, codes) - 1 AS pattern, kind, certainty, codes
FROM (SELECT DISTINCT kind, certainty, codes FROM attribute_group)
"""
_ROWS = """
SELECT c.n, list_position({lines}, g.line) - 1 AS line, p.pattern, g.origin
FROM attribute_group g JOIN attribute_pattern p USING (kind, certainty, codes) JOIN attribute_case c USING (incident_id)
ORDER BY 1, 2, 4
"""


@dataclass(frozen=True, slots=True)
class Groups:
    """Columns in the order of incidents: number of the incident, index of the line, pattern, name of the origin."""

    incident: Ints
    line: Ints
    pattern: Ints
    origin: pa.Array


def tell(book: Codebook, codes: Sequence[int]) -> tuple[Told, ...]:
    """What a group tells, by variable."""
    known = value_codes(book)
    witnesses: dict[str, Counter[int]] = {}
    readings: dict[str, list[int]] = {}
    sizes: dict[str, int] = {}
    for code in codes:
        variable, index = known[code // 2]
        sizes[variable.id] = len(variable.values)
        if code % 2:
            readings.setdefault(variable.id, []).append(index)
        else:
            witnesses.setdefault(variable.id, Counter())[index] += 1
    return tuple(
        (name, tuple(witnesses.get(name, Counter())[i] for i in range(sizes[name])), tuple(readings.get(name, ())))
        for name in sorted(sizes)
    )


def gather(facts: Facts, book: Codebook, role: str, only: Sequence[int] | None = None) -> tuple[Groups, list[Pattern]]:
    """The groups of all incidents in `attribute_case`, or of those with the numbers `only`; their distinct patterns.

    The kind of a group is the best of its observations', its certainty the highest.
    """
    some = "" if only is None else "JOIN attribute_case USING (incident_id) JOIN attribute_some USING (n)"
    if only is not None:
        facts.make("attribute_some", [(n,) for n in only])
    facts.make("attribute_group", _GROUPS.format(some=some), [role])
    facts.make("attribute_pattern", _PATTERNS)
    rows = facts.query(_ROWS.format(lines=list(LINES))).to_arrow_table()
    columns = [rows.column(name).to_numpy().astype(np.int64) for name in ("n", "line", "pattern")]
    found = facts.query("SELECT kind, certainty, codes FROM attribute_pattern ORDER BY pattern").fetchall()
    patterns = [(SOURCE_KINDS[kind], float(certainty), tell(book, codes)) for kind, certainty, codes in found]
    for table in ("group", "pattern", "some"):
        facts.query(f"DROP TABLE IF EXISTS attribute_{table}")
    origin = rows.column("origin").combine_chunks()
    return Groups(columns[0], columns[1], columns[2], origin.cast(pa.large_string())), patterns


def drop_flat(facts: Facts, book: Codebook, theta: Mapping[str, Floats]) -> None:
    """Set aside what every party shows alike: an observation that cannot discriminate must change nothing."""
    # Means are compared, not draws: draws of two parties differ by chance where the book says the same of both.
    flat = [
        code for code, (variable, index) in value_codes(book).items() if np.ptp(theta[variable.id][-1, :, index]) < 1e-9
    ]
    facts.query(
        "UPDATE attribute_observation SET dropped = 'uninformative' WHERE dropped IS NULL AND list_contains(?, code)",
        [flat],
    )


class Patterns:
    """What each distinct pattern is worth (H, S + 1), worked out once while there is room."""

    def __init__(self, book: Codebook, draws: BookDraws, patterns: Sequence[Pattern]) -> None:
        self._variables = {variable.id: variable for variable in book.variables}
        self._draws, self._patterns = draws, patterns
        self._kept: dict[int, Floats] = {}
        self._told: dict[Told, tuple[Floats, Floats]] = {}
        self.shape = draws.prior.shape[::-1]

    def likelihood_ratio(self, number: int) -> Floats:
        """How much likelier the origin's words are under each hypothesis than from one that knows nothing."""
        if number in self._kept:
            return self._kept[number]
        kind, certainty, told = self._patterns[number]
        pairs = [self._of_told(each) for each in told]
        reliability = self._draws.reliability[kind] * certainty
        logs = likelihood.origin([pair[0] for pair in pairs], [pair[1] for pair in pairs], reliability)
        found: Floats = np.ascontiguousarray(np.exp(np.clip(logs, -MOST, MOST)).T)
        # Whichever come first: one that is not kept is worked out again, which costs time and changes nothing.
        if len(self._kept) < _KEPT:
            self._kept[number] = found
        return found

    def _of_told(self, told: Told) -> tuple[Floats, Floats]:
        """(log L, log u)."""
        if told not in self._told:
            self._told[told] = log_likelihoods(told, self._draws.theta[told[0]], self._variables[told[0]])
        return self._told[told]


def log_likelihoods(told: Told, theta: Floats, variable: Variable) -> tuple[Floats, Floats]:
    """(log L, log u) of what one origin tells on one variable: under each party, and from who knows nothing."""
    return _log(told, theta, variable), _log(told, theta.mean(axis=1, keepdims=True), variable)


def _log(told: Told, theta: Floats, variable: Variable) -> Floats:
    _, counts, readings = told
    total: Floats = np.zeros(theta.shape[:-1])
    if any(counts):
        total = total + likelihood.witnesses(counts, theta, variable.rho)
    if readings:
        total = total + likelihood.copies(readings, theta, variable.reading_error)
    return total
