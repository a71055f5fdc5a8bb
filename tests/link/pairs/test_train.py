"""Expectation-maximisation without labels: what it must find, and what a person's judgement overrules."""

from dataclasses import replace

import numpy as np
import pytest

from dalil.link.pairs.closed_form import joint_figures
from dalil.link.pairs.comparisons import COMPARISONS
from dalil.link.pairs.errors import TIME_MASS, error_counts
from dalil.link.pairs.gathering import Pairs
from dalil.link.pairs.repeats import LOG_ANEW, Said
from dalil.link.pairs.train import first_model, rescore, train
from dalil.link.reports.likelihood import TIME_BOXES
from dalil.link.reports.parties import Parties

N = 60


@pytest.fixture
def reports(world):
    """Sixty attacks a day apart, each told by two organisations within minutes and metres."""
    return world.reports(*(
        {"id": f"{o}/{n:03}", "hour": 24 * n + 0.05 * place, "latitude": 10.0 + 0.0003 * place, "killed": n % 7}
        for n in range(N) for place, o in enumerate("ab")
    ))  # fmt: skip


def pairs_of(reports, fixed=None):
    """Each report of the one with that of the day, and with that of the day after."""
    a = np.concatenate([np.arange(N), np.arange(N - 1)])
    b = np.concatenate([N + np.arange(N), N + 1 + np.arange(N - 1)])
    levels = np.full((len(COMPARISONS), len(a)), -1, dtype=np.int8)
    levels[0] = np.where(np.arange(len(a)) < N, 1, 0)  # the kind agrees where the attack is one
    judged = np.full(len(a), np.nan) if fixed is None else fixed
    said = Said(np.arange(len(reports)), np.zeros(len(reports)))
    return Pairs(a, b, levels, judged, np.full(len(a), 1.0), np.zeros(len(a), dtype=np.bool_), said)


@pytest.fixture
def learnt(reports):
    parties = Parties(np.full(len(reports), -1), [])
    start = first_model(2, len(reports), np.vstack([TIME_BOXES, [[0.1, 0.01], [-0.1, 0.01]]]))
    pairs = pairs_of(reports)
    return reports, parties, pairs, start, train(reports, parties, pairs, start)


def test_pairs_of_one_attack_are_found_without_a_label(learnt):
    reports, parties, pairs, _, model = learnt
    p = rescore(reports, parties, pairs, model).probability
    assert p[:N].min() > 0.9 and p[N:].max() < 0.1


def test_what_goes_with_one_attack_is_learned(learnt):
    *_, start, model = learnt
    before, after = start.comparisons[0], model.comparisons[0]
    assert after.m[0] > before.m[0] and after.u[0] < before.u[0]
    assert model.prior.ratio > start.prior.ratio, "all are shared"


def test_shares_and_masses_sum_to_one(learnt):
    model = learnt[-1]
    for comparison in model.comparisons:
        assert sum(comparison.m) == pytest.approx(1) and sum(comparison.u) == pytest.approx(1)
    assert model.time_mass.sum(axis=1) == pytest.approx(1) and model.place_mass.sum(axis=1) == pytest.approx(1)


def test_what_no_pair_tells_of_keeps_its_prior(learnt):
    model = learnt[-1]
    assert model.comparisons[1] == COMPARISONS[1]
    assert model.time_mass[6] == pytest.approx(TIME_MASS[6]), "no time came from an alert"


def test_a_persons_judgement_stands(reports):
    parties = Parties(np.full(len(reports), -1), [])
    start = first_model(2, len(reports), TIME_BOXES)
    start = replace(start, time_mass=TIME_MASS[:, : len(TIME_BOXES)])
    fixed = np.full(2 * N - 1, np.nan)
    fixed[0], fixed[N] = 0.0, 1.0
    p = rescore(reports, parties, pairs_of(reports, fixed), start).probability
    assert p[0] == 0.0 and p[N] == 1.0


