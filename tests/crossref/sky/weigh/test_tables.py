"""The rows that the search gives: one small sky, looked at once, and every table of it.

Attack A at 12:02 has an Su-34 circling over it and a strike sequence at 12:01; B lies elsewhere and has nothing; C has
no place and D no time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.crossref.sky.conftest import START, at, incident, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.records import TABLES

DAY = 24 * 60
SAID = (
    (719, "coordinates 34 00 00 north 175 00 00 east"),
    (720, "cleared hot"),
    (721, "bombs away"),
)
PARTIES = ("north", "south")


def log() -> list[dict[str, Any]]:
    """A helicopter far off morning and evening of thirty days, so that the log is kept; the Su-34 once."""
    far = [
        sighting(10 * day + hour, (day - 15) * DAY + 60 * hour, 34.0, 176.0, aircraft="Mi-8", post="far")
        for day in range(30)
        for hour in (7, 17)
    ]
    return [*far, sighting(9000, 721, 34.01, 175.0, aircraft="Su-34", post="near", behaviour="circling")]


def heard(number: int, minutes: float, text: str) -> dict[str, Any]:
    return {
        "source_sha256": "2" * 64, "source_row": number, "organisation": "watch", "transmission_id": f"T{number}",
        "call_sign": "345", "language": "en", "heard_at": at(minutes), "transcript": text,
    }  # fmt: skip


@pytest.fixture(scope="module")
def sky() -> Facts:
    """The facts after the search; `settings` and `filled` of the folder belong to one test each, and this to all."""
    facts = Facts.in_memory()
    case = Settings.model_validate(
        {
            "title": "Invented", "zone": "UTC", "from": "2019-03-01", "to": "2019-04-30", "fictional": True,
            "parties": [{"id": "north", "name": "North", "air_force": True}, {"id": "south", "name": "South"}],
            "sky": {"draws": 20, "aircraft": [{"id": "Su-34", "operators": ["north"]}]},
        }
    )  # fmt: skip
    nowhere, never = incident("C", 800, None, None), incident("D", 900, 34.0, 175.0) | {"latest": at(900 + 40 * DAY)}
    tables: dict[str, list[dict[str, Any]]] = {
        "incident": [incident("A", 722, 34.0, 175.0), incident("B", 722, 36.0, 172.0), nowhere, never],
        "incident_report": [{"incident_id": "A", "report_id": "org/A", "organisation": "org"}],
        "report": [
            {"source_sha256": "5", "source_row": 1, "report_id": "org/A", "organisation": "org", "time_source": "ear"}
        ],
        "sighting": log(),
        "transmission": [heard(n, minutes, text) for n, (minutes, text) in enumerate(SAID)],
    }
    for name, rows in tables.items():
        facts.replace(name, rows)
    crossref(facts, case)
    return facts


@pytest.mark.parametrize(
    "table",
    [
        "sky_regime", "incident_raid", "coverage", "opportunity", "chance", "label_table", "detection", "sky_evidence",
        "sky_draw", "sky_present",
    ],
)  # fmt: skip
def test_a_key_names_one_row(sky: Facts, table: str) -> None:
    key = ", ".join(f'"{name}"' for name in TABLES[table].key)
    assert sky.value(f"SELECT count(*) FROM {table}") > 0
    assert sky.rows(f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1") == []


def test_every_incident_says_whether_it_was_looked_for(sky: Facts) -> None:
    found = {r["incident_id"]: r["looked_for"] for r in sky.rows("SELECT * FROM coverage")}
    assert found == {"A": "yes", "B": "yes", "C": "no_place", "D": "no_time"}
    present = {r["incident_id"]: r["status"] for r in sky.rows("SELECT * FROM sky_present")}
    assert present == {"A": "present", "B": "no_coverage", "C": "not_looked_for", "D": "not_looked_for"}


def test_the_flight_is_an_opportunity_with_its_bin_in_seconds(sky: Facts) -> None:
    (row,) = sky.rows("SELECT * FROM opportunity WHERE line = 'flight' AND label = 'Su-34' AND incident_id = 'A'")
    assert (row["bin"], row["bin_s"], row["basis"]) == ("within", 60.0, "open_prism")
    assert row["circling"] is True
    assert (row["independent"], row["reason"], row["certainty"]) == (True, None, None)
    # Seen once: which way it came and went nobody knows.
    assert (row["heading_in_deg"] is None) != (row["heading_out_deg"] is None)


def test_the_sequence_is_one_too_without_a_bin_in_seconds(sky: Facts) -> None:
    (row,) = sky.rows("SELECT * FROM opportunity WHERE line = 'radio'")
    assert (row["incident_id"], row["bin"], row["bin_s"], row["basis"]) == ("A", "matched", None, "radio")
    assert (row["label"], row["certainty"]) == ("en", "clean")
    assert row["possible_from"] == row["possible_to"] == at(721)
    assert row["release_after_s"] == -60.0  # a minute before the incident's interval
    assert row["closest_m"] == pytest.approx(0.0, abs=1.0)


def test_only_what_could_have_come_from_far_off_is_possible(sky: Facts) -> None:
    rows = sky.rows("SELECT DISTINCT bin, bin_s IS NULL AS open FROM opportunity WHERE line = 'flight' ORDER BY 1")
    assert rows == [{"bin": "possible", "open": True}, {"bin": "within", "open": False}]


def test_chance_has_a_row_for_each_label_and_bin(sky: Facts) -> None:
    rows = sky.rows("SELECT label, bin, bin_s FROM chance WHERE line = 'flight' AND incident_id = 'B' ORDER BY ALL")
    expected = [("possible", None), ("within", 60.0), ("within", 180.0), ("within", 600.0)]
    for label in ("Mi-8", "Su-34"):
        assert [(r["bin"], r["bin_s"]) for r in rows if r["label"] == label] == expected
    assert {r["bin_s"] for r in sky.rows("SELECT bin_s FROM chance WHERE line = 'radio'")} == {None}


def test_chance_rises_with_the_bin_and_lies_in_its_interval(sky: Facts) -> None:
    rows = sky.rows(
        "SELECT * FROM chance WHERE line = 'flight' AND incident_id = 'A' AND label = 'Mi-8' ORDER BY bin_s NULLS LAST"
    )
    rates = [row["chance"] for row in rows]
    assert rates == sorted(rates)
    for row in rows:
        assert 0 < row["low"] <= row["high"] < 1
        assert row["used"] in ("c1", "c2", "c3")
        assert row["c1_matched"] <= row["c1_n"]


def test_labels_of_a_party_share_all_of_it(sky: Facts) -> None:
    for row in sky.rows("SELECT party_id, line, sum(theta) AS whole FROM label_table GROUP BY ALL"):
        assert row["whole"] == pytest.approx(1.0)
    theta = {r["party_id"]: r["theta"] for r in sky.rows("SELECT * FROM label_table WHERE label = 'Su-34'")}
    assert theta["north"] > theta["south"]
    assert {r["basis"] for r in sky.rows("SELECT basis FROM label_table")} == {"elicited"}  # nothing is settled


def test_detection_falls_with_coverage(sky: Facts) -> None:
    for party in PARTIES:
        d = {
            r["stratum"]: r["d"]
            for r in sky.rows("SELECT * FROM detection WHERE line = 'flight' AND party_id = ?", [party])
        }
        assert d["none"] < d["poor"] < d["good"]


def test_each_party_has_a_ratio_for_each_line_looked_for_or_not(sky: Facts) -> None:
    rows = sky.rows("SELECT incident_id, line, spoke, count(*) AS n FROM sky_evidence GROUP BY ALL ORDER BY ALL")
    assert {r["n"] for r in rows} == {len(PARTIES)}
    spoke = {(r["incident_id"], r["line"]): r["spoke"] for r in rows}
    assert (spoke["A", "flight"], spoke["A", "radio"]) == ("matched", "matched")
    assert (spoke["B", "flight"], spoke["B", "radio"]) == ("no_coverage", "silent")
    assert {spoke[name, line] for name in "CD" for line in ("flight", "radio")} == {"not_looked_for"}


def test_what_is_not_looked_for_says_nothing(sky: Facts) -> None:
    rows = sky.rows("SELECT log_ratio, low, high, flights FROM sky_evidence WHERE spoke = 'not_looked_for'")
    assert {(r["log_ratio"], r["low"], r["high"], len(r["flights"])) for r in rows} == {(0.0, 0.0, 0.0, 0)}


def test_evidence_names_what_it_rests_on(sky: Facts) -> None:
    rows = {
        r["party_id"]: r for r in sky.rows("SELECT * FROM sky_evidence WHERE incident_id = 'A' AND line = 'flight'")
    }
    assert rows["north"]["log_ratio"] > rows["south"]["log_ratio"]
    for row in rows.values():
        assert row["labels"] == ["Su-34"]
        assert row["origin_ids"] == ["net"]
        assert row["flights"] == [
            r["flight_id"] for r in sky.rows("SELECT flight_id FROM opportunity WHERE bin_s = 60")
        ]
        assert row["low"] <= row["high"]
    (said,) = {
        r["certainty"]
        for r in sky.rows("SELECT certainty FROM sky_evidence WHERE line = 'radio' AND spoke = 'matched'")
    }
    assert said == "clean"


def test_draws_are_of_incidents_with_a_match(sky: Facts) -> None:
    rows = sky.rows("SELECT incident_id, line, party_id, count(*) AS n, min(draw) AS first FROM sky_draw GROUP BY ALL")
    assert {(r["incident_id"], r["line"]) for r in rows} == {("A", "flight"), ("A", "radio")}
    assert {(r["n"], r["first"]) for r in rows} == {(20, 1)}
    assert len(rows) == 2 * len(PARTIES)


def test_one_regime_where_no_ceasefire_is_declared(sky: Facts) -> None:
    (row,) = sky.rows("SELECT * FROM sky_regime")
    assert (row["regime"], row["kinds"], row["contexts"]) == (0, [], [])
    assert row["from_at"] <= START < row["to_at"]
    assert row["to_at"] - row["from_at"] > timedelta(days=60)


def test_attacks_at_one_time_in_two_places_are_two_raids(sky: Facts) -> None:
    rows = {r["incident_id"]: r for r in sky.rows("SELECT * FROM incident_raid")}
    assert {name: row["raid_id"] for name, row in rows.items()} == {"A": "A", "B": "B"}
    assert rows["A"]["day_local"] == "2019-03-20"
