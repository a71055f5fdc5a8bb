"""What the comparisons of two rows weigh, by hand."""

import numpy as np
import pytest

from dalil.link.persons.candidates import Met
from dalil.link.persons.comparisons import COMPARED
from dalil.link.persons.train import Choices, PersonModel, train_persons, weigh_rows

ROW = {field.name: row for row, field in enumerate(COMPARED)}
ASPECTS = sorted({field.aspect for field in COMPARED} - {"report"})
BEGUN = PersonModel([np.array(f.m) for f in COMPARED], [np.array(f.u) for f in COMPARED], np.array([0.4, 0.5, 0.05]))


def levels(**said):
    """(fields, 1) levels of one pair; fields by the last word of their aspect."""
    found = np.full((len(COMPARED), 1), -1, dtype=np.int8)
    for name, level in said.items():
        found[ROW[{"given": "given, in one family", "report": "report, in one list"}.get(name, name)]] = level
    return found


def choices(of_second=2.0, of_first=8.0, first=0, second=1):
    return Choices(np.array([first]), np.array([second]), np.array([of_second]), np.array([of_first]), 2)


def met(by_name=False, log_attack=0.0):
    return Met([(0, 1)], np.array([by_name]), np.array([log_attack]))


def test_what_is_said_weighs_log_m_over_u():
    found = weigh_rows(levels(age=4, given=0), met(), BEGUN, choices())
    assert found.said[ASPECTS.index("age"), 0] == pytest.approx(np.log(0.65 / 0.03))
    assert found.said[ASPECTS.index("given"), 0] == pytest.approx(np.log(0.02 / 0.84))
    assert np.isnan(found.said[ASPECTS.index("father"), 0])


def test_the_prior_is_seen_from_both_lists():
    # Odds .4/.6 and .5/.5, their mean in logs; among 2 and 8, which is among 4.
    assert weigh_rows(levels(), met(), BEGUN, choices()).listed[0] == pytest.approx(0.5 * np.log(0.4 / 0.6) - np.log(4))


def test_one_list_has_a_person_twice_with_its_own_prior():
    found = weigh_rows(levels(), met(), BEGUN, choices(first=1, second=1))
    assert found.listed[0] == pytest.approx(np.log(0.05 / 0.95) - np.log(4))


def test_one_report_for_both_rows_speaks_against_twice():
    apart = weigh_rows(levels(report=1), met(), BEGUN, choices(first=1, second=1)).listed[0]
    together = weigh_rows(levels(report=0), met(), BEGUN, choices(first=1, second=1)).listed[0]
    assert apart - together == pytest.approx(np.log(0.9 / 0.5) - np.log(0.1 / 0.5))


def test_the_total_has_everything():
    found = weigh_rows(levels(age=4), met(log_attack=-3.0), BEGUN, choices())
    assert found.total[0] == pytest.approx(np.log(0.65 / 0.03) + 0.5 * np.log(0.4 / 0.6) - np.log(4) - 3.0)


def test_nothing_is_learned_from_pairs_that_a_name_brought_together():
    model = train_persons(levels(age=4), met(by_name=True), choices(), lambda weights, grouped: np.array([1.0]))
    for learned, field in zip(model.m, COMPARED, strict=True):
        assert learned.tolist() == pytest.approx(list(field.m))


def test_shares_are_learned_beside_thirty_rows_of_what_is_usual():
    model = train_persons(levels(age=0), met(), choices(), lambda weights, grouped: np.array([1.0]))
    assert model.m[ROW["age"]][0] == pytest.approx((1 + 30 * 0.03) / 31)
    assert model.u[ROW["age"]][0] == pytest.approx(0.77), "no pair of two persons was seen"


def test_how_much_a_list_holds_is_fellows_over_rows_that_could_have_one():
    # One fellow was found, where half a row (one of two it could be) and an eighth stood for it; 30 rows at .4 beside.
    model = train_persons(levels(), met(), choices(), lambda weights, grouped: np.array([1.0]))
    assert model.listed[:2].tolist() == pytest.approx([(1 + 12) / (1 / 8 + 30), (1 + 12) / (1 / 2 + 30)])
    assert model.listed[2] == pytest.approx(0.05)


def test_groups_are_asked_for_in_the_last_four_rounds():
    asked = []
    train_persons(levels(), met(), choices(), lambda weights, grouped: asked.append(grouped) or np.array([0.5]))
    assert asked == [False] * 8 + [True] * 4
