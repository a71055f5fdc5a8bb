"""Draws from the code book, shared by all incidents: if the book is wrong, it is wrong everywhere at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.attribute.book.labelled import GRID, Labelled
from dalil.attribute.book.model import OTHER, SOURCE_KINDS, WHOLE_LINES, Codebook, Variable
from dalil.casefile.sections import AttributeSection
from dalil.casefile.settings import Settings
from dalil.kernels import Floats, Mask

__all__ = ["BookDraws", "draw_book", "hypotheses", "mean_prior", "mean_shares", "reliable", "stated"]

Counts = Mapping[tuple[str, str, str], float]
# Reliability (value, low, high) of a kind of source that the book does not give: as likely to know as not, and nearly
# anything between: who relies on a source must say how far.
_UNSTATED = (0.5, 0.25, 0.75)
# Of a whole line: it can speak against a party by no more than 1 / (1 - 0.9) (docs/decisions/060).
_UNSTATED_LINE = (0.9, 0.75, 0.97)


def hypotheses(settings: Settings) -> tuple[str, ...]:
    """The parties of the case, then `other`."""
    return (*(party.id for party in settings.parties), OTHER)


@dataclass(frozen=True, slots=True)
class BookDraws:
    """`theta[variable]` is (S, H, values); `reliability[kind]` and its like (S, 1); `prior` (S, H).

    The last draw, index -1, is the mean of the book: grades that need one number per party use it.
    """

    hypotheses: tuple[str, ...]
    theta: Mapping[str, Floats]
    reliability: Mapping[str, Floats]
    prior: Floats
    lowest_prior: Floats
    counts: Mapping[tuple[str, str, str], tuple[float, float]]
    inverse_temperature: float = 1.0
    """The exponent of all ratios: see `settled.inverse_temperature_of`."""


def draw_book(book: Codebook, settings: Settings, labelled: Labelled) -> BookDraws:
    """S draws of everything the book leaves open, the mean of each appended; seeded by case.toml."""
    section = settings.attribute
    parties = hypotheses(settings)
    kinds = (*SOURCE_KINDS, *WHOLE_LINES.values())
    # A stream each: a value more of one variable leaves the draws of the others as they were.
    streams = np.random.default_rng(section.seed).spawn(len(book.variables) + len(kinds) + 1)
    theta: dict[str, Floats] = {}
    counts: dict[tuple[str, str, str], tuple[float, float]] = {}
    for variable, stream in zip(book.variables, streams, strict=False):
        alpha, stated = _alpha(book, variable, parties, labelled.counts, counts)
        # Gammas over their sum are a Dirichlet; the floor keeps a share of nothing from being 0 / 0.
        draws = stream.standard_gamma(alpha, size=(section.draws, *alpha.shape)) + 1e-12
        theta[variable.id] = _shares(np.concatenate([draws, alpha[None]]), stated)
    reliability = {
        kind: _reliability(book, kind, stream, section.draws, labelled.trust.get(kind))
        for kind, stream in zip(kinds, streams[len(book.variables) :], strict=False)
    }
    prior, lowest = _priors(settings, parties, streams[-1])
    prior = _learned(prior, labelled.incidents, parties, section)
    return BookDraws(parties, theta, reliability, prior, lowest, counts, labelled.inverse_temperature)


def mean_shares(book: Codebook, parties: Sequence[str], labelled: Counts) -> dict[str, Floats]:
    """theta at the mean of the book with these labelled counts: (1, H, values) by variable."""
    found = {}
    for variable in book.variables:
        alpha, stated = _alpha(book, variable, parties, labelled, {})
        found[variable.id] = _shares(alpha[None], stated)
    return found


def mean_prior(settings: Settings, incidents: Mapping[str, int]) -> Floats:
    """(H,) prior at the mean of the book after so many labelled incidents of each party."""
    parties = hypotheses(settings)
    prior, _ = _priors(settings, parties, np.random.default_rng(0))
    mean: Floats = _learned(prior, incidents, parties, settings.attribute)[-1]
    return mean


def _shares(alpha: Floats, stated: Mask) -> Floats:
    """Rows add up to 1. Of whom the book says nothing is like the others together: to know nothing is no trait."""
    shares: Floats = alpha / alpha.sum(axis=-1, keepdims=True)
    shares[:, ~stated] = shares[:, stated].mean(axis=1, keepdims=True)
    return shares


def _alpha(
    book: Codebook,
    variable: Variable,
    parties: Sequence[str],
    labelled: Counts,
    counts: dict[tuple[str, str, str], tuple[float, float]],
) -> tuple[Floats, Mask]:
    """Pseudo-counts (H, values), and for whom the book or a labelled incident says anything (H)."""
    rows = np.zeros((len(parties), len(variable.values)))
    flat = book.flat / len(variable.values)
    for row, party in zip(rows, parties, strict=True):
        given = variable.counts.get(party, {})
        row[:] = [given.get(value, 0.0) for value in variable.values]
    seen = np.array([[labelled.get((variable.id, p, v), 0.0) for v in variable.values] for p in parties])
    for i, party in enumerate(parties):
        for j, value in enumerate(variable.values):
            before = float(rows[i, j]) + flat
            counts[variable.id, party, value] = (before, before + float(seen[i, j]))
    stated: Mask = (rows + seen).sum(axis=1) > 0
    alpha: Floats = rows + flat + seen
    return alpha, stated if stated.any() else np.ones(len(parties), dtype=np.bool_)


def _reliability(book: Codebook, kind: str, stream: np.random.Generator, draws: int, trust: Floats | None) -> Floats:
    """(S + 1, 1) draws of the chance that an origin of this kind knows what it says, the stated value last."""
    value, low, high = stated(book, kind)
    if trust is None:
        return np.append(stream.triangular(low, value, max(high, low + 1e-6), size=draws), value)[:, None]
    weights = reliable(book, kind, trust)
    found = np.interp(stream.random(draws), np.cumsum(weights), GRID).clip(low, high)
    return np.append(found, weights @ GRID)[:, None]


def reliable(book: Codebook, kind: str, trust: Floats | None) -> Floats:
    """How likely each reliability of GRID is: the book's range with its peak, times what labelled incidents say."""
    value, low, high = stated(book, kind)
    density = np.interp(GRID, [low - 1e-3, value, high + 1e-3], [0.0, 1.0, 0.0])
    weights: Floats = density * (1.0 if trust is None else np.exp(trust - trust.max()))
    # A range that falls between two values tried: the nearest is taken.
    weights = weights if weights.sum() > 0 else (np.abs(GRID - value) < 0.006).astype(np.float64)
    shares: Floats = weights / weights.sum()
    return shares


