"""Counts in the facts equal what a few lines of script get from the files themselves."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import SharedKeys

from dalil import intake
from dalil.casefile.case import Case, create
from dalil.locate.stage import locate

CASE = """
title = "Aleppo, second half of 2016"
zone = "Asia/Damascus"
from = 2016-07-01
to = 2016-12-31
area = [36.5, 35.7, 37.7, 36.7]
"""


@pytest.fixture(scope="module")
def rows(real_data: Path) -> list[dict]:
    with gzip.open(real_data / "airwars_syria" / "incidents.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


@pytest.fixture(scope="module")
def read(real_data: Path, tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys):
    path = tmp_path_factory.mktemp("airwars") / "case"
    with shared_keys.used():
        create(path, CASE)
    folder = real_data / "airwars_syria"
    with shared_keys.used(), Case.open(path, write=True) as case:
        summary = intake.add(case, [folder / "incidents.jsonl.gz", folder / "victims.jsonl.gz"])
        with case.building() as facts:
            locate(facts, case.settings)
        with case.facts() as facts:
            yield facts, summary


def dated(row: dict) -> bool:
    """The row has a date after 1979 that does not end before it begins."""
    first = row.get("incident_date", "")
    return "1980" <= first <= row.get("incident_date_end", first)


def test_the_case_for_aleppo_by_ten_lines(rows: list[dict], read) -> None:
    facts, _ = read
    west, south, east, north = 36.5, 35.7, 37.7, 36.7
    wanted = set()
    for row in rows:
        first = row.get("incident_date", "")
        last = row.get("incident_date_end", first)
        within = "latitude" in row and west <= row["longitude"] <= east and south <= row["latitude"] <= north
        if dated(row) and first <= "2016-12-31" and last >= "2016-07-01" and within:
            wanted.add(f"Airwars/{row['airwars_id']}")
    found = facts.query("SELECT report_id FROM location WHERE in_scope AND located_by = 'point'").fetchall()
    assert {report_id for (report_id,) in found} == wanted
    assert len(wanted) == 633


def test_every_row_is_a_record_or_a_refusal_with_its_reason(rows: list[dict], read) -> None:
    _, summary = read
    incidents = summary.files[0]
    assert (incidents.rows, incidents.records) == (len(rows), sum(map(dated, rows)))
    assert incidents.refused == 4
    assert {refusal["field"] for refusal in incidents.refusals if refusal["whole"]} == {"incident_date"}


def test_values_refused_are_the_impossible_longitude_and_the_contradicting_tolls(rows: list[dict], read) -> None:
    facts, _ = read
    contradicting = sum(
        row[f"{group}_min"] > row[f"{group}_max"]
        for row in rows
        for group in {key[:-4] for key in row if key.endswith("_min")}
        if f"{group}_max" in row
    )
    refused = Counter(
        field for (field,) in facts.query("SELECT field FROM refusal WHERE NOT whole AND kind = 'reports'").fetchall()
    )
    assert refused.pop("longitude") == sum(abs(row.get("longitude", 0)) > 180 for row in rows) == 1
    assert sum(refused.values()) == contradicting == 8


def test_tolls_are_those_of_the_file(rows: list[dict], read) -> None:
    facts, _ = read
    for theirs, ours in (("civilians_killed", "killed_civilians"), ("belligerents_injured", "injured_combatants")):
        for end in ("min", "max"):
            wanted = [row.get(f"{theirs}_{end}") for row in rows if dated(row)]
            total, stated = facts.query(f"SELECT sum({ours}_{end}), count({ours}_{end}) FROM report").fetchone()
            assert (total, stated) == (sum(filter(None, wanted)), sum(value is not None for value in wanted))


def test_sources_hang_on_their_reports(rows: list[dict], read) -> None:
    facts, _ = read
    assert facts.value("SELECT count(*) FROM report_source") == sum(
        len(row.get("sources", [])) for row in rows if dated(row)
    )
    assert facts.value("SELECT count(*) FROM report_source ANTI JOIN report USING (report_id)") == 0


def test_victims_find_their_reports(rows: list[dict], read) -> None:
    facts, summary = read
    assert (summary.files[1].rows, summary.files[1].records) == (18_492, 18_492)
    lost = {row["sequence"] for row in rows if not dated(row)}
    orphans = facts.query("SELECT DISTINCT report_id FROM victim ANTI JOIN report USING (report_id)").fetchall()
    assert {int(report_id.removeprefix("Airwars/#")) for (report_id,) in orphans} <= lost


def test_no_key_of_the_file_is_passed_over(rows: list[dict], read) -> None:
    from dalil.intake.formats.airwars import mapping_of_airwars

    _, summary = read
    keys = Counter(key for row in rows for key, value in row.items() if value not in (None, "", []))
    assert set(keys) == (set(mapping_of_airwars()["incident_keys"]) & set(keys)) | set(summary.files[0].unknown)
    assert all(keys[key] == filled for key, filled in summary.files[0].unknown.items())
