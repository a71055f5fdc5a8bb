"""Agreement of partitions, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.simulate.score.clusters import Agreement, b_cubed, complete, majority, pairwise, recovered

# Five items. True: {1, 2, 3} {4, 5}. Found: {1, 2} {3, 4, 5}.
TRUE = {1: "x", 2: "x", 3: "x", 4: "y", 5: "y"}
FOUND = {1: "a", 2: "a", 3: "b", 4: "b", 5: "b"}


def test_pairwise():
    # Found pairs: 12, 34, 35, 45. True pairs: 12, 13, 23, 45. Both: 12, 45.
    assert pairwise(FOUND, TRUE) == Agreement(precision=2 / 4, recall=2 / 4)
    assert pairwise(FOUND, TRUE).f1 == 0.5


def test_b_cubed():
    # Precision by item: 1, 1, 1/3, 2/3, 2/3. Recall by item: 2/3, 2/3, 1/3, 1, 1.
    found = b_cubed(FOUND, TRUE)
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_recovered_counts_exact_clusters():
    assert recovered(FOUND, TRUE) == 0
    assert recovered({1: "a", 2: "a", 3: "a", 4: "b", 5: "c"}, TRUE) == 0.5


def test_all_alone():
    alone = {item: item for item in TRUE}
    assert pairwise(alone, TRUE) == Agreement(1.0, 0.0)
    assert pairwise(alone, TRUE).f1 == 0
    assert b_cubed(alone, TRUE) == Agreement(1.0, pytest.approx(2 / 5))


def test_items_that_were_not_clustered_are_alone():
    full = complete({1: "a", 2: "a", 9: "a"}, TRUE)
    assert set(full) == set(TRUE)
    assert pairwise(full, TRUE) == Agreement(1.0, 1 / 4)


def test_nothing_to_judge_is_no_mistake():
    assert pairwise({}, {}) == b_cubed({}, {}) == Agreement(1.0, 1.0)
    assert recovered({}, {}) == 1.0


def test_majority_and_its_ties():
    assert majority(FOUND, TRUE) == {"a": "x", "b": "y"}
    assert majority({1: "a", 4: "a"}, TRUE) == {"a": "x"}
    assert majority({7: "a"}, TRUE) == {}


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 6), min_size=1))
def test_a_partition_agrees_with_itself_whatever_its_names(true: dict[int, int]):
    renamed = {item: f"cluster {cluster}" for item, cluster in true.items()}
    assert pairwise(renamed, true) == b_cubed(renamed, true) == Agreement(1.0, 1.0)
    assert recovered(renamed, true) == 1.0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=25))
def test_precision_and_recall_change_places(pairs: list[tuple[int, int]]):
    a, b = {n: x for n, (x, _) in enumerate(pairs)}, {n: y for n, (_, y) in enumerate(pairs)}
    for measure in (pairwise, b_cubed):
        assert measure(a, b).precision == pytest.approx(measure(b, a).recall)
