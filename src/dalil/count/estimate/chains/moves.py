"""Metropolis moves between Gibbs sweeps, with class membership and the unseen summed out.

The Gibbs sampler is slow where many cases are unseen: it carries them along, and their number moves by about its
square root a sweep. Here they are summed out (`rows`). Any kernel that keeps that target may stand between two sweeps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dalil.count.estimate.chains.gibbs import Cells, Prior, State
from dalil.count.estimate.chains.hmc import glide
from dalil.count.estimate.chains.rows import (
    BEND,
    LOG_E,
    LOG_WEIGHT,
    LOGITS,
    WEIGHT,
    E,
    Target,
    enter,
    leave,
    stick,
    work_out,
)
from dalil.kernels import Floats, Ints, kernel, unchecked_kernel

__all__ = ["KINDS", "START_SCALES", "Tally", "move", "transfer"]


SHIFT, STRETCH, TRANSFER, GLIDE = 0, 1, 2, 3
KINDS = ("shift", "stretch", "transfer", "glide")
START_SCALES = np.array([4.0, 0.65, 2.5, 0.7])
REPEATS = np.array([1, 2, 10, 1])  # a sweep; what each gains stands in docs/decisions/071
FEWEST = 1.0  # classes that hold fewer observed cases are left to the Gibbs sweep


class Tally(NamedTuple):
    """By kind of move: its `scale`, how often `tried`, how often `taken`. Changed in place."""

    scale: Floats
    tried: Ints
    taken: Ints


NOBODY = -1  # in place of the second class where a move concerns one only


@kernel
def _exchange(some: Floats, i: int, others: Floats, k: int) -> None:
    """Two rows change places."""
    for column in range(some.shape[1]):
        some[i, column], others[k, column] = others[k, column], some[i, column]


@unchecked_kernel
def _log_fit(cells: Cells, target: Target, first: int, second: int) -> float:
    """Gain in log likelihood and in the logits' density by what `target.new` proposes; fills the new mix."""
    now, new, mix, counts = target.now, target.new, target.mix, cells.counts
    head = LOGITS + 2 * cells.capture_histories.shape[1]
    gain = 0.0
    # Only what the classes that move give to each cell is taken away and put back: cells, not cells × classes.
    mix[1] = mix[0]
    for i in range(2):
        k = first if i == 0 else second
        if k != NOBODY:
            work_out(cells.capture_histories, new, i, target.capture)
            gain += new[i, BEND] - now[k, BEND]
            for m in range(len(counts)):
                mix[1, m] += new[i, WEIGHT] * new[i, head + m] - now[k, WEIGHT] * now[k, head + m]
    for m in range(len(counts)):
        gain += counts[m] * np.log(mix[1, m] / mix[0, m])
    return gain


@unchecked_kernel
def _decide(rng: np.random.Generator, cells: Cells, target: Target, first: int, second: int, log_ratio: float) -> bool:
    """Take or leave what `target.new` proposes; `log_ratio` is the proposal's own (Hastings and Jacobian)."""
    now, new = target.now, target.new
    log_ratio += _log_fit(cells, target, first, second)
    _exchange(now, first, new, 0)
    if second != NOBODY:
        _exchange(now, second, new, 1)
    density = stick(now, target.alpha)
    # a comparison with nan is false: what cannot be computed is left
    taken = np.log(1.0 - rng.random()) < log_ratio + density - target.stick[0]
    if taken:
        target.stick[0] = density
        target.mix[0] = target.mix[1]
    else:
        _exchange(now, first, new, 0)
        if second != NOBODY:
            _exchange(now, second, new, 1)
    return bool(taken)


@kernel
def _shift(rng: np.random.Generator, new: Floats, lists: int, observed: int, scale: float) -> float:
    """All of a class's inclusions up or down by one step of the logit."""
    # A class of many cases is known better: its step shrinks as its standard error does.
    new[0, LOGITS : LOGITS + lists] += scale / np.sqrt(1.0 + observed * new[0, WEIGHT] / 10.0) * rng.normal()
    return 0.0


@kernel
def _respread(new: Floats, lists: int, before: float, after: float, factor: float) -> None:
    """The first class's part of two goes from before to after, their difference times factor; the mean stays."""
    for j in range(LOGITS, LOGITS + lists):
        apart = new[0, j] - new[1, j]
        mean = new[1, j] + before * apart
        new[0, j] = mean + (1.0 - after) * factor * apart
        new[1, j] = mean - after * factor * apart


