"""Which rows of victim lists meet."""

import math
from datetime import date

import pytest

from dalil.casefile.facts import Facts
from dalil.link.persons.candidates import candidate_rows
from dalil.link.persons.rows import read_victims

BASE = {"organisation": "a", "sex": "male", "date": date(2016, 7, 3), "name": "Walid Yasin", "place": "Qafira"}
TWO_ATTACKS = {"a/9": "I1", "b/9": "I2"}


def met(one, other, incidents=None, together=None):
    """Two rows; `incidents` by report, `together` how often the draws have the two reports in one attack."""
    facts = Facts.in_memory()
    facts.replace(
        "victim", [{**BASE, "victim_id": "a/1", **one}, {**BASE, "victim_id": "b/1", "organisation": "b", **other}]
    )
    facts.replace("incident_report", [
        {"incident_id": i, "report_id": r, "organisation": r[0]} for r, i in (incidents or {}).items()
    ])  # fmt: skip
    if together is not None:
        facts.replace("pair", [{"a": "a/9", "b": "b/9", "weight": 0.0, "probability": together, "comparisons": "[]"}])
    return candidate_rows(facts, read_victims(facts, {}))


def pairs(one, other, incidents=None):
    return ["by name" if named else "met" for named in met(one, other, incidents).by_name.tolist()]


@pytest.mark.parametrize(("other", "expected"), [
    ({}, ["met"]),
    ({"date": date(2016, 7, 4)}, ["met"]),
    ({"sex": "female"}, []),
    ({"sex": None}, ["met"]),
    ({"place": "Elsewhere"}, ["by name"]),
    ({"name": "Fuad Mardam", "place": "Elsewhere"}, []),
    ({"date": date(2016, 7, 20)}, []),
    ({"date": date(2016, 7, 20), "name": "Walid Jamal Yasin"}, []),
])  # fmt: skip
def test_rows_without_a_report(other, expected):
    assert pairs({}, other) == expected


def test_a_full_name_meets_within_a_month():
    full = {"name": "Walid Jamal Yasin"}
    assert pairs(full, {**full, "date": date(2016, 7, 25)}) == ["by name"]
    assert pairs(full, {**full, "date": date(2016, 9, 1)}) == []


def test_the_fathers_name_makes_a_name_full():
    assert pairs({"father": "Jamal"}, {"name": "Walid Jamal Yasin", "date": date(2016, 7, 25)}) == ["by name"]


def test_rows_of_one_attack_meet_whatever_their_names():
    rows = {"report_id": "a/9"}, {"report_id": "b/9", "name": "Fuad Mardam"}
    assert pairs(*rows, incidents={"a/9": "I1", "b/9": "I1"}) == ["met"]
    assert pairs(*rows, incidents={"a/9": "I1", "b/9": "I2"}) == []


@pytest.mark.parametrize(("together", "expected"), [(0.4, [math.log(0.4)]), (0.01, [])])
def test_rows_of_two_attacks_meet_where_the_draws_often_make_them_one(together, expected):
    rows = {"report_id": "a/9"}, {"report_id": "b/9", "name": "Fuad Mardam"}
    found = met(*rows, incidents=TWO_ATTACKS, together=together)
    assert found.log_attack.tolist() == pytest.approx(expected)
    assert not found.by_name.any()


def test_one_name_in_two_attacks_is_a_mistake_of_one_list_in_twenty():
    found = met({"report_id": "a/9"}, {"report_id": "b/9"}, incidents=TWO_ATTACKS)
    assert found.by_name.tolist() == [True] and found.log_attack.tolist() == pytest.approx([math.log(0.05)])


def test_a_row_without_an_attack_contradicts_none():
    assert met({"report_id": "a/9"}, {}, incidents=TWO_ATTACKS).log_attack.tolist() == [0.0]
