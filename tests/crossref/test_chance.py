"""Chance: rates, shrinkage, weights of days and raids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.crossref.chance import (
    CELL_WINDOWS,
    PLACE_WINDOWS,
    Looked,
    chance_rates,
    cluster_weights,
    interval,
    windows_factor,
)


def looked(matched: list[int], *, of: int = 100, incidents: int = 1, kept: bool = True) -> Looked:
    """`incidents` attacks alike, each with its own window and `of` others, of which some match (1 label, 1 bin)."""
    own = np.ones((1, 1), dtype=np.int8)
    parts, kinds, numbers, days = [], [], [], []
    for n in range(incidents):
        other = np.ones((of, 1), dtype=np.int8)
        other[: matched[n]] = 0
        parts += [own, other]
        kinds += [0, *[1] * of]
        numbers += [n] * (of + 1)
        days += [0, *range(1, of + 1)]
    zeros = np.zeros(incidents, dtype=np.int64)
    return Looked(
        np.concatenate(parts), 1, np.array(numbers), np.array(kinds), np.array(days), zeros, zeros,
        np.arange(incidents), np.full(len(kinds), kept),
    )  # fmt: skip


def rate(found: Looked) -> float:
    return float(chance_rates(found, np.ones(200), np.ones(50)).rate[0, 0, 0])


@pytest.mark.parametrize(("matched", "of"), [(10, 100), (50, 100), (0, 100)])
def test_one_place_is_shrunk_to_what_all_show(matched: int, of: int) -> None:
    # Group of cells, cell and place see the same windows; the group starts from one match in two windows.
    group = (matched + 1.0) / (of + 2)
    cell = (matched + CELL_WINDOWS * group) / (of + CELL_WINDOWS)
    expected = (matched + PLACE_WINDOWS * cell) / (of + PLACE_WINDOWS)
    assert rate(looked([matched], of=of)) == pytest.approx(expected)


def test_without_windows_a_match_is_as_likely_as_not() -> None:
    assert rate(looked([0], of=30, kept=False)) == pytest.approx(0.5)


def test_windows_in_which_nobody_watched_do_not_count() -> None:
    half = looked([10], of=100)
    kept = half.kept.copy()
    kept[51:] = False  # own window, then fifty others
    fewer = Looked(half.bin, 1, half.incident, half.kind, half.day, half.cell, half.group, half.raid, kept)
    assert rate(fewer) == pytest.approx(rate(looked([10], of=50)))


def test_a_place_of_its_own_keeps_apart_from_the_rest() -> None:
    found = chance_rates(looked([80, 0, 0, 0, 0], incidents=5), np.ones(200), np.ones(50)).rate[:, 0, 0]
    assert found[0] > 3 * found[1] > 0


@settings(deadline=None)
@given(st.integers(0, 100), st.integers(0, 100))
def test_more_matches_never_lower_the_rate(a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert rate(looked([low])) <= rate(looked([high])) + 1e-12


def test_weights_of_draw_0_are_one_and_of_the_others_one_on_average() -> None:
    weights = cluster_weights(2000, 5, np.random.default_rng(1))
    assert (weights[0] == 1).all()
    assert weights[1:].mean() == pytest.approx(1, abs=0.05)
    assert (weights >= 0).all()


def test_days_are_drawn_whole() -> None:
    """All matches on one day: the spread is that of one day in a hundred, however many windows saw it."""
    found = looked([1] * 30, incidents=30)
    weights = cluster_weights(200, 400, np.random.default_rng(3))
    draws = np.array([chance_rates(found, w, np.ones(50)).rate[0, 0, 0] for w in weights])
    low, high = interval(draws)
    binomial = 1.96 * np.sqrt(0.01 * 0.99 / 3000)
    assert high - low > 4 * 2 * binomial


@pytest.mark.parametrize(
    ("matched", "expected", "factor"),
    [([], [], 1.0), ([1, 1, 1], [0.5, 0.5, 0.0], 9 / 7), ([0] * 40, [0.5] * 40, 0.5), ([1] * 600, [0.01] * 600, 4.0)],
)
def test_others_attacks_mend_the_windows(matched: list[float], expected: list[float], factor: float) -> None:
    assert windows_factor(matched, expected, np.ones(len(matched))) == pytest.approx(factor)


def test_too_short_a_regime_falls_back_on_the_same_day() -> None:
    found = looked([10], of=100)
    same_day = Looked(
        found.bin, 1, found.incident, np.where(found.kind == 1, 2, 0), found.day, found.cell, found.group, found.raid,
        found.kept,
    )  # fmt: skip
    assert rate(same_day) == pytest.approx(rate(found))
