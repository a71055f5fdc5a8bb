"""Simulated conflicts at the level of lists: who is on which list, and how sure linking is of it.

Everything is drawn from a seed; nothing here is a real place, person or organisation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.count.estimate.table import CaptureTable, table_from_counts

LISTS = "ABCD"


@dataclass(frozen=True)
class Conflict:
    """`total`: the truth; `tables`: one a draw of linking; `with_copies`: the same with copies counted."""

    total: int
    tables: list[CaptureTable]
    with_copies: list[CaptureTable]


def conflict(
    seed: int, *, spread: float = 0.0, copied: float = 0.0, loose: float = 0.15, linkings: int = 6
) -> Conflict:
    """A conflict of 400 to 4,000 cases and four lists that each hold 8 to 40 % of them, independently.

    `spread`: standard deviation of a case's own log odds of being recorded; `copied`: part of each list's cases that
    each other list takes over from it; `loose`: part of the cases on several lists that linking is not sure of.
    """
    rng = np.random.default_rng(seed)
    total = int(np.exp(rng.uniform(np.log(400), np.log(4000))))
    part = rng.uniform(0.08, 0.40, 4)
    own = spread * rng.standard_normal((total, 1))
    held = rng.random((total, 4)) < 1 / (1 + np.exp(-(np.log(part / (1 - part)) + own)))
    taken_over = rng.random((total, 4, 4)) < copied
    held_with_copies = held | (held[:, :, None] & taken_over).any(axis=1)
    return Conflict(
        total,
        _linkings(held[held.any(axis=1)], loose, linkings, np.random.default_rng(seed + 1)),
        _linkings(held_with_copies[held_with_copies.any(axis=1)], loose, linkings, np.random.default_rng(seed + 1)),
    )


def _linkings(held: np.ndarray, loose: float, number: int, rng: np.random.Generator) -> list[CaptureTable]:
    """Draws of linking that are calibrated: of the pairs held likely with p, a part p is true."""
    joined, chance = _loose_records(held, loose, rng)
    apart, false_chance = _lookalikes(held, chance, rng)
    return [_drawn(held, joined, chance, apart, false_chance, rng) for _ in range(number)]


def _loose_records(held: np.ndarray, loose: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Records of cases on several lists that are truly of their case, but not surely: (n, 2) case and list."""
    several = np.flatnonzero(held.sum(axis=1) >= 2)
    several = several[rng.random(len(several)) < loose]
    lists = np.array([rng.choice(np.flatnonzero(held[case])) for case in several], dtype=int)
    return np.stack([several, lists], axis=1), rng.beta(4, 1.5, len(several))


def _lookalikes(held: np.ndarray, chance: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Records alone in their case that look like another case: (n, 3) case, list, other case. For each true pair of
    chance p there are on average (1 - p) / p of these with the same p."""
    wanted = np.repeat(chance, rng.poisson((1 - chance) / chance))
    alone = rng.permutation(np.flatnonzero(held.sum(axis=1) == 1))[: len(wanted)]
    lists = held[alone].argmax(axis=1)
    others = np.array([rng.choice(np.flatnonzero(~held[:, place])) for place in lists], dtype=int)
    return np.stack([alone, lists, others], axis=1), wanted[: len(alone)]


def _drawn(
    held: np.ndarray,
    joined: np.ndarray,
    chance: np.ndarray,
    apart: np.ndarray,
    false_chance: np.ndarray,
    rng: np.random.Generator,
) -> CaptureTable:
    cases = held.copy()
    split = joined[rng.random(len(joined)) >= chance]
    cases[split[:, 0], split[:, 1]] = False
    merged = apart[rng.random(len(apart)) < false_chance]
    cases[merged[:, 0], merged[:, 1]] = False
    cases[merged[:, 2], merged[:, 1]] = True
    alone = np.zeros((len(split), cases.shape[1]), bool)
    alone[np.arange(len(split)), split[:, 1]] = True
    rows = np.concatenate([cases, alone])
    cells, counts = np.unique(rows[rows.any(axis=1)], axis=0, return_counts=True)
    return table_from_counts(LISTS, {tuple(map(int, row)): int(n) for row, n in zip(cells, counts, strict=True)})
