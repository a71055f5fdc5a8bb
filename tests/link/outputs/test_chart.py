"""What a run learned, for the log and for the eye."""

import json

import pytest

from dalil.casefile.facts import Facts
from dalil.commands.show import weights
from dalil.errors import Refused
from dalil.link import chart, learned, link, waterfall

ROWS = [
    {"name": "kind", "level": "same kind", "m": 0.8, "u": 0.2, "weight": 2.0},
    {"name": "kind", "level": "differs", "m": 0.2, "u": 0.8, "weight": -2.0},
    {"name": "prior", "level": "ratio", "m": 0.5},
]


@pytest.fixture
def facts():
    facts = Facts.in_memory()
    facts.replace("link_parameter", ROWS)
    return facts


def test_the_entry_of_the_log_holds_every_parameter(facts):
    found = learned(facts)
    assert found["parameters"] == [
        ["kind", "differs", 0.2, 0.8], ["kind", "same kind", 0.8, 0.2], ["prior", "ratio", 0.5, None],
    ]  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_bars_to_the_right_speak_for_one_attack(facts):
    name, same, differs = chart(weights(facts)).splitlines()
    assert name == "kind"
    assert "│████ " in same and same.endswith("+2.00")
    assert " ████│" in differs and differs.endswith("-2.00")


def test_nothing_learned_is_an_empty_chart():
    assert chart(weights(Facts.in_memory())) == ""


def test_a_run_leaves_its_parameters_and_a_waterfall_that_sums_to_the_weight(world):
    from datetime import date

    from dalil.casefile.settings import Settings

    settings = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))
    facts = world.facts(*({"id": f"{o}/1", "hour": 0, "latitude": 10.0, "killed": 3} for o in "ab"))
    summary = link(facts, settings)
    assert summary.blocking_recall == 1.0
    names = {row[0] for row in learned(facts)["parameters"]}
    assert {"kind", "second_strike", "time error, hour by night", "place error, name", "prior", "blocking"} <= names
    steps = waterfall(facts, "b/1", "a/1")
    (weight,) = facts.query("SELECT weight FROM pair").fetchall()[0]
    assert steps[-1]["total"] == pytest.approx(weight, abs=0.01)
    assert {step["comparison"]: step["level"] for step in steps}["killed"] == "3 ~ 3"
    with pytest.raises(Refused, match="not a pair near the threshold"):
        waterfall(facts, "a/1", "z/1")
