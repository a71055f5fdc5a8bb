"""Features and reasons that a reader sees."""

from datetime import date

import pytest

from dalil.casefile.settings import Settings
from dalil.link import link, waterfall
from dalil.link.outputs.reasons import distance_apart

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))
LENGTHS = ((86_400, "d"), (3600, "h"), (60, "min"))


@pytest.mark.parametrize(("seconds", "expected"), [
    (float("nan"), "not stated"), (0.0, "they meet"), (59.0, "they meet"), (90.0, "1.5 min apart"),
    (5400.0, "1.5 h apart"), (172_800.0, "2.0 d apart"),
])  # fmt: skip
def test_a_distance_in_the_largest_unit_that_fits(seconds, expected):
    assert distance_apart(seconds, LENGTHS) == expected


def steps(facts):
    link(facts, SETTINGS)
    return {row["comparison"]: row["level"] for row in waterfall(facts, "a/1", "b/1")}


BOTH = {"hour": 0, "latitude": 10.0}


def test_what_two_reports_say_stands_beside_each_weight(world):
    found = steps(world.facts(
        {"id": "a/1", **BOTH, "killed": 3, "kind": "airstrike", "objects_hit": ["hospital"], "weapons": ["cluster"]},
        {"id": "b/1", **BOTH, "hour": 2, "killed": 4, "kind": "airstrike", "objects_hit": ["hospital"]},
    ))  # fmt: skip
    assert (found["time"], found["place"], found["killed"]) == ("2.0 h apart", "they meet", "3 ~ 4")
    assert (found["kind"], found["objects"], found["weapons"]) == ("same kind", "the same site", "silent")


def test_a_common_source_and_a_common_wording(world):
    words = "An air strike hit the market in the north of the town this morning, and nobody could say why."
    common = {"narrative": words, "exhibits": ["x.mp4"]}
    found = steps(world.facts({"id": "a/1", **BOTH, **common}, {"id": "b/1", **BOTH, **common}))
    assert found["wording"] == "the same words" and found["source"] == "share a rare source"
    assert found["second_strike"] == "neither does"


def test_aircraft_and_population(world):
    found = steps(world.facts(
        {"id": "a/1", **BOTH, "aircraft_reported": ["Su-24"], "populated": True},
        {"id": "b/1", **BOTH, "aircraft_reported": ["Sukhoi 24"], "populated": False},
    ))  # fmt: skip
    assert (found["aircraft"], found["populated"]) == ("share a type", "differs")


def test_an_update_says_that_it_repeats(world):
    facts = world.facts({"id": "a/1", **BOTH}, {"id": "a/2", **BOTH})
    link(facts, SETTINGS)
    found = {row["comparison"]: row["level"] for row in waterfall(facts, "a/1", "a/2")}
    assert found["time"] == "repeats time and place"


def test_victims_named_alike_are_told_and_not_named(world):
    facts = world.facts({"id": "a/1", **BOTH}, {"id": "b/1", **BOTH})
    names = ["Walid Yasin", "Basil Qatrun"]
    facts.replace("victim", [
        {"victim_id": f"{o}/{n}", "organisation": o, "report_id": f"{o}/1", "name": name}
        for o in "ab" for n, name in enumerate(names)
    ])  # fmt: skip
    link(facts, SETTINGS)
    (told,) = facts.query("SELECT comparisons FROM pair").fetchall()[0]
    assert "name the same people" in told and "Walid" not in told
