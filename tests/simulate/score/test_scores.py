"""Scores of a whole case, on a truth of a few rows written by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.simulate.score import score
from dalil.simulate.write.tables import TRUTH

PLACE = {"latitude": "34.2", "longitude": "175.0", "objects_hit": "hospital", "weapons": "cluster", "populated": "true"}


def incident(name: str, party: str, at: str, flight: str = "", killed: int = 0, **more: str) -> dict[str, str]:
    """A row of truth/incidents.csv."""
    tolls = {"killed_civilians": str(killed), "killed_children": "0"}
    return {"incident_id": name, "party": party, "at": at, "flight_id": flight, **PLACE, **tolls, **more}


ROWS: Mapping[str, list[dict[str, str]]] = {
    "incidents": [
        incident("I1", "red", "2019-03-20T10:00:00Z", "F1", 4),
        incident("I2", "blue", "2019-03-20T11:00:00Z", "F2", 2, weapons="rocket"),
        incident("I3", "red", "2019-03-25T10:00:00Z", "F3", 1, objects_hit="school"),
        incident("I4", "red", "2019-03-26T10:00:00Z", "", 9),  # nobody reported it
    ],
    "reports": [
        {"report_id": "L/1", "incident_id": "I1", "how": "own"},
        {"report_id": "C/1", "incident_id": "I1", "how": "own"},
        {"report_id": "R/1", "incident_id": "I1", "how": "rereport"},
        {"report_id": "L/2", "incident_id": "I2", "how": "own"},
        {"report_id": "C/2", "incident_id": "I3", "how": "own"},
    ],
    "victims": [
        {"person_id": "L/V1", "true_person": "P1"},
        {"person_id": "C/V1", "true_person": "P1"},
        {"person_id": "C/V2", "true_person": "P2"},
    ],
    "flights": [{"flight_id": name, "party": "red"} for name in ("F1", "F2", "F3")],
    "sightings": [
        {"sighting_id": "S1", "flight_id": "F1"},
        {"sighting_id": "S2", "flight_id": "F1"},
        {"sighting_id": "S3", "flight_id": "F2"},
        {"sighting_id": "S4", "flight_id": "F2", "repeats": "S3"},
    ],
    "transmissions": [
        {"transmission_id": "T1", "step": "coordinates", "clean": "true", "latitude": "34.2", "longitude": "175.0"},
        {"transmission_id": "T2", "step": "coordinates", "clean": "false", "latitude": "34.2", "longitude": "175.0"},
        {"transmission_id": "T3", "step": "chatter", "clean": "true"},
    ],
    "origins": [
        {"report_id": "R/1", "origin_report_id": "C/1", "how": "rereport", "declared": "false"},
    ],
}


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """A truth/ folder."""
    for stem, rows in ROWS.items():
        with (tmp_path / f"{stem}.csv").open("w", newline="") as stream:
            writer = csv.DictWriter(stream, TRUTH[stem], restval="")
            writer.writeheader()
            writer.writerows(rows)
    regimes = [{"from": "2019-03-15", "to": "2019-04-20", "a_day": 0.25}]
    body = {"preset": "small", "seed": 9, "post_clock_offset_s": {"A": 60, "B": -30}, "medical_regimes": regimes}
    (tmp_path / "parameters.json").write_text(json.dumps(body))
    return tmp_path


def table(names: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of a case table."""
    return [dict(zip(names.split(), row, strict=True)) for row in rows]


LINKED = table("incident_id report_id", ("a", "L/1"), ("a", "C/1"), ("b", "R/1"), ("c", "L/2"), ("c", "C/2"))


def test_a_case_without_anything_is_absent_throughout(truth: Path):
    assert set(score({}, truth).as_dict().values()) == {"absent"}


