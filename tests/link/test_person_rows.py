"""Which rows of victim lists meet."""

from datetime import date

import pytest

from dalil.casefile.facts import Facts
from dalil.link.person_rows import candidate_rows, read_victims
from dalil.names import PersonName

BASE = {"organisation": "a", "sex": "male", "date": date(2016, 7, 3), "name": "Walid Yasin", "place": "Qafira"}


def pairs(one, other, incidents=None):
    facts = Facts.in_memory()
    facts.replace(
        "victim", [{**BASE, "victim_id": "a/1", **one}, {**BASE, "victim_id": "b/1", "organisation": "b", **other}]
    )
    facts.replace("incident_report", [
        {"incident_id": i, "report_id": r, "organisation": r[0]} for r, i in (incidents or {}).items()
    ])  # fmt: skip
    found, by_name = candidate_rows(facts, read_victims(facts, {}))
    return [("by name" if named else "met") for _, named in zip(found, by_name.tolist(), strict=True)]


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
