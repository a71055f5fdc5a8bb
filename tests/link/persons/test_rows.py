"""Rows of victim lists as they are compared."""

from datetime import date

import pytest

from dalil.casefile.facts import Facts
from dalil.link.persons.rows import read_victims
from dalil.names import PersonName

BASE = {"organisation": "a", "sex": "male", "date": date(2016, 7, 3), "name": "Walid Yasin", "place": "Qafira"}


def test_a_row_that_was_read_twice_counts_once():
    facts = Facts.in_memory()
    facts.replace("victim", [{**BASE, "victim_id": "a/1", "source_sha256": c * 64, "source_row": 1} for c in "ab"])
    assert len(read_victims(facts, {})) == 1


def test_a_sealed_name_takes_the_place_of_an_empty_one_and_does_not_show():
    facts = Facts.in_memory()
    facts.replace("victim", [{**BASE, "victim_id": "a/1", "name": None}])
    (victim,) = read_victims(facts, {"a/1": PersonName("Walid Yasin", "", "Jamal")})
    assert victim.spellings == (("walid", "yasin"),) and victim.father == "jamal"
    assert "walid" not in repr(victim).lower()


def read(sealed=None, **row):
    facts = Facts.in_memory()
    facts.replace("victim", [{**BASE, "victim_id": "a/1", **row}])
    (victim,) = read_victims(facts, sealed or {})
    return victim


@pytest.mark.parametrize(("written", "read_as"), [
    ("Male", "male"), (" female ", "female"), ("unknown", ""), ("m", ""), (None, ""),
])  # fmt: skip
def test_a_sex_that_is_not_plain_is_open(written, read_as):
    assert read(sex=written).sex == read_as


def test_a_name_in_two_scripts_has_two_spellings():
    victim = read(name_ar="وليد ياسين")
    assert len(victim.spellings) == 2 and victim.spellings[0] == ("walid", "yasin")


@pytest.mark.parametrize("nothing", [None, "", " . "])
def test_without_a_name_there_is_no_spelling(nothing):
    assert read(name=nothing).spellings == ()


def test_places_are_compared_by_the_sound_of_their_words():
    assert read(place="Qafira").places == read(place="Qafirah").places != frozenset()


def test_a_row_without_an_id_is_no_row_of_a_list():
    facts = Facts.in_memory()
    facts.replace("victim", [{**BASE, "victim_id": None}])
    assert read_victims(facts, {}) == []


def test_the_attack_is_that_of_its_report():
    facts = Facts.in_memory()
    facts.replace("victim", [{**BASE, "victim_id": f"a/{n}", "report_id": f"a/{n}"} for n in (1, 2)])
    facts.replace("incident_report", [{"incident_id": "I1", "report_id": "a/1"}])
    assert [victim.incident_id for victim in read_victims(facts, {})] == ["I1", None]
