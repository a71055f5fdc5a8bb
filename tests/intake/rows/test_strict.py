"""Every row ends as a record or a refusal: the four rules, each on a table of a few cells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from dalil.intake.formats.registry import Cells, Context
from dalil.intake.rows.strict import Strict, Taken
from dalil.records import KINDS

TODAY = date(2020, 1, 15)


@pytest.fixture
def take(settings):
    """One batch of a kind, column by column, read strictly."""

    def taking(stem: str, *, handed_in_by: str = "", mendable: bool = True, names: Any = None, **columns: Any) -> Taken:
        rows = range(1, 1 + len(next(iter(columns.values()))))
        cells = Cells(stem, rows, columns, names or {}, mendable=mendable)
        return Strict(KINDS[stem], Context(settings, handed_in_by, TODAY), "f" * 64).take(cells)

    return taking


def report(**more: Any) -> dict[str, Any]:
    return {"report_id": ["1"], "organisation": ["L"], "earliest": ["2016-10-01"]} | more


def said(taken: Taken) -> list[tuple]:
    return [(refusal.row, refusal.field, refusal.found, refusal.whole) for refusal in taken.refusals]


def only(taken: Taken, *names: str) -> tuple:
    (row,) = taken.records.select(names).to_pylist()
    return tuple(row.values())


def test_every_record_says_where_it_came_from(take) -> None:
    taken = take("reports", report_id=["1", "2"], organisation=["L", "L"], earliest=["2016-10-01", "2016-10-02"])
    assert taken.records.column("source_sha256").to_pylist() == ["f" * 64] * 2
    assert taken.records.column("source_row").to_pylist() == [1, 2]


def test_rows_are_records_and_refusals_together(take) -> None:
    taken = take("reports", report_id=["1", "2", ""], organisation=["L"] * 3, earliest=["2016-10-01", "never", "2016"])
    assert taken.records.num_rows == 1 and taken.rows_refused == {2, 3}


# 1. values that their column cannot hold


def test_a_value_is_refused_and_its_row_kept(take) -> None:
    taken = take("reports", **report(strikes=["some"]))
    assert said(taken) == [(1, "strikes", "some", False)]
    assert only(taken, "report_id", "strikes") == ("L/1", None)


@pytest.mark.parametrize(
    ("column", "cell", "found"),
    [("earliest", "never", "never"), ("earliest", "", "nothing"), ("organisation", None, "nothing")],
)
def test_a_required_value_takes_its_row_with_it(take, column: str, cell: Any, found: str) -> None:
    taken = take("reports", **report(**{column: [cell]}))
    assert said(taken) == [(1, column, found, True)]
    assert taken.records.num_rows == 0


def test_a_required_column_that_is_not_there_refuses_every_row(take) -> None:
    taken = take("sightings", sighting_id=["a", "b"], post=["P", "P"])
    assert {(row, field) for row, field, *_ in said(taken)} == {(1, "seen_at"), (2, "seen_at")}
    assert taken.records.num_rows == 0


def test_whoever_hands_a_table_in_fills_its_organisation(take) -> None:
    taken = take("reports", handed_in_by="Keepers", **report(organisation=[""]))
    assert only(taken, "report_id", "organisation") == ("Keepers/1", "Keepers")


def test_a_refusal_names_the_column_as_the_original_does(take) -> None:
    taken = take("reports", names={"strikes": "Anzahl"}, **report(strikes=["some"]))
    assert said(taken)[0][1] == "Anzahl"


def test_of_people_a_refusal_shows_the_shape_and_not_the_cell(take) -> None:
    taken = take("victims", person_id=["1"], organisation=["L"], age=["Sitara Noor"], name=["x"])
    assert said(taken) == [(1, "age", "text, 11 characters", False)]


# 2. values that contradict one another


def test_an_end_before_its_beginning_refuses_the_row(take) -> None:
    taken = take("reports", **report(earliest=["2016-10-02"], latest=["2016-10-01"]))
    assert said(taken) == [(1, "earliest", "latest before earliest", True)]


@pytest.mark.parametrize(
    ("stem", "columns", "field"),
    [
        ("context", {"context_id": ["1"], "kind": ["siege"], "from": ["2016-10-02"], "to": ["2016-10-01"]}, "to"),
        (
            "statements",
            {
                "statement_id": ["1"], "party": ["reds"], "made_on": ["2016-11-01"], "act": ["denies"],
                "scope_from": ["2016-10-02"], "scope_to": ["2016-10-01"],
            },
            "scope_to",
        ),
    ],
)  # fmt: skip
def test_two_columns_of_one_interval(take, stem: str, columns: dict, field: str) -> None:
    assert said(take(stem, **columns)) == [(1, field, "an end before its beginning", True)]


def test_a_minimum_above_its_maximum_refuses_the_row(take) -> None:
    taken = take("reports", **report(killed_total_min=["5"], killed_total_max=["2"]))
    assert said(taken) == [(1, "killed_total_min", "5 above 2", True)] and taken.records.num_rows == 0


def test_of_a_published_record_only_the_two_values_fall(take) -> None:
    taken = take("reports", mendable=False, **report(killed_total_min=["5"], killed_total_max=["2"], strikes=["3"]))
    assert said(taken) == [(1, "killed_total_min", "5 above 2", False)]
    assert only(taken, "killed_total_min", "killed_total_max", "strikes") == (None, None, 3)


def test_zero_to_zero_is_no_contradiction(take) -> None:
    assert said(take("reports", **report(killed_total_min=["0"], killed_total_max=["0"]))) == []


# 3. a point is one value


def test_half_a_point_is_refused_and_the_report_kept(take) -> None:
    taken = take("reports", **report(latitude=["36.2"]))
    assert said(taken) == [(1, "longitude", "nothing", False)]
    assert only(taken, "latitude", "longitude", "radius_m") == (None, None, None)


def test_where_the_point_is_required_half_of_it_takes_the_row(take) -> None:
    taken = take("positions", track_id=["a"], t=["2016-10-01T00:00Z"], latitude=["36.2"], longitude=[""])
    assert taken.records.num_rows == 0 and taken.rows_refused == {1}


def test_an_mgrs_square_gives_point_and_radius(take) -> None:
    taken = take("reports", **report(latitude=["37SDA0712"]))
    lat, lon, radius_m = only(taken, "latitude", "longitude", "radius_m")
    assert (lat, lon) == (pytest.approx(36.252982, abs=1e-6), pytest.approx(37.970396, abs=1e-6))
    assert radius_m == pytest.approx(707.1, abs=0.1)  # half the diagonal of a kilometre


# 4. ids


def test_the_later_row_with_an_id_is_refused(take) -> None:
    taken = take("reports", report_id=["1", "1"], organisation=["L", "L"], earliest=["2016-10-01", "2016-10-02"])
    assert said(taken) == [(2, "report_id", "the id of row 1", True)]


def test_ids_and_cells_are_remembered_across_batches(settings) -> None:
    strict = Strict(KINDS["sightings"], Context(settings, "L", TODAY), "f" * 64)
    columns = {"sighting_id": ["a"], "post": ["P"], "seen_at": ["2016-10-01T10:00"]}
    assert strict.take(Cells("sightings", [1], columns)).records.num_rows == 1
    assert strict.take(Cells("sightings", [2], columns)).rows_refused == {2}


def test_an_interval_is_as_wide_as_it_was_written(take) -> None:
    taken = take("reports", **report(earliest=["2016-10-01T14:30"]))
    assert only(taken, "earliest", "latest", "time_precision", "time_note") == (
        datetime(2016, 10, 1, 11, 30), datetime(2016, 10, 1, 11, 30, 59, 999_999), "minute", ["precision_implied"],
    )  # fmt: skip


def test_arrow_columns_give_the_records_that_lists_give(take) -> None:
    lists = {
        "track_id": ["a", "b"],
        "t": ["2016-10-01T00:00Z"] * 2,
        "latitude": [36.0, 36.1],
        "longitude": [37.0, 37.1],
    }
    arrays = {name: pa.array(cells) for name, cells in lists.items()}
    assert take("positions", **arrays).records.equals(take("positions", **lists).records)


def test_a_table_of_identities_has_no_table_of_records(take) -> None:
    assert take("identities", witness=["w"], name=["x"]).records.num_columns == 0
