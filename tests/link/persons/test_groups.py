"""Groups of rows from the weights of pairs."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.link.persons.groups import gather_rows
from dalil.link.persons.train import Weights

NAN = np.nan


def weights(*pairs, attack=None):
    """From rows of (name, age, father, listed), one for each pair."""
    columns = np.array(pairs, dtype=np.float64).T
    return Weights(columns[:-1], columns[-1], np.zeros(len(pairs)) if attack is None else np.array(attack))


def gather(lists, pairs, weighed, attack=None):
    return gather_rows(np.array(lists), np.array(attack or [-1] * len(lists)), pairs, weighed)


def test_nothing_to_gather():
    assert gather([0, 1], [], Weights(np.zeros((3, 0)), np.zeros(0), np.zeros(0))) == ([[0], [1]], [1.0, 1.0])


def test_a_pair_above_and_one_below():
    found, sure = gather([0, 1, 2], [(0, 1), (1, 2)], weights((5, NAN, NAN, -1), (-4, NAN, NAN, 2)))
    assert found == [[0, 1], [2]]
    # The nearest change of rows 0 and 1 is to part (-4); of row 2 that row 1 leaves 0 (-4) for it (-2).
    assert sure == pytest.approx([1 / (1 + np.exp(-4)), 1 / (1 + np.exp(-6))])


def test_rows_that_never_met_weigh_against_a_chain():
    # All three: names (2/3)(2.5 + 2) = 3 and never met (2/3)(-8); the best two alone: 2.5.
    found, _ = gather([0, 1, 2], [(0, 1), (1, 2)], weights((2.5, NAN, NAN, 0), (2, NAN, NAN, 0)))
    assert found == [[0, 1], [2]]


def test_a_group_has_what_any_of_its_rows_states():
    # All three: names (2/3)(4 + 3 + 3), father's name 2/3 * (2 - 6) = 4; rows 0 and 1 alone: 4 + 2.
    pairs = [(0, 1), (0, 2), (1, 2)]
    found, _ = gather([0, 1, 2], pairs, weights((4, NAN, 2, 0), (3, NAN, NAN, 0), (3, NAN, -6, 0)))
    assert found == [[0, 1], [2]]


def test_each_row_more_of_one_list_is_counted():
    # Two lists, each with rows 0, 1 and 2, 3 of one name: every pair's name weighs 4, being on both lists -1, being
    # twice on one -3. One person: (2/4)*24 - 1 - 2*3 = 5; two persons of two rows: 2*(4 - 1) = 6.
    pairs = list(itertools.combinations(range(4), 2))
    rows = [(4, NAN, NAN, -3 if pair in ((0, 1), (2, 3)) else -1) for pair in pairs]
    assert [len(group) for group in gather([0, 0, 1, 1], pairs, weights(*rows))[0]] == [2, 2]
    # Twice on one list costs as much as being on both: one person, 12 - 3.
    assert gather([0, 0, 1, 1], pairs, weights(*[(4, NAN, NAN, -1)] * 6))[0] == [[0, 1, 2, 3]]


def test_that_two_attacks_are_one_is_counted_once():
    # Rows 0 and 1 in one attack, 2 in another: (2/3)*(4 + 4 + 4) - 3 = 5 against 4 for 0 and 1 alone; counted for each
    # pair it would be 8 - 4 = 4, no gain.
    pairs, attack = [(0, 1), (0, 2), (1, 2)], [0, -3, -3]
    found, _ = gather([0, 1, 2], pairs, weights(*[(4, NAN, NAN, 0)] * 3, attack=attack), attack=[0, 0, 1])
    assert found == [[0, 1, 2]]


def test_a_row_that_fits_better_elsewhere_moves():
    # 0 and 1 are joined first (5), then 2 and 3 make a group that 1 fits better: (2/3)(4 + 4 + 4) - 4 = 4 less 5 < 0,
    # so that it stays; with 4.9 a pair it is 9.8 - 4.9 = 4.9, and still stays; with 6 it is 12 - 6 = 6, and moves.
    pairs = [(0, 1), (1, 2), (1, 3), (2, 3)]
    stays = weights((5, NAN, NAN, 0), (4, NAN, NAN, 0), (4, NAN, NAN, 0), (4, NAN, NAN, 0))
    moves = weights((6.5, NAN, NAN, 0), (6, 3, NAN, 0), (6, 3, NAN, 0), (6, 3, NAN, 0))
    assert gather([0, 1, 2, 3], pairs, stays)[0] == [[0, 1], [2, 3]]
    assert gather([0, 1, 2, 3], pairs, moves)[0] == [[0], [1, 2, 3]]


@given(st.data())
def test_the_order_of_pairs_does_not_matter_and_each_row_stands_once(data):
    pairs = list(itertools.combinations(range(5), 2))
    rows = data.draw(st.lists(st.tuples(*[st.integers(-6, 6)] * 4), min_size=10, max_size=10))
    order = data.draw(st.permutations(range(10)))
    one = gather([0, 0, 1, 1, 2], pairs, weights(*rows))
    assert one == gather([0, 0, 1, 1, 2], [pairs[n] for n in order], weights(*[rows[n] for n in order]))
    assert sorted(row for group in one[0] for row in group) == [0, 1, 2, 3, 4]
    assert all(0.0 <= each <= 1.0 for each in one[1])
