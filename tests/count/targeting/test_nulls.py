"""The two nulls: by hand on a handful of strikes, and their level on simulated towns."""

import numpy as np
import pytest

from dalil.count.targeting.nulls import Aim, buildings_around, displaced, hits, matched_hits, replaced

from .town import strikes

RADII = np.array([100.0])


def aim(points, raids, sites, error=0.0):
    points = np.array(points, dtype=float)
    return Aim(points, np.array(raids), np.array(sites, dtype=float), np.full(len(points), error))


@pytest.mark.parametrize(
    ("points", "raids", "expected"),
    [
        ([(0, 0), (50, 0), (500, 0)], [0, 1, 2], 2),
        ([(0, 0), (50, 0), (500, 0)], [0, 0, 1], 1),  # two strikes of one raid are one hit
        ([(950, 0), (0, 0)], [0, 0], 2),  # one raid at two sites
        ([(101, 0)], [0], 0),
    ],
)
def test_hits_by_hand(points, raids, expected):
    assert hits(aim(points, raids, [(0, 0), (1000, 0)]), RADII).tolist() == [expected]


def test_a_raid_is_displaced_as_it_is():
    pair = aim([(0, 0), (5000, 0)], [0, 0], [(0, 0), (5000, 0)])
    drawn = displaced(pair, 300, RADII, 400, np.random.default_rng(1))[:, 0]
    assert set(drawn.tolist()) == {0, 2}  # both sites or none
    assert np.mean(drawn == 2) == pytest.approx((100 / 300) ** 2, abs=0.05)


def test_raids_beyond_reach_never_hit():
    assert displaced(aim([(5000, 0)], [0], [(0, 0)]), 300, RADII, 50, np.random.default_rng(1)).max() == 0


def test_listed_buildings_are_used_where_there_are_enough():
    ring = [(300 * np.cos(a), 300 * np.sin(a)) for a in np.linspace(0, 6, 8)]
    found = buildings_around(aim([(0, 0)] * 9, range(9), [(0, 0)]), np.array(ring), 500, 75, 5)
    assert found.raid.tolist() == [-1] * 8


def test_a_struck_place_does_not_count_its_own_raid():
    case = aim([(300, 0), (310, 0), (320, 0)], [0, 0, 1], [(0, 0)])
    found = buildings_around(case, np.zeros((0, 2)), 500, 75, 1)
    assert [raids.tolist() for raids in found.within(case, 100)] == [[1], [1], [0]]


def test_a_site_without_buildings_around_it_cannot_be_compared():
    found = buildings_around(aim([(9000, 0)], [0], [(0, 0)]), np.zeros((0, 2)), 500, 75, 1)
    assert [len(near) for near in found.of_site] == [0]


def test_errors_of_struck_places_blur_the_sites():
    case = aim([(0, 0)], [0], [(0, 0)], error=100.0)
    assert matched_hits(case, RADII, np.random.default_rng(2))[0] == pytest.approx(1 - np.exp(-0.5), abs=0.2)


def p_values(rng, kind, share):
    points, raids, sites = strikes(rng, kind, share=share)
    radii, case = np.array([150.0]), Aim(points, raids, sites, np.full(len(points), 75.0))
    around = buildings_around(case, np.zeros((0, 2)), 2000, 75, 5)
    by_chance = (displaced(case, 1000, radii, 99, rng)[:, 0], replaced(case, around, radii, 99, rng)[:, 0])
    seen = (hits(case, radii)[0], matched_hits(case, radii, rng)[0])
    return max((1 + np.count_nonzero(drawn >= found)) / 100 for drawn, found in zip(by_chance, seen, strict=True))


@pytest.mark.parametrize("kind", ["raids", "buildings"])
def test_without_aim_few_alarms(kind):
    rng = np.random.default_rng(3)
    assert sum(p_values(rng, kind, 0.0) <= 0.05 for _ in range(60)) <= 6  # 3 expected at most


def test_with_a_fifth_aimed_the_test_speaks():
    rng = np.random.default_rng(4)
    assert sum(p_values(rng, "buildings", 0.2) <= 0.05 for _ in range(15)) >= 14
