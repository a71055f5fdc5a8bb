"""Refusals: each with its reason, and none where the table carries a figure."""

import numpy as np
import pytest

from dalil.count.estimate.refuse import after_fit, before_fit
from dalil.count.estimate.result import Sample
from dalil.count.estimate.table import table_from_counts

GOOD = {(1, 0, 0): 60, (0, 1, 0): 50, (0, 0, 1): 40, (1, 1, 0): 12, (1, 0, 1): 10, (0, 1, 1): 8, (1, 1, 1): 3}


def codes(names, counts, method="graphs"):
    return [reason.code for reason in before_fit(table_from_counts(names, counts), method)]


def test_a_good_table_is_not_refused():
    assert codes("ABC", GOOD) == []


@pytest.mark.parametrize(
    ("names", "counts", "code"),
    [
        ("", {}, "too_few_lists"),
        ("A", {(1,): 50}, "too_few_lists"),
        ("AB", {(1, 0): 50, (0, 1): 40, (1, 1): 20}, "too_few_lists"),
        ("ABC", {(1, 0, 0): 2, (0, 1, 0): 1, (0, 1, 1): 1, (1, 1, 1): 1}, "too_few_cases"),
        ("ABC", {(1, 0, 0): 50, (0, 1, 0): 40, (0, 0, 1): 30}, "no_overlap"),
        ("ABC", GOOD | {(1, 1, 0): 1, (1, 0, 1): 1, (0, 1, 1): 1, (1, 1, 1): 0}, "thin_overlap"),
        ("ABC", GOOD | {(0, 1, 0): 0, (0, 1, 1): 0}, "nested"),
        ("ABC", GOOD | {(1, 0, 1): 0, (0, 1, 1): 0, (1, 1, 1): 0, (0, 0, 1): 90, (1, 1, 0): 30}, "elsewhere"),
    ],
)
def test_what_the_table_itself_shows(names, counts, code):
    assert code in codes(names, counts)


def test_the_reason_names_lists_and_numbers():
    (reason,) = before_fit(table_from_counts("ABC", GOOD | {(0, 1, 0): 0, (0, 1, 1): 0}), "graphs")
    assert "All 15 cases of list B are on list A" in reason.text
    assert reason.values == {"inner": "B", "outer": "A", "cases": 15}


def test_a_short_list_inside_another_by_chance_is_let_pass():
    # five cases on C, all on A, which holds about half of what the others hold
    counts = {(1, 0, 0): 100, (0, 1, 0): 100, (1, 1, 0): 100, (1, 0, 1): 3, (1, 1, 1): 2}
    assert codes("ABC", counts) == []


def test_eight_lists_are_for_classes_only():
    rng = np.random.default_rng(1)
    counts = {tuple(map(int, row)): 1 for row in rng.random((200, 8)) < 0.3}
    assert "too_many_lists" in codes("ABCDEFGH", counts)
    assert "too_many_lists" not in codes("ABCDEFGH", counts, "classes")


def spread(*totals):
    return Sample(np.array(totals), np.full(len(totals), 1 / len(totals)))


def test_limits_after_the_fit():
    fine, long, short = spread(90, 100, 110), spread(90, 100, 130), spread(60, 80, 90)
    assert after_fit("graphs", fine, fine, fine) == []
    assert [r.code for r in after_fit("graphs", fine, long, fine)] == ["unbounded"]
    assert [r.code for r in after_fit("graphs", fine, fine, short)] == ["prior_decides"]
