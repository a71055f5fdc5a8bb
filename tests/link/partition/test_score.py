"""log P of one cluster: the prior by hand."""

import numpy as np
import pytest

from dalil.link.pairs.repeats import LOG_ANEW
from dalil.link.partition.score import cluster_score
from dalil.link.reports.likelihood import figure_score, place_score, time_score

TWO = np.array([0, 1])


def alike(*ids):
    return [{"id": key, "hour": 0, "latitude": 10.0, "killed": 3} for key in ids]


def likelihood(e, members):
    figures = sum(figure_score(e, members, np.arange(len(members)), f) for f in range(e.prior.shape[0]))
    return time_score(e, members) + place_score(e, members) + figures


def test_one_report_scores_nothing(world):
    assert cluster_score(world.target(world.reports(*alike("a/1"))), np.array([0]), 5.0) == 0.0


def test_two_organisations(world):
    t = world.target(world.reports(*alike("a/1", "b/1")), log_rate=-2.0, log_psi=[0, -1.0, -1.5])
    # ψ(2) − 2ψ(1) + log λ − 2 log λ, and what the other comparisons add.
    expected = likelihood(t.evidence, TWO) + 0.7 + (-1.5 + 2.0) + 2.0
    assert cluster_score(t, TWO, 0.7) == pytest.approx(expected)


def test_two_reports_of_one_organisation_pay_for_it(world):
    t = world.target(world.reports(*alike("a/1", "a/2")), log_psi=[0, -1.0])
    expected = likelihood(t.evidence, TWO) + (-1.0 + 2.0) + t.log_duplicate + LOG_ANEW
    assert cluster_score(t, TWO, 0.0) == pytest.approx(expected)


def test_a_repeat_adds_what_repeating_is_worth_and_nothing_of_time_and_place(world):
    t = world.target(world.reports(*alike("a/1", "a/2")), log_psi=[0, -1.0])
    t = t._replace(statement=np.array([0, 0]), log_repeat=np.array([0.0, 2.5]))
    assert cluster_score(t, TWO, 0.0) == pytest.approx((-1.0 + 2.0) + t.log_duplicate + 2.5)


def test_where_it_is_crowded_a_match_says_less(world):
    reports = world.reports(*alike("a/1", "b/1"))
    quiet, crowded = (cluster_score(world.target(reports, log_rate=r), TWO, 0.0) for r in (-5.0, -1.0))
    assert quiet - crowded == pytest.approx(4.0)


def test_three_reports_of_two_organisations_pay_for_one_repeat(world):
    t = world.target(world.reports(*alike("a/1", "a/2", "b/1")), log_rate=-2.0, log_psi=[0, -1.0, -1.5])
    three = np.arange(3)
    # ψ(2) − 3ψ(1), one report beyond its organisation's first, stated anew; λ once instead of three times.
    expected = likelihood(t.evidence, three) + (-1.5 + 3.0) + t.log_duplicate + LOG_ANEW + 2 * 2.0
    assert cluster_score(t, three, 0.0) == pytest.approx(expected)


def test_the_order_of_the_reports_does_not_matter(world):
    t = world.target(world.reports(*alike("a/1", "b/1", "c/1")), log_psi=[0, -1.0, -1.5, -2.5])
    found = {round(cluster_score(t, np.array(order), 0.3), 9) for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0])}
    assert len(found) == 1


def test_what_is_usual_for_a_reports_class_counts_between_organisations_only(world):
    two, own = world.reports(*alike("a/1", "b/1")), world.reports(*alike("a/1", "a/2"))
    for reports, gain in ((two, 0.5 + 0.25), (own, 0.0)):
        t = world.target(reports)
        more = t._replace(propensity=np.array([0.5, 0.25]))
        assert cluster_score(more, TWO, 0.0) - cluster_score(t, TWO, 0.0) == pytest.approx(gain)
