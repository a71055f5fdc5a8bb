"""From records to grades, and what must never move one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
SAW_RED = {"testimony_id": "t1", "witness": "w1", "directness": "saw", "aircraft_reported": ["Red"]}
R1 = {"remnant_id": "m1", "munition": "r1", "certainty": "certain"}


def grades(facts: Facts, settings: Settings, book: str | None = BOOK) -> dict[str, tuple[str | None, str]]:
    attribute(facts, settings, codebook=book)
    return {row["incident_id"]: (row["party"], row["grade"]) for row in facts.rows("SELECT * FROM attribution")}


def posterior(facts: Facts, incident: str, party: str) -> float:
    sql = "SELECT posterior FROM finding WHERE incident_id = ? AND party = ?"
    return float(facts.value(sql, [incident, party]))


def test_two_lines_without_a_shared_source_are_high(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"testimony": [SAW_RED], "remnant": [R1]})
    assert grades(facts, settings) == {"x": ("ann", "high")}


def test_one_line_is_never_high(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"remnant": [R1, R1 | {"remnant_id": "m2"}, R1 | {"remnant_id": "m3"}]})
    assert grades(facts, settings)["x"][1] in ("likely", "more_likely_than_not")


def test_nothing_said_is_not_attributed_whatever_the_prior(incidents: Make, settings: Settings) -> None:
    parties = (settings.parties[0].model_copy(update={"prior_low": 0.75, "prior_high": 0.80}), *settings.parties[1:])
    facts = incidents(x={})
    assert grades(facts, settings.model_copy(update={"parties": parties})) == {"x": (None, "not_attributed")}
    assert posterior(facts, "x", "ann") > 0.5


def test_without_a_code_book_nothing_is_attributed(incidents: Make, settings: Settings) -> None:
    assert grades(incidents(x={"testimony": [SAW_RED]}), settings, None) == {"x": (None, "not_attributed")}


def test_an_allegation_is_no_evidence(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"report": {"parties_alleged": ["ann"]}})
    assert grades(facts, settings) == {"x": (None, "not_attributed")}


def test_an_observation_that_cannot_discriminate_changes_nothing(incidents: Make, settings: Settings) -> None:
    bare, said = incidents(x={"remnant": [R1]}), incidents(x={"remnant": [R1], "report": {"kind": "airstrike"}})
    for facts in (bare, said):
        grades(facts, settings)
    assert posterior(bare, "x", "ann") == pytest.approx(posterior(said, "x", "ann"), abs=1e-12)


def seen(n: int) -> list[dict[str, Any]]:
    return [
        {"observation_id": f"o{i}", "exhibit": "film.mp4", "aspect": "aircraft", "value": "red", "certainty": "certain"}
        for i in range(n)
    ]


def test_ten_copies_of_one_film_move_no_posterior(incidents: Make, settings: Settings) -> None:
    one, ten = incidents(x={"observation": seen(1)}), incidents(x={"observation": seen(10)})
    for facts in (one, ten):
        grades(facts, settings)
    assert abs(posterior(one, "x", "ann") - posterior(ten, "x", "ann")) <= 0.02


def test_a_type_flown_by_two_identifies_neither_and_offers_the_set(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"testimony": [SAW_RED | {"aircraft_reported": ["blue"]}]})
    party, grade = grades(facts, settings)["x"]
    assert party == "bob+cyd"
    assert grade != "not_attributed"
    assert posterior(facts, "x", "bob") == pytest.approx(posterior(facts, "x", "cyd"), abs=0.1)
    singles = facts.rows("SELECT grade FROM finding WHERE party IN ('bob', 'cyd')")
    assert {row["grade"] for row in singles} == {"not_attributed"}


def test_hearsay_beside_a_witness_adds_nothing(incidents: Make, settings: Settings) -> None:
    told = SAW_RED | {"testimony_id": "t2", "directness": "told"}
    alone, both = incidents(x={"testimony": [SAW_RED]}), incidents(x={"testimony": [SAW_RED, told]})
    for facts in (alone, both):
        grades(facts, settings)
    assert posterior(alone, "x", "ann") == posterior(both, "x", "ann")
    assert both.value("SELECT count(*) FROM evidence WHERE dropped = 'hearsay'") == 1


def test_order_of_rows_changes_nothing(incidents: Make, settings: Settings) -> None:
    holds = {"testimony": [SAW_RED], "remnant": [R1]}
    one, two = incidents(x=holds, y={"remnant": [R1]}), incidents(y={"remnant": [R1]}, x=holds)
    for facts in (one, two):
        grades(facts, settings)
    assert one.table_hash("finding") == two.table_hash("finding")


def test_unknown_value_is_shown_and_not_used(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"remnant": [R1 | {"munition": "mystery"}]})
    assert grades(facts, settings)["x"][1] == "not_attributed"
    assert facts.rows("SELECT value, dropped FROM evidence") == [{"value": "mystery", "dropped": "not_in_code_book"}]


def test_dependent_sky_is_no_line(incidents: Make, settings: Settings) -> None:
    sky = {"party_id": "ann", "line": "flight", "log_ratio": 4.0, "low": 3.5, "high": 4.5, "spoke": "matched",
           "basis": "estimated", "origin_ids": ["net"]}  # fmt: skip
    free, tied = (
        incidents(x={"remnant": [R1], "sky_evidence": [sky | {"independent": independent}]})
        for independent in (True, False)
    )
    assert grades(free, settings)["x"][1] == "high"
    assert grades(tied, settings)["x"][1] != "high"


def test_lines_say_what_was_not_looked_for(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"remnant": [R1]})
    grades(facts, settings)
    stances = {row["line"]: row["stance"] for row in facts.rows("SELECT line, stance FROM line")}
    assert stances["remnants"] == "supports"
    assert stances["flight"] == stances["media"] == "not_looked_for"
