"""The truth of the siege preset as it is written: annex, rates, and what a reader of the files would check."""

from __future__ import annotations

from datetime import datetime

import pytest


@pytest.fixture(scope="module")
def incidents(siege, rows):
    """truth/incidents.csv."""
    return rows(siege / "truth" / "incidents.csv")


@pytest.fixture(scope="module")
def annex(incidents):
    """Its rows of the annex."""
    return [row for row in incidents if row["in_annex"] == "true"]


def having(rows, column: str, *words: str) -> int:
    """How many rows name one of the words."""
    return sum(bool(set(words) & set(row[column].split(";"))) for row in rows)


def test_marginals_of_the_annex(annex):
    assert len(annex) == 304
    assert sum(row["on_civilians_with_children"] == "true" for row in annex) == 28
    assert sum(int(row["killed_children"]) > 0 for row in annex) == 101
    assert having(annex, "weapons", "cluster") == 42
    assert sum("incendiary" in row["weapons"] and row["populated"] == "true" for row in annex) == 20
    assert having(annex, "objects_hit", "hospital") == 51
    assert having(annex, "objects_hit", "school") == 18
    assert having(annex, "objects_hit", "mosque") == 21
    assert sum(int(row["killed_civilians"]) for row in annex) == 1_207
    assert sum(int(row["killed_children"]) for row in annex) == 380


def test_the_annex_is_documented_and_rests_on_two_lines(annex):
    assert all(row["documented_by"] for row in annex)
    assert all(int(row["lines"]) >= 2 for row in annex)
    assert {row["party"] for row in annex} == {"toruvia"}


def test_what_the_party_did_beside_the_annex_is_weak_or_unrecorded(incidents):
    rest = [row for row in incidents if row["party"] == "toruvia" and row["in_annex"] == "false"]
    assert len(rest) > 60
    assert all(not row["documented_by"] or int(row["lines"]) < 2 for row in rest)


def test_there_are_attacks_of_others_and_those_nobody_recorded(incidents):
    assert {row["party"] for row in incidents} == {"toruvia", "naharat", "selvane", "dahr"}
    assert sum(not row["documented_by"] for row in incidents) > 100


def test_categories_overlap(annex):
    several = [row for row in annex if "cluster" in row["weapons"] and "incendiary" in row["weapons"]]
    assert len(several) == 2
    assert sum("hospital" in row["objects_hit"] and int(row["killed_children"]) > 0 for row in annex) > 3


def test_documented_attacks_on_medical_facilities_come_at_the_rates(incidents):
    start = datetime.fromisoformat("2018-11-30T11:00:00+00:00")
    days = [
        (datetime.fromisoformat(row["at"]) - start).total_seconds() / 86_400
        for row in incidents
        if row["documented_by"] and "hospital" in row["objects_hit"]
    ]
    # 32, 22 and 27 slots; a second strike may fall up to 90 minutes behind a border.
    assert len(days) == 81
    for low, high, wanted in ((0, 128, 32), (128, 172, 22), (172, 182, 27)):
        assert abs(sum(low <= day < high for day in days) - wanted) <= 1


def test_flights_are_seen_for_most_air_strikes(incidents):
    air = [row for row in incidents if row["flight_id"]]
    seen = sum(row["flight_seen"] == "true" for row in air) / len(air)
    assert 0.8 < seen < 1.0
    assert all(row["kind"] == ("airstrike" if row["flight_id"] else "artillery") for row in incidents)


def test_every_table_of_the_truth_refers_to_what_exists(siege, rows, incidents):
    known = {row["incident_id"] for row in incidents}
    flights = {row["flight_id"] for row in rows(siege / "truth" / "flights.csv")}
    reports = {row["report_id"]: row["incident_id"] for row in rows(siege / "truth" / "reports.csv")}
    assert set(reports.values()) <= known
    assert {row["flight_id"] for row in incidents} <= flights | {""}
    assert {row["flight_id"] for row in rows(siege / "truth" / "sightings.csv")} <= flights
    assert {row["incident_id"] for row in rows(siege / "truth" / "transmissions.csv")} <= known | {""}
    for row in rows(siege / "truth" / "origins.csv"):
        assert reports[row["report_id"]] == reports[row["origin_report_id"]]


def test_the_truth_knows_every_row_handed_in(siege, rows):
    reports, victims = set(), set()
    for folder in ("lantern", "cedar", "marjan", "rescue"):
        for row in rows(siege / "raw" / folder / "reports.csv"):
            reports.add(f"{row['organisation']}/{row['report_id']}")
        for row in rows(siege / "raw" / folder / "victims.csv"):
            victims.add(f"{row['organisation']}/{row['person_id']}")
    assert reports == {row["report_id"] for row in rows(siege / "truth" / "reports.csv")}
    assert victims == {row["person_id"] for row in rows(siege / "truth" / "victims.csv")}
    sightings = {row["sighting_id"] for row in rows(siege / "raw" / "skywatch" / "sightings.csv")}
    assert sightings == {row["sighting_id"] for row in rows(siege / "truth" / "sightings.csv")}


def test_declared_origins_stand_in_the_reports(siege, rows):
    declared = {
        row["report_id"]: row["origin_report_id"]
        for row in rows(siege / "truth" / "origins.csv")
        if row["declared"] == "true"
    }
    stated = {}
    for folder in ("lantern", "cedar", "marjan", "rescue"):
        for row in rows(siege / "raw" / folder / "reports.csv"):
            if row["origin"]:
                stated[f"{row['organisation']}/{row['report_id']}"] = row["origin"]
    assert stated == declared
    assert len(declared) > 150  # retold accounts and updates


def test_protected_victims_and_kinds_of_consent_are_there(siege, rows):
    victims = [row for f in ("lantern", "cedar", "marjan", "rescue") for row in rows(siege / "raw" / f / "victims.csv")]
    assert 0.1 < sum(row["protected"] == "true" for row in victims) / len(victims) < 0.2
    consents = {row["consent"] for row in rows(siege / "raw" / "lantern" / "reports.csv")}
    assert {"", "commission", "public;commission", "public;commission;anonymous"} <= consents
