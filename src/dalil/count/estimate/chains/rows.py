"""The target that moves between Gibbs sweeps keep: shares and inclusion, with membership and the unseen summed out.

    L = prod_m q_m^count[m],   q_m = sum_k weight[k] p_k(m) e_k,   e_k = 1 / (1 - p_k(none)),
where weight[k] is class k's part of the OBSERVED cases. With weights held, inclusion can move far, and the total
with it, while the fit hardly changes. The stick's prior density in weights, with T_i = sum_{l >= i} weight_l e_l:
    (alpha - 1) log T_last - sum_{0 < i < last} log T_i - (alpha + 1) log T_0 + sum_k log e_k.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dalil.count.estimate.chains.gibbs import EDGE, Cells, State
from dalil.kernels import Floats, unchecked_kernel

__all__ = ["BEND", "LOGITS", "LOG_E", "LOG_WEIGHT", "WEIGHT", "E", "Target", "enter", "leave", "stick", "work_out"]


# A class is one row: its weight, log weight, e, log e, bend (the log density of its logits: capture times the sum
# over lists of log inclusion (1 - inclusion)), then a logit a list, an inclusion a list, p_k(m) e_k a cell.
WEIGHT, LOG_WEIGHT, E, LOG_E, BEND, LOGITS = 0, 1, 2, 3, 4, 5


class Target(NamedTuple):
    """The present state, the one or two classes proposed, and what both need."""

    now: Floats  # (classes, row)
    new: Floats  # (2, row)
    mix: Floats  # q of now and of new, (2, cells)
    stick: Floats  # (1,): log density of the stick
    alpha: float
    capture: float


@unchecked_kernel
def work_out(histories: npt.NDArray[np.uint8], rows: Floats, i: int, capture: float) -> None:
    """From the logits of row i: its inclusions, e, bend and what the class gives each cell."""
    cells, lists = histories.shape
    # Products in place of sums of logs: one log at the end, and lists are too few for them to underflow.
    none, bend = 1.0, 1.0
    first = LOGITS + lists
    for j in range(lists):
        present = min(max(1.0 / (1.0 + np.exp(-rows[i, LOGITS + j])), EDGE), 1.0 - EDGE)
        rows[i, first + j] = present
        none *= 1.0 - present
        bend *= present * (1.0 - present)
    inflation = 1.0 / (1.0 - none)
    for m in range(cells):
        odds = inflation
        for j in range(lists):
            odds *= rows[i, first + j] if histories[m, j] else 1.0 - rows[i, first + j]
        rows[i, first + lists + m] = odds
    rows[i, E], rows[i, LOG_E], rows[i, BEND] = inflation, np.log(inflation), capture * np.log(bend)


@unchecked_kernel
def stick(rows: Floats, alpha: float) -> float:
    """Log density of the stick in weights; see the module."""
    last = len(rows) - 1
    tail, out = 0.0, 0.0
    for i in range(last, -1, -1):
        tail += rows[i, WEIGHT] * rows[i, E]
        out += rows[i, LOG_E]
        if i == last:
            out += (alpha - 1.0) * (rows[i, LOG_WEIGHT] + rows[i, LOG_E])
        elif i > 0:
            out -= np.log(tail)
    return float(out - (alpha + 1.0) * np.log(tail))


@unchecked_kernel
def enter(cells: Cells, state: State, capture: float) -> Target:
    """The target at a state of the Gibbs sampler."""
    classes, lists = state.inclusion.shape
    now = np.zeros((classes, LOGITS + 2 * lists + len(cells.counts)))
    for k in range(classes):
        now[k, LOGITS : LOGITS + lists] = np.log(state.inclusion[k] / (1.0 - state.inclusion[k]))
        work_out(cells.capture_histories, now, k, capture)
    # A class's part of all cases, turned into its part of those that are seen.
    log_weight = state.log_share - now[:, LOG_E]
    log_weight -= log_weight.max()
    log_weight -= np.log(np.exp(log_weight).sum())
    now[:, LOG_WEIGHT] = log_weight
    now[:, WEIGHT] = np.exp(log_weight)
    mix = np.zeros((2, len(cells.counts)))
    for k in range(classes):
        mix[0] += now[k, WEIGHT] * now[k, LOGITS + 2 * lists :]
    alpha = state.alpha[0]
    return Target(now, np.empty((2, now.shape[1])), mix, np.array([stick(now, alpha)]), alpha, capture)


@unchecked_kernel
def leave(target: Target, state: State) -> None:
    """Back to a state of the Gibbs sampler, in place."""
    lists = state.inclusion.shape[1]
    log_share = target.now[:, LOG_WEIGHT] + target.now[:, LOG_E]
    log_share -= log_share.max()
    state.log_share[:] = log_share - np.log(np.exp(log_share).sum())
    state.inclusion[:] = target.now[:, LOGITS + lists : LOGITS + 2 * lists]