def test_linking(truth: Path):
    found = score({"incident_report": LINKED}, truth).as_dict()["linking"]
    # Found pairs: L1-C1, L2-C2. True pairs: L1-C1, L1-R1, C1-R1. Both: one.
    assert (found["pairwise_precision"], found["pairwise_recall"]) == (1 / 2, 1 / 3)
    # By item, L1 C1 R1 L2 C2. Precision: 1, 1, 1, ½, ½. Recall: ⅔, ⅔, ⅓, 1, 1.
    assert found["b_cubed_precision"] == pytest.approx(4 / 5)
    assert found["b_cubed_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found["incidents_recovered"] == 0
    assert (found["incidents"], found["incidents_true"], found["reports"]) == (3, 3, 5)
    # I1 and I2 are an hour apart on one place; their reports stand in different clusters.
    assert (found["close_pairs"], found["close_pairs_kept_apart"]) == (1, 1.0)


def test_two_attacks_in_one_cluster_are_not_kept_apart(truth: Path):
    linked = [{"incident_id": "a", "report_id": report} for report in ("L/1", "C/1", "R/1", "L/2", "C/2")]
    assert score({"incident_report": linked}, truth).as_dict()["linking"]["close_pairs_kept_apart"] == 0.0


def test_persons(truth: Path):
    case = {"person_victim": table("person_id victim_id", ("p", "L/V1"), ("p", "C/V1"), ("p", "C/V2"))}
    found = score(case, truth).as_dict()["persons"]
    assert (found["pairwise_precision"], found["pairwise_recall"]) == (1 / 3, 1.0)
    assert (found["persons"], found["persons_true"]) == (1, 2)


def test_origins(truth: Path):
    case = {
        "origin": table(
            "report_id origin_id", ("L/1", "o1"), ("C/1", "o2"), ("R/1", "o2"), ("L/2", "o3"), ("C/2", "o3")
        )
    }
    found = score(case, truth).as_dict()["origins"]
    assert found["undeclared_recall"] == 1.0
    assert found["declared_recall"] is None
    # Of four own reports L/2 and C/2 were thrown together.
    assert found["own_reports_of_own_origin"] == 0.5


def test_flights_count_a_repeated_line_once(truth: Path):
    case = {
        "flight_sighting": table("flight_id sighting_id", ("f", "W/S1"), ("g", "W/S2"), ("g", "W/S3")),
        "post_clock": table("post offset_s", ("A", -50.0), ("B", 30.0)),
    }
    found = score(case, truth).as_dict()["flights"]
    # True pair S1-S2, found pair S2-S3.
    assert (found["pairwise_precision"], found["pairwise_recall"]) == (0.0, 0.0)
    assert found["sightings_not_used"] == 0
    # Errors 10 and 0 s: their common shift is 5.
    assert found["clock_common_shift_s"] == 5.0
    assert found["clock_error_s_largest"] == 5.0
    assert found["clocks_within_45_s"] == 1.0


def test_opportunity_and_chance(truth: Path):
    case = {
        "incident_report": LINKED,
        "flight_sighting": table("flight_id sighting_id", ("f", "S1"), ("f", "S2"), ("g", "S3")),
        "track": table("track_id flight_id", ("none", "h")),
        "opportunity": table(
            "incident_id flight_id line label",
            ("a", "f", "flight", "X"),
            ("a", "g", "flight", "Y"),
            ("c", "f", "flight", "X"),
        ),
        "chance": table(
            "incident_id line label chance matched",
            ("a", "flight", "X", 0.3, True),  # the true flight: no chance match
            ("a", "flight", "Y", 0.4, True),
            ("c", "flight", "X", 0.2, True),
            ("b", "flight", "X", 0.1, False),
        ),
    }
    found = score(case, truth).as_dict()["opportunity"]
    # I1 (F1) and I2 (F2) had flights that were seen, F3 of I3 was not; cluster c is mostly I2 by order of name.
    assert found["incidents_with_flight_seen"] == 2
    assert found["true_flight_found"] == found["true_flight_as_its_own"] == 0.5
    assert found["flights_per_incident"] == 1.5
    assert found["chance_cells"] == 3
    assert found["chance_matches"] == 2
    assert found["chance_matches_predicted"] == pytest.approx(0.7)


def test_a_flight_can_be_held_by_one_that_is_mostly_another(truth: Path):
    case = {
        "incident_report": LINKED,
        "flight_sighting": table("flight_id sighting_id", ("f", "S1"), ("f", "S2"), ("f", "S3")),
        "opportunity": table("incident_id flight_id line label", ("a", "f", "flight", "X"), ("c", "f", "flight", "X")),
    }
    found = score(case, truth).as_dict()["opportunity"]
    # f is mostly F1, and holds the only line of F2.
    assert (found["true_flight_as_its_own"], found["true_flight_found"]) == (0.5, 1.0)


def test_an_attack_merged_into_another_is_looked_for_where_its_reports_are(truth: Path):
    case = {
        # One incident of four reports: three of I1 and the only one of I2, whose flight was seen in S3.
        "incident_report": table(
            "incident_id report_id", ("a", "L/1"), ("a", "C/1"), ("a", "R/1"), ("a", "L/2"), ("d", "C/2")
        ),
        "flight_sighting": table("flight_id sighting_id", ("f", "S1"), ("f", "S2"), ("g", "S3")),
        "opportunity": table("incident_id flight_id line label", ("a", "f", "flight", "X"), ("a", "g", "flight", "X")),
    }
    found = score(case, truth).as_dict()["opportunity"]
    assert (found["true_flight_as_its_own"], found["true_flight_found"]) == (0.5, 1.0)


def test_radio(truth: Path):
    readings = table(
        "transmission_id element latitude longitude",
        ("T1", "coordinates", 34.2005, 175.0),  # 56 m off
        ("T2", "coordinates", 34.21, 175.0),  # a kilometre off
        ("T3", "coordinates", 34.2, 175.0),  # invented
    )
    found = score({"transmission_reading": readings}, truth).as_dict()["radio"]
    assert (found["clean_read_within_100_m"], found["noisy_read_within_100_m"], found["invented"]) == (1.0, 0.0, 1)


def test_attribution(truth: Path):
    names = "incident_id party role posterior grade"
    case = {
        "incident_report": LINKED,
        "finding": table(
            names,
            ("a", "red", "direct", 0.9, "high"),
            ("a", "blue", "direct", 0.1, ""),
            ("a", "red", "commander", 0.2, ""),
            ("b", "red", "direct", 0.3, ""),
            ("b", "blue", "direct", 0.3, ""),
            ("b", "red+blue", "direct", 0.6, "likely"),
            ("c", "red", "direct", 0.8, "likely"),
        ),
        "attribution": table(
            "incident_id party grade", ("a", "red", "high"), ("b", "red+blue", "likely"), ("c", "red", "likely")
        ),
    }
    found = score(case, truth).as_dict()["attribution"]
    # a and b are I1 (red), c is I2 (blue).
    assert found["incidents"] == 3
    assert found["brier"] == pytest.approx((0.02 + (0.49 + 0.09 + 0.16) + (0.64 + 1 + 0.04)) / 3)
    assert found["best_party_right"] == pytest.approx(1 / 3)
    high, likely, _ = found["grades"]
    assert (high["n"], high["precision"], high["recall_at_least"]) == (1, 1.0, 1 / 3)
    assert (likely["n"], likely["precision"], likely["precision_at_least"]) == (2, 0.5, 2 / 3)
    retold, other, copied = found["copies"]
    assert (retold["n"], other["n"], copied["n"]) == (2, 1, 0)


def test_figures(truth: Path):
    case = {
        "figure": table(
            "name value low high",
            ("incidents.total", 4, None, None),  # three were reported
            ("incidents.object.hospital", 2, None, None),
            ("killed.civilians.min", 7, None, None),
            ("rate.hospital.P1", 0.2, 0.1, 0.3),
            ("somebody.elses", 1, None, None),
        )
    }
    found = score(case, truth).as_dict()["figures"]
    errors = {row["name"]: (row["truth"], row["error"]) for row in found["errors"]}
    assert errors["incidents.total"] == (3, 1)
    assert errors["incidents.object.hospital"] == (2, 0)
    assert errors["killed.civilians.min"] == (7, 0)
    assert next(row["covered"] for row in found["errors"] if row["name"] == "rate.hospital.P1") is True
    assert found["figures"] == 4


def test_undocumented(truth: Path):
    case = {
        "estimate": table(
            "method unit stratum observed median low high refused",
            ("graphs", "incidents", "", 3, 4.0, 3.0, 6.0, None),
            ("classes", "incidents", "", 3, 9.0, 7.0, 12.0, None),
            ("graphs", "persons", "", 2, None, None, None, "two lists"),
        )
    }
    found = score(case, truth).as_dict()["undocumented"]
    assert (found["estimates"], found["covered"], found["refused"]) == (2, 0.5, 1)
    assert [row["truth"] for row in found["rows"]] == [4, 4, 16]


def test_the_page_says_that_it_is_fictional(truth: Path):
    scores = score({"incident_report": LINKED}, truth)
    assert scores.as_dict()["persons"] == "absent"
    page = scores.to_html()
    assert "FICTIONAL" in page
    assert "خيالي" in page
    assert "http" not in page
    assert page.count("<table>") == page.count("</table>") >= 1


def test_open_facts_are_read_by_their_own_columns(truth: Path):
    facts = Facts.in_memory()
    facts.append("incident_report", [{"incident_id": "a", "report_id": report} for report in ("L/1", "C/1")])
    found = score(facts, truth).as_dict()
    assert found["linking"]["pairwise_recall"] == 1 / 3
    assert found["attribution"] == "absent"


def test_what_is_not_there_is_named(truth: Path, tmp_path: Path):
    with pytest.raises(UsageError, match="no facts"):
        score(tmp_path / "nowhere", truth)
    with pytest.raises(UsageError, match="not the truth"):
        score({}, tmp_path / "nowhere")
