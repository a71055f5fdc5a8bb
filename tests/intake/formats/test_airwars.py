from __future__ import annotations

import json

import pytest

BASE = {
    "sequence": 1,
    "code": "RS1",
    "airwars_id": "11",
    "incident_url": "https://example.org/rs1",
    "completion": "complete",
    "incident_date": "2016-10-01",
    "civilian_harm_reported_original": "Yes",
}


def lines(*rows: dict) -> str:
    return "\n".join(json.dumps(BASE | row, ensure_ascii=False) for row in rows)


def one(read, columns: str, **row: object) -> tuple:
    return read("incidents.jsonl", lines(row)).one("report", columns)


def test_ids_organisation_and_consent(read) -> None:
    assert one(read, "report_id, organisation, consent") == ("Airwars/11", "Airwars", ["public"])


@pytest.mark.parametrize(
    ("row", "local_hours"),
    [
        ({}, ("09-30 21:00", "10-01 20:59")),
        ({"local_time_original": "morning"}, ("10-01 03:00", "10-01 08:59")),
        ({"local_time_original": "during_the_night"}, ("09-30 21:00", "10-01 20:59")),
        ({"local_time_original": "10:30:00"}, ("10-01 07:30", "10-01 07:30")),
        ({"local_time_start": "19:00:00", "local_time_end": "20:15:00"}, ("10-01 16:00", "10-01 17:15")),
        ({"incident_date_end": "2016-10-03"}, ("09-30 21:00", "10-03 20:59")),
        (
            {"incident_date_end": "2016-10-02", "local_time_original": "during_the_night"},
            ("10-01 17:00", "10-02 02:59"),
        ),
        ({"incident_date_end": "2016-10-02", "local_time_original": "23:00:00"}, ("10-01 20:00", "10-02 20:59")),
    ],
)
def test_dates_and_words_become_intervals(read, row: dict, local_hours: tuple[str, str]) -> None:
    earliest, latest = one(read, "earliest, latest", **row)
    assert (f"{earliest:%m-%d %H:%M}", f"{latest:%m-%d %H:%M}") == local_hours


@pytest.mark.parametrize(
    ("strike", "kind"),
    [
        ("Airstrike", "airstrike"),
        ("Airstrike, Drone Strike", "airstrike"),
        ("Naval bombardment, Artillery", "artillery"),
        ("Airstrike and/or Artillery", None),
        ("Airstrike, Ground operation", None),
        ("Ground operation", "ground"),
        ("", None),
    ],
)
def test_two_kinds_leave_the_kind_open(read, strike: str, kind: str | None) -> None:
    assert one(read, "kind", strike_type_original=strike) == (kind,)


@pytest.mark.parametrize(
    ("infrastructure", "objects"),
    [
        ("Healthcare", ["hospital"]),
        ("Ambulance, Healthcare", ["ambulance"]),
        ("Education, Residential", ["school", "home"]),
        ("Car, Vehicle", ["other"]),
        ("Clinic, Healthcare, Mosque, Religious", ["hospital", "mosque"]),
    ],
)
def test_a_part_and_its_whole_are_one_object(read, infrastructure: str, objects: list[str]) -> None:
    assert one(read, "objects_hit", infrastructure_original=infrastructure) == (objects,)


def test_tolls_as_stated_and_nothing_where_nothing_is(read) -> None:
    row = {
        "civilians_killed_min": 2,
        "civilians_killed_max": 5,
        "belligerents_killed_min": 0,
        "belligerents_killed_max": 0,
    }
    columns = "killed_civilians_min, killed_civilians_max, killed_combatants_max, killed_children_min, killed_total_min"
    assert one(read, columns, **row) == (2, 5, 0, None, None)


def test_a_contradicting_toll_is_refused_and_the_attack_kept(read) -> None:
    got = read("incidents.jsonl", lines({"men_killed_min": 4, "men_killed_max": 2, "civilians_killed_min": 4}))
    assert got.refusals() == [(1, "men_killed_min", "4 above 2", False)]
    assert got.one("report", "killed_men_min, killed_men_max, killed_civilians_min") == (None, None, 4)