def test_a_pair_competes_with_what_else_its_reports_could_be_of(world):
    reports = world.reports(*({"id": key, "hour": 0, "latitude": 10.0} for key in ("a/1", "b/1", "b/2")))
    start = first_model(2, 3, TIME_BOXES)
    start = replace(start, time_mass=TIME_MASS[:, : len(TIME_BOXES)])
    levels = np.full((len(COMPARISONS), 2), -1, dtype=np.int8)
    pairs = Pairs(np.array([0, 0]), np.array([1, 2]), levels, np.full(2, np.nan), np.full(2, 9.0),
                  np.zeros(2, dtype=np.bool_), Said(np.arange(3), np.zeros(3)))  # fmt: skip
    p = rescore(reports, Parties(np.full(3, -1), []), pairs, start).probability
    assert p[0] == p[1] == pytest.approx(0.5, abs=0.01)


def test_errors_are_counted_by_the_kind_of_statement(world):
    # By night (00:30 in Damascus) the one is a day early; by day the two agree.
    night, day = 12.5, 24.0 * 30
    reports = world.reports(
        {"id": "a/1", "hour": night, "latitude": 10.0}, {"id": "a/2", "hour": day, "latitude": 10.0},
        {"id": "b/1", "hour": night - 24, "latitude": 10.0}, {"id": "b/2", "hour": day, "latitude": 10.0},
    )  # fmt: skip
    boxes = np.array([[0.0, 0.01], [1.0, 0.01], [-1.0, 0.01]])
    e = world.evidence(reports, boxes=boxes, mass=(0.8, 0.1, 0.1))
    time, _, _ = error_counts(e, joint_figures(e), np.array([0, 1]), np.array([2, 3]), np.array([1.0, 1.0]))
    assert time[1] == pytest.approx([1.0, 0.5, 0.5]), "either could be the one that errs"
    # Both right (.8²) or both wrong alike (.1² each way), for two reports.
    assert time[0] == pytest.approx(2 * np.array([0.64, 0.01, 0.01]) / 0.66)


def one_pair(world, level, same=False, log_rate=0.0):
    """Two reports that say nothing but what is compared: the kind, at `level`."""
    reports = world.reports({"id": "a/1"}, {"id": "a/2" if same else "b/1"})
    levels = np.full((len(COMPARISONS), 1), -1, dtype=np.int8)
    levels[0] = level
    pairs = Pairs(np.array([0]), np.array([1]), levels, np.full(1, np.nan), np.array([log_rate]), np.array([same]),
                  Said(np.arange(2), np.zeros(2)))  # fmt: skip
    start = first_model(len(reports.organisations), 2, np.vstack([TIME_BOXES, [[0.1, 0.01], [-0.1, 0.01]]]))
    return start, rescore(reports, Parties(np.full(2, -1), []), pairs, start)


@pytest.mark.parametrize(("level", "m", "u"), [(1, 0.9, 0.6), (0, 0.1, 0.4)])
def test_a_pair_scores_what_its_level_weighs_and_the_prior(world, level, m, u):
    start, found = one_pair(world, level)
    assert found.compared[0, 0] == pytest.approx(np.log(m / u))
    assert found.score[0] == pytest.approx(np.log(m / u) + start.prior.log_other)


def test_a_silent_pair_scores_the_prior_alone(world):
    start, found = one_pair(world, -1)
    assert found.score[0] == pytest.approx(start.prior.log_other)


def test_a_pair_of_one_organisation_has_the_prior_of_duplicates_and_is_no_repeat_for_nothing(world):
    start, found = one_pair(world, -1, same=True)
    assert found.score[0] == pytest.approx(start.prior.log_same + LOG_ANEW)


def test_how_crowded_it_is_adds_to_the_score(world):
    plain, crowded = (one_pair(world, 1, log_rate=rate)[1].score[0] for rate in (0.0, -4.0))
    assert plain - crowded == pytest.approx(4.0)


def test_a_probability_is_the_odds_against_no_fellow(world):
    _, found = one_pair(world, 1)
    assert found.probability[0] == pytest.approx(1 / (1 + np.exp(-found.score[0])))
