"""Reports in and out of scope, persons on lists, and grades: counted by hand."""

from datetime import date

import pytest

from dalil.count import count

from .conftest import register


def location(name, *, period=True, area=True, by="point"):
    inside = period and area and by != "none"
    return {"report_id": name, "in_period": period, "in_area": area, "in_scope": inside, "located_by": by}


@pytest.fixture(scope="module")
def held(settings):
    facts = register()
    places = [
        location("a"), location("b", period=False), location("c", area=False), location("d", area=False, by="none"),
        location("e", period=False, area=False),
    ]  # fmt: skip
    facts.replace("location", places)
    facts.replace("report", [{"report_id": place["report_id"]} for place in places])
    facts.replace("reading", [{"kind": "reports", "refused": 3}, {"kind": "victims", "refused": 9}])
    people = [
        ("p1", "killed", "i1", None, 9, "civilian"), ("p2", "killed", None, date(2016, 10, 1), 40, "civilian"),
        ("p3", "killed", None, date(2015, 1, 1), 40, "civilian"), ("p4", "died_later", "i5", None, 30, "combatant"),
        ("p5", "injured", "i2", None, None, None), ("p6", "killed", "i3", None, None, "unknown"),
    ]  # fmt: skip
    facts.replace("person", [
        {"person_id": p, "fate": fate, "incident_id": at, "date": day, "age": age, "status": status}
        for p, fate, at, day, age, status in people
    ])  # fmt: skip
    facts.replace("victim", [{"victim_id": f"A/{p[0]}", "organisation": "A", "name": "" if p[0] == "p6" else "Invented"}
                             for p in people] + [{"victim_id": "B/p1", "organisation": "B"}])  # fmt: skip
    facts.replace("person_victim", [{"person_id": p[0], "victim_id": f"A/{p[0]}"} for p in people]
                  + [{"person_id": "p1", "victim_id": "B/p1"}])  # fmt: skip
    facts.replace("attribution", [
        {"incident_id": "i1", "party": "north", "grade": "high"},
        {"incident_id": "i2", "party": "north", "grade": "likely"},
        {"incident_id": "i3", "grade": "not_attributed"}, {"incident_id": "i5", "party": "north", "grade": "high"},
    ])  # fmt: skip
    facts.replace("finding", [
        {"incident_id": "i1", "party": "north", "role": "direct", "grade": "high"},
        {"incident_id": "i1", "party": "south", "role": "supplies", "grade": "likely"},
        {"incident_id": "i1", "party": "other", "role": "direct", "grade": "not_attributed"},
    ])  # fmt: skip
    count(facts, settings)
    return facts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reports.total", 5),
        ("reports.in_scope", 1),
        ("reports.outside_period", 2),
        ("reports.outside_area", 1),
        ("reports.no_place", 1),
        ("reports.refused", 3),
        ("persons.listed.killed", 3),  # p1, p2, p6; p3 died before the period, p4 in an incident out of scope
        ("persons.named.killed", 2),
        ("persons.named.killed.children", 1),
        ("persons.named.injured", 1),
        ("incidents.grade.high", 1),
        ("incidents.grade.more_likely_than_not", 0),
        ("incidents.grade.not_attributed", 1),
        ("incidents.attributed.north.high", 1),
        ("incidents.role.supplies.south.likely", 1),
        ("killed.civilians.min.attributed.north.likely", 0),
    ],
)
def test_value_by_hand(held, name, value):
    assert held.value("SELECT value FROM figure WHERE name = ?", [name]) == value


def test_every_figure_is_what_its_query_gives(held):
    for figure in held.rows("SELECT * FROM figure"):
        assert held.value(figure["query"]) == figure["value"], figure["name"]


def test_the_sentence_names_party_and_grade(held):
    text = held.value("SELECT text FROM figure WHERE name = 'incidents.attributed.north.high'")
    assert text == "Incidents attributed to North, graded high likelihood: 1."
