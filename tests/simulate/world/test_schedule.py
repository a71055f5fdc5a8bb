"""Attacks on medical facilities come at the rates asked for."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dalil.simulate.world.clock import Clock
from dalil.simulate.world.loading import load
from dalil.simulate.world.schedule import medical_times, regimes

CLOCK = Clock("Pacific/Auckland", date(2018, 12, 1), 182)


def times(regularity: str, seed: int) -> np.ndarray:
    """Days since the start of the attacks of a siege."""
    rates = load("siege", {"rates.regularity": regularity}).rates
    return (np.array(medical_times(rates, CLOCK, np.random.default_rng(seed))) - CLOCK.first_s) / 86_400


def test_regimes_of_the_siege():
    assert regimes(load("siege").rates, 182) == [(0.0, 128.0, 0.25), (128.0, 172.0, 0.5), (172.0, 182.0, 2.6667)]


def test_regimes_are_cut_to_a_short_period_and_stretched_to_a_long_one():
    rates = load("siege").rates
    assert regimes(rates, 150) == [(0.0, 128.0, 0.25), (128.0, 150.0, 0.5)]
    assert regimes(rates, 200)[-1] == (172.0, 200.0, 2.6667)


@pytest.mark.parametrize("regularity", ["0", "0.5", "0.6", "1"])
def test_each_regime_holds_its_number(regularity: str):
    found = times(regularity, 1)
    assert [int(((low <= found) & (found < high)).sum()) for low, high in ((0, 128), (128, 172), (172, 182))] == [
        32,
        22,
        27,
    ]


def test_regularity_one_is_equal_distances():
    gaps = np.diff(times("1", 1)[:32])
    assert gaps == pytest.approx(4.0, abs=1e-3)


def test_regularity_zero_is_as_irregular_as_poisson():
    # Uniform points of a regime have gaps whose coefficient of variation is near 1 (0.9 to 1.1 in the mean of 40
    # seeds), where a window of 0.8 slots around the middles (the default) stays below 0.4.
    def variation(regularity: str) -> float:
        gaps = [np.diff(times(regularity, seed)[:32]) for seed in range(40)]
        return float(np.mean([gap.std() / gap.mean() for gap in gaps]))

    assert 0.9 < variation("0") < 1.1
    assert variation("0.6") < 0.4
