"""Weighted samples and what an estimate prints."""

import json

import numpy as np
import pytest

from dalil.count.estimate.result import Estimate, Reason, Sample, pool

SAMPLE = Sample(np.array([30, 10, 20]), np.array([0.25, 0.25, 0.5]))


def test_moments_and_quantiles():
    assert SAMPLE.mean() == 20
    assert SAMPLE.variance() == 50
    assert SAMPLE.quantiles(0.1, 0.25, 0.5, 0.9) == [10, 10, 20, 30]


def test_below_is_a_distribution_again():
    assert SAMPLE.below(20).weights.tolist() == pytest.approx([1 / 3, 2 / 3])
    assert SAMPLE.below(5) is SAMPLE


def test_pool_gives_each_sample_the_same_weight():
    one = Sample(np.array([100]), np.array([1.0]))
    pooled = pool([SAMPLE, one])
    assert pooled.mean() == 60
    # law of total variance: within (50 + 0) / 2, between (20 - 60)^2
    assert pooled.variance() == pytest.approx(25 + 1600)


def test_draws_are_stratified():
    draws = SAMPLE.draws(400, np.random.default_rng(0))
    assert [int((draws == total).sum()) for total in (10, 20, 30)] == [100, 200, 100]


def test_json_has_the_agreed_keys_and_no_draws():
    out = json.loads(json.dumps(Estimate("graphs", 5, 10, 6, 20).as_json()))
    assert {"method", "observed", "median", "low", "high", "refused", "diagnostics"} <= out.keys()
    assert out["refused"] is None
    assert "draws" not in out


def test_a_refusal_has_reasons_and_no_number():
    out = Estimate("graphs", 5, refusals=(Reason("a", "First."), Reason("b", "Second."))).as_json()
    assert out["refused"] == "First. Second."
    assert (out["median"], out["low"], out["high"]) == (None, None, None)
    assert [reason["code"] for reason in out["diagnostics"]["refusals"]] == ["a", "b"]
