"""What a pair is compared on: shares that are shares, levels in the order of what they say, Splink's settings."""

import math

import pytest

from dalil.link.pairs.comparisons import COMPARISONS, Comparison, Level, splink_settings

BY_NAME = {comparison.name: comparison for comparison in COMPARISONS}
NAME = Comparison("name", "words", (Level("same", "key", 0, 0.5, 0.02), Level("a word", "words", 1, 0.3, 0.08)),
                  (0.2, 0.9))  # fmt: skip


def levels_in_splink(comparison):
    settings = splink_settings((comparison,)).get_settings("duckdb").as_dict()
    (found,) = settings["comparisons"]
    return found["comparison_levels"]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=BY_NAME)
def test_the_levels_share_out_the_pairs(comparison):
    assert sum(comparison.m) == pytest.approx(1.0) and sum(comparison.u) == pytest.approx(1.0)


@pytest.mark.parametrize("comparison", COMPARISONS, ids=BY_NAME)
def test_the_first_level_says_the_most_for_and_the_last_the_most_against(comparison):
    weights = [math.log2(m / u) for m, u in zip(comparison.m, comparison.u, strict=True)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0 > weights[-1]


def test_labels_end_with_differs():
    assert NAME.labels == ("same", "a word", "differs")
    assert all(len(set(comparison.labels)) == len(comparison.labels) for comparison in COMPARISONS)


def test_trained_takes_other_shares_and_nothing_else():
    found = NAME.trained([0.6, 0.3, 0.1], [0.01, 0.09, 0.9])
    assert (found.m, found.u) == ((0.6, 0.3, 0.1), (0.01, 0.09, 0.9))
    assert (found.name, found.labels, found.levels[1].column) == ("name", NAME.labels, "words")
    assert NAME.m == (0.5, 0.3, 0.2)


def test_in_splink_the_levels_stand_in_order_with_their_shares():
    silent, same, word, differs = levels_in_splink(NAME)
    assert silent["is_null_level"] and "words_l" in silent["sql_condition"]
    assert same["sql_condition"].replace('"', "") == "key_l = key_r"
    assert word["label_for_charts"] == "a word" and "list_intersect" in word["sql_condition"]
    assert [level["m_probability"] for level in (same, word, differs)] == [0.5, 0.3, 0.2]
    assert [level["u_probability"] for level in (same, word, differs)] == [0.02, 0.08, 0.9]


def test_the_prior_is_not_splinks():
    settings = splink_settings((NAME,)).get_settings("duckdb").as_dict()
    assert settings["probability_two_random_records_match"] == 0.5


def test_names_are_compared_by_usual_words_only_where_the_points_cannot_be_one():
    assert BY_NAME["place_name"].when == f"NOT {BY_NAME['near_name'].when}"
    silent = levels_in_splink(BY_NAME["near_name"])[0]
    assert BY_NAME["near_name"].when in silent["sql_condition"]


def test_how_many_members_must_be_shared_counts():
    level = levels_in_splink(Comparison("told", "told", (Level("two", "told", 2, 0.5, 0.1),), (0.5, 0.9)))[1]
    assert level["sql_condition"].endswith(">= 2")
