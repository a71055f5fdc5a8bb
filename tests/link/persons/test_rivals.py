"""How many rows a row could be, and probabilities beside rivals."""

from datetime import date

import numpy as np
import pytest

from dalil.link.persons.candidates import Met
from dalil.link.persons.rivals import rivals
from dalil.link.persons.rows import Victim
from dalil.link.persons.train import Weights


def victim(key, incident=None, day=3):
    on = date(2016, 7, day) if day else None
    return Victim(key, key[0], incident, (("walid", "yasin"),), "", None, "male", on, frozenset(), {})


def met(*pairs, by_name=None):
    return Met(list(pairs), np.array(by_name or [False] * len(pairs)), np.zeros(len(pairs)))


def weights(*totals):
    return Weights(np.array([totals], dtype=np.float64), np.zeros(len(totals)), np.zeros(len(totals)))


def test_lists_and_attacks_are_numbered_in_order():
    found = rivals([victim("b/1", "I7"), victim("a/1"), victim("a/2", "I3")], met((0, 1)))
    assert found.lists.tolist() == [1, 0, 0] and found.attack.tolist() == [1, -1, 0]


def test_a_row_could_be_the_rows_of_the_list_that_it_met():
    found = rivals([victim("a/1"), victim("b/1"), victim("b/2")], met((0, 1), (0, 2))).choices
    assert found.of_second.tolist() == [2.0, 2.0] and found.of_first.tolist() == [1.0, 1.0]
    assert found.among.tolist() == pytest.approx([2**0.5, 2**0.5])


def test_a_pair_met_by_name_has_all_rows_of_the_days_for_rivals():
    rows = [victim("a/1"), victim("b/1"), victim("b/2", day=4), victim("b/3", day=20)]
    found = rivals(rows, met((0, 1), by_name=[True])).choices
    assert found.of_second.tolist() == [2.0], "the third and the fourth of July; the twentieth is too far"


def test_a_pair_met_by_name_without_a_day_has_all_rows():
    rows = [victim("a/1", day=None), victim("b/1"), victim("b/2", day=4), victim("b/3", day=20)]
    assert rivals(rows, met((0, 1), by_name=[True])).choices.of_second.tolist() == [3.0]


def test_rivals_share_one_fellow():
    found = rivals([victim("a/1"), victim("b/1"), victim("b/2")], met((0, 1), (0, 2)))
    # Odds 3 and 1 against none: 3/5 and 1/5.
    assert found.expect(weights(np.log(3), 0.0), False).tolist() == pytest.approx([0.6, 0.2])


def test_rows_of_one_group_are_no_rivals():
    found = rivals([victim("a/1"), victim("b/1"), victim("b/2")], met((0, 1), (0, 2), (1, 2)))
    apart, together = (found.expect(weights(3.0, 3.0, 3.0), grouped) for grouped in (False, True))
    assert together.tolist() == pytest.approx([1 / (1 + np.exp(-3))] * 3)
    assert apart[0] == pytest.approx(np.exp(3) / (1 + 2 * np.exp(3)))
