"""The undocumented by a latent-class mixture: chains of Gibbs sweeps and Metropolis moves.

Model and defaults (10 classes, a = b = 0.25) of Manrique-Vallier (2016) and the R package LCMCR. Several chains
from starts apart; they go on until they agree and are worth enough independent draws at both ends of the
interval, or until the most sweeps allowed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from dalil.count.estimate.chains.diagnostics import bulk_draws, r_hat, tail_draws
from dalil.count.estimate.chains.gibbs import Cells, Prior, State, start, sweep
from dalil.count.estimate.chains.moves import KINDS, START_SCALES, Tally, move
from dalil.count.estimate.table import CaptureTable
from dalil.kernels import Ints, kernel

__all__ = ["ChainSettings", "ClassPosterior", "class_posterior"]

WANTED_ACCEPTANCE = np.array([0.33, 0.33, 0.33, 0.75])
TUNE_EVERY = 25  # sweeps of the warm-up between two changes of the moves' scales
LARGE = 0.05  # a class counts as held if this part of the observed cases is in it


@dataclass(frozen=True)
class ChainSettings:
    """`sweeps` of the first round; rounds double them up to `most_sweeps` until `enough` effective draws.

    `classes`: at least 2. `most_r_hat`: chains that differ by more do not agree. `moves=False` is the plain Gibbs
    sampler.
    """

    classes: int = 10
    chains: int = 4
    warm_up: int = 2_000
    sweeps: int = 16_000
    most_sweeps: int = 256_000
    enough: int = 2_500
    most_r_hat: float = 1.01
    moves: bool = True

    def shared_among(self, tables: int) -> ChainSettings:
        """Less for each of many tables whose draws are pooled: together they are worth as many draws."""
        if tables == 1:
            return self
        share = max(self.enough // tables, 100)
        sweeps = max(self.sweeps // tables, 2_000)
        return replace(self, chains=2, warm_up=1_000, sweeps=sweeps, enough=share, most_r_hat=1.05)


@dataclass(frozen=True)
class ClassPosterior:
    """`totals`: (chains, draws); `held`: mean number of classes that hold a large part of the observed cases."""

    totals: Ints
    held: float
    r_hat: float
    bulk: float
    tail: float
    accepted: dict[str, float]


@dataclass
class _Chain:
    """One chain as it stands; goes on where it stopped."""

    rng: np.random.Generator
    state: State
    tally: Tally

    def run(self, cells: Cells, prior: Prior, sweeps: int, tune: bool, moves: bool) -> Ints:
        out = np.empty((2, sweeps), np.int64)
        _run(self.rng, cells, self.state, prior, self.tally, out, tune, moves)
        return out


def class_posterior(
    table: CaptureTable, seed: int, prior: Prior | None = None, settings: ChainSettings | None = None
) -> ClassPosterior:
    """Draws of the total. The same seed gives the same draws, on any number of cores."""
    settings, prior = settings or ChainSettings(), prior or Prior()
    cells = Cells(table.combinations, table.counts, table.observed)
    chains = [_begin(child, settings.classes, len(table.lists)) for child in _streams(seed, settings.chains)]
    _advance(chains, cells, prior, settings.warm_up, settings, tune=True)
    drawn = _advance(chains, cells, prior, settings.sweeps, settings)
    while not _enough(drawn[:, 0], settings) and drawn.shape[2] < settings.most_sweeps:
        more = min(drawn.shape[2], settings.most_sweeps - drawn.shape[2])
        drawn = np.concatenate([drawn, _advance(chains, cells, prior, more, settings)], axis=2)
    return _summary(drawn, chains)


def _streams(seed: int, chains: int) -> list[np.random.Generator]:
    return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(chains)]


def _begin(rng: np.random.Generator, classes: int, lists: int) -> _Chain:
    nothing = np.zeros(len(KINDS), np.int64)
    return _Chain(rng, start(rng, classes, lists), Tally(START_SCALES.copy(), nothing, nothing.copy()))


def _advance(
    chains: list[_Chain], cells: Cells, prior: Prior, sweeps: int, settings: ChainSettings, tune: bool = False
) -> Ints:
    """All chains by `sweeps`; totals and classes held, (chains, 2, sweeps)."""
    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(chain.run, cells, prior, sweeps, tune, settings.moves) for chain in chains]
        return np.stack([run.result() for run in runs])


def _enough(totals: Ints, settings: ChainSettings) -> bool:
    logs = np.log(totals)
    return r_hat(logs) <= settings.most_r_hat and min(bulk_draws(logs), tail_draws(logs)) >= settings.enough


def _summary(drawn: Ints, chains: list[_Chain]) -> ClassPosterior:
    logs = np.log(drawn[:, 0])
    tried = sum(chain.tally.tried for chain in chains)
    taken = sum(chain.tally.taken for chain in chains)
    accepted = {kind: float(rate) for kind, rate in zip(KINDS, taken / np.maximum(tried, 1), strict=True)}
    return ClassPosterior(
        drawn[:, 0], float(drawn[:, 1].mean()), r_hat(logs), bulk_draws(logs), tail_draws(logs), accepted
    )


@kernel
def _tune(tally: Tally) -> None:
    """Scales towards the wanted acceptance; only in the warm-up, so that the chain proper has fixed moves."""
    for kind in range(len(tally.scale)):
        if tally.tried[kind] > 0:
            accepted = tally.taken[kind] / tally.tried[kind]
            tally.scale[kind] *= np.exp(0.3 * (accepted - WANTED_ACCEPTANCE[kind]))
    tally.tried[:] = 0
    tally.taken[:] = 0


@kernel
def _held(state: State) -> int:
    """Classes with a large part of the observed cases."""
    classes, lists = state.inclusion.shape
    seen = np.empty(classes)
    for k in range(classes):
        none = 1.0
        for j in range(lists):
            none *= 1.0 - state.inclusion[k, j]
        seen[k] = np.exp(state.log_share[k]) * (1.0 - none)
    return int((seen >= LARGE * seen.sum()).sum())


@kernel
def _run(
    rng: np.random.Generator,
    cells: Cells,
    state: State,
    prior: Prior,
    tally: Tally,
    out: Ints,
    tune: bool,
    moves: bool,
) -> None:
    for i in range(out.shape[1]):
        out[0, i] = sweep(rng, cells, state, prior)
        out[1, i] = _held(state)
        if moves:
            move(rng, cells, state, prior, tally)
        if tune and i % TUNE_EVERY == TUNE_EVERY - 1:
            _tune(tally)