def test_dates_that_cannot_be_refuse_the_row(read) -> None:
    rows = [
        {"incident_date": "1970-01-01"},
        {"incident_date": None, "airwars_id": "12"},
        {"incident_date_end": "2016-09-01", "airwars_id": "13"},
        {"airwars_id": "14"},
    ]
    got = read("incidents.jsonl", lines(*rows))
    assert [(row, field, whole) for row, field, _, whole in got.refusals()] == [
        (1, "incident_date", True),
        (2, "incident_date", True),
        (3, "incident_date", True),
    ]
    assert got.counts() == {"reports": (4, 1, 3)}


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (
            {"location_en": "Tel Amber", "region_original": "Northern", "governorate_original": "Northern"},
            "Tel Amber, Northern",
        ),
        ({"location_en": "Tel Amber, Northern", "region_original": "Northern"}, "Tel Amber, Northern"),
        ({"location_en": "Tel Amber"}, "Tel Amber"),
        ({}, None),
    ],
)
def test_the_place_carries_its_wider_units_once(read, row: dict, place: str | None) -> None:
    assert one(read, "place", **row) == (place,)


def test_precision_and_an_impossible_longitude(read) -> None:
    row = {"latitude": 35.9, "longitude": 4239.00416, "geolocation_accuracy": "neighbourhood_area"}
    got = read("incidents.jsonl", lines(row))
    assert got.refusals() == [(1, "longitude", "4239.00416", False)]
    assert got.one("report", "latitude, place_precision, radius_m") == (None, "neighbourhood", 700.0)


def test_parties_are_kept_as_written_without_the_unknown(read) -> None:
    got = one(read, "parties_alleged", belligerents_original="Toruvian Military, Unknown, The Coalition")
    assert got == (["Toruvian Military", "The Coalition"],)


def test_sources_become_rows_that_fall_with_their_report(read) -> None:
    source = {
        "source_order": 1,
        "source_url": "https://a.example",
        "archive_url": "https://b.example",
        "language_original": "Arabic",
    }
    got = read(
        "incidents.jsonl",
        lines({"sources": [source]}, {"sources": [source], "airwars_id": "12", "incident_date": "1970-01-01"}),
    )
    assert got.facts.query("SELECT * FROM report_source").fetchall() == [
        ("Airwars/11", 1, "https://a.example", "https://b.example", "Arabic")
    ]


def test_what_has_no_column_stands_in_the_narrative_or_is_listed(read) -> None:
    row = {
        "strike_status_original": "Likely strike",
        "previous_reference_codes": ["RS9"],
        "last_modified": "2020-01-01",
    }
    got = read("incidents.jsonl", lines(row))
    narrative = got.one("report", "narrative")[0]
    assert narrative.splitlines() == [
        "Airwars reference: RS1",
        "Earlier references: RS9",
        "Page: https://example.org/rs1",
        "Strike status: Likely strike",
    ]
    unknown = dict(got.facts.query('SELECT "column", filled FROM unknown_column').fetchall())
    assert unknown == {"last_modified": 1, "completion": 1, "civilian_harm_reported_original": 1}


def test_the_same_incident_as_a_csv(read) -> None:
    header = "airwars_id,incident_date,civilian_harm_status_original,civilians_killed_min,sources"
    sources = '"[{""source_order"":1,""source_url"":""https://a.example""}]"'
    got = read("airwars.csv", f"{header}\n11,2016-10-01,Fair,2,{sources}\n")
    assert got.one("report", "report_id, source_grade, killed_civilians_min") == ("Airwars/11", "Fair", 2)
    assert got.facts.value("SELECT url FROM report_source") == "https://a.example"


VICTIM = {
    "sequence": 1,
    "code": "RS1",
    "victim_order": 1,
    "name_original": "Salma Invented",
    "status_original": "killed",
}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"age": "30"}, (30, "killed", None)),
        ({"age": "0.8"}, (0, "killed", None)),
        ({"age": "25-28"}, (None, "killed", None)),
        ({"status_original": "injured", "civilian_status_contested_original": True}, (None, "injured", "unknown")),
    ],
)
def test_a_victim(read, row: dict, expected: tuple) -> None:
    got = read("victims.jsonl", json.dumps(VICTIM | row))
    assert got.one("victim", "age, fate, status") == expected
    assert got.one("victim", "victim_id, report_id") == ("Airwars/1-1", "Airwars/#1")


def test_a_refused_age_does_not_show_its_words(read) -> None:
    got = read("victims.jsonl", json.dumps(VICTIM | {"age": "six months"}))
    assert got.refusals() == [(1, "age", "text, 10 characters", False)]
