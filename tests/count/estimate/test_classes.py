"""Chains of the latent-class mixture."""

import numpy as np

from dalil.count.estimate.chains.gibbs import Prior
from dalil.count.estimate.classes import ChainSettings, class_posterior
from dalil.count.estimate.table import table_from_counts

COUNTS = {(1, 0, 0): 60, (0, 1, 0): 50, (0, 0, 1): 40, (1, 1, 0): 12, (1, 0, 1): 10, (0, 1, 1): 8, (1, 1, 1): 3}
TABLE = table_from_counts("ABC", COUNTS)
SHORT = ChainSettings(classes=4, chains=2, warm_up=500, sweeps=2000, most_sweeps=8000, enough=200)


def quantiles(posterior):
    return np.quantile(posterior.totals, [0.1, 0.5, 0.9])


def test_same_seed_same_draws():
    first, second = (class_posterior(TABLE, 5, settings=SHORT) for _ in range(2))
    assert np.array_equal(first.totals, second.totals)
    assert not np.array_equal(first.totals, class_posterior(TABLE, 6, settings=SHORT).totals)


def test_rounds_go_on_until_enough():
    posterior = class_posterior(TABLE, 1, settings=SHORT)
    assert posterior.r_hat <= 1.01 or posterior.totals.shape == (2, 8000)
    assert min(posterior.bulk, posterior.tail) >= 200 or posterior.totals.shape == (2, 8000)


def test_the_limit_of_sweeps_holds():
    greedy = ChainSettings(classes=4, chains=2, warm_up=100, sweeps=300, most_sweeps=900, enough=10**9)
    assert class_posterior(TABLE, 1, settings=greedy).totals.shape == (2, 900)


def test_moves_change_the_speed_and_not_the_answer():
    plain = ChainSettings(classes=4, chains=4, warm_up=1000, sweeps=20_000, most_sweeps=20_000, moves=False)
    slow, fast = class_posterior(TABLE, 1, settings=plain), class_posterior(TABLE, 2, settings=SHORT)
    assert np.abs(np.log(quantiles(slow) / quantiles(fast))).max() < 0.06


def test_order_of_lists_does_not_matter():
    turned = table_from_counts("CAB", {(c, a, b): n for (a, b, c), n in COUNTS.items()})
    first, second = (class_posterior(table, 3, settings=SHORT) for table in (TABLE, turned))
    assert np.abs(np.log(quantiles(first) / quantiles(second))).max() < 0.06


def test_more_overlap_means_fewer_undocumented():
    overlapping = table_from_counts("ABC", {c: n * (1 if sum(c) == 1 else 4) for c, n in COUNTS.items()})
    medians = [
        np.median(class_posterior(table, 1, settings=SHORT).totals / table.observed) for table in (TABLE, overlapping)
    ]
    assert medians[1] < medians[0]


def test_two_kinds_of_cases_are_held_apart():
    """Half the cases are easy to record, half hard: independence would give 2,000 lists' worth of overlap."""
    odds = {
        code: 500 * np.prod([0.8 if bit else 0.2 for bit in code]) + 500 * np.prod([0.1 if b else 0.9 for b in code])
        for code in [(a, b, c, d) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)][1:]
    }
    posterior = class_posterior(table_from_counts("ABCD", {c: round(n) for c, n in odds.items()}), 1, settings=SHORT)
    low, high = np.quantile(posterior.totals, [0.025, 0.975])
    assert posterior.held > 1.8
    assert low < 1000 < high


def test_a_stronger_prior_on_inclusion_is_another_answer():
    strong = class_posterior(TABLE, 1, Prior(capture=4.0), SHORT)
    assert quantiles(strong)[1] < quantiles(class_posterior(TABLE, 1, settings=SHORT))[1]
