"""What settled incidents teach, and what they may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.attribute.book.draws import draw_book, hypotheses
from dalil.attribute.book.labelled import Labelled
from dalil.attribute.book.read import read_codebook
from dalil.attribute.evidence.groups import gather
from dalil.attribute.evidence.observe import observe
from dalil.attribute.evidence.sky import what_the_sky_says
from dalil.attribute.weigh.settled import inverse_temperature_of, settled, study
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]


def labelled(party: str, basis: str = "court", munition: str = "common") -> dict[str, Any]:
    return {
        "label": [{"party": party, "basis": basis}],
        "remnant": [{"remnant_id": "m", "munition": munition, "certainty": "certain"}],
    }


def test_a_name_is_understood_and_an_opinion_is_not_a_label(incidents: Make, settings: Settings) -> None:
    facts = incidents(x=labelled("the anns"), y=labelled("bob", "expert"))
    assert settled(facts, settings) == {"x": "ann"}


def test_labels_that_disagree_are_none(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"label": [{"party": "ann", "basis": "court"}, {"party": "bob", "basis": "accepted_by_party"}]})
    assert settled(facts, settings) == {}


def test_counts_are_added_to_the_book_and_shown(incidents: Make, settings: Settings) -> None:
    facts = incidents(x=labelled("ann"), y=labelled("ann"))
    attribute(facts, settings, codebook=BOOK)
    row = facts.rows(
        "SELECT * FROM codebook_parameter WHERE variable = 'munition' AND party = 'ann' AND value = 'common'"
    )
    assert row[0]["posterior_count"] - row[0]["pseudo_count"] == pytest.approx(2.0)


def test_base_rates_are_learned_and_grades_do_not_gain(incidents: Make, settings: Settings) -> None:
    many = {f"l{i}": labelled("bob") for i in range(30)}
    with_labels, without = incidents(x={}, **many), incidents(x={})
    for facts in (with_labels, without):
        attribute(facts, settings, codebook=BOOK)
    learned, plain = (
        facts.value("SELECT posterior FROM finding WHERE incident_id = 'x' AND party = 'bob'")
        for facts in (with_labels, without)
    )
    # prior worth ten incidents: (10 * 0.327 + 30) / 40
    assert (plain, learned) == (pytest.approx(0.327, abs=0.03), pytest.approx(0.83, abs=0.02))
    assert with_labels.value("SELECT grade FROM attribution WHERE incident_id = 'x'") == "not_attributed"


def studied(facts: Facts, settings: Settings) -> Labelled:
    book = read_codebook(BOOK, settings)
    observe(facts, settings, book)
    numbers = {row["incident_id"]: row["n"] for row in facts.rows("SELECT * FROM attribute_case")}
    labels = {numbers[name]: party for name, party in settled(facts, settings).items()}
    groups, patterns = gather(facts, book, "direct", sorted(labels))
    return study(groups, patterns, labels, what_the_sky_says(facts, hypotheses(settings)), book, settings)


@pytest.mark.parametrize(("munition", "right"), [("r1", True), ("b1", False)])
def test_sources_that_were_right_are_trusted_more_within_the_range_of_the_book(
    incidents: Make, settings: Settings, munition: str, right: bool
) -> None:
    facts = incidents(**{f"l{i}": labelled("ann", munition=munition) for i in range(40)})
    book = read_codebook(BOOK, settings)
    drawn = draw_book(book, settings, studied(facts, settings)).reliability["remnant"]
    assert (drawn[-1, 0] > 0.9) == right  # the book says 0.9, from 0.85 to 0.95
    assert 0.84 < drawn.min() <= drawn.max() < 0.96


def test_an_incident_does_not_judge_what_it_taught_itself(incidents: Make, settings: Settings) -> None:
    # the book has never seen a common munition of ann's as often: alone, her own label must not vouch for it
    facts = incidents(x=labelled("ann", munition="b1"), **{f"l{i}": labelled("bob") for i in range(3)})
    trust = studied(facts, settings).trust["remnant"]
    assert trust[-1] < trust[0]


def test_a_case_without_labels_learns_nothing(incidents: Make, settings: Settings) -> None:
    found = studied(incidents(x={}), settings)
    assert (found.counts, found.trust, found.inverse_temperature) == ({}, {}, 1.0)


def test_few_labels_leave_the_ratios_as_they_are(incidents: Make, settings: Settings) -> None:
    few, many = (
        studied(incidents(**{f"l{i}": labelled("ann", munition="r1") for i in range(n)}), settings) for n in (19, 20)
    )
    assert few.inverse_temperature == 1.0 < many.inverse_temperature


@pytest.mark.parametrize(("ratio", "wrong", "expected"), [(4.0, 80, 1.0), (4.0, 200, 0.5), (4.0, 20, 1.7)])
def test_temper_fits_the_ratios_to_how_often_they_were_right(
    settings: Settings, ratio: float, wrong: int, expected: float
) -> None:
    # of 400 incidents with odds 4 : 1 stated, so many were the other's
    logs, priors = np.tile(np.log([ratio, 1.0]), (400, 1)), np.full((400, 2), np.log(0.5))
    known = np.array([1] * wrong + [0] * (400 - wrong))
    section = settings.attribute.model_copy(update={"temper": 1.0})
    assert inverse_temperature_of(logs, priors, known, section) == pytest.approx(expected, abs=0.25)


def test_without_incidents_to_say_otherwise_temper_is_that_of_the_case(settings: Settings) -> None:
    none, nobody = np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
    assert inverse_temperature_of(none, none, nobody, settings.attribute) == pytest.approx(1.3, rel=0.03)


def test_boldness_moves_no_grade_above_the_last(incidents: Make, settings: Settings) -> None:
    bold, plain = (
        settings.model_copy(update={"attribute": settings.attribute.model_copy(update={"temper": temper})})
        for temper in (2.4, 1.0)
    )
    many = {f"l{i}": labelled("ann", munition="r1") for i in range(30)}
    grades = []
    for chosen in (bold, plain):
        facts = incidents(x={"remnant": [{"remnant_id": "m", "munition": "r1", "certainty": "possible"}]}, **many)
        attribute(facts, chosen, codebook=BOOK)
        grades.append(facts.rows("SELECT incident_id, grade FROM attribution ORDER BY ALL"))
    assert grades[0] == grades[1]


def test_what_was_learned_is_shown_beside_what_was_said(incidents: Make, settings: Settings) -> None:
    facts = incidents(**{f"l{i}": labelled("ann", munition="r1") for i in range(30)})
    attribute(facts, settings, codebook=BOOK)
    rows = {(row["variable"], row["value"] or row["party"]): (row["pseudo_count"], row["posterior_count"])
            for row in facts.rows("SELECT * FROM codebook_parameter WHERE variable LIKE 'book.%'")}  # fmt: skip
    said, learned = rows["book.reliability", "remnant"]
    assert said == 0.9 < learned < 0.95
    assert rows["book.reliability", "told"] == (0.5, 0.5)
    assert rows["book.prior", "ann"] == pytest.approx((0.98 / 3, (10 * 0.98 / 3 + 30) / 40), abs=1e-6)
    assert rows["book.temper", ""][0] == 1.0 < rows["book.temper", ""][1]
