"""How many were killed and injured: what two sources' figures say about being of one attack.

The true figure n of an attack has the prior q(n), that of the case itself: 36 dead in two reports of one day is
rarer than 1 dead in two. A source states m with probability α·[m = n] + (1 − α)·k(m | n), k log-Laplace. What a
source means by its figure is itself uncertain (civilians, civilians and those of unknown status, all; the least or
the most), so a report has up to `OPTIONS` readings, each as likely. Not stated is not zero: such a report says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.kernels import Floats, Int16s

__all__ = ["BINS", "FIGURES", "OPTIONS", "FigureModel", "figure_bins", "figure_model", "figure_value"]


_CIVIL = "coalesce(killed_civilians_min, killed_civilians_max)"
_WITH_UNKNOWN = f"{_CIVIL} + coalesce(killed_status_unknown_min, killed_status_unknown_max)"
_ALL = "coalesce(killed_total_min, killed_total_max)"


def _of_the_killed(figure: str) -> str:
    """Where nobody was killed, that no child was says nothing more."""
    stated = f"coalesce({figure}_min, {figure}_max)"
    return f"CASE WHEN coalesce(killed_civilians_max, killed_total_max, 1) > 0 THEN {stated} END"


FIGURES = {
    "killed": (
        _CIVIL,
        _WITH_UNKNOWN,
        f"coalesce({_ALL}, {_CIVIL} + coalesce(killed_combatants_min, 0))",
        "killed_civilians_max",
        "killed_total_max",
    ),
    "killed_range": ("greatest(killed_total_max - killed_total_min, killed_civilians_max - killed_civilians_min)",),
    "injured": ("coalesce(injured_civilians_min, injured_civilians_max)",
                "coalesce(injured_total_min, injured_total_max)"),
    "killed_children": (_of_the_killed("killed_children"),),
}  # fmt: skip
"""Each figure with what a source may mean by it, as SQL over `report`."""

OPTIONS = 5  # readings of one figure at most: as many as "killed" has in `FIGURES`

_EXACT = 100  # killed up to which each count has a bin of its own: hardly an attack has more
_EDGES = np.unique(np.round(np.geomspace(_EXACT + 1, 20_000, 40)).astype(np.int64))
BINS = _EXACT + 1 + len(_EDGES)
"""Counts to 100 have a bin each; above, bins are 14 % wide."""


def figure_bins(counts: Floats) -> Int16s:
    """The bin of each count, -1 for NaN and for a negative range."""
    known = np.isfinite(counts) & (counts >= 0)
    whole = np.where(known, counts, 0).astype(np.int64)
    above = _EXACT + np.searchsorted(_EDGES, whole, side="right")
    return np.where(known, np.where(whole <= _EXACT, whole, np.minimum(above, BINS - 1)), -1).astype(np.int16)


def figure_value(number: int) -> int:
    """The count that a bin stands for: exact to 100, else the middle of the bin."""
    return round(float(_VALUE[number]))


_VALUE = np.concatenate([np.arange(_EXACT + 1), np.sqrt(_EDGES * np.append(_EDGES[1:], 20_000))])


@dataclass(frozen=True, slots=True)
class FigureModel:
    """For each figure: `prior` (BINS) of the true value; `stated` (BINS, BINS): P(stated m | true n) as [m, n]."""

    prior: Floats
    stated: Floats
    exact: Floats


def figure_model(figures: Int16s, exact: Floats, spread: float = 0.7) -> FigureModel:
    """The model for `figures` (n, figures, options) when a share `exact` (figures) of statements is the true value.

    `spread` is the scale of the log-Laplace error of the rest.
    """
    prior = np.empty((figures.shape[1], BINS))
    stated = np.empty((figures.shape[1], BINS, BINS))
    gap = np.abs(np.log1p(_VALUE)[:, None] - np.log1p(_VALUE)[None, :])
    for number in range(figures.shape[1]):
        seen = figures[:, number, :].ravel()
        counts = np.bincount(seen[seen >= 0], minlength=BINS).astype(np.float64)
        # Three attacks' worth of a power law keep a count that nobody states possible.
        smooth = 1.0 / (1.0 + _VALUE) ** 1.5
        prior[number] = counts + 3.0 * smooth / smooth.sum()
        prior[number] /= prior[number].sum()
        # Errors land on figures that sources use: the kernel is weighted by the prior, so that a wrong figure
        # is as likely to be 10 as the case's figures are.
        error = np.exp(-gap / spread) * (prior[number] + 1e-4)[:, None]
        stated[number] = (1.0 - exact[number]) * error / error.sum(axis=0, keepdims=True)
        stated[number] += exact[number] * np.eye(BINS)
    return FigureModel(prior, stated, exact)
