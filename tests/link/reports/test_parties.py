"""Whom two reports accuse."""

import numpy as np
import pytest

from dalil.link.reports.parties import NO_LIFT, Parties, learn_lift, read_parties

A, B = np.array([0, 1, 2, 3]), np.array([4, 5, 6, 7])
NOT_OWN = np.zeros(4, dtype=bool)


def parties(*codes):
    return Parties(np.array(codes), [frozenset({"red"}), frozenset({"green"})])


def test_sets_of_parties_by_the_ids_of_the_case(world):
    facts = world.facts({"id": "a/1"}, {"id": "b/1"}, {"id": "c/1"})
    facts.replace("report_party", [
        {"report_id": "a/1", "alleged": "Reds", "party_id": "red"}, {"report_id": "b/1", "alleged": "Some Force"},
    ])  # fmt: skip
    facts.query(
        "CREATE TEMP TABLE report_n AS SELECT report_id, row_number() OVER (ORDER BY report_id) - 1 AS n FROM report"
    )
    found = read_parties(facts, ["a/1", "b/1", "c/1"])
    assert found.code.tolist() == [0, 1, -1]
    assert found.sets == [frozenset({"red"}), frozenset({"some force"})]


def test_naming_alike_among_pairs_of_one_attack_is_learned():
    told = parties(0, 0, 1, 1, 0, 0, 0, 0)
    lift = learn_lift(told, A, B, np.array([0.95, 0.95, 0.05, 0.05]), NOT_OWN)
    found = lift.of(told, A, B, NOT_OWN)
    assert found[0] == found[1] > 0 > found[2] == found[3]


def test_silence_and_one_organisation_weigh_nothing():
    told = parties(0, -1, 0, 0, 0, 0, -1, 0)
    own = np.array([False, False, False, True])
    found = learn_lift(told, A, B, np.full(4, 0.9), own).of(told, A, B, own)
    assert found[1] == found[2] == found[3] == 0.0


def test_without_parties_there_is_no_lift():
    assert learn_lift(parties(*[-1] * 8), A, B, np.full(4, 0.5), NOT_OWN) is NO_LIFT
    assert NO_LIFT.of(parties(*[0] * 8), A, B, NOT_OWN) == pytest.approx(0.0)


def test_a_lift_by_hand():
    # One of two pairs names red with red and is linked for sure, the other red with green and is not.
    told = parties(0, 0, 0, 1)
    found = learn_lift(told, np.array([0, 2]), np.array([1, 3]), np.array([1.0, 0.0]), np.zeros(2, dtype=bool))
    # Of the other pairs red with red is 0 of 1: (1 + 8 · .75/.45) / (0 + 8); red with green is 1 of 1:
    # (0 + 8 · .25/.55) / (1 + 8).
    assert found.log_lift == pytest.approx(np.log([(1 + 8 * 0.75 / 0.45) / 8, (8 * 0.25 / 0.55) / 9]))


def test_which_of_the_two_names_which_does_not_matter():
    told = parties(0, 1, 1, 0)
    lift = learn_lift(told, np.array([0]), np.array([1]), np.array([0.9]), np.zeros(1, dtype=bool))
    there, back = (lift.of(told, np.array([x]), np.array([y]), np.zeros(1, dtype=bool)) for x, y in ((0, 1), (2, 3)))
    assert there == back != 0.0


def test_naming_that_training_never_saw_weighs_nothing():
    seen, unseen = parties(0, 0), parties(0, 1)
    pair = np.array([0]), np.array([1])
    lift = learn_lift(seen, *pair, np.array([0.9]), np.zeros(1, dtype=bool))
    assert lift.of(unseen, *pair, np.zeros(1, dtype=bool)).tolist() == [0.0]
