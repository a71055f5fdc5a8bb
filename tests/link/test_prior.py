"""The prior on partitions, by hand."""

import math

import numpy as np
import pytest

from dalil.link.prior import Prior, learn_prior, propensity


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
