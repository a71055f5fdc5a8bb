"""Groups of rows from the weights of pairs."""

import numpy as np
import pytest

from dalil.link.person_groups import gather_rows

NAN = np.nan


def weights(*pairs):
    """(fields, pairs) from rows of (name, age, father, prior)."""
    return np.array(pairs, dtype=np.float64).T


def test_nothing_to_gather():
    assert gather_rows(2, [], np.zeros((4, 0))) == ([[0], [1]], [1.0, 1.0])


def test_a_pair_above_and_one_below():
    found, sure = gather_rows(3, [(0, 1), (1, 2)], weights((5, NAN, NAN, -1), (-4, NAN, NAN, 2)))
    assert found == [[0, 1], [2]]
    assert sure[0] == pytest.approx(1 / (1 + np.exp(-4))), "the weaker choice: joined at 4, kept from row 2 at -2 - 8/2"


def test_rows_that_never_met_weigh_against_a_chain():
    # 0–1 and 1–2 at +2 each, 0–2 never compared: the mean of +2 and the half of −8.
    found, _ = gather_rows(3, [(0, 1), (1, 2)], weights((2.5, NAN, NAN, 0), (2, NAN, NAN, 0)))
    assert found == [[0, 1], [2]]


def test_a_group_has_what_any_of_its_rows_states():
    # 2 agrees with 0 in name and with 1 not in the father's: together they speak against it.
    pairs = [(0, 1), (0, 2), (1, 2)]
    found, _ = gather_rows(3, pairs, weights((4, 2, NAN, 0), (3, NAN, NAN, 0), (3, NAN, -5, 0)))
    assert found == [[0, 1], [2]]


def test_the_order_of_pairs_does_not_matter():
    pairs, rows = [(0, 1), (0, 2), (1, 2)], [(4, 2, NAN, 0), (3, NAN, NAN, 0), (3, NAN, 1, 0)]
    one = gather_rows(3, pairs, weights(*rows))
    assert one == gather_rows(3, pairs[::-1], weights(*rows[::-1]))
    assert one[0] == [[0, 1, 2]]
