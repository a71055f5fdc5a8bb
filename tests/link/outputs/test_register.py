"""From a partition to the register."""

from datetime import date

import pytest

from dalil.casefile.settings import Settings
from dalil.link.outputs.register import register, singletons
from dalil.link.reports.ids import incident_id

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))
THREE = [{"id": "a/1", "hour": 0}, {"id": "b/1", "hour": 0}, {"id": "c/1", "hour": 9}]


def members(facts):
    return facts.query("SELECT report_id, incident_id FROM incident_report ORDER BY report_id").fetchall()


def test_each_report_alone_is_its_own_attack_and_origin(world):
    facts = world.facts(*THREE)
    assert singletons(facts, SETTINGS) == 3
    assert members(facts) == [(key, incident_id([key])) for key in ("a/1", "b/1", "c/1")]
    assert facts.query("SELECT DISTINCT basis FROM origin").fetchall() == [("own",)]


def test_a_cluster_is_an_incident_with_the_id_of_its_first_report(world):
    facts = world.facts(*THREE)
    assert register(facts, SETTINGS, {"a/1": "a/1", "b/1": "a/1", "c/1": "c/1"}, {}) == 2
    assert members(facts) == [
        ("a/1", incident_id(["a/1"])),
        ("b/1", incident_id(["a/1"])),
        ("c/1", incident_id(["c/1"])),
    ]
    assert facts.value("SELECT reports FROM incident ORDER BY reports DESC LIMIT 1") == 2


def test_stability_is_one_where_nothing_is_said(world):
    facts = world.facts(*THREE)
    register(facts, SETTINGS, {"a/1": "a/1", "b/1": "a/1", "c/1": "c/1"}, {"a/1": 0.8})
    found = dict(facts.query("SELECT incident_id, stability FROM incident").fetchall())
    assert found == {incident_id(["a/1"]): pytest.approx(0.8), incident_id(["c/1"]): 1.0}


def test_a_second_register_replaces_the_first(world):
    facts = world.facts(*THREE)
    singletons(facts, SETTINGS)
    register(facts, SETTINGS, dict.fromkeys(("a/1", "b/1", "c/1"), "a/1"), {})
    assert facts.value("SELECT count(*) FROM incident") == 1


def test_nothing_to_register(world):
    assert singletons(world.facts(), SETTINGS) == 0
