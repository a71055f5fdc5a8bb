"""The stage as a whole: what it takes away, what it refuses, and that its figures are those of its scopes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases import settings_of

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count import count
from dalil.errors import Refused

from .conftest import incident, register

QUICK = {"estimate_methods": ["graphs"], "aim_draws": 99, "rate_objects": []}


def settings(**more: Any) -> Settings:
    return settings_of("2016-09-01", "2016-10-31", "Asia/Damascus", count=QUICK, **more)


def values(facts: Facts) -> dict[str, float]:
    return {row["name"]: row["value"] for row in facts.rows("SELECT name, value FROM figure")}


def test_counting_again_puts_the_last_count_away():
    facts = register()
    count(facts, settings(scopes=[{"id": "early", "to": "2016-09-10"}]))
    count(facts, settings())
    assert not [name for name in values(facts) if name.startswith("scope.")]
    for table in ("observed_time", "rate_draw", "aimed_strike"):
        assert facts.rows(f"SELECT DISTINCT scope FROM {table} WHERE scope <> ''") == [], table


def test_a_scope_counts_what_lies_in_it():
    facts = register()
    count(facts, settings(scopes=[{"id": "early", "to": "2016-09-10"}, {"id": "bombs", "rule": "weapon=incendiary"}]))
    found = values(facts)
    assert (found["incidents.total"], found["scope.early.incidents.total"], found["scope.bombs.incidents.total"]) == (
        4, 1, 2,
    )  # fmt: skip


def test_reports_are_counted_once_and_not_by_scope():
    facts = register()
    count(facts, settings(scopes=[{"id": "early", "to": "2016-09-10"}]))
    assert "reports.total" in values(facts)
    assert "scope.early.reports.total" not in values(facts)


def test_the_summary_says_how_many_and_what_was_refused():
    facts = register()
    summary = count(facts, settings())
    assert summary.figures == facts.value("SELECT count(*) FROM figure")
    assert {(name, scope) for name, scope, _ in summary.refused} == {
        (row["name"], row["scope"]) for row in facts.rows("SELECT name, scope FROM count_refusal")
    }
    assert all(reason for _, _, reason in summary.refused)


def test_every_figure_has_its_sentence_in_every_language():
    facts = register()
    count(facts, settings())
    lacking = facts.rows(
        "SELECT name FROM figure ANTI JOIN (SELECT name FROM figure_text WHERE text <> '' AND label <> ''"
        " GROUP BY name HAVING count(DISTINCT language) = 2) USING (name)"
    )
    assert lacking == []


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ({"id": "late", "from": "2020-01-01", "to": "2020-02-01"}, "outside the case's period"),
        ({"id": "odd", "rule": "colour=red"}, "cannot be read"),
        ({"id": "odd", "rule": "organisations>=many"}, "cannot be read"),
        ({"id": "odd", "rule": "object=castle"}, "cannot be read"),
    ],
)
def test_a_scope_that_cannot_be_is_refused_before_anything_is_counted(scope: dict[str, str], told: str):
    facts = register()
    count(facts, settings())
    before = facts.hashes()
    with pytest.raises(Refused, match=told) as caught:
        count(facts, settings(scopes=[scope]))
    assert scope["id"] in caught.value.where
    assert facts.hashes() == before


def test_an_attack_outside_the_scope_of_the_case_is_in_no_figure_of_attacks():
    facts = register([incident("in", "09-05"), incident("out", "09-06", in_scope=False, killed_civilians_min=99)])
    count(facts, settings())
    assert values(facts)["incidents.total"] == 1
    assert values(facts)["killed.civilians.min"] is None
