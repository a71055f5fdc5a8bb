"""The files that organisations hand in, as they are written."""

from __future__ import annotations

from datetime import datetime

import pytest

FOLDERS = ("lantern", "cedar", "marjan", "rescue")


@pytest.mark.parametrize("folder", FOLDERS)
def test_reports_are_those_of_one_organisation(siege, rows, folder: str):
    reports = rows(siege / f"raw/{folder}/reports.csv")
    assert len({row["organisation"] for row in reports}) == 1
    assert len({row["report_id"] for row in reports}) == len(reports) > 150


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_refers_to_a_report_refers_to_one_of_its_own(siege, rows, folder: str):
    own = {row["report_id"] for row in rows(siege / f"raw/{folder}/reports.csv")} | {""}
    for stem in ("victims", "testimonies", "remnants", "observations"):
        assert {row["report_id"] for row in rows(siege / f"raw/{folder}/{stem}.csv")} <= own, stem


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_witness_has_one_sealed_identity(siege, rows, folder: str):
    witnesses = [row["witness"] for row in rows(siege / f"raw/{folder}/testimonies.csv")]
    sealed = [row["witness"] for row in rows(siege / f"raw/{folder}/identities.csv")]
    assert witnesses == sealed
    assert len(set(sealed)) == len(sealed)


def test_identities_stand_in_no_other_file(siege, rows):
    names = {row["name"] for folder in FOLDERS for row in rows(siege / f"raw/{folder}/identities.csv")}
    for path in siege.rglob("*.csv"):
        if path.stem in ("reports", "testimonies", "remnants", "observations"):
            text = path.read_text(encoding="utf-8")
            assert not any(name in text for name in names), path


def test_only_the_third_organisation_writes_utc(siege, rows):
    for folder in FOLDERS:
        clock_times = [
            row["earliest"] for row in rows(siege / f"raw/{folder}/reports.csv") if row["time_precision"] == "minute"
        ]
        own = [time for time in clock_times if time.endswith("Z") == (folder == "marjan")]
        # An account told again keeps the time as its source wrote it.
        assert len(own) / len(clock_times) > 0.8


def test_intervals_run_forward(siege, rows):
    for folder in FOLDERS:
        for row in rows(siege / f"raw/{folder}/reports.csv"):
            first, last = (datetime.fromisoformat(row[name]) for name in ("earliest", "latest"))
            assert first <= last


def test_a_point_comes_with_its_precision(siege, rows):
    for folder in FOLDERS:
        for row in rows(siege / f"raw/{folder}/reports.csv"):
            assert bool(row["latitude"]) == bool(row["longitude"]) == bool(row["place_precision"])
            assert row["place"] or row["place_ar"]


def test_a_report_of_shelling_names_no_passes(siege, rows):
    for folder in FOLDERS:
        for row in rows(siege / f"raw/{folder}/reports.csv"):
            assert bool(row["strikes"]) == (row["kind"] == "airstrike")


def test_sightings_are_in_order_and_from_known_posts(siege, rows):
    lines = rows(siege / "raw/skywatch/sightings.csv")
    assert [row["seen_at"] for row in lines] == sorted(row["seen_at"] for row in lines)
    places = {row["post"]: (row["latitude"], row["longitude"]) for row in lines}
    assert all(places[row["post"]] == (row["latitude"], row["longitude"]) for row in lines)
    assert all(0 <= float(row["heading_deg"]) < 360 for row in lines if row["heading_deg"])
    assert all(0 <= float(row["bearing_deg"]) < 360 for row in lines if row["bearing_deg"])


def test_positions_are_as_many_as_the_tracks_have_fixes(drawn, siege, rows):
    fixes = rows(siege / "raw/skywatch/positions.csv")
    assert len(fixes) > 20_000
    assert {row["track_id"] for row in fixes} == {row["track_id"] for row in rows(siege / "truth/tracks.csv")}
    assert all(float(row["altitude_m"]) >= -600 for row in fixes)


def test_without_media_no_table_names_a_file(siege, rows):
    for folder in FOLDERS:
        assert not (siege / f"raw/{folder}/exhibits.csv").exists()
        assert not any(row["exhibits"] for row in rows(siege / f"raw/{folder}/reports.csv"))
