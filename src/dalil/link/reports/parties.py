"""Whom the two reports accuse: how one source's words for the parties go with another's.

Two sources seldom name a party alike: where one names the air force that struck, another books the battle by the
two sides on the ground. So agreement is not asked; what is learned is how much more often the two ways of naming
go together among pairs of one attack than among other pairs. Each (set of parties) × (set of parties) has a
lift; rare ones are drawn towards the weight of sharing a party or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Ints, Mask
from dalil.link.reports.columns import Reports

__all__ = ["NO_LIFT", "Lift", "Parties", "learn_lift", "read_parties"]

_DRAWN = 8.0
"""Pairs that the prior lift is worth."""

_PRIOR = {True: (0.75, 0.45), False: (0.25, 0.55)}
"""Shares of pairs that share a party, and that do not: among pairs of one attack, among others."""


@dataclass(frozen=True, slots=True)
class Parties:
    """`code` (n): which set of parties each report names, -1 none. `sets`: those sets."""

    code: Ints
    sets: list[frozenset[str]]


def read_parties(facts: Facts, reports: Reports) -> Parties:
    """Takes: report_n, report_party. A party of the case counts by its id, another as it is written."""
    rows = facts.query(
        "SELECT n, list(DISTINCT coalesce(party_id, lower(alleged)) ORDER BY coalesce(party_id, lower(alleged)))"
        " FROM report_party JOIN report_n USING (report_id) GROUP BY n ORDER BY n"
    ).fetchall()
    sets: dict[frozenset[str], int] = {}
    code = np.full(len(reports), -1, dtype=np.int64)
    for n, named in rows:
        code[n] = sets.setdefault(frozenset(named), len(sets))
    return Parties(code, list(sets))


@dataclass(frozen=True, slots=True)
class Lift:
    """`log_lift` of each pair of sets in `pair` (ascending: smaller code · sets + larger); others have 0."""

    pair: Ints
    log_lift: Floats

    def of(self, parties: Parties, a: Ints, b: Ints, own: Mask) -> Floats:
        """(pairs) the log lift; 0 where one of the two is silent, and for pairs of one organisation (`own`)."""
        told, pair = _pairs_of_sets(parties, a, b, own)
        lift = np.zeros(len(a))
        if len(self.pair):
            at = np.minimum(np.searchsorted(self.pair, pair), len(self.pair) - 1)
            lift[told] = np.where(self.pair[at] == pair, self.log_lift[at], 0.0)
        return lift


NO_LIFT = Lift(np.zeros(0, dtype=np.int64), np.zeros(0))


def _pairs_of_sets(parties: Parties, a: Ints, b: Ints, own: Mask) -> tuple[Mask, Ints]:
    first, second = np.minimum(parties.code[a], parties.code[b]), np.maximum(parties.code[a], parties.code[b])
    told = (first >= 0) & ~own
    return told, first[told] * len(parties.sets) + second[told]


def learn_lift(parties: Parties, a: Ints, b: Ints, probability: Floats, own: Mask) -> Lift:
    """The lifts, given how probable each pair is to be of one attack; an organisation always names alike (`own`)."""
    told, pair = _pairs_of_sets(parties, a, b, own)
    if not told.any():
        return NO_LIFT
    kinds, kind = np.unique(pair, return_inverse=True)
    together = np.bincount(kind, probability[told], minlength=len(kinds))
    apart = np.bincount(kind, 1.0 - probability[told], minlength=len(kinds))
    sets = parties.sets
    shares = [bool(sets[k // len(sets)] & sets[k % len(sets)]) for k in kinds.tolist()]
    usual = np.array([_PRIOR[share][0] / _PRIOR[share][1] for share in shares])
    # Were naming independent of being one attack, each pair of sets would have its share of the linked pairs.
    expected = apart * together.sum() / max(apart.sum(), 1e-9)
    # Gamma-Poisson: as if `_DRAWN` expected pairs had been seen at the usual lift.
    return Lift(kinds, np.log((together + _DRAWN * usual) / (expected + _DRAWN)))
