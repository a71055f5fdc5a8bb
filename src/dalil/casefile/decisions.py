"""Judgements of persons as rows: who, when, why, retracted by what. State is derived from the rows.

They come from the log (`dalil decide`) and from decision tables that were handed in. Order is (chain, number),
never the clock; where two contradict each other both are shown and neither wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dalil.casefile.facts import Facts
from dalil.vault.log.reader import Log, Recorded

__all__ = ["decision_id", "decisions_of"]

Row = dict[str, Any]


def decision_id(chain: str, number: int) -> str:
    """The name of a decision: the first eight digits of its chain, and its number there."""
    return f"{chain[:8]}-{number}"


def decisions_of(log: Log, position: Mapping[str, int], facts: Facts) -> list[Row]:
    """The rows of table `decision` as of `position`, {chain: number of entries}.

    Judgements of a key that the case does not trust are not among them: they stand in the log under their chain.
    """
    trusted = sorted(log.trusted())
    rows = [_from_table(row) for row in facts.rows(
        "SELECT * FROM decision_row WHERE source_sha256 IN (SELECT sha256 FROM reading WHERE chain IN"
        " (SELECT unnest(?::VARCHAR[]))) ORDER BY source_sha256, source_row",
        [trusted],
    )]  # fmt: skip
    retracted: dict[str, str] = {}
    for entry in log.entries("decide"):
        # Later entries wait for the next run: facts are those of one position.
        if entry.details is None or not entry.trusted or entry.number >= position.get(entry.chain, 0):
            continue
        name = decision_id(entry.chain, entry.number)
        if entry.details["kind"] == "retract":
            retracted[entry.details["a"][0]] = name
        else:
            rows.append(_from_log(name, entry))
    # All first, then contradictions: a retraction may stand in another chain, before or after what it retracts.
    live = [row | {"retracted_by": retracted.get(row["decision_id"])} for row in rows]
    return [row | {"contradicted_by": _contradictions(row, live)} for row in live]


def _from_log(name: str, entry: Recorded) -> Row:
    details = entry.details or {}
    return {
        "decision_id": name,
        "kind": details["kind"],
        "a": list(details["a"]),
        "b": list(details.get("b") or []),
        "by": details.get("by", ""),
        "reason": details.get("reason", ""),
        "at": datetime.fromisoformat(entry.time).replace(tzinfo=None),
    }


def _from_table(row: Row) -> Row:
    kept = {name: row[name] for name in ("kind", "a", "b", "by", "reason")}
    return {"decision_id": f"{row['source_sha256'][:8]}-row-{row['source_row']}", "at": None, **kept}


def _contradictions(row: Row, rows: list[Row]) -> list[str]:
    """Ids of live decisions that say the opposite of the same reports."""
    opposite = {"merge": "apart", "apart": "merge", "hold": "accept", "accept": "hold"}.get(row["kind"])
    if opposite is None or row["retracted_by"]:
        return []
    mine = _sides(row)
    return sorted(
        other["decision_id"]
        for other in rows
        if other["kind"] == opposite and not other["retracted_by"] and _sides(other) == mine
    )


def _sides(row: Row) -> frozenset[tuple[str, ...]]:
    # As sets: to say that a and b are one is to say it of b and a.
    return frozenset({tuple(sorted(row["a"] or [])), tuple(sorted(row["b"] or []))})
