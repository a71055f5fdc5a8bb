"""What a table means beyond its single cells: days written as midnights, rows that are no records, words for widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

HEAD = "report_id,organisation,earliest,latest,time_precision,place,place_precision\n"
FIRST, LAST = datetime(2016, 10, 3, 21), datetime(2016, 10, 4, 20, 59, 59, 999_999)  # of 4 October in Damascus


def reports(read: Callable, *rows: str) -> list[tuple]:
    return read("reports.csv", HEAD + "".join(f"R{n},Org,{row}\n" for n, row in enumerate(rows))).rows(
        "report", "earliest, latest, time_precision"
    )


@pytest.mark.parametrize("text", ["2016-10-04 00:00:00", "2016-10-04T00:00", "2016-10-03T21:00:00Z", "2016-10-04 0:00"])
def test_a_column_of_midnights_is_one_of_days(read: Callable, text: str) -> None:
    assert reports(read, f"{text},,,,") == [(FIRST, LAST, "day")]


def test_a_midnight_beside_other_hours_is_one(read: Callable) -> None:
    _, midnight = reports(read, "2016-10-04 14:30,,,,", "2016-10-04 00:00,,,,")
    assert midnight == (FIRST, datetime(2016, 10, 3, 21, 0, 59, 999_999), "minute")


@pytest.mark.parametrize("row", ["2016-10-04T00:00,,minute,,", "2016-10-04T00:00,2016-10-04T00:20,,,"])
def test_a_midnight_that_is_stated_to_be_a_clock_is_one(read: Callable, row: str) -> None:
    ((earliest, latest, precision),) = reports(read, row)
    assert (earliest, precision, latest < datetime(2016, 10, 3, 22)) == (FIRST, "minute", True)


def test_a_fix_at_midnight_stays_a_moment(read: Callable) -> None:
    got = read("positions.csv", "track_id,t,latitude,longitude\nA,2016-10-04T00:00:00Z,36,37\n", organisation="o")
    assert got.one("position", "t, t_latest") == (datetime(2016, 10, 4), datetime(2016, 10, 4))


def test_a_precision_that_nobody_knows_is_wide_and_said(read: Callable) -> None:
    got = read("reports.csv", HEAD + "R1,Org,2016-10-04,,fairly,Town,roughly\n")
    earliest, latest, precision, radius = got.one("report", "earliest, latest, time_precision, radius_m")
    assert (earliest, latest.day, precision, radius) == (datetime(2016, 9, 30, 21), 31, "month", 80_000)
    assert [(field, whole) for _, field, _, whole in got.refusals()] == [
        ("place_precision", False), ("time_precision", False)
    ]  # fmt: skip


def test_a_week_is_seven_days_around_the_one_written(read: Callable) -> None:
    ((earliest, latest, precision),) = reports(read, "2016-10-05,,week,,")
    assert (earliest, latest.replace(microsecond=0)) == (datetime(2016, 10, 1, 21), datetime(2016, 10, 8, 20, 59, 59))
    assert precision == "day"


VICTIMS = "person_id,report_id,organisation,name,fate\n"


def test_headers_and_totals_in_the_middle_are_no_persons(read: Callable) -> None:
    rows = "1,,Org,Salma Invented,killed\nperson_id,report_id,organisation,name,fate\n2,,Org,Tala Invented,killed\n"
    got = read("victims.csv", VICTIMS + rows + "المجموع,,Org,2,\nTotal,,Org,2,\n")
    assert [row[0] for row in got.rows("victim", "victim_id")] == ["Org/1", "Org/2"]
    assert got.refusals() == [
        (2, "person_id", "a header", True), (4, "person_id", "a row of totals", True),
        (5, "person_id", "a row of totals", True),
    ]  # fmt: skip
    assert got.counts()["victims"] == (5, 2, 3)


def test_a_name_that_nobody_knew_is_none(read: Callable) -> None:
    got = read("victims.csv", f"{VICTIMS}1,,Org,unknown,killed\n2,,Org,مجهول الهوية,killed\n3,,Org,неизвестно,killed\n")
    assert got.rows("victim", "name") == [(None,)] * 3
    assert {found for *_, found, _ in got.refusals()} == {
        "text, 7 characters",
        "text, 12 characters",
        "text, 10 characters",
    }


def test_ids_that_a_program_took_for_decimals_are_whole(read: Callable) -> None:
    got = read("victims.csv", f"{VICTIMS}1,12.0,Org,A B,killed\n2,,Org,C D,killed\n")
    assert got.rows("victim", "report_id") == [("Org/12",), (None,)]
    mixed = read("victims.csv", f"{VICTIMS}1,12.0,Org,A B,killed\n2,12.1,Org,C D,killed\n")
    assert mixed.rows("victim", "report_id")[-2:] == [("Org/12.0",), ("Org/12.1",)]


def test_one_cell_read_for_both_numbers_must_hold_a_point(read: Callable) -> None:
    mapping = {
        "kind": "reports", "columns": {"report_id": "id", "earliest": "day", "latitude": "gps", "longitude": "gps"},
        "constants": {"organisation": "Org"},
    }  # fmt: skip
    text = 'id,day,gps\n1,2016-10-04,36.2021 37.1500 379.2 4.5\n2,2016-10-04,36 37.15\n3,2016-10-04,"36, 37.15"\n'
    got = read("list.csv", text, as_="table", mapping=mapping)
    assert got.rows("report", "latitude, longitude") == [(36.2021, 37.15), (None, None), (36.0, 37.15)]
    assert [(row, field) for row, field, *_ in got.refusals()] == [(2, "gps")]


def test_two_clocks_of_one_table_have_a_zone_each(read: Callable) -> None:
    mapping = {
        "kind": "sightings", "zones": {"logged_at": "UTC"},
        "columns": {"sighting_id": "id", "seen_at": "seen", "logged_at": "log"},
        "constants": {"post": "P1", "latitude": 36.1, "longitude": 37.1},
    }  # fmt: skip
    got = read("log.csv", "id,seen,log\n1,2016-10-04 14:30,2016-10-04 11:31\n", as_="table", mapping=mapping)
    assert got.one("sighting", "seen_at, logged_at") == (datetime(2016, 10, 4, 11, 30), datetime(2016, 10, 4, 11, 31))


def test_an_hour_in_a_column_of_its_own_was_stated_also_at_midnight(read: Callable) -> None:
    mapping = {
        "kind": "reports", "date_order": "day-month-year", "columns": {"report_id": "id", "earliest": ["day", "hour"]},
        "constants": {"organisation": "Org"},
    }  # fmt: skip
    got = read("list.csv", "id,day,hour\n1,04/10/2016,00:00\n", as_="table", mapping=mapping)
    assert got.one("report", "earliest, time_precision") == (FIRST, "minute")
