"""From matches to ratios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.chance import Looked
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.weigh.labels import Established, Own, bin_likelihood, elicited, own_matches
from dalil.crossref.sky.weigh.weighing import affordable, damped, likelihood_ratios, weigh, with_silence

ONE_BIN = np.array([1.0])
MATCH, NONE = np.array([[0]], dtype=np.int8), np.array([[1]], dtype=np.int8)
GOOD = np.array([2])


def ratio(rate: float, chance: float, seen: np.ndarray) -> float:
    own = Own(np.array([[rate]]), ONE_BIN, np.array([0.15, 0.6, 1.0]), np.ones(1), np.zeros(1))
    return float(np.exp(likelihood_ratios(own, np.array([[[chance]]]), seen, GOOD)[0, 0]))


@pytest.mark.parametrize(
    ("rate", "chance", "matched", "expected"),
    [
        (0.5, 0.1, True, 0.5 + 0.5 / 0.1),  # (1 - E) + E / c
        (0.5, 0.1, False, 0.5),
        (0.8, 0.5, True, 1.8),
        (0.5, 1 - 1e-9, True, 1.0),  # what always matches says nothing
    ],
)
def test_one_label_and_one_bin(rate: float, chance: float, matched: bool, expected: float) -> None:
    assert ratio(rate, chance, MATCH if matched else NONE) == pytest.approx(expected, rel=0.02)


@settings(deadline=None)
@given(st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.floats(0.01, 0.9))
def test_two_parties_never_differ_by_more_than_their_rates(p: float, q: float, chance: float) -> None:
    p, q = max(p, q), min(p, q)
    assert 1 - 1e-9 <= ratio(p, chance, MATCH) / ratio(q, chance, MATCH) <= p / q * (1 + 1e-6)


@settings(deadline=None)
@given(st.floats(0.02, 0.9), st.floats(0.01, 0.9), st.floats(0.01, 0.9))
def test_the_rarer_by_chance_the_more_a_match_says(rate: float, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert ratio(rate, low, MATCH) >= ratio(rate, high, MATCH) - 1e-9


def test_the_nearest_of_own_and_chance_is_seen() -> None:
    # Two bins; own always in the second, chance in the first with 0.2 and in the second with 0.3.
    chance = np.array([[[0.2, 0.5]]])
    for seen, with_own, without in ((0, 0.2, 0.2), (1, 0.8, 0.3)):
        found = bin_likelihood(np.array([[0.5]]), np.array([0.0, 1.0]), chance, np.array([[seen]], dtype=np.int8))
        assert (found[0][0, 0], found[1][0, 0]) == (pytest.approx(with_own, abs=0.01), pytest.approx(without))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([1.0, 0.0], 1.0),
        ([1.0, 1.0], 1.85),
        ([-1.0, 0.0], -0.85),
        ([50.0, 0.0], np.log(1000)),
        ([-50.0, -50.0], -np.log(1000)),
    ],
)
def test_labels_add_up_damped_and_bounded(labels: list[float], expected: float) -> None:
    assert damped(np.array([labels]))[0] == pytest.approx(expected)


def test_what_the_catalogue_says_a_party_flies_is_expected_of_it() -> None:
    parties = [("russia", ("russia",), True), ("unknown", ("x",), True), ("militia", ("y",), False)]
    a, b = elicited(parties, ("Su-34", "MiG-21", "fixed_wing"), load_catalogue())
    mean = a / (a + b)
    assert mean[0].tolist() == pytest.approx([0.35, 0.02, 0.08])
    assert mean[1].tolist() == pytest.approx([0.08] * 3)
    assert mean[2].tolist() == pytest.approx([0.01] * 3)


@pytest.mark.parametrize(
    ("rates", "any_seen", "expected"),
    [
        # Two labels that exclude each other: seen apart they miss .6 · .65 = .39, the party is missed in .1.
        ([0.4, 0.35], 0.9, 0.9),
        ([0.4, 0.35], 0.0, 0.61),  # not known: as the labels apart would have it
        ([0.9, 0.0], 0.5, 0.9),
    ],
)
def test_detection_is_of_any_own_aircraft(rates: list[float], any_seen: float, expected: float) -> None:
    own = Own(np.array([rates]), ONE_BIN, np.array([0.15, 0.6, 1.0]), np.ones(1), np.array([any_seen]))
    assert own.detection(0, np.array([2]))[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (np.log(0.39), np.log(0.1)),  # neither label was seen: 1 - d, and not .6 · .65
        (np.log(0.39) / 2, np.log(0.1) / 2),
        (0.3, 0.3),  # what speaks for the party is as it is
        (-6.9, -np.log(1000)),
    ],
)
def test_silence_counts_as_detection_says(total: float, expected: float) -> None:
    own = Own(np.array([[0.4, 0.35]]), ONE_BIN, np.array([0.15, 0.6, 1.0]), np.ones(1), np.array([0.9]))
    assert with_silence(np.array([total]), own, 0, GOOD)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("matches", "of", "expected"),
    [(0, 0, 0.8), (180, 200, 0.875), (0, 200, 0.01)],
)
def test_any_own_aircraft_seen_above_chance(matches: int, of: int, expected: float) -> None:
    """Chance matches one in five: 180 of 200 seen give d + (1 - d)/5 = .9, d = .875."""
    assert established(matches, of).any_seen[0] == pytest.approx(expected, abs=0.01)


def established(matches: int, of: int) -> Own:
    own = np.array([[0]] * matches + [[1]] * (of - matches), dtype=np.int8).reshape(of, 1)
    known = Established(np.arange(of), np.zeros(of, dtype=np.int64))
    prior = (np.array([[1.4]]), np.array([[2.6]]))
    return own_matches(own, np.full((of, 1, 1), 0.2), np.full(of, 2), known, np.ones(of), prior)


@pytest.mark.parametrize(
    ("matches", "of", "expected"), [(0, 0, 0.35), (200, 200, 0.98), (40, 200, 0.02), (120, 200, 0.5)]
)
def test_own_matches_are_those_above_chance(matches: int, of: int, expected: float) -> None:
    # Chance matches one in five: of 120 in 200, E + (1 - E)/5 = 0.6 gives E = 0.5.
    assert established(matches, of).rate[0, 0] == pytest.approx(expected, abs=0.05)


def sky(seed: int, incidents: int) -> tuple[Looked, Established]:
    """Attacks of one party, whose label matches in 70 %; by chance it matches in 20 % of windows."""
    rng = np.random.default_rng(seed)
    bins, kind, number, day = [], [], [], []
    for n in range(incidents):
        bins.append(0 if rng.random() < 0.76 else 1)
        kind.append(0)
        bins += (rng.random(20) > 0.2).astype(int).tolist()
        kind += [1] * 20
        number += [n] * 21
        day += [n % 30, *rng.integers(0, 30, 20).tolist()]
    zeros = np.zeros(incidents, dtype=np.int64)
    found = Looked(
        np.array(bins, dtype=np.int8)[:, None], 1, np.array(number), np.array(kind), np.array(day), zeros, zeros,
        np.arange(incidents), np.ones(len(bins), dtype=np.bool_),
    )  # fmt: skip
    return found, Established(np.arange(incidents // 2), np.zeros(incidents // 2, dtype=np.int64))


def test_the_whole_recovers_rate_and_ratio() -> None:
    looked, known = sky(1, 300)
    prior = (np.array([[1.4], [0.1]]), np.array([[2.6], [4.0]]))
    found = weigh(looked, np.full(300, 2), known, prior, np.array([[1.0], [0.0]]), 20, 1)
    assert found.rate[0].mean() == pytest.approx(0.2, abs=0.03)
    assert found.own[0].rate[0, 0] == pytest.approx(0.7, abs=0.08)
    matched = looked.own[:, 0] == 0
    assert np.exp(found.ratio[0, matched, 0]).mean() == pytest.approx(0.3 + 0.7 / 0.2, rel=0.2)
    assert (found.ratio[0, ~matched, 0] < 0).all()
    assert (found.ratio[0, matched, 1] < found.ratio[0, matched, 0]).all()


def test_the_same_seed_gives_the_same_draws() -> None:
    looked, known = sky(2, 40)
    prior = (np.array([[1.4]]), np.array([[2.6]]))
    runs = [weigh(looked, np.full(40, 2), known, prior, np.ones((1, 1)), 20, 7) for _ in range(2)]
    assert (runs[0].ratio == runs[1].ratio).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 10**7))
def test_draws_fit_in_memory_and_are_never_fewer_than_twenty(cells: int) -> None:
    assert 20 <= affordable(200, cells) <= 200
