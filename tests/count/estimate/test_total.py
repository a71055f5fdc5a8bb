"""Estimates whole: one table, draws of linking, strata, a file."""

import numpy as np
import pytest

from dalil.count.estimate import ChainSettings, combine, estimate_file, estimate_strata, estimate_table
from dalil.count.estimate.table import table_from_counts
from dalil.errors import UsageError

COUNTS = {(1, 0, 0): 200, (0, 1, 0): 180, (0, 0, 1): 160, (1, 1, 0): 50, (1, 0, 1): 45, (0, 1, 1): 40, (1, 1, 1): 12}
TABLE = table_from_counts("ABC", COUNTS)
FEWER = table_from_counts("ABC", COUNTS | {(1, 0, 0): 150, (1, 1, 0): 70})
EMPTY = table_from_counts("ABC", {(1, 0, 0): 50, (0, 1, 0): 40, (0, 0, 1): 30})
SHORT = ChainSettings(classes=4, chains=2, warm_up=500, sweeps=2000, most_sweeps=4000, enough=200)


@pytest.mark.parametrize("method", ["graphs", "classes"])
def test_a_figure_with_its_interval(method):
    found = estimate_table(TABLE, method, 1, chains=SHORT)
    assert found.refused is None
    assert TABLE.observed <= found.low < found.median < found.high
    assert np.median(found.draws) == pytest.approx(found.median, rel=0.02)
    assert found == estimate_table(TABLE, method, 1, chains=SHORT)


def test_it_is_at_least_unless_a_person_answers_for_the_sources():
    assert estimate_table(TABLE).at_least
    assert not estimate_table(TABLE, separate_sources=True).at_least


def test_dependence_that_shows_is_said_whoever_answers():
    dependent = table_from_counts("ABC", COUNTS | {(1, 1, 0): 140, (1, 1, 1): 33})
    found = estimate_table(dependent, separate_sources=True)
    assert found.at_least
    assert [reason.values["lists"] for reason in found.because] == [["A", "B"]]


def test_a_refusal_has_no_number_and_no_curve():
    found = estimate_table(EMPTY)
    assert (found.median, found.low, found.high, found.curve, len(found.draws)) == (None, None, None, (), 0)
    assert "No case is on two lists" in found.refused


def test_thin_overlap_is_refused_by_the_prior():
    thin = table_from_counts("ABC", {(1, 0, 0): 200, (0, 1, 0): 180, (0, 0, 1): 160, (1, 1, 0): 4, (0, 1, 1): 3})
    assert estimate_table(thin).refused is not None


def test_an_empty_list_is_left_out_and_named():
    found = estimate_table(table_from_counts("ABCD", {(*cell, 0): n for cell, n in COUNTS.items()}))
    assert found.diagnostics["empty_lists"] == ["D"]
    assert (found.median, found.low, found.high) == tuple(
        getattr(estimate_table(TABLE), k) for k in ("median", "low", "high")
    )


def test_equal_linkings_change_nothing():
    one, many = estimate_table(TABLE), combine([TABLE] * 3)
    assert (one.median, one.low, one.high) == (many.median, many.low, many.high)
    assert many.diagnostics["sd_between_linkings"] == 0
    assert many.curve == one.curve


def test_linkings_that_differ_widen_the_interval_and_say_so():
    both = combine([TABLE, FEWER])
    alone = [estimate_table(table) for table in (TABLE, FEWER)]
    assert min(e.low for e in alone) <= both.low <= both.median <= both.high <= max(e.high for e in alone)
    within, between, total = (both.diagnostics[f"sd_{k}"] for k in ("within_linking", "between_linkings", "total"))
    assert between > 0
    assert total == pytest.approx(np.hypot(within, between), rel=0.01)


def test_one_bad_linking_in_five_is_a_refusal():
    assert combine([TABLE] * 4 + [EMPTY]).refused is not None
    assert combine([TABLE] * 19 + [EMPTY]).refused is None


def test_strata_stand_or_fall_each_for_itself():
    first, second = estimate_strata({"north": [TABLE], "south": [EMPTY]})
    assert (first.stratum, first.refused) == ("north", None)
    assert (second.stratum, second.median) == ("south", None)


def test_a_file(tmp_path):
    path = tmp_path / "lists.csv"
    rows = [",".join(map(str, (*cell, n))) for cell, n in COUNTS.items()]
    path.write_text("\n".join(["A,B,C,n", *rows]) + "\n")
    assert estimate_file(path, "graphs", 4) == estimate_table(TABLE, "graphs", 4)


def test_wrong_calls():
    with pytest.raises(UsageError, match="No such method"):
        estimate_table(TABLE, "guess")
    with pytest.raises(UsageError, match="same lists"):
        combine([TABLE, TABLE.keep("AB")])
