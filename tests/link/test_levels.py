"""Splink's levels and weights: worked out by hand on four reports, and the same on both engines."""

import math

import numpy as np
import pytest

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.link.compare import COMPARISONS
from dalil.link.levels import levels_of, weights_of


@pytest.fixture(scope="module")
def facts():
    """0 and 1 share a site and a rare source and lie apart; 2 differs from 0; 3 says nothing."""
    facts = Facts.in_memory()
    facts.query(
        "CREATE TEMP TABLE link_feature (n BIGINT, kind VARCHAR, objects VARCHAR[], objects_key VARCHAR,"
        " sites_key VARCHAR,"
        " weapons VARCHAR[], latitude DOUBLE, longitude DOUBLE, cosine DOUBLE, reach_km DOUBLE, words VARCHAR[],"
        " rare_words VARCHAR[], name_key VARCHAR, tokens VARCHAR[], rare_tokens VARCHAR[], victims VARCHAR[])"
    )
    facts.query(
        "INSERT INTO link_feature VALUES"
        " (0, 'airstrike', ['hospital'], 'hospital', 'hospital', ['cluster'], 10, 40, 1, 1, ['tl'], ['tl'], 'tl',"
        "  ['u'], ['u'], ['a b', 'c d']),"
        " (1, 'airstrike', ['hospital'], 'hospital', 'hospital', NULL, 11, 40, 1, 1, ['tl'], ['tl'], 'tl',"
        "  ['u'], ['u'], ['a b', 'c d']),"
        " (2, 'artillery', ['home'], 'home', NULL, ['rocket'], 10, 40, 1, 1, ['kfr'], NULL, 'kfr',"
        "  ['v'], NULL, ['e f']),"
        " (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
    )
    return facts


A, B = np.array([0, 0, 0]), np.array([1, 2, 3])
EXPECTED = {
    "kind": (1, 0, -1), "objects": (3, 0, -1), "weapons": (-1, 0, -1), "place_name": (3, -1, -1),
    "source": (2, 0, -1), "victims": (2, 0, -1),
}  # fmt: skip


def test_levels(facts):
    found = levels_of(facts, COMPARISONS, A, B)
    assert {c.name: tuple(row) for c, row in zip(COMPARISONS, found.tolist(), strict=True)} == EXPECTED


def test_a_weight_is_the_sum_of_log_m_over_u_and_silence_weighs_nothing(facts):
    expected = [
        sum(
            math.log2(c.m[::-1][level] / c.u[::-1][level])
            for c, level in ((c, EXPECTED[c.name][pair]) for c in COMPARISONS)
            if level >= 0
        )
        for pair in range(3)
    ]
    assert weights_of(facts, COMPARISONS, A, B) == pytest.approx(expected, abs=1e-9)
    assert expected[2] == 0.0


def test_pairs_come_back_in_the_order_given(facts):
    there, back = levels_of(facts, COMPARISONS, A, B), levels_of(facts, COMPARISONS, A[::-1], B[::-1])
    assert (there == back[:, ::-1]).all()


def test_no_pairs(facts):
    assert levels_of(facts, COMPARISONS, A[:0], B[:0]).shape == (len(COMPARISONS), 0)


def test_an_engine_that_is_not_there(facts):
    with pytest.raises(UsageError, match="no engine 'abacus'"):
        levels_of(facts, COMPARISONS, A, B, engine="abacus")


def test_spark_gives_the_same_levels_and_weights(facts):
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    assert (levels_of(facts, COMPARISONS, A, B, engine="spark") == levels_of(facts, COMPARISONS, A, B)).all()
    on_duckdb = weights_of(facts, COMPARISONS, A, B)
    assert weights_of(facts, COMPARISONS, A, B, engine="spark") == pytest.approx(on_duckdb, abs=1e-9)
