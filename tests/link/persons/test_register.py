"""Persons across victim lists, from end to end."""

from datetime import date

import pytest

from dalil.casefile.facts import Facts
from dalil.link.persons.register import link_persons
from dalil.names import PersonName

DAY = date(2016, 7, 3)


def facts_of(*victims, incidents=None):
    """Victims as (id, name, father, age), of one attack and day unless said otherwise."""
    facts = Facts.in_memory()
    facts.replace("victim", [
        {"victim_id": key, "organisation": key.split("/")[0], "report_id": f"{key.split('/')[0]}/1", "name": name,
         "father": father, "age": age, "sex": "male", "date": DAY, "place": "Qafira", "protected": name is None}
        for key, name, father, age in victims
    ])  # fmt: skip
    reports = sorted({f"{key.split('/')[0]}/1" for key, *_ in victims})
    facts.replace("incident_report", [
        {"incident_id": (incidents or {}).get(r, "I1"), "report_id": r, "organisation": r[0]} for r in reports
    ])  # fmt: skip
    return facts


def groups(facts, sealed=None):
    link_persons(facts, sealed or {})
    rows = facts.rows("SELECT list(victim_id ORDER BY victim_id) AS ids FROM person_victim GROUP BY person_id")
    return sorted(row["ids"] for row in rows)


OTHERS = [(f"{o}/{n}", name, None, 20 + n) for o in "ab" for n, name in enumerate(
    ["Zahir Mulham", "Basil Qatrun", "Tamim Hasrat", "Ghaleb Sumak", "Nawar Difran"], 10)]  # fmt: skip


def test_nobody():
    assert groups(Facts.in_memory()) == []


def test_one_name_in_two_lists_is_one_person_and_every_row_stands_in_one_group():
    found = groups(facts_of(("a/1", "Walid Yasin", "Jamal", 30), ("b/1", "Walid Yaseen", None, 30), *OTHERS))
    assert ["a/1", "b/1"] in found
    assert sorted(row for group in found for row in group) == sorted(["a/1", "b/1", *(o[0] for o in OTHERS)])


def test_brothers_are_two():
    found = groups(facts_of(("a/1", "Walid Yasin", "Jamal", 6), ("b/1", "Fuad Yasin", "Jamal", 9), *OTHERS))
    assert ["a/1"] in found and ["b/1"] in found


def test_namesakes_of_other_fathers_and_ages_are_two():
    found = groups(facts_of(("a/1", "Walid Yasin", "Jamal", 6), ("b/1", "Walid Yasin", "Karim", 61), *OTHERS))
    assert ["a/1"] in found and ["b/1"] in found


def test_two_scripts_are_one_person():
    facts = facts_of(("a/1", "Walid Yasin", None, 30), ("b/1", None, None, 30), *OTHERS)
    facts.query("UPDATE victim SET name_ar = 'وليد ياسين' WHERE victim_id = 'b/1'")
    assert ["a/1", "b/1"] in groups(facts)


def test_a_protected_person_is_met_through_the_name_that_is_not_in_the_facts():
    facts = facts_of(("a/1", "Walid Yasin", "Jamal", 30), ("b/1", None, None, None), *OTHERS)
    assert ["b/1"] in groups(facts), "without the name there is nothing to go by"
    assert ["a/1", "b/1"] in groups(facts, {"b/1": PersonName("Walid Yasin", "", "Jamal")})


def test_the_sealed_name_is_written_nowhere():
    facts = facts_of(("a/1", "Walid Yasin", None, 30), ("b/1", None, None, None))
    groups(facts, {"b/1": PersonName("Planted Nameson", "", "Jamal")})
    tables = [row[0] for row in facts.query("SELECT table_name FROM duckdb_tables()").fetchall()]
    assert "Planted" not in str([facts.query(f'SELECT * FROM "{table}"').fetchall() for table in tables])


def test_a_person_takes_what_most_rows_say_and_is_protected_if_one_is():
    facts = facts_of(
        ("a/1", "Walid Yasin", None, 30), ("b/1", "Walid Yasin", None, 30), ("c/1", "Walid Yasin", None, 31)
    )
    facts.query("UPDATE victim SET protected = true WHERE victim_id = 'c/1'")
    link_persons(facts, {})
    (person,) = facts.rows("SELECT age, records, protected, incident_id FROM person")
    assert person == {"age": 30, "records": 3, "protected": True, "incident_id": "I1"}


@pytest.mark.parametrize("incidents", [{"a/1": "I1", "b/1": "I2"}])
def test_one_full_name_far_apart_in_two_attacks_is_not_taken_for_one(incidents):
    facts = facts_of(
        ("a/1", "Walid Yasin", None, None), ("b/1", "Walid Yasin", None, None), *OTHERS, incidents=incidents
    )
    facts.query("UPDATE victim SET date = DATE '2016-09-20' WHERE organisation = 'b'")
    assert ["a/1", "b/1"] not in groups(facts)
