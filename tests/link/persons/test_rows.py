"""Rows of victim lists as they are compared."""

from datetime import date

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
