from __future__ import annotations

import pytest

MAPPING = {
    "kind": "reports",
    "date_order": "day-month-year",
    "separator": "+",
    "columns": {
        "report_id": "No.",
        "earliest": ["Date", "Hour"],
        "kind": "What",
        "objects_hit": "Hit",
        "killed_total_min": "Dead",
    },
    "constants": {"organisation": "Example"},
    "values": {"kind": {"air raid": "airstrike"}, "objects_hit": {"clinic": "hospital"}},
}
TABLE = "No.,Date,Hour,What,Hit,Dead,Comment\nA1,03/10/2016,14:00,Air raid,clinic + school,2,quiet\n"


def test_a_table_through_a_mapping(read) -> None:
    got = read("list.csv", TABLE, as_="table", mapping=MAPPING)
    columns = "report_id, strftime(earliest, '%d %H:%M'), kind, objects_hit, killed_total_min"
    assert got.one("report", columns) == ("Example/A1", "03 11:00", "airstrike", ["hospital", "school"], 2)
    assert got.facts.query('SELECT "column", filled FROM unknown_column').fetchall() == [("comment", 1)]


@pytest.mark.parametrize(("order", "day"), [("day-month-year", "2016-10-03"), ("month-day-year", "2016-03-10")])
def test_the_mapping_says_which_number_is_the_month(read, order: str, day: str) -> None:
    got = read("list.csv", TABLE, as_="table", mapping=MAPPING | {"date_order": order})
    assert got.one("report", "strftime(earliest, '%Y-%m-%d')") == (day,)


def test_without_an_order_such_a_date_is_refused_under_the_table_s_own_names(read) -> None:
    got = read("list.csv", TABLE, as_="table", mapping={k: v for k, v in MAPPING.items() if k != "date_order"})
    assert got.refusals() == [(1, "date + hour", "03/10/2016 14:00", True)]


def test_local_times_in_another_zone(read) -> None:
    got = read("list.csv", TABLE, as_="table", mapping=MAPPING | {"zone": "UTC"})
    assert got.one("report", "strftime(earliest, '%H:%M')") == ("14:00",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "gossip"}, "gossip"),
        ({"kind": "identities"}, "identities"),
        ({"zone": "Moon/Crater"}, "Moon/Crater"),
        ({"date_order": "year first"}, "year first"),
        ({"columns": {"mood": "What"}}, "mood"),
        ({"extra": 1}, "extra"),
        ({"constants": {"mood": "x"}}, "mood"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(read, change: dict, said: str) -> None:
    got = read("list.csv", TABLE, as_="table", mapping=MAPPING | change)
    assert said in got.refused.found


def test_a_column_that_the_table_lacks(read) -> None:
    got = read("list.csv", "No.,Date\n1,03/10/2016\n", as_="table", mapping=MAPPING)
    assert got.refused.expected == "dead, hit, hour, what"
