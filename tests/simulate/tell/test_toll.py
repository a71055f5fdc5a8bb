"""Stated tolls."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dalil.simulate.events.plan import Toll
from dalil.simulate.tell.toll import tell_toll
from dalil.simulate.world.loading import load

RIGHT = load("small", {"habits.toll_error": "0"}).habits
USUAL = load("small").habits
TOLL = Toll(civilians=12, children=4, women=3, combatants=0, medical=1, rescue=2, injured=20, injured_children=5)


@given(st.integers(0, 2**31))
def test_least_is_never_above_most(seed: int):
    stated = tell_toll(USUAL, np.random.default_rng(seed), TOLL)
    for name, value in stated.items():
        assert value >= 0
        if name.endswith("_min"):
            assert value <= stated[name.removesuffix("min") + "max"]


@given(st.integers(0, 2**31))
def test_groups_are_part_of_the_civilians(seed: int):
    stated = tell_toll(USUAL, np.random.default_rng(seed), TOLL)
    for group in ("children", "women", "medical", "rescue"):
        assert stated.get(f"killed_{group}_min", 0) <= stated["killed_civilians_min"]


def test_without_error_the_least_is_the_truth():
    for seed in range(50):
        stated = tell_toll(RIGHT, np.random.default_rng(seed), TOLL)
        assert stated["killed_civilians_min"] == 12
        assert stated.get("killed_children_min", 4) == 4


def test_an_early_toll_is_smaller():
    early = [tell_toll(RIGHT, np.random.default_rng(seed), TOLL, 0.5)["killed_civilians_min"] for seed in range(300)]
    assert 5.5 < np.mean(early) < 6.5  # 6, standard error 0.1


def test_not_stated_is_not_nought():
    stated = [tell_toll(RIGHT, np.random.default_rng(seed), TOLL) for seed in range(400)]
    silent = np.mean(["killed_children_min" not in row for row in stated])
    assert 0.09 < silent < 0.21  # 0.15, standard error 0.018
    assert all("killed_combatants_min" not in row for row in stated)
