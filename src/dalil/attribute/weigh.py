"""All incidents at once: their groups as arrays, the posteriors, the candidate of each, and what its grade needs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dalil.attribute import kernels
from dalil.attribute.book_draws import BookDraws
from dalil.attribute.codebook import LINES, OTHER
from dalil.attribute.grade import Judged, LineJudged

__all__ = ["FALLS", "Held", "Weighed", "judge_sets", "weigh"]

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
CHUNK = 4_000  # incidents: bounds the memory of groups that no two incidents share
FALLS = np.round(np.geomspace(1.0, 20.0, 61), 3)
"""Factors f tried for "the f at which the grade falls"."""


@dataclass(frozen=True, slots=True)
class Held:
    """The groups of one incident: for each its weight (S + 1, H), its line, its origins."""

    incident_id: str
    weights: tuple[Array, ...]
    lines: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]
    elicited: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """(N, H, 3): mean, 2.5 % and 97.5 % of each hypothesis, in the order of the incidents given."""

    posteriors: Array


def _pack(
    chunk: Sequence[Held], book: BookDraws
) -> tuple[Array, npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The distinct weights of a chunk as one array, and for each incident its groups' places in it."""
    place: dict[int, int] = {}
    stack: list[Array] = []
    pattern: list[int] = []
    line: list[int] = []
    start = [0]
    for held in chunk:
        for weight, name in zip(held.weights, held.lines, strict=True):
            if id(weight) not in place:
                place[id(weight)] = len(stack)
                stack.append(weight)
            pattern.append(place[id(weight)])
            line.append(LINES.index(name))
        start.append(len(pattern))
    weights = np.stack(stack or [np.zeros_like(book.prior)])
    return weights, np.array(start), np.array(pattern, dtype=np.int64), np.array(line, dtype=np.int64)


def weigh(incidents: Sequence[Held], book: BookDraws) -> Weighed:
    """Posteriors of every hypothesis for every incident."""
    log_prior = np.log(book.prior)

    def one(chunk: Sequence[Held]) -> Array:
        weights, start, pattern, _ = _pack(chunk, book)
        found: Array = kernels.posteriors(weights, log_prior, start, pattern)
        return found

    parts = _side_by_side(one, [incidents[at : at + CHUNK] for at in range(0, len(incidents), CHUNK)])
    return Weighed(np.concatenate([np.zeros((0, len(book.hypotheses), 3)), *parts]))


def judge_sets(
    incidents: Sequence[Held], members: Mask, weighed: Weighed, book: BookDraws, factors: Sequence[float]
) -> tuple[list[Judged], Array]:
    """For the candidate set of each incident (mask (N, H)) what its grade rests on, and (N, FALLS) posteriors."""
    log_prior, cuts, falls = np.log(book.prior), np.log(np.array(factors)), np.log(FALLS)

    def one(at: int) -> tuple[list[Judged], Array]:
        chunk, mask = incidents[at : at + CHUNK], members[at : at + CHUNK]
        means = weighed.posteriors[at : at + CHUNK, :, 0]
        weights, start, pattern, line = _pack(chunk, book)
        rival = _best_named_rival(mask, means)
        ratios, weakened, grid, apart = kernels.judge(
            weights, log_prior, book.lowest_prior, start, pattern, line, len(LINES), mask, rival, cuts, falls
        )
        posterior = np.where(mask, means, 0.0).sum(axis=1)
        rows = zip(chunk, posterior, ratios, weakened, apart, strict=True)
        return [_judged(held, float(p), r, w, a, factors) for held, p, r, w, a in rows], grid

    parts = _side_by_side(one, range(0, len(incidents), CHUNK))
    grids = [np.zeros((0, len(FALLS))), *(grid for _, grid in parts)]
    return [each for judged, _ in parts for each in judged], np.concatenate(grids)


def _best_named_rival(mask: Mask, means: Array) -> npt.NDArray[np.int64]:
    """The likeliest named party outside the set. "Other" looks like the average of all, so no line could speak
    against it by more than their number; it is a rival only where no named one is left."""
    outside = np.where(mask, -1.0, means)
    outside[:, -1] = np.where(mask[:, -1], -1.0, 0.0)
    rival: npt.NDArray[np.int64] = np.where(outside.max(axis=1) > 0, outside.argmax(axis=1), means.shape[1] - 1)
    return rival


def _side_by_side(work: Callable[[Any], Any], pieces: Iterable[Any]) -> list[Any]:
    """`work` on every piece, in order, on as many threads as there are cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, pieces))


def _judged(
    held: Held, posterior: float, ratios: Array, weakened: Array, apart: Array, factors: Sequence[float]
) -> Judged:
    lines = []
    for name in dict.fromkeys(held.lines):
        mine = [g for g, line in enumerate(held.lines) if line == name]
        origins = tuple(sorted({origin for g in mine for origin in held.origins[g]}))
        mean, low, high = ratios[LINES.index(name)]
        elicited = all(held.elicited[g] for g in mine)
        lines.append(LineJudged(name, float(mean), float(low), float(high), origins, elicited))
    without = {f"{held.lines[g]}: {', '.join(held.origins[g])}": float(apart[g]) for g in range(len(held.lines))}
    return Judged(posterior, tuple(lines), dict(zip(factors, map(float, weakened), strict=True)), without)


def singles(weighed: Weighed, hypotheses: Sequence[str]) -> Mask:
    """The best single party of each incident, as a mask (N, H); `other` is never a candidate."""
    means = weighed.posteriors[:, :, 0].copy()
    means[:, hypotheses.index(OTHER)] = -1
    mask = np.zeros(means.shape, dtype=np.bool_)
    mask[np.arange(len(means)), means.argmax(axis=1)] = True
    return mask


def pairs(weighed: Weighed, hypotheses: Sequence[str]) -> Mask:
    """The best two parties of each incident, as a mask (N, H)."""
    means = weighed.posteriors[:, :, 0].copy()
    means[:, hypotheses.index(OTHER)] = -1
    best = np.argsort(-means, axis=1, kind="stable")[:, :2]
    mask = np.zeros(means.shape, dtype=np.bool_)
    np.put_along_axis(mask, best, True, axis=1)
    return mask
