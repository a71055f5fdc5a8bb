"""Agreement of chains and effective draws, on series whose answer is known."""

import numpy as np
import pytest

from dalil.count.estimate.chains.diagnostics import bulk_draws, effective_draws, r_hat, tail_draws


def chains(correlation, number=4, length=20_000, seed=1):
    """Autoregressive series: effective draws are (1 - r) / (1 + r) of the draws."""
    rng = np.random.default_rng(seed)
    out = rng.standard_normal((number, length))
    for i in range(1, length):
        out[:, i] = correlation * out[:, i - 1] + np.sqrt(1 - correlation**2) * out[:, i]
    return out


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_effective_draws_of_an_autoregressive_series(correlation):
    expected = 80_000 * (1 - correlation) / (1 + correlation)
    assert effective_draws(chains(correlation)) == pytest.approx(expected, rel=0.12)
    assert bulk_draws(chains(correlation)) == pytest.approx(expected, rel=0.12)


def test_the_tail_has_no_more_draws_than_there_are():
    assert 40_000 < tail_draws(chains(0.0)) <= 100_000


def test_chains_that_agree():
    assert r_hat(chains(0.5)) < 1.002


def test_a_chain_elsewhere_is_seen():
    draws = chains(0.0, length=1000)
    draws[0] += 1
    assert r_hat(draws) > 1.05
    assert bulk_draws(draws) < 100


def test_a_chain_of_another_width_is_seen():
    draws = chains(0.0, length=1000)
    draws[0] *= 3
    assert r_hat(draws) > 1.05


def test_a_drift_within_one_chain_is_seen():
    assert r_hat(np.linspace(0, 1, 1000)[None, :]) > 1.5


def test_chains_that_do_not_move():
    still = np.full((4, 100), 7.0)
    assert r_hat(still) == 1.0
    assert effective_draws(still) == 400


def test_scale_does_not_matter():
    draws = chains(0.5, length=500)
    assert r_hat(np.exp(draws)) == pytest.approx(r_hat(draws), abs=0.01)
