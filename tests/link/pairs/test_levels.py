"""Splink's levels and weights: worked out by hand on four reports, and the same on both engines."""

import math

import numpy as np
import pyarrow as pa
import pytest

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.link.pairs.comparisons import COMPARISONS
from dalil.link.pairs.levels import levels_of, weights_of


@pytest.fixture(scope="module")
def facts():
    """0 and 1 share a site and a rare source and lie apart; 2 differs from 0; 3 says nothing; 4 is near 0."""
    facts = Facts.in_memory()
    columns = {
        "kind": ["airstrike", "airstrike", "artillery", None, None],
        "populated": [True, True, False, None, None],
        "objects": [["hospital"], ["hospital"], ["home"], None, None],
        "objects_key": ["hospital", "hospital", "home", None, None],
        "sites_key": ["hospital", "hospital", None, None, None],
        "weapons": [["cluster"], None, ["rocket"], None, None],
        "aircraft": [["24"], ["24", "34"], ["25"], None, None],
        "latitude": [10.0, 11.0, 10.0, None, 10.001],
        "longitude": [40.0, 40.0, 40.0, None, 40.0],
        "cosine": [1.0, 1.0, 1.0, None, 1.0],
        "reach_km": [1.0, 1.0, 1.0, None, 1.0],
        "words": [["tl"], ["tl"], ["kfr"], None, ["tl"]],
        "rare_words": [["tl"], ["tl"], ["kfr"], None, ["tl"]],
        "name_key": ["tl", "tl", "kfr", None, "tl"],
        "tokens": [["u"], ["u"], ["v"], None, None],
        "rare_tokens": [["u"], ["u"], None, None, None],
        "victims": [["a b", "c d"], ["a b", "c d"], ["e f"], None, None],
        "told": [["fsd", "mhl"], ["fsd", "mhl"], ["fsd"], None, None],
        "again": ["yes", "yes", "no", None, None],
        "again_yes": ["yes", "yes", None, None, None],
        "wording": ["x", "y", "x", None, None],
        "point": ["10 40", "11 40", "10 40", None, None],
    }
    facts.connection.register("given", pa.table({"n": [0, 1, 2, 3, 4], **columns}))
    facts.query("CREATE TEMP TABLE link_feature AS FROM given")
    return facts


A, B = np.array([0, 0, 0]), np.array([1, 2, 3])
EXPECTED = {
    "kind": (1, 0, -1), "objects": (3, 0, -1), "weapons": (-1, 0, -1), "place_name": (3, -1, -1),
    "near_name": (-1, 0, -1),
    "populated": (1, 0, -1), "aircraft": (1, 0, -1), "account": (2, 1, -1), "second_strike": (2, 0, -1),
    "wording": (0, 1, -1), "point": (0, 1, -1), "source": (2, 0, -1), "victims": (2, 0, -1),
}  # fmt: skip


def test_levels(facts):
    found = levels_of(facts, COMPARISONS, A, B)
    assert {c.name: tuple(row) for c, row in zip(COMPARISONS, found.tolist(), strict=True)} == EXPECTED


def test_of_places_that_lie_close_only_rare_words_are_compared(facts):
    names = [comparison.name for comparison in COMPARISONS]
    found = levels_of(facts, COMPARISONS, np.array([0, 2]), np.array([4, 4]))
    assert found[names.index("near_name")].tolist() == [1, 0], "one village, and the next"
    assert found[names.index("place_name")].tolist() == [-1, -1]


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
