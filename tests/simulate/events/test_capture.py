"""The lists: base chances, dependence between them, heterogeneity, and those nobody recorded."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dalil.simulate.events.capture import Reach, build_reach, missed
from dalil.simulate.events.plan import Plan, Toll
from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.loading import load

PLAN = Plan("toruvia", "airstrike", "", False, ("rocket",), True, Toll(civilians=3, injured=5), "Su-25")
OFF = {
    f"capture.{name}": "0"
    for name in (
        "toll_effect",
        "district_effect",
        "target_effect",
        "late_start",
        "positive",
        "negative",
        "heterogeneity",
    )
}


def reach(**changed: str) -> Reach:
    """The reach with every effect off but those given."""
    settings = load("small", OFF | {f"capture.{name}": value for name, value in changed.items()}).capture
    return build_reach(settings, load_conflict(), 4, 0, 1_000, np.random.default_rng(1))


def lists(r: Reach, n: int, own_odds: float = 0.0) -> np.ndarray:
    """Drawn histories, (n, 4) of 0 and 1."""
    rng, chance = np.random.default_rng(2), r.chances(PLAN, 0, 500, own_odds)
    found = np.zeros((n, 4), dtype=int)
    for row in found:
        row[list(r.draw(rng, chance))] = 1
    return found


def odds_ratio(table: np.ndarray, a: int, b: int, given: np.ndarray) -> float:
    """Odds ratio of two lists among rows where a third has captured, so that the empty row is no part of it."""
    rows = table[given == 1]
    n = [[int(((rows[:, a] == i) & (rows[:, b] == j)).sum()) for j in (0, 1)] for i in (0, 1)]
    return n[1][1] * n[0][0] / (n[1][0] * n[0][1])


def test_with_all_effects_off_chances_are_the_base():
    assert reach().chances(PLAN, 0, 500, 1.7) == pytest.approx([0.42, 0.36, 0.3, 0.24])


def test_with_all_effects_off_lists_are_independent():
    table = lists(reach(), 12_000)
    # Standard error of a log odds ratio over some 3,500 rows is about 0.07: 0.2 is three of them.
    assert abs(math.log(odds_ratio(table, 0, 1, table[:, 3]))) < 0.2
    assert abs(math.log(odds_ratio(table, 1, 2, table[:, 3]))) < 0.2


def test_dependence_has_the_sign_and_size_asked_for():
    table = lists(reach(positive="1.2", negative="-1.2"), 12_000)
    # As above, 0.3 for the smaller cells that dependence leaves.
    assert math.log(odds_ratio(table, 0, 1, table[:, 3])) == pytest.approx(1.2, abs=0.3)
    assert math.log(odds_ratio(table, 1, 2, table[:, 3])) == pytest.approx(-1.2, abs=0.3)


def test_an_attack_with_greater_odds_is_recorded_more():
    r = reach(heterogeneity="0.6")
    assert (r.chances(PLAN, 0, 500, 2.0) > r.chances(PLAN, 0, 500, 0.0)).all()
    assert (reach().chances(PLAN, 0, 500, 2.0) == reach().chances(PLAN, 0, 500, 0.0)).all()


def test_toll_district_target_and_time_move_the_chances():
    deadly = Plan("toruvia", "airstrike", "hospital", True, ("rocket",), True, Toll(civilians=60), "Su-25")
    usual = Plan("toruvia", "airstrike", "hospital", True, ("rocket",), True, Toll(), "Su-25")
    r = reach(toll_effect="0.6", target_effect="0.7", late_start="0.9")
    assert (r.chances(deadly, 0, 999, 0)[:3] > r.chances(usual, 0, 999, 0)[:3]).all()
    assert r.chances(usual, 0, 999, 0)[1] > reach(toll_effect="0.6").chances(usual, 0, 999, 0)[1]
    assert r.chances(usual, 0, 500, 0)[3] == 0.0
    spread = reach(district_effect="1").chances(PLAN, 0, 500, 0) - reach(district_effect="1").chances(PLAN, 1, 500, 0)
    assert np.abs(spread).max() > 0.01


def test_a_drawn_history_is_never_empty():
    assert (lists(reach(base="0.01,0.01,0.01,0.01"), 200).sum(axis=1) >= 1).all()


def test_the_missed_follow_from_the_chance_of_being_missed():
    rng, chance = np.random.default_rng(0), np.array([0.5, 0.5, 0.0, 0.0])
    mean = np.mean([missed(rng, chance) for _ in range(8_000)])
    # Missed by all with 0.25: 1/3 a documented one; standard error 0.67 / sqrt(8000) = 0.0075.
    assert mean == pytest.approx(1 / 3, abs=0.025)
