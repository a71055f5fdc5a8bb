"""A Hamiltonian move of all inclusions at once, weights held (Neal 2011); the target is that of `rows`.

The mass of a class grows with the observed cases in it, which the move does not change, so that large and small
classes go as far as their own uncertainty in one step. The slope in a logit, with r_km = count[m] w_k p_k(m) e_k / q_m:
    sum_m r_km (mark[m, j] - inclusion[k, j] e_k) + capture (1 - 2 inclusion[k, j]) - inclusion[k, j] (e_k - 1) D_k,
D_k the derivative of the stick's density in log e_k.
"""

from __future__ import annotations

import numpy as np

from dalil.count.estimate.chains.gibbs import Cells
from dalil.count.estimate.chains.rows import BEND, LOGITS, WEIGHT, E, Target, stick, work_out
from dalil.kernels import Floats, Ints, unchecked_kernel

__all__ = ["glide", "log_target", "slope"]


# The number of steps is drawn from 1 to this, so that no orbit closes on itself; decision 071 has 8 and 32 beside it.
MOST_STEPS = 16


@unchecked_kernel
def log_target(cells: Cells, target: Target, rows: Floats, held: Ints) -> float:
    """Log of the target up to a constant, at the logits of `rows`; works out the rows held and the new mix."""
    head = LOGITS + 2 * cells.capture_histories.shape[1]
    value = 0.0
    mix = target.mix[1]
    for k in held:
        work_out(cells.capture_histories, rows, k, target.capture)
        value += rows[k, BEND]
    for m in range(len(mix)):
        given = 0.0
        for k in range(len(rows)):
            given += rows[k, WEIGHT] * rows[k, head + m]
        mix[m] = given
        value += cells.counts[m] * np.log(given)
    return float(value + stick(rows, target.alpha))


@unchecked_kernel
def _stick_slope(rows: Floats, alpha: float, out: Floats) -> None:
    """Derivative of the stick's log density in each class's log e, into `out` (classes,)."""
    last = len(rows) - 1
    tail = 0.0
    for i in range(last, -1, -1):
        tail += rows[i, WEIGHT] * rows[i, E]
        out[i] = tail
    whole, above = tail, 0.0
    for k in range(last + 1):
        if 0 < k < last:
            above += 1.0 / out[k]
        out[k] = 1.0 - rows[k, WEIGHT] * rows[k, E] * (above + (alpha + 1.0) / whole)
    out[last] += alpha - 1.0


@unchecked_kernel
def slope(cells: Cells, target: Target, rows: Floats, held: Ints, out: Floats) -> None:
    """Slope of `log_target` in each logit of the classes held, into `out` (held, lists)."""
    width, lists = cells.capture_histories.shape
    mix, first = target.mix[1], LOGITS + lists
    by_stick = np.empty(len(rows))
    _stick_slope(rows, target.alpha, by_stick)
    for h in range(len(held)):
        k = held[h]
        out[h] = 0.0
        cases = 0.0
        for m in range(width):
            share = cells.counts[m] * rows[k, WEIGHT] * rows[k, first + lists + m] / mix[m]
            cases += share
            for j in range(lists):
                out[h, j] += share * cells.capture_histories[m, j]
        for j in range(lists):
            present = rows[k, first + j]
            out[h, j] += target.capture * (1.0 - 2.0 * present)
            out[h, j] -= present * (cases * rows[k, E] + (rows[k, E] - 1.0) * by_stick[k])


@unchecked_kernel
def glide(rng: np.random.Generator, cells: Cells, target: Target, held: Ints, scale: float) -> bool:
    """One trajectory of a random number of leapfrog steps; whether its end was taken."""
    lists = cells.capture_histories.shape[1]
    rows = target.now.copy()
    pace = scale * (0.8 + 0.4 * rng.random()) / np.sqrt(0.3 + 0.1 * cells.observed * rows[held, WEIGHT])
    up, speed = np.empty((len(held), lists)), rng.standard_normal((len(held), lists))
    energy = 0.5 * (speed**2).sum() - log_target(cells, target, rows, held)
    slope(cells, target, rows, held, up)
    value = 0.0
    for _ in range(1 + int(rng.random() * MOST_STEPS)):
        for h in range(len(held)):
            for j in range(lists):
                speed[h, j] += 0.5 * pace[h] * up[h, j]
                rows[held[h], LOGITS + j] += pace[h] * speed[h, j]
        value = log_target(cells, target, rows, held)
        slope(cells, target, rows, held, up)
        for h in range(len(held)):
            for j in range(lists):
                speed[h, j] += 0.5 * pace[h] * up[h, j]
    taken = np.log(1.0 - rng.random()) < energy - 0.5 * (speed**2).sum() + value
    if taken:
        target.now[:] = rows
        target.mix[0] = target.mix[1]
        target.stick[0] = stick(rows, target.alpha)
    return bool(taken)
