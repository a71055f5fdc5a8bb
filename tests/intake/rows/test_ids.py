"""Ids made global where the contract says so, and one row a record."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.intake.rows.ids import GLOBAL_KINDS, Ids, refers_to_report, unique_column
from dalil.records import KINDS


def applied(stem: str, handed_in_by: str = "", **out: list[Any]) -> tuple[dict[str, Any], list[tuple]]:
    """The columns after `apply`, and (row, column, found) of what it refused."""
    refused: list[tuple] = []
    rows = range(1, 1 + len(next(iter(out.values()))))
    Ids(KINDS[stem], handed_in_by).apply(
        out, rows, set(), lambda row, name, fault, cell, whole: refused.append((row, name, fault.found, whole))
    )
    return out, refused


def test_reports_bear_their_organisation() -> None:
    out, _ = applied("reports", report_id=["1", None], organisation=["Lantern", "Lantern"])
    assert out["report_id"] == ["Lantern/1", None]


def test_victims_bear_it_in_their_id_and_in_the_report_they_name() -> None:
    out, _ = applied("victims", victim_id=["7"], report_id=["1"], organisation=["Lantern"])
    assert (out["victim_id"], out["report_id"]) == (["Lantern/7"], ["Lantern/1"])


@pytest.mark.parametrize(
    "stem", ["testimonies", "observations", "remnants", "outside_findings", "site_status", "labels"]
)
def test_what_refers_to_a_report_means_one_of_its_own_organisation_unless_it_says_another(stem: str) -> None:
    own = {KINDS[stem].id_column.fact_name: ["a", "b", "c"]}
    out, _ = applied(stem, "Lantern", **own | {"report_id": ["1", "Bell/1", None]})
    assert out["report_id"] == ["Lantern/1", "Bell/1", None]


def test_without_an_organisation_a_reference_stays_as_it_is_written() -> None:
    out, _ = applied("testimonies", testimony_id=["a"], report_id=["1"])
    assert out["report_id"] == ["1"]


def test_which_kinds_refer_to_a_report_follows_from_their_columns() -> None:
    assert {stem for stem, kind in KINDS.items() if refers_to_report(kind)} == {
        "victims", "testimonies", "observations", "remnants", "outside_findings", "site_status", "labels",
    }  # fmt: skip
    assert sorted(GLOBAL_KINDS) == ["reports", "victims"]


def test_the_later_of_two_rows_with_one_id_is_refused_and_the_earlier_named() -> None:
    _, refused = applied("sightings", sighting_id=["a", "b", "a", None, None])
    assert refused == [(2, "sighting_id", "the id of row 1", True)]


def test_one_id_in_two_organisations_is_two_reports() -> None:
    _, refused = applied("reports", report_id=["1", "1"], organisation=["Lantern", "Bell"])
    assert refused == []


def test_a_row_that_is_refused_already_takes_no_id() -> None:
    refused: list[int] = []
    ids = Ids(KINDS["sightings"], "")
    ids.apply({"sighting_id": ["a", "a"]}, [1, 2], {0}, lambda row, *_: refused.append(row))
    assert refused == []


def test_ids_are_remembered_from_batch_to_batch() -> None:
    found: list[str] = []
    ids = Ids(KINDS["sightings"], "")
    for rows in ([1], [2]):
        ids.apply({"sighting_id": ["a"]}, rows, set(), lambda row, name, fault, cell, whole: found.append(fault.found))
    assert found == ["the id of row 1"]


@pytest.mark.parametrize(
    ("stem", "column"),
    [("reports", "report_id"), ("victims", "victim_id"), ("positions", None), ("site_status", None), ("labels", None)],
)
def test_which_column_no_two_records_share(stem: str, column: str | None) -> None:
    assert unique_column(KINDS[stem]) == column
