"""Flight and radio as lines: the chance-based ratios of the sky, never a bare match.

Each (incident, line) is one group; its log likelihood per party is the sky's log ratio, 0 for "other or unknown".
Its uncertainty is the sky's own draws where there are some, else a normal spread over the stated range.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dalil.attribute.book_draws import BookDraws
from dalil.casefile.facts import Facts

__all__ = ["SkyGroup", "sky_groups"]

Array = npt.NDArray[np.float64]
_Z = 1.959964  # two-sided 95 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class SkyGroup:
    """What the sky says of one incident on one line. `spoke` as in `sky_evidence`; `weight` is (S + 1, H)."""

    incident_id: str
    line: str
    origins: tuple[str, ...]
    spoke: str
    elicited: bool
    independent: bool
    weight: Array


def sky_groups(facts: Facts, book: BookDraws, seed: int) -> list[SkyGroup]:
    """Takes: sky_evidence, sky_draw. One group for each (incident, line), in order."""
    rows = facts.rows("SELECT * FROM sky_evidence ORDER BY incident_id, line, party_id")
    drawn = _drawn(facts)
    together: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        together[row["incident_id"], row["line"]].append(row)
    stream = np.random.default_rng(seed)
    draws = len(book.prior)
    spread = np.append(stream.standard_normal(draws - 1), 0.0)  # one per draw, shared: all its ranges err alike
    return [_group(key, members, book, drawn, spread) for key, members in together.items()]


def _drawn(facts: Facts) -> dict[tuple[str, str, str], Array]:
    cursor = facts.query(
        "SELECT incident_id, line, party_id, list(log_ratio ORDER BY draw) FROM sky_draw GROUP BY ALL ORDER BY ALL"
    )
    return {(row[0], row[1], row[2]): np.array(row[3]) for row in cursor.fetchall()}


def _group(
    key: tuple[str, str],
    members: list[dict[str, object]],
    book: BookDraws,
    drawn: dict[tuple[str, str, str], Array],
    spread: Array,
) -> SkyGroup:
    weight = np.zeros_like(book.prior)
    for row in members:
        party = str(row["party_id"])
        if party in book.hypotheses and row["log_ratio"] is not None:
            weight[:, book.hypotheses.index(party)] = _column(row, drawn.get((*key, party)), spread)
    origins = tuple(sorted({str(name) for row in members for name in (row["origin_ids"] or ())}))  # type: ignore[attr-defined]
    independent = all(row["independent"] is not False for row in members)
    return SkyGroup(
        key[0],
        key[1],
        origins or (f"sky:{key[1]}",),
        str(members[0]["spoke"]),
        any(row["basis"] == "elicited" for row in members),
        independent,
        weight if independent else np.zeros_like(weight),
    )


def _column(row: dict[str, object], drawn: Array | None, spread: Array) -> Array:
    mean = float(row["log_ratio"])  # type: ignore[arg-type]
    if drawn is not None and drawn.size:
        return np.append(np.resize(drawn, spread.size - 1), mean)
    low, high = float(row["low"] or mean), float(row["high"] or mean)  # type: ignore[arg-type]
    return mean + spread * (high - low) / (2 * _Z)
