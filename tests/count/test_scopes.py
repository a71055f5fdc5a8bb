"""Named scopes: a period, an area, a rule, and what cannot be read."""

import pytest

from dalil.casefile.settings import Settings
from dalil.count import count
from dalil.count.scopes import selections
from dalil.errors import Refused

from .conftest import RULES


def with_scope(**scope):
    return Settings.model_validate(RULES | {"scopes": [{"id": "part", "title": "Part"} | scope]})


@pytest.mark.parametrize(
    ("scope", "total"),
    [
        ({}, 4),
        ({"from": "2016-10-01"}, 2),
        ({"to": "2016-09-30"}, 2),
        ({"area": [37.0, 36.0, 38.0, 37.0]}, 3),
        ({"rule": "kind=artillery"}, 1),
        ({"rule": "object=hospital,market"}, 3),
        ({"rule": "object=hospital and weapon=cluster"}, 1),
        ({"rule": "organisations>=2"}, 1),
        ({"rule": "populated"}, 2),
        ({"rule": "report=A/i1,B/i2"}, 2),
        ({"rule": "accepted"}, 1),
    ],
)
def test_total_of_a_scope(facts, scope, total):
    facts.replace("decision", [{"decision_id": "d", "kind": "accept", "a": ["A/i3"]}])
    count(facts, with_scope(**scope))
    assert facts.value("SELECT value FROM figure WHERE name = 'scope.part.incidents.total'") == total
    assert facts.value("SELECT value FROM figure WHERE name = 'incidents.total'") == 4


def test_every_figure_of_a_scope_is_what_its_query_gives(facts):
    count(facts, with_scope(rule="object=hospital"))
    for figure in facts.rows("SELECT * FROM figure WHERE scope = 'part'"):
        assert facts.value(figure["query"]) == figure["value"], figure["name"]


def test_a_label_says_its_scope(facts):
    count(facts, with_scope(rule="populated"))
    text = facts.value("SELECT text FROM figure WHERE name = 'scope.part.incidents.total'")
    assert text == "Part: Incidents: 2."


@pytest.mark.parametrize("rule", ["nonsense=1", "object", "organisations>=many", "kind=airstrike or kind=ground; x"])
def test_a_rule_that_cannot_be_read_is_refused(rule):
    with pytest.raises(Refused) as refused:
        selections(with_scope(rule=rule))
    assert "scope part" in refused.value.where


def test_a_scope_outside_the_period_is_refused():
    with pytest.raises(Refused):
        selections(with_scope(**{"from": "2017-01-01"}))


@pytest.mark.parametrize(
    ("rule", "by_hand", "by_outcome"),
    [("", False, False), ("kind=airstrike", False, False), ("object=hospital", False, True), ("accepted", True, False)],
)
def test_what_was_chosen_by_hand_or_by_outcome_is_known(rule, by_hand, by_outcome):
    part = selections(with_scope(rule=rule))[1]
    assert (part.by_hand, part.by_outcome) == (by_hand, by_outcome)
