"""Levels of two rows of victim lists, by hand."""

from datetime import date

import numpy as np
import pytest

from dalil import names
from dalil.link.persons.candidates import Met
from dalil.link.persons.comparisons import COMPARED, compare_rows
from dalil.link.persons.rows import Victim

ROWS = {field.name: row for row, field in enumerate(COMPARED)}


def victim(key, name="", name_ar="", father="", age=None, incident="I1", day=3, place="Qafira", role=None, report=None):
    return Victim(
        victim_id=key, organisation=key[0], incident_id=incident, father=father.lower(), age=age, sex="male",
        spellings=tuple(names.words(text) for text in (name, name_ar) if text),
        day=date(2016, 7, day) if day else None, row={"role": role, "report_id": report},
        places=frozenset(names.skeleton(word) for word in names.words(place)),
    )  # fmt: skip


def levels(a, b, by_name=False, among=1.0):
    met = Met([(0, 1)], np.array([by_name]), np.zeros(1))
    found = compare_rows([a, b], met, np.array([among]))[:, 0]
    return {name: int(found[row]) for name, row in ROWS.items() if found[row] >= 0}


@pytest.mark.parametrize(("one", "other", "family", "given"), [
    ("Walid Yasin", "Walid Yaseen", 5, 5), ("Walid Yasin", "Fuad Yasin", 5, 0), ("Walid Khatib", "Walid Katib", 3, 5),
    ("Qahath Yasin", "Qahat Yasin", 5, 3),
])  # fmt: skip
def test_names_in_one_family(one, other, family, given):
    found = levels(victim("a/1", one), victim("b/1", other))
    assert (found["family, among a few"], found["given, in one family"]) == (family, given)
    assert "given, in two families" not in found


def test_names_in_two_families():
    found = levels(victim("a/1", "Walid Yasin"), victim("b/1", "Walid Mardam"))
    assert found["given, in two families"] == 5 and "given, in one family" not in found


def test_two_scripts():
    found = levels(victim("a/1", "Walid Yasin"), victim("b/1", name_ar="وليد ياسين"))
    assert (found["family, among a few"], found["given, in one family"]) == (5, 5)


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


def test_the_date_of_a_pair_met_by_name_is_another_comparison():
    found = levels(victim("a/1", "W Y"), victim("b/1", "W Y", incident="I2", day=20), by_name=True)
    assert found["date, met by name"] == 0 and "date" not in found


@pytest.mark.parametrize(("among", "field"), [(5.0, "a few"), (6.0, "some"), (20.0, "some"), (21.0, "many")])
def test_the_family_among_as_many_as_it_could_be(among, field):
    found = levels(victim("a/1", "Walid Yasin"), victim("b/1", "Fuad Yasin"), among=among)
    assert [name for name in found if name.startswith("family")] == [f"family, among {field}"]


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("a/7", "a/7", 0), ("a/7", "a/8", 1), ("a/7", None, 1), (None, None, 1),
])  # fmt: skip
def test_two_rows_of_one_list_and_their_reports(one, other, expected):
    found = levels(victim("a/1", "W Y", report=one), victim("a/2", "W Y", report=other))
    assert found["report, in one list"] == expected


def test_the_reports_of_two_lists_are_not_compared():
    assert "report, in one list" not in levels(victim("a/1", "W Y", report="a/7"), victim("b/1", "W Y", report="b/7"))