def stated(book: Codebook, kind: str) -> tuple[float, float, float]:
    """(value, low, high) of the reliability of a kind, where the book gives none a wide one."""
    given = book.reliability.get(kind)
    unstated = _UNSTATED_LINE if kind in WHOLE_LINES.values() else _UNSTATED
    return (given.value, given.low, given.high) if given else unstated


def _priors(settings: Settings, parties: Sequence[str], stream: np.random.Generator) -> tuple[Floats, Floats]:
    """(S + 1, H) priors drawn between each party's bounds, and (H,) the lowest prior of each."""
    section = settings.attribute
    even = (1 - section.prior_other) / max(len(parties) - 1, 1)
    bounds = {party.id: (party.prior_low, party.prior_high) for party in settings.parties}
    low, high = np.empty(len(parties)), np.empty(len(parties))
    own = np.zeros(len(parties), dtype=np.bool_)
    for i, party in enumerate(parties):
        share = section.prior_other if party == OTHER else even
        given_low, given_high = bounds.get(party, (None, None))
        own[i] = given_low is not None or given_high is not None
        low[i] = share / section.prior_spread if given_low is None else given_low
        high[i] = min(share * section.prior_spread, 0.99) if given_high is None else given_high
    # Bounds are factors around a share, so their middle is geometric.
    middle = np.sqrt(low * high)[None]
    draws = np.concatenate([stream.uniform(low, np.maximum(high, low), size=(section.draws, len(parties))), middle])
    return _to_one(draws, own), low


def _to_one(draws: Floats, own: Mask) -> Floats:
    """Rows that add up to 1: a prior that a person set keeps its value, the others share what it leaves."""
    if own.any() and not own.all():
        left = np.maximum(1 - draws[:, own].sum(axis=1, keepdims=True), 1e-6)
        draws[:, ~own] *= left / draws[:, ~own].sum(axis=1, keepdims=True)
    prior: Floats = draws / draws.sum(axis=1, keepdims=True)
    return prior


def _learned(prior: Floats, incidents: Mapping[str, int], parties: Sequence[str], section: AttributeSection) -> Floats:
    """Priors after the labelled incidents: who does how many, the prior being worth `prior_weight` incidents.

    Grades do not gain by it: they start from the lowest prior of the range, which labels leave where it is.
    """
    seen = np.array([float(incidents.get(party, 0)) for party in parties])
    if not section.learn_prior or not seen.any():
        return prior
    learned: Floats = (section.prior_weight * prior + seen) / (section.prior_weight + seen.sum())
    return learned
