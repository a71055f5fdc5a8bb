"""The prior on partitions, by hand."""

import math

import numpy as np
import pytest

from dalil.link.pairs.prior import Prior, fronts, learn_prior, propensity


def test_psi_by_hand():
    # Two organisations, θ = 0.5: P(1) = 2/3, P(2) = 1/3; one of two organisations is named by ψ(1) = P(1)/2.
    psi = np.exp(Prior(2, 0.5, 0.01).log_psi)
    assert psi[1:] == pytest.approx([1 / 3, 1 / 3])


def test_the_chances_of_all_sets_of_organisations_sum_to_one():
    psi = np.exp(Prior(4, 0.3, 0.01).log_psi)
    assert sum(psi[k] * math.comb(4, k) for k in range(1, 5)) == pytest.approx(1.0)


def test_a_pair_of_one_organisation_costs_the_share_of_duplicates():
    prior = Prior(2, 0.5, 0.01)
    assert prior.log_same == pytest.approx(math.log(0.01) - math.log(1 / 3))
    assert prior.log_other == pytest.approx(math.log(1 / 3) - 2 * math.log(1 / 3))


def test_one_organisation_alone_has_no_others():
    assert Prior.first(1).log_other == 0.0


def test_more_links_raise_what_is_learned():
    first = Prior.first(3)
    two = np.zeros(1000, dtype=bool)
    few, many = (learn_prior(first, np.full(1000, p), two, 2000) for p in (0.05, 0.9))
    assert few.ratio < many.ratio
    own = np.ones(1000, dtype=bool)
    assert (
        learn_prior(first, np.full(1000, 0.3), own, 2000).duplicate
        > learn_prior(first, np.full(1000, 0.01), own, 2000).duplicate
    )


def test_a_front_whose_reports_find_fellows_has_more_propensity():
    classes = np.repeat([0, 1], 100)
    found = propensity(classes, np.where(classes == 0, 0.9, 0.1))
    assert found[0] > 0 > found[-1]


def test_equal_fronts_have_none():
    assert propensity(np.zeros(50, dtype=np.int64), np.full(50, 0.4)) == pytest.approx(0.0)


def classes(world, *told, parties=None):
    reports = world.reports(*told)
    return fronts(reports, np.zeros(len(reports), dtype=np.int64) if parties is None else np.array(parties)).tolist()


HERE = {"hour": 0, "latitude": 10.2}


@pytest.mark.parametrize(("other", "one_front"), [
    ({"hour": 24, "latitude": 10.9}, True),
    ({"hour": 0, "latitude": 11.1}, False),  # another degree
    ({"hour": 24 * 100, "latitude": 10.2}, False),  # another quarter of a year
    ({"latitude": 10.2}, False),  # no time: with those that have none
])  # fmt: skip
def test_a_front_is_a_degree_and_a_season(world, other, one_front):
    one, two = classes(world, {"id": "a/1", **HERE}, {"id": "a/2", **other})
    assert (one == two) is one_front


def test_organisations_and_whom_they_accuse_have_fronts_of_their_own(world):
    told = {"id": "a/1", **HERE}, {"id": "a/2", **HERE}, {"id": "b/1", **HERE}
    assert len(set(classes(world, *told))) == 2
    assert len(set(classes(world, *told, parties=[0, 1, 0]))) == 3


def test_nothing_placed_and_nobody(world):
    assert classes(world) == []
    assert len(set(classes(world, {"id": "a/1"}, {"id": "a/2"}))) == 1


def test_a_small_front_is_drawn_to_the_mean():
    # Twenty reports' worth of the mean: one report that has a fellow moves its class less than twenty that have.
    few = propensity(np.array([0] + [1] * 99), np.array([1.0] + [0.3] * 99))
    many = propensity(np.array([0] * 20 + [1] * 80), np.array([1.0] * 20 + [0.3] * 80))
    assert 0.0 < few[0] < many[0]


def test_what_is_learned_returns_the_ratio_that_made_it():
    # Of three organisations, P(k) to 1 : θ : θ²; a report has Σ k(k−1)P(k) / Σ kP(k) partners.
    theta, reports = 0.7, 100_000
    weights = np.array([1.0, theta, theta**2])
    partners = (np.array([0, 2, 6]) * weights).sum() / (np.array([1, 2, 3]) * weights).sum()
    pairs = int(partners * reports / 2)
    found = learn_prior(Prior.first(3), np.ones(pairs), np.zeros(pairs, dtype=bool), reports)
    assert found.ratio == pytest.approx(theta, rel=0.01)