@kernel
def _stretch(rng: np.random.Generator, new: Floats, lists: int, scale: float) -> float:
    """The difference of two classes times a factor; the Jacobian is the factor once a list."""
    log_factor = scale * rng.normal()
    part = new[0, WEIGHT] / (new[0, WEIGHT] + new[1, WEIGHT])
    _respread(new, lists, part, part, np.exp(log_factor))
    return float(log_factor * lists)


@unchecked_kernel
def transfer(rng: np.random.Generator, new: Floats, lists: int, observed: int, scale: float) -> float:
    """Weight from one class to another; their mean and difference stay. The log of the proposal's ratio."""
    both = new[0, WEIGHT] + new[1, WEIGHT]
    before = new[0, WEIGHT] / both
    after = 1.0 / (1.0 + np.exp(-(np.log(before / (1.0 - before)) + scale * rng.normal())))
    if min(after, 1.0 - after) * both * observed < FEWEST:
        return -np.inf  # no way back: the class would no longer be chosen
    _respread(new, lists, before, after, 1.0)
    for i in range(2):
        new[i, WEIGHT] = both * (after if i == 0 else 1.0 - after)
        new[i, LOG_WEIGHT] = np.log(new[i, WEIGHT])
    return float(np.log(after * (1.0 - after) / (before * (1.0 - before))))


@kernel
def _propose(rng: np.random.Generator, new: Floats, lists: int, observed: int, kind: int, scale: float) -> float:
    """Change `new` and return the log of the proposal's ratio; -inf where it is impossible."""
    if kind == SHIFT:
        return _shift(rng, new, lists, observed, scale)
    if kind == STRETCH:
        return _stretch(rng, new, lists, scale)
    return transfer(rng, new, lists, observed, scale)


@unchecked_kernel
def _relabel(rng: np.random.Generator, now: Floats, alpha: float) -> None:
    """Neighbours on the stick change places: the fit is the same, only the stick's density decides."""
    tails = np.cumsum((now[:, WEIGHT] * now[:, E])[::-1])[::-1].copy()
    last = len(now) - 1
    for k in range(last):
        share = [now[i, LOG_WEIGHT] + now[i, LOG_E] for i in (k, k + 1)]
        tail = tails[k + 1] + np.exp(share[0]) - np.exp(share[1])
        gain = (alpha - 1.0) * (share[0] - share[1]) if k + 1 == last else np.log(tails[k + 1] / tail)
        if np.log(1.0 - rng.random()) < gain:
            _exchange(now, k, now, k + 1)
            tails[k + 1] = tail


@kernel
def _round(rng: np.random.Generator, cells: Cells, target: Target, tally: Tally, kind: int, repeats: int) -> None:
    """All moves of one kind. Which classes may be chosen stays as it is, so that each move can be undone."""
    held = np.flatnonzero(target.now[:, WEIGHT] * cells.observed >= FEWEST)
    pairs = kind != SHIFT
    if pairs and len(held) < 2:
        return
    if kind == GLIDE:
        for _ in range(repeats):
            tally.tried[kind] += 1
            tally.taken[kind] += glide(rng, cells, target, held, tally.scale[kind])
        return
    # A shift concerns one class, so that it is tried once for each; pairs are drawn at random.
    for _ in range(repeats if pairs else repeats * len(held)):
        pick = int(rng.random() * len(held))
        # A second class that is never the first, in one draw.
        other = (pick + 1 + int(rng.random() * (len(held) - 1))) % len(held)
        first, second = held[pick], held[other] if pairs else NOBODY
        target.new[0] = target.now[first]
        if pairs:
            target.new[1] = target.now[second]
        log_ratio = _propose(rng, target.new, cells.capture_histories.shape[1], cells.observed, kind, tally.scale[kind])
        tally.tried[kind] += 1
        if log_ratio > -np.inf and _decide(rng, cells, target, first, second, log_ratio):
            tally.taken[kind] += 1


@kernel
def move(rng: np.random.Generator, cells: Cells, state: State, prior: Prior, tally: Tally) -> None:
    """One round of all kinds of moves, in place."""
    target = enter(cells, state, prior.capture)
    if not np.isfinite(target.stick[0]):
        return  # a share below the smallest float: the Gibbs sweep, in logs, will bring it back
    for kind in range(len(REPEATS)):
        _round(rng, cells, target, tally, kind, REPEATS[kind])
    _relabel(rng, target.now, target.alpha)
    leave(target, state)
