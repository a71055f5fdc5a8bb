"""UCDP events and the gazetteer: counts by a few lines, and places found by name."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from tests.conftest import SharedKeys

from dalil import intake
from dalil.casefile.case import Case, create
from dalil.locate.candidates import locate_name
from dalil.locate.gazetteer import Gazetteer
from dalil.locate.stage import locate
from dalil.units import Point

CASE = """
title = "Aleppo, second half of 2016"
zone = "Asia/Damascus"
from = 2016-07-01
to = 2016-12-31
area = [36.5, 35.7, 37.7, 36.7]
"""


@pytest.fixture(scope="module")
def rows(real_data: Path) -> list[dict[str, str]]:
    before = csv.field_size_limit(10**7)
    with gzip.open(real_data / "ucdp_ged_syria" / "events.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    csv.field_size_limit(before)
    return found


@pytest.fixture(scope="module")
def facts(real_data: Path, tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys):
    path = tmp_path_factory.mktemp("ucdp") / "case"
    with shared_keys.used():
        create(path, CASE)
    with shared_keys.used(), Case.open(path, write=True) as case:
        intake.add(
            case, [real_data / "ucdp_ged_syria" / "events.csv.gz", real_data / "syria_gazetteer" / "places.csv.gz"]
        )
        with case.building() as built:
            locate(built, case.settings)
        with case.facts() as opened:
            yield opened


def test_the_case_for_aleppo_by_ten_lines(rows, facts) -> None:
    wanted = {
        f"UCDP/{row['id']}"
        for row in rows
        if row["date_start"] <= "2016-12-31"
        and row["date_end"] >= "2016-07-01"
        and row["where_prec"] not in "67"
        and 36.5 <= float(row["longitude"]) <= 37.7
        and 35.7 <= float(row["latitude"]) <= 36.7
    }
    found = facts.query("SELECT report_id FROM location WHERE in_scope AND located_by = 'point'").fetchall()
    assert {report_id for (report_id,) in found} == wanted
    assert len(wanted) == 1_105


def test_all_events_are_records_and_each_refusal_has_its_reason(rows, facts) -> None:
    assert facts.query("SELECT rows, records, refused FROM reading WHERE kind = 'reports'").fetchone() == (
        len(rows),
        len(rows),
        0,
    )
    refused = dict(facts.query("SELECT field, count(*) FROM refusal GROUP BY field").fetchall())
    assert refused == {
        "latitude": sum(row["where_prec"] in "67" for row in rows),
        "low": sum(int(row["low"]) > int(row["high"]) for row in rows),
    }


def test_deaths_are_those_of_the_file(rows, facts) -> None:
    right = [row for row in rows if int(row["low"]) <= int(row["high"])]
    found = facts.query(
        "SELECT sum(killed_total_min), sum(killed_total_max), sum(killed_civilians_max) FROM report"
    ).fetchone()
    civilians = sum(int(row["deaths_civilians"]) + int(row["deaths_unknown"]) for row in rows)
    assert found == (sum(int(row["low"]) for row in right), sum(int(row["high"]) for row in right), civilians)


@pytest.fixture(scope="module")
def gazetteer(facts) -> Gazetteer:
    return Gazetteer(facts.rows("SELECT * FROM place"))


def test_most_towns_are_found_by_their_names(rows, gazetteer: Gazetteer) -> None:
    """Of exact events that name a town or a city nine in ten are located within 5 km, three in four in all."""
    asked = [row for row in rows if row["where_prec"] == "1" and row["where_coordinates"].endswith(("town", "city"))][
        ::10
    ]
    near = 0
    for row in asked:
        located = locate_name(gazetteer, f"{row['where_coordinates']}, {row['adm_2']}, {row['adm_1']}", None)
        true = Point(float(row["latitude"]), float(row["longitude"]))
        near += located is not None and located.point.distance_to(true) <= 5_000
    assert near / len(asked) > 0.9


def test_neighbourhoods_of_aleppo_by_all_their_spellings(real_data: Path, gazetteer: Gazetteer) -> None:
    """Of 378 spellings in either script 337 lead into the city; the others name what the gazetteer does not hold."""
    city = Point(36.2, 37.15)
    lines = (
        (real_data / "syria_gazetteer" / "aleppo_neighbourhood_names.jsonl").read_text(encoding="utf-8").splitlines()
    )
    asked = [
        (f"{name}, Aleppo", None) if script == "alternative_english" else (None, f"{name}، حلب")
        for line in lines
        for script in ("alternative_english", "alternative_arabic")
        for name in json.loads(line)[script]
    ]
    located = [locate_name(gazetteer, *pair) for pair in asked]
    inside = [found for found in located if found and found.point.distance_to(city) < 15_000]
    narrow = [found for found in inside if found.radius_m <= 3_000]
    assert len(inside) / len(asked) > 0.85
    assert len(narrow) / len(asked) > 0.6
