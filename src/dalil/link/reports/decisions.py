"""What persons decided of reports: merge, keep apart. Hard constraints on every partition, whatever the scores say.

A merge joins reports; merges chain. An apart forbids two reports one cluster. A new judgement that contradicts
the old ones is refused with the chain that contradicts. Two organisations' chains, joined later, can still
contradict each other: then neither stands, and both are named in the summary.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from dalil.casefile.facts import Facts
from dalil.errors import Refused
from dalil.kernels import Ints
from dalil.unions import Unions

__all__ = ["Constraints", "Judgements", "check_decision", "constraints_of", "read_judgements"]


@dataclass(frozen=True, slots=True)
class Judgements:
    """`must_link` gives for each merged report the smallest of its group; `cannot_link` pairs of reports kept apart,
    smaller first.

    `conflicts` are ids of decisions that contradict each other and were left out.
    """

    must_link: dict[str, str]
    cannot_link: frozenset[tuple[str, str]]
    conflicts: tuple[str, ...]

    def group(self, report: str) -> str:
        """The smallest report of the group that persons merged `report` into."""
        return self.must_link.get(report, report)


@dataclass(frozen=True, slots=True)
class Constraints:
    """`must_link` (n): for each report the number of the smallest that persons merged it with, its own where none did.
    Reports of one such number are a unit. `cannot_link`: pairs of these numbers, smaller first, kept apart."""

    must_link: Ints
    cannot_link: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Decision:
    key: str
    kind: str
    a: tuple[str, ...]
    b: tuple[str, ...]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Of a merge: pairs that join all its reports."""
        every = [*self.a, *self.b]
        return [(every[0], other) for other in every[1:]] if self.kind == "merge" else []

    @property
    def splits(self) -> list[tuple[str, str]]:
        """Of an apart: the pairs it forbids; without `b`, all pairs of `a`."""
        if self.kind != "apart":
            return []
        return list(product(self.a, self.b)) if self.b else list(combinations(self.a, 2))


def read_judgements(facts: Facts) -> Judgements:
    """Takes: decision. Retracted decisions, and those whose chain another chain contradicts, do not count."""
    standing = _standing(facts)
    conflicts: set[str] = set()
    for split in standing:
        for x, y in split.splits:
            chain = _chain([each for each in standing if each.kind == "merge"], x, y)
            if chain is not None:
                conflicts |= {split.key, *(key for _, _, key in chain)}
    kept = [each for each in standing if each.key not in conflicts]
    joined = Unions[str]()
    for each in kept:
        for x, y in each.links:
            joined.join(x, y)
    cannot_link = {(min(x, y), max(x, y)) for each in kept for x, y in each.splits if x != y}
    return Judgements(joined.firsts(), frozenset(cannot_link), tuple(sorted(conflicts)))


def constraints_of(judgements: Judgements, reports: Sequence[str]) -> Constraints:
    """The judgements about `reports` (n ids, sorted), by their numbers; of others nothing is said."""
    number = {report: n for n, report in enumerate(reports)}
    must_link = np.arange(len(reports), dtype=np.int64)
    for report, first in judgements.must_link.items():
        if report in number and first in number:
            must_link[number[report]] = number[first]
    kept = [(number[x], number[y]) for x, y in judgements.cannot_link if x in number and y in number]
    firsts = [sorted((int(must_link[x]), int(must_link[y]))) for x, y in kept]
    return Constraints(must_link, frozenset((low, high) for low, high in firsts))


def check_decision(facts: Facts, new: Mapping[str, Any]) -> None:
    """Raise `Refused` where `new` (kind, a, b) contradicts what stands, with the chain; else return.

    Kinds other than merge and apart are not looked at. Takes: decision, report.
    """
    proposed = _Decision("the new judgement", str(new["kind"]), tuple(new["a"]), tuple(new.get("b") or ()))
    if proposed.kind not in ("merge", "apart"):
        return
    _refuse_unknown(facts, proposed)
    every = [*_standing(facts), proposed]
    merges = [each for each in every if each.kind == "merge"]
    for split in every:
        for x, y in split.splits:
            chain = _chain(merges, x, y)
            if chain is not None and (split is proposed or any(key == proposed.key for _, _, key in chain)):
                raise Refused(
                    f"This would keep {x} and {y} apart and together.",
                    expected="judgements that can all hold",
                    found="; ".join(f"{p} = {q} ({key})" for p, q, key in chain) + f"; {x} ≠ {y} ({split.key})",
                    do="retract one of the judgements of the chain first: dalil decide CASE retract ID",
                )


def _refuse_unknown(facts: Facts, proposed: _Decision) -> None:
    named = [*proposed.a, *proposed.b]
    known = {
        row[0]
        for row in facts.query("SELECT report_id FROM report WHERE list_contains(?, report_id)", [named]).fetchall()
    }
    missing = [each for each in named if each not in known]
    if missing or len(set(named)) < 2:
        raise Refused(
            "This judgement is not about two or more reports of the case.",
            expected="ids as organisation/report_id, at least two",
            found=", ".join(missing) if missing else ", ".join(named) or "none",
            do="dalil show CASE incidents lists the reports of each incident",
        )


def _standing(facts: Facts) -> list[_Decision]:
    rows = facts.rows(
        "SELECT decision_id, kind, a, b FROM decision WHERE kind IN ('merge', 'apart') AND retracted_by IS NULL"
        " AND len(coalesce(contradicted_by, [])) = 0 ORDER BY decision_id"
    )
    return [
        _Decision(row["decision_id"], row["kind"], tuple(row["a"] or ()), tuple(row["b"] or ()))
        for row in rows
        if (row["a"] or []) + (row["b"] or [])
    ]


def _chain(merges: list[_Decision], x: str, y: str) -> list[tuple[str, str, str]] | None:
    """The shortest chain of merges from x to y as (report, report, decision), or None; empty where x is y."""
    beside: dict[str, list[tuple[str, str]]] = {}
    for merge in merges:
        for p, q in merge.links:
            beside.setdefault(p, []).append((q, merge.key))
            beside.setdefault(q, []).append((p, merge.key))
    came: dict[str, tuple[str, str]] = {}
    queue = deque([x])
    while queue:
        here = queue.popleft()
        if here == y:
            break
        for there, key in beside.get(here, []):
            if there != x and there not in came:
                came[there] = (here, key)
                queue.append(there)
    if x != y and y not in came:
        return None
    chain = []
    while y != x:
        here, key = came[y]
        chain.append((here, y, key))
        y = here
    return chain[::-1]
