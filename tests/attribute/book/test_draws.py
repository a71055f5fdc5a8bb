"""Draws of what the code book leaves open: reproducible, shared, and their mean at the end."""

from __future__ import annotations

import numpy as np
import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute.book.draws import draw_book, hypotheses
from dalil.attribute.book.labelled import Labelled
from dalil.attribute.book.read import read_codebook
from dalil.casefile.settings import Settings


def with_parties(settings: Settings, **changes: object) -> Settings:
    first = settings.parties[0].model_copy(update=changes)
    return settings.model_copy(update={"parties": (first, *settings.parties[1:])})


def test_other_is_the_last_hypothesis(settings: Settings) -> None:
    assert hypotheses(settings) == ("ann", "bob", "cyd", "other")


def test_the_last_draw_is_the_mean_of_the_book(settings: Settings) -> None:
    draws = draw_book(read_codebook(BOOK, settings), settings, Labelled())
    # counts 90, 0, 10 and a flat 0.01 shared by three values
    third = 0.01 / 3
    assert draws.theta["aircraft"][-1, 0] == pytest.approx(np.array([90 + third, third, 10 + third]) / 100.01)
    assert draws.reliability["saw"][-1, 0] == 0.9


def test_a_party_the_book_does_not_know_looks_like_the_others_together(settings: Settings) -> None:
    theta = draw_book(read_codebook(BOOK, settings), settings, Labelled()).theta["aircraft"]
    assert theta[:, 3] == pytest.approx(theta[:, :3].mean(axis=1))


def test_draws_are_the_same_each_time_and_spread_around_the_mean(settings: Settings) -> None:
    book = read_codebook(BOOK, settings)
    one, two = (draw_book(book, settings, Labelled()) for _ in range(2))
    assert np.array_equal(one.theta["munition"], two.theta["munition"])
    shares = one.theta["aircraft"][:-1, 0, 0]
    assert shares.mean() == pytest.approx(0.9, abs=0.01)
    assert 0.01 < shares.std() < 0.06  # Beta(90, 10) has 0.03


def test_another_seed_gives_other_draws(settings: Settings) -> None:
    other = settings.model_copy(update={"attribute": settings.attribute.model_copy(update={"seed": 2})})
    book = read_codebook(BOOK, settings)
    assert not np.array_equal(draw_book(book, settings, Labelled()).prior, draw_book(book, other, Labelled()).prior)


def test_reliability_stays_in_its_range(settings: Settings) -> None:
    drawn = draw_book(read_codebook(BOOK, settings), settings, Labelled()).reliability
    assert drawn["told"].min() >= 0.4
    assert drawn["told"].max() <= 0.6
    assert drawn["heard"].min() >= 0.25  # not given


def test_priors_add_up_and_the_lowest_is_half_of_an_even_share(settings: Settings) -> None:
    draws = draw_book(read_codebook(BOOK, settings), settings, Labelled())
    assert draws.prior.sum(axis=1) == pytest.approx(1.0)
    assert draws.lowest_prior[0] == pytest.approx(0.98 / 3 / 2)


def test_a_prior_that_a_person_set_keeps_its_value(settings: Settings) -> None:
    chosen = with_parties(settings, prior_low=0.5, prior_high=0.6)
    draws = draw_book(read_codebook(BOOK, settings), chosen, Labelled())
    assert 0.5 <= draws.prior[:, 0].min() <= draws.prior[:, 0].max() <= 0.6
    assert draws.lowest_prior[0] == 0.5


@pytest.mark.parametrize(("learn", "expected"), [(True, (10 * 0.98 / 3 + 10) / 20), (False, 0.98 / 3)])
def test_settled_incidents_move_the_prior_and_not_the_lowest(settings: Settings, learn: bool, expected: float) -> None:
    chosen = settings.model_copy(update={"attribute": settings.attribute.model_copy(update={"learn_prior": learn})})
    draws = draw_book(read_codebook(BOOK, settings), chosen, Labelled(incidents={"bob": 10}))
    assert draws.prior[-1, 1] == pytest.approx(expected, abs=0.01)
    assert draws.lowest_prior[1] == pytest.approx(0.98 / 3 / 2)


def test_what_labels_add_stands_beside_what_the_book_said(settings: Settings) -> None:
    labelled = Labelled(counts={("munition", "bob", "b1"): 4.0})
    counts = draw_book(read_codebook(BOOK, settings), settings, labelled).counts
    before, after = counts["munition", "bob", "b1"]
    assert (before, after - before) == (pytest.approx(90 + 0.01 / 3), pytest.approx(4.0))
