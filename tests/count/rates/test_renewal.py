"""The searched test: its level on steady series, its power on a change, and raids."""

import numpy as np
import pytest

from dalil.count.rates.renewal import dispersion, raids_in, search


def steady(rng, kind):
    if kind == "single":
        return np.sort(rng.uniform(0, 180, rng.poisson(90)))
    starts = rng.uniform(0, 180, rng.poisson(30))
    return np.sort(np.minimum(np.repeat(starts, 3) + rng.uniform(0, 1 / 24, 3 * len(starts)), 179.99))


@pytest.mark.parametrize("kind", ["single", "raids of three"])
def test_level_on_steady_series(kind):
    rng, claimed = np.random.default_rng(5), 0
    for _ in range(150):
        found = search(raids_in(steady(rng, kind), 180), least=3, level=0.05, draws=99, rng=rng)
        claimed += any(split.p <= 0.05 for split in found)
    assert claimed <= 0.09 * 150  # 5 % and two standard errors


def test_a_fourfold_rate_is_found_where_it_begins():
    rng = np.random.default_rng(6)
    times = np.sort(np.concatenate([rng.uniform(0, 100, 50), rng.uniform(100, 150, 100)]))
    found = search(raids_in(times, 150), least=3, level=0.05, draws=199, rng=rng)
    assert found[0].p == pytest.approx(1 / 200)
    assert found[0].at_days == pytest.approx(100, abs=4)


def test_without_a_change_the_best_one_is_given_with_its_p():
    found = search(raids_in(np.arange(0.5, 60, 1.0), 60), least=3, level=0.05, draws=99, rng=np.random.default_rng(1))
    assert len(found) == 1
    assert found[0].p > 0.05


@pytest.mark.parametrize("times", [[], [1.0], [1.0, 2.0, 3.0]])
def test_too_few_to_search(times):
    assert search(raids_in(np.array(times), 60), least=3, level=0.05, draws=99, rng=np.random.default_rng(1)) == []


def test_attacks_within_minutes_are_one_raid():
    raids = raids_in(np.array([1.0, 1.01, 1.02, 5.0, 9.0, 9.05]), 10)
    assert raids.at.tolist() == [1.0, 5.0, 9.0]
    assert raids.size.tolist() == [3, 1, 2]
    assert raids.gaps.tolist() == [4.0, 4.0, 1.0]


@pytest.mark.parametrize(("size", "expected"), [(1, 1.0), (3, 3.0)])
def test_dispersion_of_raids_is_their_size(size, expected):
    rng = np.random.default_rng(2)
    starts = np.sort(rng.uniform(0, 4000, 2000))
    assert dispersion(raids_in(np.repeat(starts, size), 4000), []) == pytest.approx(expected, rel=0.15)


def test_dispersion_of_regular_attacks_is_small():
    times = np.arange(0.5, 200, 1.0) + np.random.default_rng(3).uniform(-0.2, 0.2, 200)
    assert dispersion(raids_in(times, 200), []) == 0.2
