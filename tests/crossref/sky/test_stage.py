"""The stage as a whole, on an invented sky."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.crossref.sky.conftest import START, at, fix, incident, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.crossref.window import declare, run_id_of
from dalil.records import TABLES
from dalil.records.sky_tables import TABLES_SKY

Filled = Callable[..., Facts]
DAY = 24 * 60
TOWN = (34.0, 175.0)


def patrols(days: int = 30) -> list[dict[str, Any]]:
    """Three lines on each day, from two posts, of an L-39 that passes the town at noon of every third day."""
    rows = []
    for day in range(days):
        noon = (day - days // 2) * DAY + 720
        rows.append(sighting(4 * day, noon - 300, 34.0, 176.0, aircraft="Mi-8", post="far"))
        if day % 3 == 0:
            rows.append(sighting(4 * day + 1, noon, 34.01, 175.0, aircraft="L-39", post="near"))
        rows.append(sighting(4 * day + 2, noon + 300, 34.0, 176.0, aircraft="Mi-8", post="far"))
    return rows


def strike(minutes: float) -> dict[str, Any]:
    return sighting(9000, minutes, 34.01, 175.0, aircraft="Su-34", post="near", behaviour="circling")


def case(filled: Filled, **more: Any) -> Facts:
    reports = [{"incident_id": "A", "report_id": "org/A", "organisation": "org"}]
    told = [
        {"source_sha256": "5", "source_row": 1, "report_id": "org/A", "organisation": "org", "time_source": "witness"}
    ]
    tables = {"incident": [incident("A", 722, *TOWN)], "incident_report": reports, "report": told}
    return filled(**(tables | {"sighting": [*patrols(), strike(721)]} | more))


def test_a_case_without_flight_data_says_not_looked_for(filled: Filled, settings: Settings) -> None:
    facts = filled(incident=[incident("A", 0, *TOWN), incident("B", 0, None, None)])
    summary = crossref(facts, settings)
    assert (summary.flights, summary.looked_for) == (0, 0)
    assert {r["status"] for r in facts.rows("SELECT status FROM sky_present")} == {"not_looked_for"}
    assert {r["looked_for"] for r in facts.rows("SELECT looked_for FROM coverage")} == {"not_looked_for"}
    rows = facts.rows("SELECT incident_id, party_id, line, log_ratio, spoke FROM sky_evidence ORDER BY ALL")
    assert len(rows) == 2 * 2 * 2
    assert {(row["log_ratio"], row["spoke"]) for row in rows} == {(0.0, "not_looked_for")}


def test_an_empty_case_runs(facts: Facts, settings: Settings) -> None:
    assert crossref(facts, settings).incidents == 0


def test_the_flight_that_was_there_is_among_the_opportunities(filled: Filled, settings: Settings) -> None:
    facts = case(filled)
    crossref(facts, settings)
    rows = facts.rows("SELECT label, bin, bin_s, independent, logged_before FROM opportunity WHERE bin_s = 60")
    assert {"label": "Su-34", "bin": "within", "bin_s": 60.0, "independent": True, "logged_before": True} in rows


def test_presence_and_operator_are_two_findings(filled: Filled, settings: Settings) -> None:
    facts = case(filled)
    crossref(facts, settings)
    present = facts.rows("SELECT status, log_ratio FROM sky_present")[0]
    assert present["status"] == "present"
    assert present["log_ratio"] > 0
    ratio = {r["party_id"]: r["log_ratio"] for r in facts.rows("SELECT * FROM sky_evidence WHERE line = 'flight'")}
    assert ratio["north"] > 0.5 > ratio["south"]
    assert not {"party_id", "operator"} & {column.name for column in TABLES["sky_present"].columns}


def test_without_established_incidents_the_basis_is_elicited(filled: Filled, settings: Settings) -> None:
    facts = case(filled)
    crossref(facts, settings)
    assert {r["basis"] for r in facts.rows("SELECT basis FROM sky_evidence")} == {"elicited"}
    assert {r["basis"] for r in facts.rows("SELECT basis FROM label_table")} == {"elicited"}


def test_a_match_says_how_often_it_happens_by_chance(filled: Filled, settings: Settings) -> None:
    facts = case(filled)
    crossref(facts, settings)
    rows = {r["label"]: r for r in facts.rows("SELECT * FROM chance WHERE bin_s = 60 AND line = 'flight'")}
    # The L-39 passes every third day at that hour, the Su-34 never but then.
    assert rows["L-39"]["c1_matched"] == pytest.approx(rows["L-39"]["c1_n"] / 3, abs=1)
    assert rows["Su-34"]["c1_matched"] == 0
    assert rows["L-39"]["chance"] > 3 * rows["Su-34"]["chance"]
    for row in rows.values():
        assert 0 < row["low"] <= row["chance"] * 1.5
        assert row["high"] < 1


def test_a_log_for_the_hour_of_the_attack_only_gives_no_base_rate(filled: Filled, settings: Settings) -> None:
    facts = case(filled, sighting=[strike(721), sighting(1, 700, 34.0, 175.1, aircraft="Su-34")])
    crossref(facts, settings)
    evidence = facts.rows("SELECT party_id, log_ratio, chance_n FROM sky_evidence WHERE line = 'flight' ORDER BY 1")
    assert {row["chance_n"] for row in evidence} == {0}
    assert {row["log_ratio"] for row in evidence} == {0.0}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"logged_at": at(721) + timedelta(hours=5)}, "logged_after"),
        ({"network": "org"}, "own_source"),
    ],
)
def test_what_is_no_second_witness_says_so(
    filled: Filled, settings: Settings, change: dict[str, Any], reason: str
) -> None:
    facts = case(filled, sighting=[*patrols(), strike(721) | change])
    crossref(facts, settings)
    rows = facts.rows("SELECT independent, reason FROM opportunity WHERE label = 'Su-34' AND bin_s = 60")
    assert rows == [{"independent": False, "reason": reason}]


def test_a_time_taken_from_an_alert_is_not_confirmed_by_it(filled: Filled, settings: Settings) -> None:
    told = [
        {
            "source_sha256": "5",
            "source_row": 1,
            "report_id": "org/A",
            "organisation": "org",
            "time_source": "aircraft_alert",
        }
    ]
    facts = case(filled, report=told, sighting=[*patrols(), strike(721)])
    crossref(facts, settings)
    assert {r["reason"] for r in facts.rows("SELECT reason FROM opportunity")} == {"alert_time"}
    assert {r["independent"] for r in facts.rows("SELECT independent FROM sky_evidence WHERE line = 'flight'")} == {
        False
    }


def test_a_month_and_no_place_are_not_looked_for(filled: Filled, settings: Settings) -> None:
    rows = [
        incident("A", 722, *TOWN),
        incident("M", 0, *TOWN, latest=START + timedelta(days=20)),
        incident("N", 0, None, None),
    ]
    facts = case(filled, incident=rows, sighting=[*patrols(), strike(721)])
    crossref(facts, settings)
    found = {r["incident_id"]: r["looked_for"] for r in facts.rows("SELECT incident_id, looked_for FROM coverage")}
    assert found == {"A": "yes", "M": "no_time", "N": "no_place"}
    spoke = facts.rows("SELECT DISTINCT incident_id, spoke FROM sky_evidence WHERE line = 'flight' ORDER BY 1")
    assert [row["spoke"] for row in spoke] == ["matched", "not_looked_for", "not_looked_for"]


def test_departures_tie_a_flight_to_the_party_of_the_field(filled: Filled, settings: Settings) -> None:
    base = {"actor_id": "field", "kind": "base", "part_of": "wing", "latitude": 34.0, "longitude": 175.3}
    wing = {"actor_id": "wing", "kind": "unit", "part_of": "north"}
    actors = [{"actor_id": "north", "kind": "party"}, wing, base]
    actors = [{"source_sha256": "6", "source_row": n, "name": a["actor_id"]} | a for n, a in enumerate(actors)]
    rows = [sighting(1, 716, 34.0, 175.3, aircraft="Su-34", behaviour="departing", post="field"), strike(721)]
    facts = case(filled, sighting=rows, actor=actors)
    crossref(facts, settings)
    assert facts.rows("SELECT departed_from, tied_party FROM flight WHERE departed_from IS NOT NULL") == [
        {"departed_from": "field", "tied_party": "north"}
    ]


def test_the_same_facts_and_settings_give_the_same_tables(filled: Filled, settings: Settings) -> None:
    facts = case(filled)
    hashes = []
    for _ in range(2):
        crossref(facts, settings)
        hashes.append([facts.table_hash(table.name) for table in TABLES_SKY])
    assert hashes[0] == hashes[1]


def test_every_declared_search_is_shown(filled: Filled, settings: Settings) -> None:
    facts = case(filled)
    first = declare(facts, settings)
    other = declare(facts, settings.model_copy(update={"sky": settings.sky.model_copy(update={"bins_s": (5.0, 10.0)})}))
    summary = crossref(facts, settings, declared=other, earlier=[first])
    rows = facts.rows("SELECT run_id, current, matched_flight FROM sky_run ORDER BY current")
    assert [(r["run_id"], r["current"]) for r in rows] == [(run_id_of(first), False), (run_id_of(other), True)]
    assert summary.run_id == run_id_of(other)
    assert {(r["bin"], r["bin_s"]) for r in facts.rows("SELECT bin, bin_s FROM chance WHERE line = 'flight'")} == {
        ("within", 5.0), ("within", 10.0), ("possible", None)
    }  # fmt: skip


def test_radio_matches_by_place_and_release(filled: Filled, settings: Settings) -> None:
    def tx(n: int, minutes: float, text: str) -> dict[str, Any]:
        when = {"heard_at": at(minutes), "heard_at_latest": at(minutes), "call_sign": "1", "language": "ru"}
        return {"source_row": n, "organisation": "watch", "transmission_id": f"T{n}", "transcript": text} | when

    rows = [tx(1, 715, "1, координаты 34 00 05 север 175 00 03 восток"), tx(2, 723, "1, сработал")]
    facts = case(filled, transmission=rows, sighting=[])
    summary = crossref(facts, settings)
    assert (summary.sequences, summary.with_radio) == (1, 1)
    (row,) = facts.rows("SELECT line, closest_m, release_after_s FROM opportunity")
    assert (row["line"], row["release_after_s"]) == ("radio", 60.0)
    assert row["closest_m"] == pytest.approx(172, abs=3)  # five and three seconds of arc
    assert facts.value("SELECT count(*) FROM sky_present WHERE status = 'not_looked_for'") == 1


def test_a_track_that_passes_is_a_match(filled: Filled, settings: Settings) -> None:
    rows = [fix(n, "T1", 722 * 60 + 20 * (n - 30), 34.0 + 0.04 * (n - 30), 175.01, aircraft="Su-34") for n in range(60)]
    facts = case(filled, position=rows, sighting=[])
    crossref(facts, settings)
    (row,) = facts.rows("SELECT basis, bin_s, closest_m FROM opportunity WHERE bin <> 'possible'")
    assert (row["basis"], row["bin_s"]) == ("track", 60.0)
    assert facts.rows("SELECT tracks, posts FROM coverage") == [{"tracks": True, "posts": 0}]


def test_each_flight_has_its_own_legs(filled: Filled, settings: Settings) -> None:
    """Of two flights the later one passes between two posts: a closed prism, in from the west and out to the east."""
    rows = [
        sighting(1, 500, 33.0, 174.0, aircraft="Mi-8"),
        sighting(2, 719.5, 34.0, 174.8, aircraft="Su-34", heading_deg=90.0),
        sighting(3, 722.5, 34.0, 175.2, aircraft="Su-34", heading_deg=90.0),
    ]
    facts = case(filled, sighting=rows)
    crossref(facts, settings)
    (row,) = facts.rows("SELECT basis, heading_in_deg, heading_out_deg FROM opportunity WHERE label = 'Su-34'")
    assert row["basis"] == "prism"
    assert (row["heading_in_deg"], row["heading_out_deg"]) == (pytest.approx(90, abs=1), pytest.approx(90, abs=1))
