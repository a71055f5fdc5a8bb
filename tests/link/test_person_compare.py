"""Levels of two rows of victim lists, by hand."""

from datetime import date

import numpy as np
import pytest

from dalil import names
from dalil.link.person_compare import COMPARED, Choices, compare_rows, train_persons, weights_of_rows
from dalil.link.person_rows import Victim

ROWS = {field.name: row for row, field in enumerate(COMPARED)}


def victim(key, name="", name_ar="", father="", age=None, incident="I1", day=3, place="Qafira", role=None):
    return Victim(
        victim_id=key, organisation=key[0], incident_id=incident, father=father.lower(), age=age, sex="male",
        spellings=tuple(names.words(text) for text in (name, name_ar) if text),
        day=date(2016, 7, day) if day else None, row={"role": role},
        places=frozenset(names.skeleton(word) for word in names.words(place)),
    )  # fmt: skip


def levels(a, b, by_name=False):
    found = compare_rows([a, b], [(0, 1)], np.array([by_name]))[:, 0]
    return {name: int(found[row]) for name, row in ROWS.items() if found[row] >= 0}


@pytest.mark.parametrize(("one", "other", "family", "given"), [
    ("Walid Yasin", "Walid Yaseen", 5, 5), ("Walid Yasin", "Fuad Yasin", 5, 0), ("Walid Khatib", "Walid Katib", 3, 5),
    ("Qahath Yasin", "Qahat Yasin", 5, 3),
])  # fmt: skip
def test_names_in_one_family(one, other, family, given):
    found = levels(victim("a/1", one), victim("b/1", other))
    assert (found["family"], found["given, in one family"]) == (family, given)
    assert "given, in two families" not in found


def test_names_in_two_families():
    found = levels(victim("a/1", "Walid Yasin"), victim("b/1", "Walid Mardam"))
    assert found["given, in two families"] == 5 and "given, in one family" not in found


def test_two_scripts():
    found = levels(victim("a/1", "Walid Yasin"), victim("b/1", name_ar="وليد ياسين"))
    assert (found["family"], found["given, in one family"]) == (5, 5)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [(30, 30, 4), (30, 31, 3), (30, 27, 2), (30, 36, 1), (30, 40, 0)]
)
def test_ages(one, other, expected):
    assert levels(victim("a/1", "W Y", age=one), victim("b/1", "W Y", age=other))["age"] == expected


@pytest.mark.parametrize(("day", "expected"), [(3, 2), (4, 1), (9, 0)])
def test_dates(day, expected):
    assert levels(victim("a/1", "W Y"), victim("b/1", "W Y", day=day))["date"] == expected


def test_what_a_row_leaves_open_is_silent():
    found = levels(victim("a/1", "W Y", day=None, place=""), victim("b/1", "W Y"))
    assert not {"age", "date", "place", "role", "father, in one family"} & set(found)


def test_in_a_name_of_three_words_the_second_is_the_fathers():
    found = levels(victim("a/1", "Walid Jamal Yasin"), victim("b/1", "Walid Yasin", father="Jamal"))
    assert found["father, in one family"] == 2


def test_pairs_met_by_name_say_whether_attack_and_date_are_another():
    found = levels(victim("a/1", "W Y"), victim("b/1", "W Y", incident="I2", day=20), by_name=True)
    assert (found["attack, met by name"], found["date, met by name"]) == (0, 0)
    assert "date" not in found


def test_a_weight_is_log_m_over_u_and_the_prior_comes_last():
    rows = [victim("a/1", "W Y", age=30), victim("b/1", "W Y", age=30)]
    found = compare_rows(rows, [(0, 1)], np.array([False]))
    choices = Choices(np.array([0]), np.array([1]), np.array([2.0]), np.array([8.0]), 2)
    model = train_persons(found, np.array([True]), choices, lambda weights, grouped: np.array([1.0]))
    weights = weights_of_rows(found, model, choices)
    # Nothing was learned (met by name only), so the age weighs log .65/.03 and the prior is log .4/.6 − ½ log 16.
    assert weights[ROWS["age"], 0] == pytest.approx(np.log(0.65 / 0.03))
    assert weights[-1, 0] == pytest.approx(np.log(0.4 / 0.6) - 0.5 * np.log(16.0))
    assert np.isnan(weights[ROWS["father, in one family"], 0])
