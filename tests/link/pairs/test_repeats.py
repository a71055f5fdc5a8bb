"""An organisation's second report of one attack, by hand."""

import math

import numpy as np
import pytest

from dalil.link.pairs.repeats import LOG_ANEW, repeats, with_repeats


def test_an_equal_second_report_is_a_repeat_and_says_as_much_as_it_is_rare(world):
    same = {"hour": 0, "latitude": 10.0}
    reports = world.reports({"id": "a/1", **same}, {"id": "a/2", **same}, {"id": "b/1", **same})
    said = repeats(reports, np.zeros(3))
    assert said.statement.tolist() == [0, 0, 2]
    # Expected by chance: one attack in 2,000 days, in a quarter of an hour.
    assert said.log_repeat[0] == pytest.approx(math.log(0.75) - math.log(1 / 2000 * 15 / 1440))


def test_the_parts_of_a_repeat_are_what_repeating_is_worth(world):
    same = {"hour": 0, "latitude": 10.0}
    reports = world.reports({"id": "a/1", **same}, {"id": "a/2", **same}, {"id": "a/3", "hour": 9, "latitude": 10.0})
    said = repeats(reports, np.zeros(3))
    parts = with_repeats(np.ones((2, 4)), said, np.ones(2, dtype=np.bool_), np.array([0, 0]), np.array([1, 2]))
    assert parts[0].tolist() == [said.log_repeat[0], 0.0, 0.0, 0.0]
    assert parts[1] == pytest.approx([1 + LOG_ANEW, 1, 1, 1])


def test_without_time_or_place_nothing_is_repeated(world):
    said = repeats(world.reports({"id": "a/1"}, {"id": "a/2", "hour": 0}), np.zeros(2))
    assert said.statement.tolist() == [0, 1] and said.log_repeat.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("other", [
    {"hour": 1, "latitude": 10.0}, {"hour": 0, "hours": 1, "latitude": 10.0}, {"hour": 0, "latitude": 10.001},
])  # fmt: skip
def test_another_time_or_point_is_stated_anew(world, other):
    said = repeats(world.reports({"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "a/2", **other}), np.zeros(2))
    assert said.statement.tolist() == [0, 1]


def test_where_an_organisation_puts_many_attacks_a_repeat_says_less(world):
    same = {"hour": 0, "latitude": 10.0}
    more = [{"id": f"a/{n}", "hour": 24 * n, "latitude": 10.0} for n in range(3, 9)]
    rare = repeats(world.reports({"id": "a/1", **same}, {"id": "a/2", **same}), np.zeros(2)).log_repeat[0]
    usual = repeats(world.reports({"id": "a/1", **same}, {"id": "a/2", **same}, *more), np.zeros(8)).log_repeat[0]
    # Six others within 15 days of 30, and one in 2,000 days besides.
    assert rare - usual == pytest.approx(math.log((6 / 30 + 1 / 2000) / (1 / 2000)))


def test_a_longer_interval_repeated_says_less(world):
    def worth(hours):
        same = {"hour": 0, "hours": hours, "latitude": 10.0}
        return repeats(world.reports({"id": "a/1", **same}, {"id": "a/2", **same}), np.zeros(2)).log_repeat[0]

    # A day and a quarter of an hour against a quarter of an hour.
    assert worth(0) - worth(24) == pytest.approx(math.log(97))


def test_how_crowded_it_is_stands_for_a_repeat_as_for_a_match(world):
    same = {"hour": 0, "latitude": 10.0}
    reports = world.reports({"id": "a/1", **same}, {"id": "a/2", **same})
    quiet, crowded = repeats(reports, np.zeros(2)).log_repeat, repeats(reports, np.full(2, 3.0)).log_repeat
    assert crowded - quiet == pytest.approx([3.0, 3.0])


def test_pairs_of_two_organisations_keep_their_parts(world):
    said = repeats(world.reports({"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "b/1"}), np.zeros(2))
    parts = with_repeats(np.ones((1, 4)), said, np.zeros(1, dtype=np.bool_), np.array([0]), np.array([1]))
    assert parts.tolist() == [[1.0] * 4]
