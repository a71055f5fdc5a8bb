"""The same likelihoods for two reports, in closed form and for millions of pairs: what the training reads.

`time_score`, `place_score` and `figure_score` of `likelihood` give the same for a cluster of two; a test holds
them to each other.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from dalil.geo.earth import KM_PER_DEGREE
from dalil.kernels import Floats, Ints, kernel, parallel_kernel
from dalil.link.reports.figures import FIGURES, OPTIONS
from dalil.link.reports.likelihood import PLACE_WIDTHS, Evidence, time_box

__all__ = ["PARTS", "gaps", "joint_figures", "score_pairs"]

PARTS = 2 + len(FIGURES)
"""Columns of a pair's score: time, place, then the figures."""

_NOTHING = -60.0  # log ratio where no error explains both: as low as any evidence, and finite so that it can be summed


def joint_figures(e: Evidence) -> Floats:
    """(figures, BINS, BINS): Σ_n q(n) P(m | n) P(m′ | n)."""
    return np.asarray(np.einsum("fan,fbn,fn->fab", e.stated, e.stated, e.prior, optimize=True))


@kernel
def time_boxes(e: Evidence, a: int, b: int, weights: Floats) -> float:
    """Fill `weights` (boxes, boxes) with ε_k ε_l |overlap| / (|k| |l|); returns their sum."""
    total = 0.0
    for k in range(e.boxes.shape[0]):
        low_a, high_a = time_box(e, a, k)
        for m in range(e.boxes.shape[0]):
            low_b, high_b = time_box(e, b, m)
            overlap = max(0.0, min(high_a, high_b) - max(low_a, low_b))
            mass = e.time_mass[e.time_class[a], k] * e.time_mass[e.time_class[b], m]
            weights[k, m] = mass * overlap / ((high_a - low_a) * (high_b - low_b))
            total += weights[k, m]
    return total


@kernel
def place_widths(e: Evidence, a: int, b: int, weights: Floats) -> float:
    """Fill `weights` (widths, widths) with the density of each pair of widths, summed over places; returns the sum."""
    weights[:] = 0.0
    total = 0.0
    for at in range(e.first[a], e.first[a + 1]):
        cosine = math.cos(math.radians(e.latitude[at]))  # a plane: pairs that blocking gives are some kilometres apart
        for to in range(e.first[b], e.first[b + 1]):
            dy = (e.latitude[to] - e.latitude[at]) * KM_PER_DEGREE
            dx = (e.longitude[to] - e.longitude[at]) * KM_PER_DEGREE * cosine
            squared = dx * dx + dy * dy
            for k in range(PLACE_WIDTHS.shape[0]):
                own = (PLACE_WIDTHS[k, 0] * e.radius_km[at]) ** 2 + PLACE_WIDTHS[k, 1] ** 2
                for m in range(PLACE_WIDTHS.shape[0]):
                    both = own + (PLACE_WIDTHS[m, 0] * e.radius_km[to]) ** 2 + PLACE_WIDTHS[m, 1] ** 2
                    mass = (
                        e.share[at]
                        * e.share[to]
                        * e.place_mass[e.place_class[a], k]
                        * e.place_mass[e.place_class[b], m]
                    )
                    part = mass * math.exp(-0.5 * squared / both) / (2 * math.pi * both)
                    weights[k, m] += part
                    total += part
    return total


@kernel
def figure_pair(e: Evidence, joint: Floats, a: int, b: int, figure: int) -> float:
    """The log likelihood ratio of one figure; 0 where one of the two does not state it."""
    together, alone_a, alone_b = 0.0, 0.0, 0.0
    count_a, count_b = 0, 0
    for option in range(OPTIONS):
        bin_b = e.figures[b, figure, option]
        if bin_b >= 0:
            count_b += 1
            alone_b += e.marginal[figure, bin_b]
    for option in range(OPTIONS):
        bin_a = e.figures[a, figure, option]
        if bin_a < 0:
            continue
        count_a += 1
        alone_a += e.marginal[figure, bin_a]
        for other in range(OPTIONS):
            bin_b = e.figures[b, figure, other]
            if bin_b >= 0:
                together += joint[figure, bin_a, bin_b]
    if count_a == 0 or count_b == 0:
        return 0.0
    return math.log(together / (alone_a * alone_b))


@parallel_kernel
def score_pairs(e: Evidence, joint: Floats, a: Ints, b: Ints) -> Floats:
    """(pairs, PARTS) log m({a, b}) − log m({a}) − log m({b}) by part; time in 1/days, place in 1/km²."""
    scores = np.zeros((a.size, PARTS))
    for pair in numba.prange(a.size):
        # Each pair has arrays of its own: pairs of one thread and another must not share a buffer.
        i, j = a[pair], b[pair]
        if not np.isnan(e.earliest[i]) and not np.isnan(e.earliest[j]):
            total = time_boxes(e, i, j, np.empty((e.boxes.shape[0], e.boxes.shape[0])))
            scores[pair, 0] = max(_NOTHING, math.log(total)) if total > 0.0 else _NOTHING
        if e.first[i] < e.first[i + 1] and e.first[j] < e.first[j + 1]:
            total = place_widths(e, i, j, np.empty((PLACE_WIDTHS.shape[0], PLACE_WIDTHS.shape[0])))
            scores[pair, 1] = max(_NOTHING, math.log(total)) if total > 0.0 else _NOTHING
        for figure in range(PARTS - 2):
            scores[pair, 2 + figure] = figure_pair(e, joint, i, j, figure)
    return scores


@parallel_kernel
def gaps(e: Evidence, a: Ints, b: Ints) -> tuple[Floats, Floats]:
    """Days between the two intervals (0 where they meet) and kilometres between the nearest places; NaN unknown."""
    days = np.full(a.size, np.nan)
    kilometres = np.full(a.size, np.nan)
    for pair in numba.prange(a.size):
        i, j = a[pair], b[pair]
        if not np.isnan(e.earliest[i]) and not np.isnan(e.earliest[j]):
            days[pair] = max(0.0, e.earliest[i] - e.latest[j], e.earliest[j] - e.latest[i])
        for at in range(e.first[i], e.first[i + 1]):
            cosine = math.cos(math.radians(e.latitude[at]))
            for to in range(e.first[j], e.first[j + 1]):
                dy = (e.latitude[to] - e.latitude[at]) * KM_PER_DEGREE
                dx = (e.longitude[to] - e.longitude[at]) * KM_PER_DEGREE * cosine
                length = math.sqrt(dx * dx + dy * dy)
                if np.isnan(kilometres[pair]) or length < kilometres[pair]:
                    kilometres[pair] = length
    return days, kilometres
