from __future__ import annotations

import io
from datetime import datetime

import pytest
import xlsxwriter

ROW = {
    "id": "9",
    "type_of_violence": "1",
    "dyad_name": "North - South",
    "side_a": "North",
    "side_b": "South",
    "source_article": "Paper, 2016-10-02",
    "where_prec": "1",
    "where_coordinates": "Tel Amber village",
    "adm_1": "Hills Governorate",
    "adm_2": "Lower district",
    "latitude": "36.2",
    "longitude": "37.1",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2016-10-01",
    "date_end": "2016-10-01",
    "deaths_a": "0",
    "deaths_b": "0",
    "deaths_civilians": "3",
    "deaths_unknown": "2",
    "low": "5",
    "best": "5",
    "high": "7",
}


def one(read, columns: str, **row: str):
    cells = ROW | row
    quoted = ",".join(f'"{cell}"' for cell in cells.values())
    got = read("events.csv", ",".join(cells) + f"\n{quoted}\n")
    return got.one("report", columns), got


def test_an_event_as_a_report(read) -> None:
    columns = "report_id, organisation, time_precision, place, place_precision, source_grade, consent"
    row, _ = one(read, columns)
    place = "Tel Amber village, Lower district, Hills Governorate"
    assert row == ("UCDP/9", "UCDP", "day", place, "village", "clear", ["public"])


@pytest.mark.parametrize(
    ("where_prec", "name", "precision"),
    [
        ("1", "Tel Amber town", "town"),
        ("1", "Hills town", "city"),
        ("1", "Upper neighborhood, Hills city", "neighbourhood"),
        ("1", "Tel Amber", "village"),
        ("2", "Tel Amber town", "district"),
        ("4", "Hills Governorate", "province"),
        ("5", "Northern Hills", "province"),
    ],
)
def test_precision_from_code_and_name(read, where_prec: str, name: str, precision: str) -> None:
    row, _ = one(read, "place_precision", where_prec=where_prec, where_coordinates=name)
    assert row == (precision,)


def test_the_centre_of_a_country_is_no_place(read) -> None:
    row, got = one(read, "latitude, place", where_prec="6", where_coordinates="Somewhere", adm_1="", adm_2="")
    assert row == (None, "Somewhere")
    assert got.refusals() == [(1, "latitude", "where_prec 6 or 7", False)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [  # total, civilians, combatants, status unknown: minimum and maximum of each
        ({}, (5, 7, 3, 5, 0, 2, 2, 2)),
        ({"deaths_a": "1", "deaths_b": "4", "deaths_civilians": "0", "deaths_unknown": "0"}, (5, 7, 0, 0, 5, 5, 0, 0)),
        ({"type_of_violence": "3", "deaths_civilians": "5", "deaths_unknown": "0"}, (5, 7, 5, 5, 0, 0, 0, 0)),
        ({"low": "1"}, (1, 7, 1, 5, 0, 2, 1, 2)),
        ({"low": "9", "high": "7"}, (None, None, 3, 5, 0, 2, 2, 2)),
    ],
)
def test_deaths(read, row: dict[str, str], expected: tuple) -> None:
    groups = ("total", "civilians", "combatants", "status_unknown")
    columns = ", ".join(f"killed_{group}_{end}" for group in groups for end in ("min", "max"))
    assert one(read, columns, **row)[0] == expected


@pytest.mark.parametrize(("violence", "alleged"), [("1", None), ("2", None), ("3", ["North"])])
def test_only_one_sided_violence_accuses_somebody(read, violence: str, alleged: list[str] | None) -> None:
    assert one(read, "parties_alleged", type_of_violence=violence)[0] == (alleged,)


def test_the_interval_is_that_of_both_dates(read) -> None:
    row, _ = one(
        read, "earliest, latest, time_precision", date_prec="4", date_start="2016-10-01", date_end="2016-10-31"
    )
    assert (f"{row[0]:%m-%d %H:%M}", f"{row[1]:%m-%d %H:%M}", row[2]) == ("09-30 21:00", "10-31 21:59", "month")


def test_the_workbook_gives_the_same_report_as_the_csv(read) -> None:
    cells = ROW | {"conflict_name": "Hills: Government", "adm_2": ""}
    typed = [float(cell) if cell.replace(".", "").isdigit() else cell for cell in cells.values()]
    typed[list(cells).index("date_start")] = datetime(2016, 10, 1)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(cells))
        sheet.write_row(1, 0, typed)
    columns = "* EXCLUDE (source_sha256)"
    assert read("GEDEvent.xlsx", out.getvalue()).one("report", columns) == one(read, columns, **cells)[0]
