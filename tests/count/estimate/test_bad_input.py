"""Tables that carry no figure: an answer of the right width or a refusal with the reason, never a bare number."""

import numpy as np
import pytest

from dalil.count.estimate import ChainSettings, estimate_file, estimate_table, read_table, table_from_counts

SHORT = ChainSettings(classes=4, chains=2, warm_up=500, sweeps=2000, most_sweeps=4000, enough=100, most_r_hat=1.1)
CASES = {
    "one list": ("A,n\n1,50\n", "one list only"),
    "two lists": ("A,B,n\n1,0,50\n0,1,40\n1,1,20\n", "two lists"),
    "three of which one is empty": ("A,B,C,n\n1,0,0,50\n0,1,0,40\n1,1,0,20\n0,0,1,0\n", "two lists"),
    "without overlap": ("A,B,C,n\n1,0,0,50\n0,1,0,40\n0,0,1,20\n", "No case is on two lists"),
    "five cases": ("A,B,C,n\n1,0,0,2\n0,1,0,1\n1,1,0,1\n1,1,1,1\n", "5 cases are too few"),
    "a list inside another": (
        "A,B,C,n\n1,0,0,90\n0,0,1,80\n1,1,0,30\n1,0,1,20\n1,1,1,10\n",
        "All 40 cases of list B are on list A",
    ),
    "other ground": ("A,B,C,D,n\n1,0,0,0,90\n0,1,0,0,80\n0,0,1,0,70\n1,1,0,0,30\n1,0,1,0,20\n0,1,1,0,20\n"
                     "1,1,1,0,9\n0,0,0,1,60\n", "List D shares none of its 60 cases"),
    "nobody at all": ("A,B,C,n\n1,0,0,0\n", "no list with a case"),
}  # fmt: skip


@pytest.mark.parametrize("method", ["graphs", "classes"])
@pytest.mark.parametrize("name", CASES)
def test_refused_with_the_reason(tmp_path, name, method):
    text, said = CASES[name]
    path = tmp_path / "table.csv"
    path.write_text(text)
    found = estimate_file(path, method)
    assert said in found.refused
    assert (found.median, found.low, found.high) == (None, None, None)
    assert found.observed == read_table(path).observed


@pytest.mark.parametrize("method", ["graphs", "classes"])
def test_zero_cells_give_a_wide_answer_or_none(method):
    """600 cases, lists of 20 %: cells of chance zeros. The truth is inside, or there is no figure."""
    rng = np.random.default_rng(11)
    marks = rng.random((600, 4)) < 0.12
    cells, counts = np.unique(marks[marks.any(axis=1)], axis=0, return_counts=True)
    table = table_from_counts("ABCD", {tuple(map(int, c)): int(n) for c, n in zip(cells, counts, strict=True)})
    assert len(table.counts) < 15
    found = estimate_table(table, method, 1, chains=SHORT)
    assert found.refused or found.low <= 600 <= found.high


def test_ten_times_the_cases_at_the_same_rates_is_never_less_sure():
    small = {(1, 0, 0): 60, (0, 1, 0): 50, (0, 0, 1): 40, (1, 1, 0): 12, (1, 0, 1): 10, (0, 1, 1): 8, (1, 1, 1): 3}
    few = estimate_table(table_from_counts("ABC", small))
    many = estimate_table(table_from_counts("ABC", {cell: 10 * n for cell, n in small.items()}))
    assert many.high / many.low < few.high / few.low


def test_a_case_on_more_lists_never_raises_the_estimate():
    """Moving cases from one list to two says that less is missed."""
    cells = {(1, 0, 0): 200, (0, 1, 0): 180, (0, 0, 1): 160, (1, 1, 0): 50, (1, 0, 1): 45, (0, 1, 1): 40, (1, 1, 1): 12}
    medians = []
    for moved in (0, 10, 20, 30):
        shifted = {(1, 0, 0): -moved, (0, 1, 0): -moved, (0, 0, 1): -moved}
        shifted |= {(1, 1, 0): moved, (1, 0, 1): moved, (0, 1, 1): moved, (1, 1, 1): moved // 3}
        table = table_from_counts("ABC", {cell: n + shifted.get(cell, 0) for cell, n in cells.items()})
        medians.append(estimate_table(table).median)
    assert medians == sorted(medians, reverse=True)
